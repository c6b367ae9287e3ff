"""What reads a register and hashes it. Engines trim, hash, count and take the smallest; Python does the rest."""
