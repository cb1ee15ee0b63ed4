"""Idea board: people write in silence, in columns; nobody sees an idea but its writer until the facilitator reveals."""
