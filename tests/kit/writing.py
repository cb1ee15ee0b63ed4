"""Things to write in the cast's meeting, people who write them, and everything that anybody gets to see of it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.seats import Seat
from app.kinds import kind_of
from app.language import LANGUAGES
from app.render import Renderer
from app.scenes import Audience
from tests.kit import cast, drawing
from tests.kit.cast import World

MOMENT: dict[str, Any] = {"code": "moment", "type": "open_text", "text": cast.text("What mattered?"), "max_chars": 60}
FIELDS = [
    {"code": "well", "label": cast.text("It goes well when", "Cela va bien quand")},
    {"code": "badly", "label": cast.text("It goes badly when", "Cela va mal quand")},
]
ASK: dict[str, Any] = {"code": "ask", "type": "questions", "text": cast.text("What must you know?"), "upvote": True}


def sends(session: Session, activity: Activity, seat: Seat, prompt: str = "moment", **body: Any) -> None:
    """Somebody hands in a form of this activity; what it sets off for the room happens as before any commit."""
    kind, fresh = kind_of(activity.kind), session.get_one(Activity, activity.id)
    kind.ensure_may_answer(fresh)
    kind.receive(session, fresh, seat, kind.parse({"prompt": prompt} | body))
    kind.after_answer(session, fresh)


def own(session: Session, activity: Activity, seat: Seat, prompt: str = "moment") -> Any:
    """What somebody's own page holds of a prompt."""
    return kind_of(activity.kind).mine(session, session.get_one(Activity, activity.id), seat)[prompt]


def seen(session: Session, activity: Activity, surface: str = "screen", place: int = 0) -> Any:
    """What results hold of a prompt for this surface."""
    results: Any = kind_of(activity.kind).results(session, session.get_one(Activity, activity.id), Viewer(surface))
    return results[place].what


def wires(draw: Renderer, session: Session, world: World, *, console: bool = True) -> Mapping[str, str]:
    """All that is sent to anybody of what everybody shares, by surface and language."""
    sent: dict[str, str] = {}
    for language in LANGUAGES:
        for surface in drawing.SURFACES if console else drawing.SURFACES[:2]:
            room = "ED" if surface == "participant" else None
            audience = Audience(surface, language, room, rights=frozenset({"run", "moderate"}))
            parts = drawing.parts(draw, session, world.meeting.id, audience)
            sent[f"{surface}/{language}"] = "".join(parts.values())
    return sent


def readers(draw: Renderer, session: Session, world: World, words: str, **which: bool) -> list[str]:
    """Where these words can be read, by surface and language."""
    return [place for place, html in wires(draw, session, world, **which).items() if words in html]


def page_of(draw: Renderer, session: Session, world: World, who: str, language: str = "en") -> str:
    """Somebody's own stage."""
    return drawing.own_page(draw, session, world.meeting.id, world.seats[who], language)


def asks(session: Session, world: World, activity: Activity, *who: str) -> None:
    """Each of these people asks a question that says who they are."""
    for one in who:
        sends(session, activity, world.seats[one], "ask", do="write", text=f"Question of {one}")


def id_of(session: Session, world: World, activity: Activity, who: str) -> str:
    """The id of somebody's question."""
    return own(session, activity, world.seats[who], "ask").asked[0].id


def works(session: Session, activity: Activity, order: str, **fields: str) -> None:
    """The team does something at the desk."""
    kind_of(activity.kind).direct(session, session.get_one(Activity, activity.id), {"order": order} | fields, None)
