"""Quick evaluation: a few scales and a line or two in one's own words, to close a meeting with."""
