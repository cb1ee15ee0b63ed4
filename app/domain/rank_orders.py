"""The order a room puts things in: points and mean places of all lists together, and how far people agree on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import whole_ballots
from app.domain.activities import Activity
from app.domain.projects import Sector
from app.domain.prompts import Option, Prompt
from app.domain.text import Text
from app.domain.whole_ballots import Group
from app.evidence import ranking
from app.evidence.small_groups import Tier

VERY_WEAK, WEAK, MODERATE, STRONG, UNUSUAL = "very weak", "weak", "moderate", "strong", "unusually strong"
BANDS = ((0.2, VERY_WEAK), (0.4, WEAK), (0.6, MODERATE), (0.8, STRONG))  # halfway between the values Schmidt names
AGREE: Mapping[str, Text] = {
    VERY_WEAK: {"en": "very weak", "fr": "très faible"},
    WEAK: {"en": "weak", "fr": "faible"},
    MODERATE: {"en": "moderate", "fr": "modéré"},
    STRONG: {"en": "strong", "fr": "fort"},
    UNUSUAL: {"en": "unusually strong", "fr": "exceptionnellement fort"},
}


@dataclass(frozen=True)
class Row:
    """One thing: its place (equal points share one), Borda points, mean place, and the length of its bar (0-100)."""

    option: Option
    place: int
    points: float
    mean: float
    length: float


@dataclass(frozen=True)
class Order:
    """One group's order, best first; `concordance` is Kendall's W, and `agreement` what it is called."""

    n: int
    opt_out: int
    rows: Sequence[Row]
    concordance: float | None
    agreement: str


@dataclass(frozen=True)
class RankingResults:
    """One prompt as it may be shown. `whole` is none where too few answered, or where each sector has its own list."""

    prompt: Prompt
    whole: Order | None
    sectors: Mapping[str, Order]
    reason: str | None


def results(
    session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector], *, tier: Tier = Tier.LIVE
) -> RankingResults:
    """The order of all lists, released by the small-group rules."""
    shown = whole_ballots.shown(session, activity, prompt, sectors, tier)
    own = prompt.differs_by_room
    whole = ordered(prompt.options, shown.whole) if shown.whole and not own else None
    groups = {code: ordered(prompt.for_room(code).options, group) for code, group in shown.sectors.items()}
    return RankingResults(prompt, whole, groups, shown.reason)


def ordered(options: Sequence[Option], group: Group) -> Order:
    """One group's order. What somebody left out shares the places that remained to them."""
    items = [option.code for option in options]
    lists = [_list(ballot, items) for ballot in group.ballots]
    if not lists or not items:
        return Order(group.n, group.opt_out, [], None, "")
    places = ranking.places(lists, items)
    most = len(lists) * (len(items) - 1) or 1
    better = {code: sum(other.borda > one.borda for other in places.values()) for code, one in places.items()}
    rows = [
        Row(o, better[o.code] + 1, places[o.code].borda, places[o.code].mean_rank, 100 * places[o.code].borda / most)
        for o in sorted(options, key=lambda option: better[option.code])
    ]
    w = ranking.concordance(lists, items).w if len(items) > 1 and len(lists) > 1 else None
    return Order(group.n, group.opt_out, rows, w, "" if w is None else named(w))


def named(w: float) -> str:
    """What Kendall's W is called."""
    return next((name for below, name in BANDS if w < below), UNUSUAL)


def _list(ballot: Mapping[str, str], items: Sequence[str]) -> list[str]:
    return sorted((code for code in ballot if code in items), key=lambda code: int(ballot[code]))
