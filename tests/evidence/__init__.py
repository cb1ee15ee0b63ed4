"""Claims about what the numbers say."""
