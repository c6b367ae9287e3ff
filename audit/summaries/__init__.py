"""What a report says in sentences: which come first, how many, and what is new since the last report."""
