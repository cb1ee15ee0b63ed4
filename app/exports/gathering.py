"""What a draft is made of: every section of the proposal with what was gathered for it, safe for a document (T2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app import content
from app.domain import activities, meetings, projects
from app.domain.activities import REVEALED, Activity
from app.domain.ids import now_ms
from app.domain.kind import Gathered, Kind, Table, Words
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.text import Text
from app.kinds import kind_of

Written = Mapping[str, Any]  # a section as app/content/proposal_sections.json has it
WHOLE = 2  # columns of a table that has the sectors after them


@dataclass(frozen=True)
class Source:
    """Where figures come from: what a footnote names. `kind` is a msgid."""

    meeting: Text
    number: int
    block: str
    title: Text
    kind: str
    round: int
    opened: date | None


@dataclass(frozen=True)
class Evidence:
    """What one revealed activity brings; nothing in `items` means too few people took part to show anything."""

    source: Source
    items: Sequence[Gathered]

    @property
    def people(self) -> int | None:
        """The most people that stand behind one of its figures; None when too few for any."""
        return max((item.n for item in self.items), default=None)

    @property
    def tables(self) -> int:
        """How many tables it prints."""
        return sum(1 for item in self.items if isinstance(item, Table))

    @property
    def quotes(self) -> int:
        """How many ideas may be quoted."""
        return sum(len(item.quotes) for item in self.items if isinstance(item, Words))


@dataclass(frozen=True)
class Section:
    """One section or appendix: what it must answer, what there is for it, and the blocks still to be revealed."""

    code: str
    heading: Text
    answers: Text
    length: Text
    criterion: Text
    evidence: Sequence[Evidence]
    awaited: Sequence[str]

    @property
    def number(self) -> str:
        """What stands before the heading: 1 for the section S01; appendices keep their letter."""
        return self.code.removeprefix("S").lstrip("0")


@dataclass(frozen=True)
class Draft:
    """The whole proposal as it stands. Plain data: it is printed after the session is closed."""

    slug: str
    title: Text
    synthetic: bool
    notice: Text
    made: date
    sections: Sequence[Section]
    appendices: Sequence[Section]
    loose: Sequence[Evidence]  # gathered for no section: shown at the end, lost nowhere

    @property
    def gaps(self) -> int:
        """How many passages the researcher has to write: one in every section and appendix."""
        return len(self.sections) + len(self.appendices)

    @property
    def supported(self) -> int:
        """How many sections have evidence."""
        return sum(1 for section in self.sections if section.evidence)


def draft(session: Session, project: Project) -> Draft:
    """The proposal of this project now. Only revealed activities are in it; order follows the agenda alone."""
    written = content.read("proposal_sections.json")
    series = meetings.of_project(session, project)
    planned = [(m, a) for m in series for a in activities.of_meeting(session, m.id) if _brings(kind_of(a.kind))]
    found = [(a, _evidence(session, project, m, a)) for m, a in planned if a.state == REVEALED]
    awaited = [a for _, a in planned if a.state != REVEALED]

    def of(part: str) -> list[Section]:
        return [_section(entry, written["evidence_map"], found, awaited) for entry in written[part]]

    sections, appendices = of("sections"), of("appendices")
    placed = {id(e.source) for section in (*sections, *appendices) for e in section.evidence}
    return Draft(
        slug=project.slug,
        title=project.title,
        synthetic=project.synthetic,
        notice=project.definition.get("notice", {}) if project.synthetic else {},
        made=_day(now_ms(), series[0].time_zone if series else "UTC"),
        sections=sections,
        appendices=appendices,
        loose=[evidence for _, evidence in found if id(evidence.source) not in placed],
    )


def _brings(kind: Kind) -> bool:
    """Whether this kind of activity has something for the proposal at all."""
    return type(kind).gather is not Kind.gather


def _evidence(session: Session, project: Project, meeting: Meeting, activity: Activity) -> Evidence:
    kind = kind_of(activity.kind)
    source = Source(
        meeting=meeting.title,
        number=meeting.number,
        block=activity.block,
        title=activity.title,
        kind=kind.title,
        round=activity.round,
        opened=_day(activity.opened_ms, meeting.time_zone) if activity.opened_ms else None,
    )
    return Evidence(source, kind.gather(session, activity, projects.sectors_of(session, project)))


def _section(
    entry: Written,
    evidence_map: Mapping[str, Sequence[str]],
    found: Sequence[tuple[Activity, Evidence]],
    awaited: Sequence[Activity],
) -> Section:
    evidence: list[Evidence] = []
    for activity, brought in found:
        wanted = _wanted(entry, evidence_map, activity)
        items = [] if wanted is None else [one for item in brought.items if (one := _of(item, wanted)) is not None]
        if wanted is not None and (items or not brought.items):
            evidence.append(replace(brought, items=items))
    return Section(
        code=entry["id"],
        heading={"en": entry["en"], "fr": entry["fr"]},
        answers=entry.get("answers", {}),
        length=entry.get("len", {}),
        criterion=entry.get("criterion", {}),
        evidence=evidence,
        awaited=[a.block for a in awaited if _wanted(entry, evidence_map, a) is not None],
    )


def _wanted(entry: Written, evidence_map: Mapping[str, Sequence[str]], activity: Activity) -> list[Written] | None:
    """What of an activity a section takes: all ([{}]), some of its prompts, or nothing (None).

    An activity that no protocol gave a purpose carries a block's name by chance alone, so the lists do not speak of it.
    """
    if not activity.feeds:
        return None
    asked: list[Written] = [one for one in entry.get("evidence", []) if one["block"] == activity.block]
    if asked:
        return asked
    feeds = entry["id"] in activity.feeds or activity.block in evidence_map.get(entry["id"], [])
    return [{}] if feeds else None


def _of(item: Gathered, wanted: Sequence[Written]) -> Gathered | None:
    """The item if a section asked for it, without its sectors if it asked for the whole alone."""
    mine = [one for one in wanted if _code(one) in {"", item.prompt} or not item.prompt]
    if not mine:
        return None
    if not all(one.get("overall_only") for one in mine):
        return item
    if isinstance(item, Table):
        return _whole(item)
    return replace(item, sector=None)


def _code(asked: Written) -> str:
    return asked.get("prompt") or asked.get("statement") or ""


def _whole(table: Table) -> Table:
    if table.by == "rows":
        return replace(table, rows=table.rows[:1], by="")
    if table.by == "columns":
        return replace(table, heads=table.heads[:WHOLE], rows=[row[:WHOLE] for row in table.rows], by="")
    return table


def _day(moment_ms: int, zone: str) -> date:
    return datetime.fromtimestamp(moment_ms / 1000, ZoneInfo(zone)).date()
