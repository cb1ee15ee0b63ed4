"""For whom a figure may be told (T2): for all, for each sector, for each reporting group, or for nobody and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.evidence import small_groups
from app.evidence.small_groups import Counted, Released, Tier
from app.exports.data.series import Series

ALL = "all"


@dataclass(frozen=True)
class Scope:
    """A group and what it answered; None where that is held back for `reason`."""

    code: str
    counted: Counted | None
    reason: str | None = None


def released(series: Series, groups: Mapping[str, Counted], *, sensitive: bool, live: bool = False) -> Released:
    """What may be told of answers that every sector was asked for."""
    return small_groups.release(
        groups, pseudo=series.pseudo, tier=Tier.DOCUMENT, sensitive=sensitive, offered=series.real,
        whole_seen=live and not sensitive,
    )  # fmt: skip


def of_everybody(series: Series, groups: Mapping[str, Counted], *, sensitive: bool, live: bool = False) -> list[Scope]:
    """All, then each sector."""
    found = released(series, groups, sensitive=sensitive, live=live)
    scopes = [Scope(ALL, found.total, None if found.total else found.reason)]
    for sector in series.sectors:
        shown = (found.groups or {}).get(sector.code)
        if shown is not None or not sector.pseudo:
            scopes.append(Scope(sector.code, shown, None if shown else found.reason))
    return scopes


def of_some(groups: Mapping[str, Counted], sectors: Iterable[str], *, sensitive: bool) -> list[Scope]:
    """Each of the sectors that something was offered to alone. Guests in their rooms are no part of it."""
    asked = {sector: groups.get(sector, Counted(0)) for sector in sectors}
    found = small_groups.release(asked, tier=Tier.DOCUMENT, sensitive=sensitive, offered=list(asked))
    hidden = "sensitive" if sensitive else "too_few"
    return [
        Scope(sector, (found.groups or {}).get(sector), None if (found.groups or {}).get(sector) else hidden)
        for sector in asked
    ]


def of_groups(series: Series, groups: Mapping[str, Counted], whole: Counted | None, *, sensitive: bool) -> list[Scope]:
    """Each reporting group, if every one of them is large enough and those in none are so too, or nobody.

    Answers of a handful who are in no group would be the whole less the groups.
    """
    if not series.groups or not groups:
        return []
    found = small_groups.release(groups, tier=Tier.DOCUMENT, sensitive=sensitive, offered=series.groups)
    told = sum(group.n for group in groups.values())
    alone = whole is not None and 0 < whole.n - told < Tier.DOCUMENT.least
    reason = found.reason or ("group_too_few" if alone or whole is None else None)
    if reason is not None:
        return [Scope(code, None, reason) for code in series.groups]
    return [Scope(code, (found.groups or {})[code]) for code in series.groups]
