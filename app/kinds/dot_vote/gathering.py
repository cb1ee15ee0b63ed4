"""What a dot vote brings to the proposal: dots and people behind each target, as a document may show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.domain.figures import NOT_QUOTED, is_small, number, share, sizes, together, why, with_n
from app.domain.kind import Quote, Table
from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt
from app.domain.text import Text, say
from app.evidence.small_groups import Released, Tier
from app.kinds.dot_vote import standing
from app.kinds.dot_vote.standing import Counts

__all__ = ["NOT_QUOTED", "Cell", "tables"]

FIRST = 3  # so many are named, without counts, where 5 to 10 people voted
Cell = Text | Quote
IDEA: Text = {"en": "Idea", "fr": "Idée"}
GROUP: Text = {"en": "Group of ideas", "fr": "Groupe d'idées"}
ORDER: Text = {
    "en": "5 to 10 people voted: the most backed ideas are given in their order, without counts.",
    "fr": "De 5 à 10 personnes ont voté\u00a0: les idées les plus appuyées sont données dans l'ordre, sans décompte.",
}


@dataclass(frozen=True)
class _Backed:
    item: Item
    dots: int
    people: int


@dataclass(frozen=True)
class _Vote:
    prompt: Prompt
    words: Mapping[str, Cell]
    counted: Counts


def tables(
    prompt: Prompt,
    words: Mapping[str, Cell],
    counted: Counts,
    voters: Mapping[str, int],
    sectors: Sequence[Sector],
) -> list[Table]:
    """What everybody could back, whole and by sector; then each sector's vote on its own, all of them or none."""
    shown = standing.released(prompt, voters, sectors, Tier.DOCUMENT)
    if shown.total is None:
        return []
    vote = _Vote(prompt, words, counted)
    if not standing.is_own(prompt):
        return [_for_all(vote, prompt.items, shown, standing.whole(prompt, voters, sectors, shown), sectors)]
    shared = [item for item in prompt.items if not item.sector]
    whose = standing.whole(prompt, voters, sectors, shown)
    found = [_for_all(vote, shared, shown, whose, sectors)] if shared else []
    if shown.groups is None:
        return found or [Table(prompt.text, [], [], shown.total.n, why(shown.reason), prompt.code)]
    for sector in sectors:
        mine = [item for item in prompt.items if item.sector == sector.code]
        if mine and sector.code in shown.groups:
            n = shown.groups[sector.code].n
            found.append(_table(vote, sector.label, _backed(mine, counted, {sector.code}), n))
    return found


def _for_all(
    vote: _Vote, items: Sequence[Item], shown: Released, whose: Collection[str], sectors: Sequence[Sector]
) -> Table:
    groups, n = shown.groups or {}, shown.total.n if shown.total else 0
    backed = _backed(items, vote.counted, whose)
    named = [(s, groups[s.code].n) for s in sectors if s.code in groups]
    small = any(is_small(size) for _, size in named)
    table = _table(vote, {}, backed, n)
    note = together(
        table.note,
        why(shown.reason),
        why("small_group") if small else {},
        sizes([(s.label, size) for s, size in named]) if small else {},
    )
    if small or not named or is_small(n):
        return Table(table.caption, table.heads, table.rows, table.n, note, vote.prompt.code)
    heads = [*table.heads, *(with_n(s.label, size) for s, size in named)]
    rows = [
        [*row, *(share(standing.backing(vote.counted, one.item.code, {s.code}).people, size) for s, size in named)]
        for row, one in zip(table.rows, backed, strict=True)
    ]
    return Table(table.caption, heads, rows, table.n, note, vote.prompt.code)


def _table(vote: _Vote, sector: Text, backed: Sequence[_Backed], n: int) -> Table:
    prompt, after = vote.prompt, {"en": ": ", "fr": "\u00a0: "}
    caption = {code: f"{say(sector, code)}{after[code]}{say(prompt.text, code)}" for code in after}
    caption = caption if sector else prompt.text
    what = GROUP if prompt.targets and prompt.targets.what == "themes" else IDEA
    if is_small(n):
        rows = [[number(place), vote.words[one.item.code]] for place, one in enumerate(backed[:FIRST], start=1)]
        return Table(caption, [{"en": "Place", "fr": "Rang"}, what], rows, n, ORDER, prompt.code)
    people = with_n({"en": "People", "fr": "Personnes"}, n)
    rows = [[vote.words[one.item.code], number(one.dots), share(one.people, n)] for one in backed]
    return Table(caption, [what, {"en": "Dots", "fr": "Points"}, people], rows, n, prompt=prompt.code)


def _backed(items: Sequence[Item], counted: Counts, shown: Collection[str]) -> list[_Backed]:
    """Targets with dots from these sectors' people, the most backed first."""
    found: list[_Backed] = []
    for item in items:
        given = standing.backing(counted, item.code, shown)
        if given.dots:
            found.append(_Backed(item, given.dots, given.people))
    return sorted(found, key=lambda one: (-one.dots, -one.people, one.item.code))
