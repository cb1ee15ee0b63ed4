"""Grouping: the team puts what people wrote under short names, while everybody watches. The words stay as they are."""
