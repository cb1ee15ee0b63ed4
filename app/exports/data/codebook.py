"""What every column of every file means, in both languages: the columns are those the codebook has."""

from typing import Any

from app import content

HEADS = ("file", "column", "en", "fr", "type", "unit", "allowed")


def rows() -> list[dict[str, Any]]:
    """A row a column; results.json has the fields of results.csv."""
    return content.read("codebook.json")


def columns_of(file: str) -> list[str]:
    """The columns of a file, in order."""
    return [row["column"] for row in rows() if row["file"] == file]
