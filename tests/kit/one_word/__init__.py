"""One word from everybody, shown as a list."""
