"""What was answered, and how it is asked."""
