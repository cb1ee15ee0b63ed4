"""How a grouping lies: the groups of each sector with the ideas in them, and the ideas that are in none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from app.domain import carry_over, ideas, themes
from app.domain.activities import REVEALED, Activity
from app.domain.ideas import Idea
from app.domain.projects import Sector
from app.domain.prompts import Prompt, Setup
from app.domain.text import Text
from app.domain.themes import Theme

SHARED, ALONE = "shared", "sector"  # what a group may be tagged: of all sectors, or of this one only


@dataclass(frozen=True)
class Note:
    """One idea, as it was written."""

    id: str
    text: str
    language: str
    sector: Sector | None
    column: Text
    mark: Text


@dataclass(frozen=True)
class Group:
    """A name over ideas; what all of them have in common stands beside it."""

    id: str
    code: str
    name: Text
    tag: str
    tag_label: Text
    column: Text
    mark: Text
    notes: Sequence[Note]


@dataclass(frozen=True)
class Section:
    """One sector's part of it, or, without a sector, what all of them share."""

    sector: Sector | None
    groups: Sequence[Group]
    loose: Sequence[Note]

    @property
    def number(self) -> int:
        """How many ideas there are."""
        return len(self.loose) + sum(len(group.notes) for group in self.groups)


@dataclass(frozen=True)
class Table:
    """What is grouped: the ideas everybody has seen, and the sector each belongs with."""

    prompt: Prompt
    source: Activity | None
    ideas: Mapping[str, Idea]
    places: Mapping[str, str]  # idea -> sector code, "" where sectors are not kept apart
    columns: Mapping[str, Text] = field(default_factory=dict[str, Text])
    marks: Mapping[str, Text] = field(default_factory=dict[str, Text])

    @property
    def ready(self) -> bool:
        """Whether everybody has seen the ideas, so that they may be grouped before everybody."""
        return self.source is not None and self.source.state == REVEALED

    @property
    def tags(self) -> list[str]:
        """What a group may be tagged."""
        return [tag.code for tag in self.prompt.tags]


def laid_out(session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector]) -> Table:
    """The ideas to group; none before their board is revealed."""
    source = carry_over.source_of(session, activity, prompt.ideas) if prompt.ideas else None
    if source is None or source.state != REVEALED:
        return Table(prompt, source, {}, {})
    wanted = prompt.ideas.column if prompt.ideas else ""
    written = [idea for idea in ideas.of_activity(session, source) if not wanted or idea.column == wanted]
    apart = prompt.ideas is not None and prompt.ideas.by == "sector"
    pseudo = {sector.code for sector in sectors if sector.pseudo}
    places = {idea.id: _place(idea, pseudo) if apart else "" for idea in written}
    asked = Setup.model_validate(source.setup).prompts
    columns = {p.column.code: p.column.label for p in asked if p.column}
    marks = {mark.code: mark.label for p in asked for mark in p.marks}
    return Table(prompt, source, {idea.id: idea for idea in written}, places, columns, marks)


def _place(idea: Idea, pseudo: set[str]) -> str:
    """The sector an idea is grouped with: its writer's, or the room they sat in who speak to several."""
    return (idea.room if idea.sector in pseudo and idea.room else idea.sector) or ""


def sections(session: Session, activity: Activity, table: Table, sectors: Sequence[Sector]) -> list[Section]:
    """What is shared first, then each sector; those with nothing in them are left out."""
    if not table.ready:
        return []
    by_theme = themes.ideas_in(session, activity)
    notes = {id_: _note(idea, table, sectors) for id_, idea in table.ideas.items()}
    inside = {one for together in by_theme.values() for one in together}
    found: list[Section] = []
    made = themes.of_activity(session, activity)
    for sector in (None, *sectors):
        code = sector.code if sector else ""
        groups = [_group(one, by_theme.get(one.id, []), table, notes) for one in made if (one.sector or "") == code]
        loose = [notes[id_] for id_, place in table.places.items() if place == code and id_ not in inside]
        if groups or loose:
            found.append(Section(sector, groups, loose))
    return found


def _note(idea: Idea, table: Table, sectors: Sequence[Sector]) -> Note:
    sector = next((one for one in sectors if one.code == idea.sector), None)
    column, mark = table.columns.get(idea.column, {}), table.marks.get(idea.mark, {})
    return Note(idea.id, idea.text, idea.language, sector, column, mark)


def _group(theme: Theme, inside: Sequence[str], table: Table, notes: Mapping[str, Note]) -> Group:
    tags = {tag.code: tag.label for tag in table.prompt.tags}
    held = [notes[id_] for id_ in inside if id_ in notes]  # what was withdrawn or hidden since is in none
    column, mark = table.columns.get(theme.column, {}), table.marks.get(theme.mark, {})
    return Group(theme.id, theme.code, theme.name, theme.tag, tags.get(theme.tag, {}), column, mark, held)
