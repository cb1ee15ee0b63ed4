"""The round before: what the room and one person said of the same statements, or of those these were reworded from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from app.domain import activities, ballots, carry_over, meetings, ratings
from app.domain.activities import REVEALED, Activity
from app.domain.ballots import Given
from app.domain.choices import Bars
from app.domain.meetings import Meeting
from app.domain.prompts import Item, Prompt, Setup
from app.domain.seats import Seat
from app.domain.text import Text

T = TypeVar("T")


@dataclass(frozen=True)
class Earlier:
    """How the room rated a statement before: everybody together, and the words it had then where they were others."""

    total: Bars
    words: Text


def by_the_room(session: Session, activity: Activity, prompt: Prompt) -> dict[str, Earlier]:
    """For each item, the ratings of the round before, once everybody has been shown them."""
    before = _before(session, activity)
    if before is None or before.state != REVEALED or not prompt.shows_own_first_rating:
        return {}
    sectors = meetings.sectors_at(session, activity.meeting_id)
    rated: dict[str, ratings.Rated] = {}
    for asked in carry_over.asked(session, before, Setup.model_validate(before.setup)).prompts:
        if asked.scale is not None and asked.scale == prompt.scale:
            rated |= {one.item.code: one for one in ratings.of_items(session, before, asked, sectors)}
    return {
        item.code: Earlier(then.total, then.item.text if then.item.code != item.code else {})
        for item in prompt.every_item
        if (then := _found(rated, item)) is not None and then.total is not None
    }


def by_oneself(session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> dict[str, Given]:
    """For each item, this person's own rating of the round before: for their eyes alone."""
    before = _before(session, activity) if prompt.shows_own_first_rating else None
    if before is None:
        return {}
    given = {one.item: one for listed in ballots.mine(session, before, seat).values() for one in listed if one.item}
    own = {item.code: _found(given, item) for item in prompt.every_item}
    return {code: one for code, one in own.items() if one is not None}


def _before(session: Session, activity: Activity) -> Activity | None:
    """The activity this one follows: by its own link, or by the block its setup names."""
    if activity.follows_id:
        return session.get(Activity, activity.follows_id)
    block: str = activity.setup.get("follows", "")
    project = session.get_one(Meeting, activity.meeting_id).project_id
    return activities.at_block(session, project, block) if block else None


def _found(by_code: Mapping[str, T], item: Item) -> T | None:
    return by_code.get(item.code) or by_code.get(item.version_of)
