"""What the command line does; each command loads only what it needs."""
