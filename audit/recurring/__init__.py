"""What keeps recurring: themes by source, which come back after an action was closed, other figures."""
