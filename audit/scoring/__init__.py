"""Scores from grades, exactly; never stored, always computed from answers."""
