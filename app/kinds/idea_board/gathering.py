"""What a board brings to the proposal: how many ideas, from how many people, and what of it may be quoted."""

from collections.abc import Sequence

from app.domain import figures
from app.domain.figures import is_small, sizes, together, why, with_n
from app.domain.ideas import Idea
from app.domain.kind import Gathered, Quote, Table, Words
from app.domain.projects import Sector
from app.domain.prompts import Prompt
from app.domain.text import Text
from app.evidence.small_groups import Counted, Released, Tier, release, set_aside

COLUMN: Text = {"en": "Column", "fr": "Colonne"}
WRITTEN: Text = {"en": "Ideas, all", "fr": "Idées, ensemble"}


def gathered(
    prompts: Sequence[Prompt], ideas: Sequence[Idea], answered: int, sectors: Sequence[Sector]
) -> Sequence[Gathered]:
    """Counts by column, and quotes, as a document may show them. The denominators are the people who wrote.

    `answered` counts them where pseudonyms are gone (`cut`); nothing is then said by sector.
    """
    writers = _writers(ideas, answered)
    sensitive = "" in writers or any(prompt.sensitive for prompt in prompts)
    groups = {sector: Counted(n) for sector, n in writers.items()}
    pseudo = {s.code for s in sectors if s.pseudo}
    offered = {s.code for s in sectors} - pseudo
    released = release(groups, pseudo=pseudo, tier=Tier.DOCUMENT, sensitive=sensitive, offered=offered)
    if released.total is None:
        return []
    aside = set_aside(groups, pseudo=pseudo, offered=offered, sensitive=sensitive)
    shown = released.groups if released.groups is not None else set(groups) - aside
    counted = [i for i in ideas if not writers.keys() - {""} or i.sector in shown]
    named = [s for s in sectors if released.groups is not None and s.code in released.groups]
    return [_table(prompts, counted, released, named), *_quotes(prompts, counted, released.total.n, named)]


def _writers(ideas: Sequence[Idea], answered: int) -> dict[str, int]:
    people: dict[str, set[str]] = {}
    for idea in ideas:
        if idea.pseudonym is None or idea.sector is None:
            return {"": answered}
        people.setdefault(idea.sector, set()).add(idea.pseudonym)
    return {sector: len(who) for sector, who in people.items()}


def _table(prompts: Sequence[Prompt], ideas: Sequence[Idea], released: Released, named: Sequence[Sector]) -> Table:
    """A row a column; with 5 to 10 people in a group, how many of them wrote is all that is said of it."""
    total, groups = released.total or Counted(0), released.groups or {}
    small = any(is_small(group.n) for group in groups.values())
    columns = list[Sector]() if small else named
    heads = [COLUMN, with_n(WRITTEN, total.n), *(with_n(s.label, groups[s.code].n) for s in columns)]
    rows: list[list[Text | Quote]] = [
        [
            prompt.column.label,
            figures.number(_number(ideas, prompt)),
            *(figures.number(_number(ideas, prompt, sector)) for sector in columns),
        ]
        for prompt in prompts
        if prompt.column
    ]
    note = together(
        why(released.reason),
        why("small_whole") if is_small(total.n) else why("small_group") if small else {},
        sizes([(s.label, groups[s.code].n) for s in named]) if small else {},
    )
    caption: Text = {
        "en": "Ideas written, by column (n: people who wrote)",
        "fr": "Idées écrites, par colonne (n\u00a0: personnes ayant écrit)",
    }
    if is_small(total.n):
        return Table(caption, [], [], total.n, note)
    return Table(caption, heads, rows, total.n, note, by="columns" if columns else "")


def _number(ideas: Sequence[Idea], prompt: Prompt, sector: Sector | None = None) -> int:
    column = prompt.column.code if prompt.column else ""
    return sum(1 for i in ideas if i.column == column and (sector is None or i.sector == sector.code))


def _quotes(prompts: Sequence[Prompt], ideas: Sequence[Idea], n: int, named: Sequence[Sector]) -> list[Words]:
    """Words by column, under their sector where sectors are shown and under nothing where not."""
    found: list[Words] = []
    for prompt in prompts:
        if prompt.column is None:
            continue
        here = [i for i in ideas if i.column == prompt.column.code and i.quotable]
        for sector in named or [None]:
            mine = [i for i in here if sector is None or i.sector == sector.code]
            quotes = [Quote(i.text, i.language) for i in sorted(mine, key=lambda i: i.id)]
            if quotes:
                found.append(Words(prompt.column.label, sector.label if sector else None, n, quotes, prompt.code))
    return found
