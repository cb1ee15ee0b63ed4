"""Word list: each person sends a few short words; the room sees those that came from at least two, by how often."""
