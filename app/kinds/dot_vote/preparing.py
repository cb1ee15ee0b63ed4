"""A dot vote's setup form: how many dots, and which earlier ideas they go on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import activities, meetings, planning
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.planning import Form, Raw
from app.domain.projects import Project
from app.domain.prompts import Setup
from app.domain.refusals import N_, Refusal
from app.domain.text import Text

TYPES = frozenset({"dots"})
MOST_DOTS = 20


@dataclass(frozen=True)
class Board:
    """One column of an earlier board, whose ideas may be voted on. `value` is what the form sends."""

    block: str
    title: Text
    column: str
    label: Text

    @property
    def value(self) -> str:
        """Block and column."""
        return f"{self.block}|{self.column}"


def boards(session: Session, meeting: Meeting, setup_of: Callable[[Activity], Setup]) -> list[Board]:
    """Every column written in up to this meeting, in order."""
    project = session.get_one(Project, meeting.project_id)
    found: list[Board] = []
    for one in meetings.of_project(session, project):
        for activity in activities.of_meeting(session, one.id) if one.number <= meeting.number else ():
            columns = [p.column for p in setup_of(activity).prompts if p.column]
            found += [Board(activity.block, activity.title, c.code, c.label) for c in columns]
    return found


def fields(setup: Mapping[str, Any]) -> dict[str, str]:
    """The dots of a setup as a form shows them."""
    prompt, carry = _dots(setup)
    return planning.spread("question", prompt.get("text", {})) | {
        "dots": str(prompt.get("dots") or 3),
        "most": str(prompt.get("max_per_item") or 1),
        "source": f"{carry['from']}|{carry.get('column', '')}" if carry.get("from") else "",
        "by_sector": "yes" if carry.get("by") == "sector" else "",
    }


def read(form: Form, before: Mapping[str, Any], offered: Sequence[Board]) -> Raw:
    """The setup with its dots as the form has them. What it carried over already may stay, grouped ideas too."""
    old, held = _dots(before)
    source, _, column = form.get("source", "").partition("|")
    known = {(b.block, b.column) for b in offered} | {(held.get("from"), held.get("column", ""))}
    if not source or (source, column) not in known:
        raise Refusal(N_("Choose what is voted on. Add an idea board first if there is none."), control="source")
    dots = planning.number(form.get("dots", ""), control="dots", least=1, most=MOST_DOTS)
    same = held if held.get("from") == source else {"what": "ideas"}
    by = "sector" if form.get("by_sector") == "yes" else ""
    targets = {**same, "from": source, "column": column, "by": by}
    made = old | {
        "code": old.get("code", "dots"),
        "sensitive": old.get("sensitive", False),
        "type": "dots",
        "text": planning.both(form, "question", limit=500),
        "dots": dots,
        "max_per_item": planning.number(form.get("most", ""), control="most", least=1, most=dots),
        "targets": {name: value for name, value in targets.items() if value},
    }
    return planning.merged(before, TYPES, [made])


def _dots(setup: Mapping[str, Any]) -> tuple[Raw, Raw]:
    prompt = planning.first_of(setup, TYPES)
    return prompt, prompt.get("targets") or {}
