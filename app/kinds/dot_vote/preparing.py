"""A dot vote's setup form: how many dots, and which earlier ideas or groups of ideas they go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import activities, meetings, planning
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.planning import Form, Raw
from app.domain.projects import Project
from app.domain.prompts import Option, Prompt, Setup
from app.domain.refusals import N_, Refusal
from app.domain.text import Text

TYPES = frozenset({"dots"})
MOST_DOTS = 20
IDEAS, THEMES = "ideas", "themes"


@dataclass(frozen=True)
class Source:
    """What may be voted on: a column of an earlier board, or the groups of a grouping, all or those of one column
    or mark. `label` names the column, `mark` the mark."""

    block: str
    title: Text
    what: str
    column: Option | None = None
    mark: Option | None = None

    @property
    def value(self) -> str:
        """What the form sends."""
        return _value(self.block, self.column.code if self.column else "", self.mark.code if self.mark else "")


def sources(session: Session, meeting: Meeting) -> list[Source]:
    """Every column written in and every grouping up to this meeting, in order."""
    project = session.get_one(Project, meeting.project_id)
    found: list[Source] = []
    for one in meetings.of_project(session, project):
        for activity in activities.of_meeting(session, one.id) if one.number <= meeting.number else ():
            found += _of(session, project, activity)
    return found


def _of(session: Session, project: Project, activity: Activity) -> list[Source]:
    prompts = Setup.model_validate(activity.setup).prompts
    grouped = next((p.ideas for p in prompts if p.ideas), None)
    if grouped is None:
        columns = [p.column for p in prompts if p.column]
        return [Source(activity.block, activity.title, IDEAS, column) for column in columns]
    board = activities.at_block(session, project.id, grouped.source)
    of_board = Setup.model_validate(board.setup).prompts if board else list[Prompt]()
    marks = {mark.code: mark for p in of_board for mark in p.marks}
    return [
        Source(activity.block, activity.title, THEMES),
        *(Source(activity.block, activity.title, THEMES, p.column) for p in of_board if p.column),
        *(Source(activity.block, activity.title, THEMES, None, mark) for mark in marks.values()),
    ]


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The dots of a setup as a form shows them."""
    prompt, carry = _dots(setup)
    return planning.spread("question", prompt.get("text", {})) | {
        "dots": str(prompt.get("dots") or 3),
        "most": str(prompt.get("max_per_item") or 1),
        "source": _held(carry),
        "by_sector": "yes" if carry.get("by") == "sector" else "",
        "shared": "yes" if carry.get("shared") else "",
    }


def read(form: Form, before: Mapping[str, Any], offered: Sequence[Source]) -> Raw:
    """The setup with its dots as the form has them. What it carried over already may stay."""
    old, held = _dots(before)
    dots = planning.number(form.get("dots", ""), control="dots", least=1, most=MOST_DOTS)
    made = old | {
        "code": old.get("code", "dots"),
        "sensitive": old.get("sensitive", False),
        "type": "dots",
        "text": planning.both(form, "question", limit=500),
        "dots": dots,
        "max_per_item": planning.number(form.get("most", ""), control="most", least=1, most=dots),
        "targets": _targets(form, held, offered),
    }
    return planning.merged(before, TYPES, [made])


def _targets(form: Form, held: Raw, offered: Sequence[Source]) -> Raw:
    wanted = form.get("source", "")
    what = {source.value: source.what for source in offered} | ({_held(held): held["what"]} if held.get("what") else {})
    if not wanted or wanted not in what:
        message = N_("Choose what is voted on. Add an idea board first if there is none.")
        raise Refusal(message, control="source")
    block, column, mark = wanted.split("|")
    by = "sector" if form.get("by_sector") == "yes" else ""
    shared = form.get("shared") == "yes" and what[wanted] == THEMES
    same = held if held.get("from") == block else {}
    targets = {**same, "from": block, "what": what[wanted], "column": column, "mark": mark, "by": by, "shared": shared}
    return {name: value for name, value in targets.items() if value}


def _held(carry: Raw) -> str:
    return _value(carry["from"], carry.get("column", ""), carry.get("mark", "")) if carry.get("from") else ""


def _value(block: str, column: str, mark: str) -> str:
    return f"{block}|{column}|{mark}"


def _dots(setup: Mapping[str, Any]) -> tuple[Raw, Raw]:
    prompt = planning.first_of(setup, TYPES)
    return prompt, prompt.get("targets") or {}
