"""The parts of each surface: which events make which stale, how each is drawn, and what its drawing varies by."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from app import scenes
from app.domain import events
from app.domain.events import ActivityMoved, AgendaChanged, AnswerGiven, Event, PeopleChanged, WordsChanged
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience, Moment

Scene = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A piece of a page with one root element whose id is its name; page and socket draw it alike."""

    name: str
    surface: str
    scene: Callable[[Session, Moment, Audience, int], Scene]
    stale_after: tuple[type[Event], ...]
    keyed: bool = False  # a stage under people's hands: replaced only when its key changes

    @property
    def template(self) -> str:
        """Where it is drawn."""
        return f"parts/{self.surface}/{self.name}.html"

    def view(self, audience: Audience, now: Moment) -> Audience:
        """The widest audience that sees the same drawing of this part."""
        differs = self.keyed and now.kind is not None
        room = audience.room if differs and now.kind and now.kind.by_room else None
        return replace(audience, room=room, hand=audience.hand if differs and now.kind and now.kind.shuffles else 0)


def _head(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "clock": scenes.clock(now), "ruler": scenes.ruler(now)}


def _stage(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "stage": scenes.stage(session, now, audience), "pen": None}


def _results(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "results": scenes.results(session, now, audience)}


def _turnout(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "turnout": scenes.turnout(session, now, present=present), "here": scenes.here(session, now)}


def _agenda(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "ruler": scenes.ruler(now)}


def _now(session: Session, now: Moment, audience: Audience, present: int) -> Scene:
    return {"now": now, "clock": scenes.clock(now), "stage": scenes.stage(session, now, audience)}


_MOVES = (ActivityMoved, AgendaChanged)
PARTS = (
    Part("head", PARTICIPANT, _head, _MOVES),
    Part("stage", PARTICIPANT, _stage, _MOVES, keyed=True),
    Part("results", PARTICIPANT, _results, (*_MOVES, WordsChanged)),
    Part("turnout", PARTICIPANT, _turnout, (*_MOVES, AnswerGiven, PeopleChanged)),
    Part("head", SCREEN, _head, _MOVES),
    Part("stage", SCREEN, _stage, _MOVES),
    Part("results", SCREEN, _results, (*_MOVES, WordsChanged)),
    Part("turnout", SCREEN, _turnout, (*_MOVES, AnswerGiven, PeopleChanged)),
    Part("agenda", FACILITATOR, _agenda, _MOVES),
    Part("now", FACILITATOR, _now, _MOVES),
    Part("results", FACILITATOR, _results, (*_MOVES, WordsChanged)),
    Part("turnout", FACILITATOR, _turnout, (*_MOVES, AnswerGiven, PeopleChanged)),
)


def parts_of(surface: str) -> tuple[Part, ...]:
    """The parts of one surface, in the order they are sent."""
    return tuple(part for part in PARTS if part.surface == surface)


def stale_after(happened: list[events.Event]) -> set[Part]:
    """Which parts these events make stale."""
    return {part for part in PARTS if any(isinstance(event, part.stale_after) for event in happened)}
