"""Statements to rate in the cast's meeting, and people who rate them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.domain import activities
from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.seats import Seat
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World

SCALE: dict[str, Any] = {
    "code": "agree9",
    "min": 1,
    "max": 9,
    "agree_from": 7,
    "points": [{"code": str(value), "value": value} for value in range(1, 10)],
    "opt_out": [{"code": "na", "label": cast.text("Not my area", "Hors de mon domaine")}],
}
USEFUL: dict[str, Any] = SCALE | {
    "code": "useful5",
    "max": 5,
    "agree_from": 4,
    "points": [{"code": str(value), "value": value, "label": cast.text(f"Useful {value}")} for value in range(1, 6)],
}
RULE: dict[str, Any] = {
    "code": "c75_no_disagreement",
    "default": True,
    "scale_max": 9,
    "label": cast.text("75% and no disagreement"),
    "in": {"median_min": 7, "pct_agree_min": 75, "di_below": 1},
    "out": {"di_min": 1, "verdict": "disagreement"},
    "text": cast.text("At least 75% rate 7 to 9, and no disagreement.", "Au moins 75 % donnent de 7 à 9."),
}


def statement(code: str, **rest: Any) -> dict[str, Any]:
    """A statement whose words name it."""
    return {"code": code, "text": cast.text(f"Statement {code}", f"Énoncé {code}"), **rest}


def prompt(**rest: Any) -> dict[str, Any]:
    """A prompt with statements on the scale from 1 to 9."""
    return {
        "code": "shared",
        "type": "scale",
        "text": cast.text("How far do you agree?", "À quel point êtes-vous d'accord?"),
        "scale": SCALE,
        "items": [statement("C01"), statement("C08")],
        **rest,
    }


def plan(session: Session, world: World, *prompts: Mapping[str, Any], kind: str = "agreement", **rest: Any) -> Activity:
    """An activity with these prompts at the end of the cast's agenda, open."""
    setup = {"prompts": [dict(one) for one in prompts]} | rest.pop("flow", {})
    secrecy = activities.secrecy_of(setup)
    meeting = session.get_one(Meeting, world.meeting.id)
    title = cast.text("Ratings", "Évaluations")
    return activities.add(session, meeting, kind=kind, title=title, setup=setup, secrecy=secrecy, **rest)


def opened(session: Session, world: World, *prompts: Mapping[str, Any], **rest: Any) -> Activity:
    """The same, open."""
    activity = plan(session, world, *prompts, **rest)
    cast.open_(session, world, activity)
    return activity


def with_a_rule(session: Session, world: World) -> None:
    """The project judges by a rule fixed beforehand."""
    project = session.get_one(Project, world.project.id)
    project.definition = {**project.definition, "consensus_presets": [RULE], "consensus_checks": {}}
    session.add(project)
    session.flush()


def rates(session: Session, activity: Activity, seat: Seat, item: str, *value: str, **rest: Any) -> None:
    """Somebody rates a statement, as the form of its prompt sends it."""
    kind = kind_of(activity.kind)
    body = {"prompt": "shared", "item": item, "value": list(value)} | rest
    kind.receive(session, session.get_one(Activity, activity.id), seat, kind.parse(body))


def everybody(session: Session, world: World, activity: Activity, item: str, values: Sequence[int]) -> None:
    """The cast rates a statement, in order, so far as the values go."""
    for seat, value in zip(world.seats.values(), values, strict=False):
        rates(session, activity, seat, item, str(value))


def shown(session: Session, activity: Activity, place: int = 0, surface: str = "participant") -> dict[str, Any]:
    """What may be shown of a prompt's statements, by code."""
    results: Any = kind_of(activity.kind).results(session, session.get_one(Activity, activity.id), Viewer(surface))
    return {one.rated.item.code: one.rated for one in results[place].what.items}


def own(session: Session, activity: Activity, seat: Seat) -> Any:
    """What somebody's pen holds of the statements."""
    return kind_of(activity.kind).mine(session, session.get_one(Activity, activity.id), seat)["shared"]
