"""Break: a clock, and nothing to hand in."""
