"""What reads a register and hashes it. Python does the rest."""
