"""A project's shape after its beginning: its mode, its sectors, its meetings. What people have met with stays."""

from collections import Counter

from sqlmodel import Session, col, select

from app.domain import activities, events, meetings, planning
from app.domain.activities import PLANNED, Activity
from app.domain.meetings import Meeting
from app.domain.participants import JOINED, Participant
from app.domain.projects import Project, Sector, add_sector, sectors_of
from app.domain.refusals import N_, Refusal
from app.domain.text import Text

PLANNING, RESEARCH = "planning", "research"
MOST_SECTORS = 12


def begun(session: Session, project: Project) -> bool:
    """Whether an activity was ever opened, in any of its meetings."""
    query = select(Activity.id).join(Meeting).where(Meeting.project_id == project.id, Activity.state != PLANNED)
    return session.exec(query).first() is not None


def set_mode(session: Session, project: Project, mode: str, *, control: str) -> None:
    """A planning consultation or research: it decides which consent people are asked for, so before the first is."""
    if mode == project.mode:
        return
    if mode not in {PLANNING, RESEARCH}:
        raise Refusal(N_("Choose one of the two."), control=control)
    if begun(session, project):
        raise Refusal(N_("People have been asked already, so this stays as it was."), control=control)
    project.mode = mode
    session.add(project)
    session.flush()


def rename(session: Session, sector: Sector, label: Text) -> None:
    """Call a sector something else; its code, its place and its colour stay."""
    sector.label = label
    session.add(sector)
    session.flush()


def one_more(session: Session, project: Project, label: Text, *, control: str) -> Sector:
    """Add a sector that was not thought of at first."""
    there = sectors_of(session, project)
    if len(there) >= MOST_SECTORS:
        raise Refusal(N_("There is room for %(most)s sectors."), control=control, most=MOST_SECTORS)
    return add_sector(session, project, planning.code_of(label, {sector.code for sector in there}), label)


def staying(session: Session, project: Project) -> dict[str, Refusal]:
    """Why a sector cannot be taken away, by its code; those not named here can be."""
    there, seated = sectors_of(session, project), _seated(session, project)
    if begun(session, project):
        opened = N_("An activity has been opened, so every sector stays.")
        return {sector.code: Refusal(opened) for sector in there}
    joined = N_("Somebody has joined from this sector, so it stays.")
    stays = {sector.code: Refusal(joined) for sector in there if seated[sector.code]}
    proper = [sector.code for sector in there if not sector.pseudo]
    if len(proper) == 1:
        stays.setdefault(proper[0], Refusal(N_("A project needs at least one sector.")))
    return stays


def one_less(session: Session, project: Project, sector: Sector, *, control: str) -> None:
    """Take a sector away. Whoever has a place in it chooses another when they join."""
    kept = staying(session, project).get(sector.code)
    if kept is not None:
        raise Refusal(kept.message, control=control)
    of_it = select(Participant).where(Participant.project_id == project.id, Participant.sector == sector.code)
    for person in session.exec(of_it):
        person.sector = None
        session.add(person)
    session.delete(sector)
    session.flush()


def may_call_off(session: Session, meeting: Meeting) -> bool:
    """Whether a meeting can be deleted: nothing of it was opened, and it is not the only one."""
    others = select(Meeting.id).where(Meeting.project_id == meeting.project_id, Meeting.id != meeting.id)
    untouched = all(activity.state == PLANNED for activity in activities.of_meeting(session, meeting.id))
    return untouched and session.exec(others).first() is not None


def call_off(session: Session, meeting: Meeting) -> None:
    """Delete a meeting with its agenda. The others keep their numbers, which stand in every document."""
    if not may_call_off(session, meeting):
        raise Refusal(N_("One of its activities has been opened, or it is the only meeting, so it stays."))
    project = session.get_one(Project, meeting.project_id)
    prepared = {code: kept for code, kept in project.definition.get("meetings", {}).items() if code != meeting.code}
    if "meetings" in project.definition:
        project.definition = project.definition | {"meetings": prepared}
    session.delete(meeting)
    session.flush()


def shown_anew(session: Session, project: Project) -> None:
    """Pages of the project's meetings show what has changed here."""
    for meeting in meetings.of_project(session, project):
        events.record(session, events.AgendaChanged(meeting.id))


def _seated(session: Session, project: Project) -> Counter[str | None]:
    """How many sit in each sector, as theirs or as the room they chose."""
    query = select(Participant.sector, Participant.room)
    query = query.where(Participant.project_id == project.id, col(Participant.state) == JOINED)
    return Counter(place for sector, room in session.exec(query) for place in {sector, room})
