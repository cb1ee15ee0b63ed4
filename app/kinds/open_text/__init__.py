"""Open text: each person writes one text, or a few lines in named fields; shown to all at once, without names."""
