"""Dots as rows: how much backing each target has, from how many people, and with sectors weighing the same."""

from collections.abc import Iterator, Mapping

from app.domain import votes
from app.domain.prompts import Prompt
from app.domain.votes import Backing
from app.evidence.dots import equal_sector_share
from app.evidence.small_groups import Counted
from app.exports.data import scopes
from app.exports.data.heads import Row, head, offered_to
from app.exports.data.scopes import ALL, Scope
from app.exports.data.series import Held, Series

ByTarget = Mapping[str, Mapping[str, Backing]]


def dot_rows(series: Series, held: Held, prompt: Prompt) -> Iterator[Row]:
    """Each target, for all where every sector could back it, and for each sector that could."""
    backing = votes.count(series.session, held.activity)
    voters = {code: Counted(n) for code, n in votes.voters(series.session, held.activity).items()}
    everybody = scopes.of_everybody(series, voters, sensitive=prompt.sensitive)
    apart = prompt.targets is not None and prompt.targets.by == "sector"  # else all vote on all, whoever wrote it
    sectors: dict[str, list[str]] = {}
    for item in prompt.items:
        sectors.setdefault(item.code, []).append(item.sector if apart else "")
    shown = [scope.code for scope in everybody if scope.counted and scope.code != ALL]
    for target, where in sectors.items():
        own = offered_to(where, series)
        for scope in scopes.of_some(voters, own, sensitive=prompt.sensitive) if own else everybody:
            row = head(held, target, scope)
            whose = shown or list(voters)
            yield row | (_backed(backing, target, scope, whose) if scope.counted else {})


def _backed(backing: ByTarget, target: str, scope: Scope, shown: list[str]) -> Row:
    """`shown`: the sectors that the whole is made of."""
    whose = shown if scope.code == ALL else [scope.code]
    here = [backing.get(target, {}).get(sector, Backing(0, 0)) for sector in whose]
    dots, people = sum(one.dots for one in here), sum(one.people for one in here)
    n = scope.counted.n if scope.counted else 0
    row: Row = {"dots": dots, "people": people, "breadth": 100 * people / n}
    row["share"] = _share(backing, target, whose)
    if scope.code == ALL:
        row["equal_sector_share"] = equal_sector_share({one: _share(backing, target, [one]) for one in whose})
    return row


def _share(backing: ByTarget, target: str, whose: list[str]) -> float:
    """The target's part of all the dots that these sectors spent, 0 to 100."""
    spent = {one: sum(by[s].dots for s in whose if s in by) for one, by in backing.items()}
    return 100 * spent.get(target, 0) / (sum(spent.values()) or 1)
