"""What a grouping brings to the proposal: each sector's groups by name, and how many ideas are in them."""

from collections.abc import Sequence

from app.domain.figures import is_small, number, why
from app.domain.kind import Quote, Table
from app.domain.projects import Sector
from app.domain.text import Text, say
from app.evidence.small_groups import Counted, Tier, release
from app.kinds.grouping import laying
from app.kinds.grouping.laying import Section

GROUP: Text = {"en": "Group of ideas", "fr": "Groupe d'idées"}
IDEAS: Text = {"en": "Ideas", "fr": "Idées"}
SHARED: Text = {"en": "Shared by all sectors", "fr": "Commun à tous les secteurs"}


def tables(laid: laying.Table, sections: Sequence[Section], sectors: Sequence[Sector]) -> list[Table]:
    """A table a sector, all of them or none; with 5 to 10 writers in one, the names alone."""
    writers = _writers(laid)
    if writers is None:
        return []
    pseudo = {s.code for s in sectors if s.pseudo}
    offered = {s.code for s in sectors} - pseudo
    groups = {sector: Counted(n) for sector, n in writers.items()}
    sensitive = laid.prompt.sensitive
    released = release(groups, pseudo=pseudo, tier=Tier.DOCUMENT, sensitive=sensitive, offered=offered)
    if released.total is None:
        return []
    if released.groups is None and any(section.sector for section in sections):
        return [Table(laid.prompt.text, [], [], released.total.n, why(released.reason), laid.prompt.code)]
    small = is_small(released.total.n) or any(is_small(group.n) for group in (released.groups or {}).values())
    found: list[Table] = []
    for section in sections:
        shown = section.sector is None or section.sector.code in (released.groups or {})
        if section.groups and shown:
            n = (released.groups or {})[section.sector.code].n if section.sector else released.total.n
            found.append(_table(laid, section, n, small))
    return found


def _table(laid: laying.Table, section: Section, n: int, small: bool) -> Table:
    after = {"en": ": ", "fr": "\u00a0: "}
    whose = section.sector.label if section.sector else SHARED
    caption = {code: f"{say(whose, code)}{after[code]}{say(laid.prompt.text, code)}" for code in after}
    groups = sorted(section.groups, key=lambda group: (-len(group.notes), group.code) if not small else (0, group.code))
    rows: list[list[Text | Quote]] = [[group.name, *([] if small else [number(len(group.notes))])] for group in groups]
    return Table(caption, [GROUP, *([] if small else [IDEAS])], rows, n, prompt=laid.prompt.code)


def _writers(laid: laying.Table) -> dict[str, int] | None:
    """How many people of each sector wrote; None where pseudonyms are gone."""
    people: dict[str, set[str]] = {}
    for idea in laid.ideas.values():
        if idea.pseudonym is None or idea.sector is None:
            return None
        people.setdefault(idea.sector, set()).add(idea.pseudonym)
    return {sector: len(who) for sector, who in people.items()}
