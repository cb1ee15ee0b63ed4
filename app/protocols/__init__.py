"""Meeting series as data: those that ship and those people write, read, checked, edited and made into a project."""

from app.protocols.parsing import MOST_BYTES, parse, parse_text
from app.protocols.problems import Broken
from app.protocols.projecting import blank, into_project
from app.protocols.reading import USUAL, Protocol, check, problems, shipped, shipped_ones

__all__ = [
    "MOST_BYTES", "USUAL", "Broken", "Protocol", "blank", "check", "into_project", "parse", "parse_text", "problems",
    "shipped", "shipped_ones",
]  # fmt: skip
