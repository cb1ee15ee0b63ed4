"""What people wrote, and what became of it: ideas, themes, texts, and the lines from one to the next.

A text carries its sector where every sector's writers are enough, else nothing; never a writer, a time or an order.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import select

from app.domain import ideas, passages, rewordings, themes, upvotes
from app.domain.ballots import Answer, Ballot
from app.domain.ideas import SHOWN, Idea
from app.domain.passages import QUESTION, Passage
from app.domain.themes import Theme
from app.evidence.small_groups import Counted
from app.exports.data.names import name_of
from app.exports.data.scopes import released
from app.exports.data.series import Held, Series

Row = dict[str, Any]


def idea_rows(series: Series) -> list[Row]:
    """Every idea and comment of what was revealed; taken off the screens, it keeps its row and loses its words."""
    themed = {idea: theme.code for held in series.groupings for theme, found in _themes(series, held) for idea in found}
    rows: list[Row] = []
    for held in series.revealed:
        written = ideas.of_activity(series.session, held.activity, hidden_too=True)
        told = _sectors_told(series, held, written)
        rows += _mixed([_idea_row(held, one, told, themed.get(one.id)) for one in written], "idea")
    return rows


def theme_rows(series: Series) -> list[Row]:
    """The groups that were made of ideas everybody has seen."""
    return [
        {
            **held.place, "theme": theme.code, "name_en": theme.name.get("en"), "name_fr": theme.name.get("fr"),
            "column": theme.column, "sector": theme.sector, "mark": theme.mark, "tag": theme.tag, "ideas": len(found),
        }
        for held in series.groupings
        for theme, found in _themes(series, held)
    ]  # fmt: skip


def lineage_rows(series: Series) -> list[Row]:
    """From what to what: ideas in themes, statements said in other words, things carried into a later block."""
    names = idea_names(series)
    rows: list[Row] = []
    for held in series.groupings:
        for theme, found in _themes(series, held):
            rows += [_line(held, "grouped", names[idea], theme.code) for idea in found if idea in names]
    for held in series.revealed:
        made = rewordings.of_activity(series.session, held.activity)
        rows += [_line(held, "reworded", one.version_of, one.code) for one in made]
        for prompt in held.prompts:
            choice: Mapping[str, Any] = held.activity.carried.get(prompt.code, {})
            codes: list[str] = [*choice.get("items", []), *(c for s in choice.get("by_sector", {}).values() for c in s)]
            carried = [names.get(code, code) for code in dict.fromkeys(codes)]
            rows += [_line(held, "carried", code, f"{held.activity.block}/{prompt.code}") for code in carried]
    return sorted(rows, key=lambda row: (row["block"], row["how"], row["from"], row["to"]))


def text_rows(series: Series) -> list[Row]:
    """Open texts, reasons, questions with their up-votes, and what was written beside a choice."""
    rows: list[Row] = []
    for held in series.revealed:
        written = passages.of_activity(series.session, held.activity, hidden_too=True)
        backed = upvotes.count(series.session, held.activity)
        told = _sectors_told(series, held, written)
        rows += _mixed([*(_text_row(held, one, told, backed) for one in written), *_beside(series, held)], "text_id")
    return rows


def idea_names(series: Series) -> dict[str, str]:
    """What each idea is called in the package, by its id and by its code."""
    names: dict[str, str] = {}
    for held in series.revealed:
        for idea in ideas.of_activity(series.session, held.activity, hidden_too=True):
            names[idea.id] = idea.code or name_of("idea", idea.id)
    return names


def _idea_row(held: Held, one: Idea, told: bool, theme: str | None) -> Row:
    parts = [f"{name}: {words}" for name, words in one.parts.items()]
    shown = one.state == SHOWN
    return {
        **held.place, "idea": one.code or name_of("idea", one.id), "column": one.column, "mark": one.mark,
        "text": one.text if shown else "", "parts": "\n".join(parts) if shown else "", "language": one.language,
        "sector": one.sector if told else None, "reporting_group": None, "theme": theme, "version_of": one.version_of,
        "status": one.state, "signed": one.signed if shown else "", "proxy": None, "quotable": one.quotable,
    }  # fmt: skip


def _text_row(held: Held, one: Passage, told: bool, backed: Mapping[str, int]) -> Row:
    shown = one.state == passages.SHOWN
    question = one.kind == QUESTION
    return {
        **held.place, "prompt": one.prompt, "text_id": name_of("text", one.id), "kind": one.kind, "about": one.about,
        "text": one.text if shown else "", "language": one.language, "sector": one.sector if told else None,
        "reporting_group": None, "status": one.state, "upvotes": backed.get(one.id, 0) if question else None,
        "answered": one.answered if question else None, "quotable": one.quotable,
    }  # fmt: skip


def _beside(series: Series, held: Held) -> Iterator[Row]:
    """What was written beside "other": words without a sector, for few write them."""
    query = select(Answer).join(Ballot).where(Ballot.activity_id == held.activity.id)
    for answer in series.session.exec(query):
        if answer.words:
            id_ = name_of("text", f"{answer.ballot_id}|{answer.prompt}|{answer.item}")
            yield {
                **held.place, "prompt": answer.prompt, "text_id": id_, "kind": "beside", "about": answer.value,
                "text": answer.words, "status": SHOWN, "quotable": False,
            }  # fmt: skip


def _sectors_told(series: Series, held: Held, written: list[Idea] | list[Passage]) -> bool:
    """Whether words may carry their sector: if enough people of every sector wrote some."""
    writers: dict[str, set[str]] = {}
    for one in written:
        if one.pseudonym is None or one.sector is None:
            return False
        writers.setdefault(one.sector, set()).add(one.pseudonym)
    groups = {sector: Counted(len(who)) for sector, who in writers.items()}
    found = released(series, groups, sensitive=held.sensitive)
    return found.groups is not None and set(found.groups) == set(groups)


def _themes(series: Series, held: Held) -> list[tuple[Theme, list[str]]]:
    by_theme = themes.ideas_in(series.session, held.activity)
    return [(theme, by_theme.get(theme.id, [])) for theme in themes.of_activity(series.session, held.activity)]


def _line(held: Held, how: str, start: str, end: str) -> Row:
    return {**held.place, "how": how, "from": start, "to": end}


def _mixed(rows: list[Row], column: str) -> list[Row]:
    """In an order of their names, which tells nothing: not who wrote first, nor who wrote several."""
    return sorted(rows, key=lambda row: name_of("place", str(row[column])))
