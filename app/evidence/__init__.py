"""What the numbers say: pure functions over counts, with the source of every formula."""
