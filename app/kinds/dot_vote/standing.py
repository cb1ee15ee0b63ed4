"""Where a dot vote stands: what sectors back of their own, and what of that which is offered to all of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt
from app.domain.votes import Backing
from app.evidence import small_groups
from app.evidence.small_groups import Counted, Released, Tier

Counts = Mapping[str, Mapping[str, Backing]]


@dataclass(frozen=True)
class Part:
    """What one sector gave to something offered to all."""

    sector: Sector
    dots: int
    people: int


@dataclass(frozen=True)
class Standing:
    """One target: dots, the different people they came from, and its share of the dots these people spent (0-100)."""

    item: Item
    dots: int
    people: int
    share: float
    parts: Sequence[Part] = ()


@dataclass(frozen=True)
class Standings:
    """Targets of one sector, or of all where `sector` is none; both others are None where too few voted to show it."""

    sector: Sector | None
    voters: int | None
    standings: Sequence[Standing] | None


def is_own(prompt: Prompt) -> bool:
    """Whether each sector votes on its own."""
    return prompt.targets is not None and prompt.targets.by == "sector"


def offered_in(prompt: Prompt, room: str | None) -> list[Item]:
    """What may be backed in this room: its own and what is shared, or everything where all vote on all."""
    return [item for item in prompt.items if not is_own(prompt) or item.sector in {"", room}]


def released(prompt: Prompt, voters: Mapping[str, int], sectors: Sequence[Sector], tier: Tier) -> Released:
    """Which sectors may be shown, by the rule for small groups."""
    groups, pseudo, asked = _groups(prompt, voters, sectors)
    return small_groups.release(groups, pseudo=pseudo, tier=tier, sensitive=prompt.sensitive, offered=asked)


def whole(prompt: Prompt, voters: Mapping[str, int], sectors: Sequence[Sector], shown: Released) -> set[str]:
    """The sectors whose people make up what is shown of all together."""
    groups, pseudo, asked = _groups(prompt, voters, sectors)
    aside = small_groups.set_aside(groups, pseudo=pseudo, offered=asked, sensitive=prompt.sensitive)
    return set(shown.groups) if shown.groups is not None else set(voters) - aside


def standings(prompt: Prompt, counted: Counts, voters: Mapping[str, int], sectors: Sequence[Sector]) -> list[Standings]:
    """What is shared first, then each sector's own; sectors are shown all or none (small_groups.release).

    Where each sector votes on its own, a guest of its room is no part of it, as in a document: else one who is
    alone across sectors could be told from the difference. Where all vote on all, everybody shown counts.
    """
    shown = released(prompt, voters, sectors, Tier.LIVE)
    everybody = whole(prompt, voters, sectors, shown)
    all_of_them = everybody if shown.total is not None else None
    named = [s for s in sectors if s.code in (shown.groups or {})]
    found: list[Standings] = []
    for sector in (None, *sectors):
        items = [item for item in prompt.items if item.sector == (sector.code if sector else "")]
        if not items:
            continue
        whose = all_of_them
        if sector is not None and is_own(prompt):
            whose = {sector.code} if sector.code in (shown.groups or {}) else None
        ranked = None if whose is None else _ranked(items, counted, whose, named if sector is None else [])
        found.append(Standings(sector, None if whose is None else sum(voters.get(s, 0) for s in whose), ranked))
    return found


def backing(counted: Counts, target: str, whose: Collection[str]) -> Backing:
    """Dots and people that one target has from these sectors."""
    given = [backed for sector, backed in counted.get(target, {}).items() if sector in whose]
    return Backing(sum(one.dots for one in given), sum(one.people for one in given))


def _groups(
    prompt: Prompt, voters: Mapping[str, int], sectors: Sequence[Sector]
) -> tuple[dict[str, Counted], set[str], set[str]]:
    """The voters, the pseudo-sectors, and the sectors that were asked."""
    pseudo = {s.code for s in sectors if s.pseudo}
    real = {s.code for s in sectors} - pseudo
    own = {item.sector for item in prompt.items if item.sector}
    everywhere = not is_own(prompt) or any(not item.sector for item in prompt.items)
    return {code: Counted(n) for code, n in voters.items()}, pseudo, real if everywhere else own


def _ranked(items: Sequence[Item], counted: Counts, whose: Collection[str], parts: Sequence[Sector]) -> list[Standing]:
    spent = sum(backing(counted, target, whose).dots for target in counted) or 1
    found: list[Standing] = []
    for item in items:
        here = backing(counted, item.code, whose)
        by_sector = [(s, backing(counted, item.code, {s.code})) for s in parts]
        given = [Part(sector, one.dots, one.people) for sector, one in by_sector]
        found.append(Standing(item, here.dots, here.people, 100 * here.dots / spent, given))
    return sorted(found, key=lambda s: (-s.dots, -s.people, s.item.code))
