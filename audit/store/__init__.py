"""What is kept: agencies, rounds, answers, signatures. Nothing is overwritten; the latest row counts."""
