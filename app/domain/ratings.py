"""Ratings of items: reading one rating, and where a room stands on each statement within the small-group rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from app.domain import ballots, choices, passages
from app.domain.activities import Activity
from app.domain.ballots import Count, Given
from app.domain.choices import Bars
from app.domain.kind import Quote
from app.domain.passages import REASON
from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt
from app.domain.refusals import N_, Refusal
from app.evidence.small_groups import Counted, Tier, release


@dataclass(frozen=True)
class Rated:
    """One item's ratings as they may be shown: whole, by sector where that is safe, and why not where it is not."""

    item: Item
    total: Bars | None
    sectors: Mapping[str, Bars] | None
    reason: str | None
    verdict: str = ""
    index: float | None = None  # of disagreement
    reasons: Sequence[Quote] = field(default_factory=list[Quote])


def asked_of(prompt: Prompt, room: str | None) -> list[Item]:
    """What somebody who sits in this room rates; in none, what everybody rates."""
    return [item for item in prompt.every_item if item.sector in {"", room}]


def chosen(prompt: Prompt, values: Sequence[str]) -> Given | None:
    """The rating of one item, or nothing where it is taken back."""
    given = choices.given(prompt, [value for value in values if value])
    return given[0] if given else None


def named(prompt: Prompt, room: str | None, code: str) -> Item:
    """The item with this code, if it is asked in this room."""
    item = next((one for one in asked_of(prompt, room) if one.code == code), None)
    if item is None:
        raise Refusal(N_("This statement is not asked of you here. Reload the page."), control=prompt.code, status=422)
    return item


def of_items(
    session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector], *, tier: Tier = Tier.LIVE
) -> list[Rated]:
    """Each item of a prompt as it may be shown in this tier, in order."""
    counted = ballots.count_items(session, activity, prompt.code)
    items = {item.code: item for item in reversed(prompt.every_item)}  # one may be asked in several rooms
    rooms = {code: {item.sector for item in prompt.every_item if item.code == code} for code in items}
    return [
        _released(prompt, item, rooms[code], counted.get((code, ""), {}), sectors, tier)
        for code, item in reversed(items.items())
    ]


def reasons(session: Session, activity: Activity, prompt: Prompt) -> dict[str, list[Quote]]:
    """The reasons people gave, by item: without sector or rating, in the order of the random ids."""
    found: dict[str, list[Quote]] = {}
    for one in passages.texts_of(passages.of_activity(session, activity, kind=REASON), prompt.code):
        found.setdefault(one.about, []).append(Quote(one.text, one.language))
    return found


def _released(
    prompt: Prompt, item: Item, rooms: set[str], counts: Mapping[str, Count], sectors: Sequence[Sector], tier: Tier
) -> Rated:
    """A sector's own statement is shown for its room as a whole: a guest counts in it, and is no group of its own."""
    pseudo = {s.code for s in sectors if s.pseudo}
    own = "" not in rooms
    released = release(
        {sector: Counted(count.n, dict(count.counts), count.opt_out) for sector, count in counts.items()},
        pseudo=pseudo,
        tier=tier,
        sensitive=prompt.sensitive,
        offered=rooms if own else {s.code for s in sectors} - pseudo,
        whole_seen=own,
    )
    groups = {code: choices.bars(prompt, group) for code, group in (released.groups or {}).items()}
    total = choices.bars(prompt, released.total) if released.total else None
    return Rated(item, total, groups or None, released.reason)
