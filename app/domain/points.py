"""Points: what people spread over several things, within a budget that two quick answers cannot exceed together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots, whole_ballots
from app.domain.activities import Activity
from app.domain.ballots import Given
from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.statements import Statement
from app.domain.text import Text
from app.domain.whole_ballots import Group
from app.evidence import spread
from app.evidence.small_groups import Tier

STEP = 5  # what one press gives or takes
CONTROL = "value"
_HOLD = Statement("UPDATE ballot SET activity_id = activity_id WHERE id = :ballot")  # another process waits here


@dataclass(frozen=True)
class Held:
    """One person's points by item, how many are left, and the way out they took instead."""

    points: Mapping[str, int]
    left: int
    out: str


@dataclass(frozen=True)
class Row:
    """One thing: its points, their share of all points given (0-100), the people behind it, the median a person.

    `length` is that of its bar, the most backed having 100.
    """

    item: Item
    points: int
    share: float
    people: int
    median: float
    length: float

    @property
    def percent(self) -> Text:
        """The share in words."""
        return {"en": f"{round(self.share)}%", "fr": f"{round(self.share)}\u00a0%"}


@dataclass(frozen=True)
class Tally:
    """One group's points; `n` is how many people placed any."""

    n: int
    opt_out: int
    rows: Sequence[Row]


@dataclass(frozen=True)
class PointsResults:
    """One prompt as it may be shown. `whole` is none where too few answered, or where each sector has its own list."""

    prompt: Prompt
    whole: Tally | None
    sectors: Mapping[str, Tally]
    reason: str | None


def number(written: str, most: int) -> int:
    """A whole number of points as somebody typed it; an empty field is none."""
    written = written.strip() or "0"
    if not (written.isascii() and written.isdecimal() and len(written) <= 5):
        raise Refusal(N_("Write a whole number of points, from 0 to %(most)s."), control=CONTROL, status=422, most=most)
    return int(written)


def give(session: Session, activity: Activity, prompt: Prompt, seat: Seat, item: str, points: int) -> None:
    """Have so many points stand on an item, within what the others leave; nothing changes where that is too many."""
    _hold(session, activity, seat)
    others = held_by(session, activity, prompt, seat).points
    left = prompt.budget - sum(number for code, number in others.items() if code != item)
    if points > left:
        message = N_(
            "That is more than the %(left)s points you have left for this. Give less, or take some back first."
        )
        raise Refusal(message, control=CONTROL, left=max(left, 0))
    ballots.put_one(session, activity, seat, prompt.code, None, item="", dimension="")  # no longer opted out
    given = Given(str(points)) if points else None
    ballots.put_one(session, activity, seat, prompt.code, given, item=item, dimension="")


def step(session: Session, activity: Activity, prompt: Prompt, seat: Seat, item: str, by: int) -> None:
    """Some points more on an item, or fewer: as many as there are, up to `by`."""
    _hold(session, activity, seat)
    held = held_by(session, activity, prompt, seat)
    if by > 0 and held.left <= 0:
        raise Refusal(N_("All your points are given. Take some back first."), control=CONTROL)
    there = held.points.get(item, 0)
    give(session, activity, prompt, seat, item, max(there + min(by, held.left), 0))


def held_by(session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Held:
    """This person's own points."""
    given = ballots.mine(session, activity, seat).get(prompt.code, [])
    points = {one.item: int(one.value or 0) for one in given if not one.opt_out}
    out = next((one.value or "" for one in given if one.opt_out), "")
    return Held(points, prompt.budget - sum(points.values()), out)


def results(
    session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector], *, tier: Tier = Tier.LIVE
) -> PointsResults:
    """Where the points are, released by the small-group rules; the things with most points come first."""
    shown = whole_ballots.shown(session, activity, prompt, sectors, tier)
    own = prompt.differs_by_room
    whole = tally(prompt.every_item, shown.whole) if shown.whole and not own else None
    groups = {code: tally(prompt.for_room(code).items, group) for code, group in shown.sectors.items()}
    return PointsResults(prompt, whole, groups, shown.reason)


def tally(items: Sequence[Item], group: Group) -> Tally:
    """One group's points by item. Whoever gave an item nothing counts as 0 in its median."""
    cast = [{code: int(value) for code, value in ballot.items()} for ballot in group.ballots]
    given = [(item, [ballot.get(item.code, 0) for ballot in cast]) for item in items if cast]
    everything, most = sum(sum(each) for _, each in given), max((sum(each) for _, each in given), default=0)
    rows = [_row(item, each, everything or 1, most or 1) for item, each in given]
    return Tally(group.n, group.opt_out, sorted(rows, key=lambda row: (-row.points, -row.people)))


def _row(item: Item, given: Sequence[int], everything: int, most: int) -> Row:
    points, people = sum(given), sum(1 for value in given if value)
    median = spread.median({value: given.count(value) for value in set(given)})
    return Row(item, points, 100 * points / everything, people, median, 100 * points / most)


def _hold(session: Session, activity: Activity, seat: Seat) -> None:
    """Have whatever else this person sends at this moment wait until this answer is kept."""
    _HOLD.run(session, ballot=ballots.ballot_of(session, activity, seat))
