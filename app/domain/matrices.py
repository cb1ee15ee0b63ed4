"""Matrices: things rated along two scales, and in which quarter the room puts each, within the small-group rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots
from app.domain.activities import Activity
from app.domain.ballots import Count
from app.domain.projects import Sector
from app.domain.prompts import Dimension, Item, Prompt
from app.evidence import quadrant, spread
from app.evidence.small_groups import Counted, Released, Tier, release

X, Y = "x", "y"
Counts = Mapping[tuple[str, str], Mapping[str, Count]]


@dataclass(frozen=True)
class Axis:
    """One group's ratings of one thing along one scale: `n` people, their median, and where the middle half lies."""

    n: int
    opt_out: int
    counts: Mapping[int, int]
    median: float
    low: float
    high: float
    agree: int  # how many rate it at the scale's threshold or above


@dataclass(frozen=True)
class Placed:
    """One thing with its number in the pictures; the quarter it stands in only where both axes may be shown."""

    item: Item
    number: int
    x: Axis | None
    y: Axis | None
    quarter: str = ""
    close: bool = False


@dataclass(frozen=True)
class MatrixResults:
    """What everybody rated, by everybody; and for each sector that may be shown, this and its own things."""

    prompt: Prompt
    whole: Sequence[Placed]
    sectors: Mapping[str, Sequence[Placed]]
    reason: str | None


def along(prompt: Prompt, axis: str) -> Dimension:
    """The dimension that stands along this axis."""
    return next(dimension for dimension in prompt.dimensions if dimension.axis == axis)


def rated_on(prompt: Prompt, dimension: Dimension) -> Prompt:
    """The prompt as a rating on one of its scales, to read and count it like any other."""
    return prompt.model_copy(update={"scale": dimension.scale, "type": "scale"})


def results(
    session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector], *, tier: Tier = Tier.LIVE
) -> MatrixResults:
    """Every thing where it stands, released one by one and along each scale."""
    counted = ballots.count_items(session, activity, prompt.code)
    whole: list[Placed] = []
    by_sector: dict[str, list[Placed]] = {sector.code: [] for sector in sectors}
    reason = None
    for number, (item, rooms) in enumerate(_things(prompt), start=1):
        released = {a: _released(prompt, item, a, rooms, counted, sectors, tier) for a in (X, Y)}
        if rooms == {""}:
            whole.append(_placed(prompt, item, number, {a: one.total for a, one in released.items()}))
            reason = reason or next((one.reason for one in released.values() if one.reason), None)
            for sector in sectors:
                groups = {a: (one.groups or {}).get(sector.code) for a, one in released.items()}
                by_sector[sector.code].append(_placed(prompt, item, number, groups))
        for room in rooms - {""}:
            totals = {a: one.total for a, one in released.items()}
            by_sector.setdefault(room, []).append(_placed(prompt, item, number, totals))
    seen = {code: placed for code, placed in by_sector.items() if any(one.quarter for one in placed)}
    return MatrixResults(prompt, whole, seen, reason)


def _things(prompt: Prompt) -> list[tuple[Item, set[str]]]:
    """Each thing once, with the rooms it is asked in: "" for all of them."""
    first = {item.code: item for item in reversed(prompt.every_item)}
    rooms = {code: {item.sector for item in prompt.every_item if item.code == code} for code in first}
    return [(item, {""} if "" in rooms[code] else rooms[code]) for code, item in reversed(first.items())]


def _released(
    prompt: Prompt, item: Item, axis: str, rooms: set[str], counted: Counts, sectors: Sequence[Sector], tier: Tier
) -> Released:
    """One thing along one scale. A sector's own thing is shown for its room as a whole, a guest in it included."""
    pseudo = {sector.code for sector in sectors if sector.pseudo}
    own = "" not in rooms
    return release(
        {
            sector: Counted(count.n, dict(count.counts), count.opt_out)
            for sector, count in counted.get((item.code, along(prompt, axis).code), {}).items()
        },
        pseudo=pseudo,
        tier=tier,
        sensitive=prompt.sensitive,
        offered=rooms if own else {sector.code for sector in sectors} - pseudo,
        whole_seen=own,
    )


def _placed(prompt: Prompt, item: Item, number: int, counted: Mapping[str, Counted | None]) -> Placed:
    """A thing is put in a quarter only where both its axes may be shown."""
    x, y = _axis(prompt, X, counted[X]), _axis(prompt, Y, counted[Y])
    if x is None or y is None:
        return Placed(item, number, x, y)
    stands = quadrant.standing(y.counts, x.counts, cut=prompt.cut)
    return Placed(item, number, x, y, stands.quadrant, stands.close)


def _axis(prompt: Prompt, axis: str, counted: Counted | None) -> Axis | None:
    if counted is None or not counted.n:
        return None
    least = along(prompt, axis).scale.agree_from
    ratings = {int(value): people for value, people in counted.counts.items()}
    low, high = spread.quartiles(ratings)
    agree = spread.agreement(ratings, agree_from=least).count
    return Axis(counted.n, counted.opt_out, ratings, spread.median(ratings), low, high, agree)
