"""Tables and registers that come in, checked with pandera; failures as the ends of sentences."""
