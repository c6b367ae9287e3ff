"""A toolkit for safeguarding children partnerships: ask, score, and report."""

__version__ = "0.1.0"
