"""A board of three sectors that has been revealed, the grouping of its ideas, and a vote on the groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import activities, ideas
from app.domain.activities import Activity
from app.domain.ideas import Idea
from app.domain.meetings import Meeting
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World, option, text

TAGS = [
    {"code": "shared", "label": text("Shared by all sectors")},
    {"code": "sector", "label": text("This sector only")},
]
MARKS = [{"code": "plus", "label": text("Helps", "Aide")}, {"code": "minus", "label": text("Gets in the way", "Nuit")}]


@dataclass
class Grouped:
    """The activities, and two ideas of each sector by who wrote them."""

    world: World
    grouping: Activity
    vote: Activity
    ideas: dict[str, Idea]


def grouping_setup(*, tags: bool = False) -> dict[str, Any]:
    """A grouping of the cast's board, sectors apart."""
    prompt = {
        "code": "groups", "type": "grouping", "text": text("What belongs together?"), "does_not_fit": True,
        "ideas": {"from": "M1.4", "what": "ideas", "by": "sector"}, "tags": TAGS if tags else [],
    }  # fmt: skip
    return {"prompts": [prompt]}


def vote_setup(*, shared: bool = False, dots: int = 3) -> dict[str, Any]:
    """A vote of each sector on its own groups, and on those that all share where wanted."""
    targets = {"from": "M1.7", "what": "themes", "by": "sector"} | ({"shared": True} if shared else {})
    return {
        "prompts": [
            {"code": "dots", "type": "dots", "text": text("Back some."), "dots": dots, "targets": targets},
        ]
    }


def written(session: Session, world: World, *, tags: bool = False, reveal: bool = True) -> Grouped:
    """The board with its ideas, revealed if wanted; the grouping and the vote stand behind it on the agenda."""
    meeting = session.get_one(Meeting, world.meeting.id)
    grouping, vote = (
        activities.add(session, meeting, kind=kind, title=text(title), setup=setup, minutes=5)
        for kind, title, setup in (
            ("grouping", "Group them", grouping_setup(tags=tags)),
            ("dot_vote", "Which matter?", vote_setup(shared=tags)),
        )
    )
    cast.open_(session, world, world.board)
    names = [f"{sector}-{number}" for sector in ("ED", "EPI", "HF") for number in (1, 2)]
    made = {
        who: ideas.write(session, world.board, world.seats[who], column="gaps", text=f"Gap of {who}") for who in names
    }
    ids = {who: idea.id for who, idea in made.items()}
    if reveal:
        cast.reveal(session, world.board)
    session.expunge_all()
    return Grouped(world, grouping, vote, {who: session.get_one(Idea, id_) for who, id_ in ids.items()})


def direct(
    session: Session, here: Grouped, order: str, who: Sequence[str] = (), *, room: str | None = None, **more: str
) -> None:
    """One step at the desk, as its form posts it."""
    activity = session.get_one(Activity, here.grouping.id)
    body = {"order": order, **more} | ({"idea": "\n".join(here.ideas[one].id for one in who)} if who else {})
    kind_of("grouping").direct(session, activity, body, room)


__all__ = ["MARKS", "Grouped", "direct", "grouping_setup", "option", "vote_setup", "written"]
