"""What a dot vote brings to the proposal: dots and people behind each idea, as a document may show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.figures import NOT_QUOTED, is_small, number, share, sizes, together, why, with_n
from app.domain.ideas import Idea
from app.domain.kind import Quote, Table
from app.domain.projects import Sector
from app.domain.prompts import Prompt
from app.domain.text import Text, say
from app.domain.votes import Backing
from app.evidence.small_groups import Counted, Tier, release, set_aside

FIRST = 3  # so many are named, without counts, where 5 to 10 people voted
Counts = Mapping[str, Mapping[str, Backing]]
IDEA: Text = {"en": "Idea", "fr": "Idée"}
ORDER: Text = {
    "en": "5 to 10 people voted: the most backed ideas are given in their order, without counts.",
    "fr": "De 5 à 10 personnes ont voté\u00a0: les idées les plus appuyées sont données dans l'ordre, sans décompte.",
}


@dataclass(frozen=True)
class _Backed:
    idea: Idea
    dots: int
    people: int


def by_room(
    prompt: Prompt, targets: Sequence[Idea], counted: Counts, voters: Mapping[str, int], sectors: Sequence[Sector]
) -> list[Table]:
    """Each sector's vote on its own ideas: a table a sector, all of them or none (small_groups.release).

    Only a sector's own people count in its table, so that what others in its room did is no part of it.
    """
    groups = {sector: Counted(n) for sector, n in voters.items()}
    offered = {i.sector for i in targets if i.sector}
    pseudo = {s.code for s in sectors if s.pseudo}
    released = release(groups, pseudo=pseudo, tier=Tier.DOCUMENT, sensitive=prompt.sensitive, offered=offered)
    if released.total is None:
        return []
    if released.groups is None:
        return [Table(prompt.text, [], [], released.total.n, why(released.reason), prompt.code)]
    tables: list[Table] = []
    for sector in sectors:
        mine = [i for i in targets if i.sector == sector.code]
        if mine and sector.code in released.groups:
            n = released.groups[sector.code].n
            tables.append(_table(prompt, sector.label, _backed(mine, counted, {sector.code}), n))
    return tables


def for_all(
    prompt: Prompt, targets: Sequence[Idea], counted: Counts, voters: Mapping[str, int], sectors: Sequence[Sector]
) -> list[Table]:
    """Everybody's vote on the same ideas: the whole, and people by sector where that is safe."""
    groups = {sector: Counted(n) for sector, n in voters.items()}
    pseudo = {s.code for s in sectors if s.pseudo}
    offered = {s.code for s in sectors} - pseudo
    released = release(groups, pseudo=pseudo, tier=Tier.DOCUMENT, sensitive=prompt.sensitive, offered=offered)
    if released.total is None:
        return []
    aside = set_aside(groups, pseudo=pseudo, offered=offered, sensitive=prompt.sensitive)
    shown = released.groups or {}
    whole = _backed(targets, counted, set(shown) or set(groups) - aside)
    named = [(s, shown[s.code].n) for s in sectors if s.code in shown]
    small = any(is_small(n) for _, n in named)
    table = _table(prompt, {}, whole, released.total.n)
    note = together(
        table.note,
        why(released.reason),
        why("small_group") if small else {},
        sizes([(s.label, n) for s, n in named]) if small else {},
    )
    if small or not named or is_small(released.total.n):
        return [Table(table.caption, table.heads, table.rows, table.n, note, prompt.code)]
    heads = [*table.heads, *(with_n(s.label, n) for s, n in named)]
    rows = [
        [*row, *(share(_people(counted, one.idea, s), n) for s, n in named)]
        for row, one in zip(table.rows, whole, strict=True)
    ]
    return [Table(table.caption, heads, rows, table.n, note, prompt.code)]


def _table(prompt: Prompt, sector: Text, backed: Sequence[_Backed], n: int) -> Table:
    after = {"en": ": ", "fr": "\u00a0: "}
    caption = {code: f"{say(sector, code)}{after[code]}{say(prompt.text, code)}" for code in after}
    caption = caption if sector else prompt.text
    if is_small(n):
        rows = [[number(place), _words(one.idea)] for place, one in enumerate(backed[:FIRST], start=1)]
        return Table(caption, [{"en": "Place", "fr": "Rang"}, IDEA], rows, n, ORDER, prompt.code)
    people = with_n({"en": "People", "fr": "Personnes"}, n)
    rows = [[_words(one.idea), number(one.dots), share(one.people, n)] for one in backed]
    return Table(caption, [IDEA, {"en": "Dots", "fr": "Points"}, people], rows, n, prompt=prompt.code)


def _backed(targets: Sequence[Idea], counted: Counts, shown: Collection[str]) -> list[_Backed]:
    """Ideas with dots from these sectors' people, the most backed first."""
    found: list[_Backed] = []
    for idea in targets:
        mine = [backing for sector, backing in counted.get(idea.id, {}).items() if sector in shown]
        if mine:
            found.append(_Backed(idea, sum(b.dots for b in mine), sum(b.people for b in mine)))
    return sorted(found, key=lambda one: (-one.dots, -one.people, one.idea.id))


def _people(counted: Counts, idea: Idea, sector: Sector) -> int:
    backing = counted.get(idea.id, {}).get(sector.code)
    return backing.people if backing else 0


def _words(idea: Idea) -> Text | Quote:
    """The idea's words where they may be quoted; a vote is no leave to print them."""
    return Quote(idea.text, idea.language) if idea.quotable else NOT_QUOTED
