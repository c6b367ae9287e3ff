"""Rounds about cases: subjects, who reads which, what a panel said, concerns, and what came of it."""
