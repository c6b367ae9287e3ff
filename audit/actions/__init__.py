"""Actions followed until they are assured: what they are, what was said of them, how they stand on a day."""
