"""The benchmark: the real application under load, and a few things beside it to compare with."""
