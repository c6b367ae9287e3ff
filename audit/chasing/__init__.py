"""Chasing returns: who owes what, whom the next letter goes to, what it says, how the rate grew."""
