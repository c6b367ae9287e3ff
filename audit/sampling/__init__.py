"""Which cases are read: a pure function of the register, the seed and the design."""
