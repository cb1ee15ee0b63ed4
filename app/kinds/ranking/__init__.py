"""Ranking: everybody puts a list in order, as far down as they like. The room sees the shared order once revealed."""
