"""What is taken into a visit or a challenge event: how an agency stands, and what to ask it."""
