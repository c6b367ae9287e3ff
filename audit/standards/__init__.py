"""What practice is held against."""
