"""Playing a recording: a project made from its protocol, and everybody's answers by the verbs that people's take."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from app import kinds, protocols
from app.domain import activities, conduct, events, meetings, participants, projects, responses, seats
from app.domain.accounts import Account
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import N_, Refusal
from app.domain.statements import hold
from app.play import holding
from app.play.holding import Room
from app.play.reading import check
from app.play.recording import Person, Recording

Protocol = dict[str, Any]


@dataclass
class Series:
    """A series on its way: its project, and who sits where. The secrets of the seats are kept here and nowhere else."""

    session: Session
    project: Project
    recording: Recording
    seed: int
    room: Room = field(default_factory=Room)
    met: set[str] = field(default_factory=set[str])


def play(
    session: Session,
    protocol: Protocol,
    recorded: Any,
    *,
    owner: Account | None = None,
    slug: str = "",
    until: str = "",
    seed: int = 0,
) -> Project:
    """Make the project and hold its meetings as recorded, up to (and without) the meeting or block `until`.

    Everything happens in the session's transaction: nothing is there unless all of it is. The order in which people
    answer is drawn from `seed`. Errors: Refusal for a protocol or recording that does not hold together.
    """
    protocols.check(protocol)
    recording = Recording(check(recorded, protocol))
    _ensure_known(protocol, until)
    hold(session)
    try:
        project = _project(session, protocol, recording, owner, slug)
        series = Series(session, project, recording, seed)
        for person in recording.everybody():
            _seat(series, person)
        _hold(series, until)
    finally:
        session.info.pop("driver", None)
        activities.forget_known()
    return project


def _ensure_known(protocol: Protocol, until: str) -> None:
    known = {meeting["code"] for meeting in protocol["meetings"]}
    known |= {block["code"] for meeting in protocol["meetings"] for block in meeting["blocks"]}
    if until and until not in known:
        raise Refusal(N_("There is no meeting or block %(code)s in this series."), control="until", code=until)


def _project(session: Session, protocol: Protocol, recording: Recording, owner: Account | None, slug: str) -> Project:
    recorded = recording.recorded
    project = protocols.into_project(
        session, protocol, slug=slug or projects.free_slug(session, protocol["title"]), owner=owner,
        synthetic=recorded["synthetic"], notice=recorded["notice"],
    )  # fmt: skip
    project.mode = recorded["mode"]
    project.definition = project.definition | {"consensus_rule": recorded["consensus_rule"]}
    session.add(project)
    session.flush()
    return project


def _seat(series: Series, person: Person) -> None:
    """Somebody takes their seat in the project, with a secret of their own."""
    session, project = series.session, series.project
    here = participants.newcomer(session, project)
    sectors = {sector.code: sector for sector in projects.sectors_of(session, project)}
    room = next((code for code, s in sectors.items() if not s.pseudo), "") if sectors[person.sector].pseudo else ""
    participants.introduce(
        session, project, here, sector=person.sector, role=person.role, room=room, name=person.name,
        language=person.language,
    )  # fmt: skip
    here.report_group, here.leads = person.report_group, person.leads
    secret = participants.take_seat(session, here)
    series.room.seats[person.code] = seats.seat_of(here, secret)


def _hold(series: Series, until: str) -> None:
    """Everything recorded, in its order; what stands before it on an agenda and was not recorded is gone through."""
    series_of = meetings.of_project(series.session, series.project)
    agendas = {meeting.code: activities.of_meeting(series.session, meeting.id) for meeting in series_of}
    at = {activity.block: meeting for meeting in series_of for activity in agendas[meeting.code]}
    for code in _in_order({code: [one.block for one in agenda] for code, agenda in agendas.items()}, series.recording):
        if until in {at[code].code, code}:
            return
        _through(series, at[code], next(one for one in agendas[at[code].code] if one.block == code))


def _in_order(agendas: Mapping[str, Sequence[str]], recording: Recording) -> list[str]:
    """All blocks: those recorded as they were held, each after what stands before it and was not; then the rest."""
    order: dict[str, None] = {}
    for code in recording.blocks():
        agenda = next(blocks for blocks in agendas.values() if code in blocks)
        before = agenda[: agenda.index(code)]
        order |= dict.fromkeys([*(one for one in before if recording.block(one) is None), code])
    for agenda in agendas.values():
        order |= dict.fromkeys(agenda)
    return list(order)


def _through(series: Series, meeting: Meeting, block: Activity) -> None:
    """One block from its beginning to its end."""
    _come(series, meeting)
    session, kind = series.session, kinds.kind_of(block.kind)
    recorded = series.recording.block(block.block) or {}
    activity = activities.get(session, block.id)
    holding.carry(session, activity, kind, recorded)
    begin = conduct.open_ if kind.takes_answers else conduct.go_to
    begin(session, meeting, activity, kinds.kind_of)
    holding.answer(session, activity, kind, series.room, series.recording, _order(series, block.block))
    activity = activities.get(session, block.id)  # an answer takes its activity out of the session
    holding.work(session, activity, series.room, recorded)
    responses.conclude(session)
    conduct.close(session, activity, kind)
    if kind.shows_results(kind.asked(session, activity)):
        conduct.reveal(session, activity, kind)
    _told(session)


def _order(series: Series, block: str) -> list[str]:
    """Who answers when, another order in each block."""
    order = sorted(series.room.here)
    random.Random(f"{series.seed}:{block}").shuffle(order)
    return order


def _come(series: Series, meeting: Meeting) -> None:
    """Whoever attended comes in, once."""
    if meeting.code in series.met:
        return
    series.met.add(meeting.code)
    people = [person.code for person in series.recording.everybody() if meeting.code in person.attended]
    series.room.here = people
    for code in people:
        meetings.attend(series.session, meeting, series.room.seats[code].participant_id)
    series.session.flush()


def _told(session: Session) -> None:
    """Raise each meeting's revision as the writer does; nobody listens."""
    happened = events.recorded(session)
    session.flush()
    meetings.raise_revisions(session, {one.meeting_id for one in happened})
    happened.clear()
    session.expire_all()
