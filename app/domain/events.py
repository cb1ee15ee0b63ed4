"""What has happened, told to whoever draws it once it is on disk."""

from dataclasses import dataclass

from sqlmodel import Session


@dataclass(frozen=True)
class Event:
    """Something that changed in one meeting."""

    meeting_id: str


@dataclass(frozen=True)
class AgendaChanged(Event):
    """Activities were added, edited, moved or deleted, or the meeting's own data changed."""


@dataclass(frozen=True)
class ActivityMoved(Event):
    """An activity became current, opened, closed, was revealed, or its clock changed."""

    activity_id: str


@dataclass(frozen=True)
class AnswerGiven(Event):
    """Somebody answered, changed or took back an answer."""

    activity_id: str


@dataclass(frozen=True)
class WordsChanged(Event):
    """A revealed idea or comment was written, hidden or restored."""

    activity_id: str


@dataclass(frozen=True)
class PeopleChanged(Event):
    """Somebody came in, agreed to take part, or moved."""


@dataclass(frozen=True)
class SeatClosed(Event):
    """A participant was removed: their sockets close."""

    participant_id: str


def record(session: Session, event: Event) -> None:
    """Note an event in this transaction. It is told only after the commit, and never if that fails."""
    session.info.setdefault("events", []).append(event)


def recorded(session: Session) -> list[Event]:
    """The events noted so far, oldest first; the writer's own list."""
    events: list[Event] = session.info.setdefault("events", [])
    return events
