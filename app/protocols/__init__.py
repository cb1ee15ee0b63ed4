"""Meeting series as data: the four meetings, read, checked and made into a project."""

from app.protocols.projecting import blank, into_project
from app.protocols.reading import Protocol, check, shipped

__all__ = ["Protocol", "blank", "check", "into_project", "shipped"]
