"""Participants: people who take part by a link, and the project's list of them."""

from sqlmodel import Field, Session, col, delete, func, select, text

from app.domain import Noun, events
from app.domain.ids import digest, new_id, new_secret
from app.domain.projects import Project, Sector, sectors_of
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.statements import Statement
from app.domain.text import NAME_LIMIT, clean

INVITED, JOINED, REMOVED = "invited", "joined", "removed"


CLOSED_SEAT = N_("Your seat in this project has been closed. Ask the team if this is a mistake.")
_SEATED = Statement("SELECT state FROM participant WHERE id = :id AND seat_hash = :seat")
_ROOM = Statement("SELECT room FROM participant WHERE id = :id")
_CAME_TO = text("SELECT meeting_id FROM attendance WHERE participant_id = :id ORDER BY meeting_id")


class Participant(Noun, table=True):
    """One person across the project's meetings. Answers never point here."""

    __tablename__ = "participant"
    id: str = Field(default_factory=new_id, primary_key=True)
    project_id: str = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    sector: str | None = None
    role: str | None = None
    report_group: str | None = None
    leads: bool = False  # speaks for the sector where a prompt asks its lead
    room: str | None = None  # the sector room somebody of no single sector sits in
    name: str = ""  # what they like to be called; optional, never beside an answer
    language: str = "en"
    seat_hash: str | None = Field(default=None, unique=True)
    state: str = INVITED


class Invitation(Noun, table=True):
    """A personal link: it invites, it is not the seat; whoever mails it cannot read answers with it."""

    __tablename__ = "invitation"
    token_hash: str = Field(primary_key=True)
    participant_id: str = Field(foreign_key="participant.id", unique=True, ondelete="CASCADE")


def invite(
    session: Session, project: Project, *, sector: str | None = None, name: str = "", language: str = "en"
) -> tuple[Participant, str]:
    """Keep a place for somebody; returns it and the secret of their personal link, shown this once."""
    person = Participant(
        project_id=project.id,
        sector=_known_sector(session, project, sector) if sector else None,
        name=clean(name, limit=NAME_LIMIT, control="name", may_be_empty=True),
        language=language if language in {"en", "fr"} else "en",
    )
    session.add(person)
    session.flush()
    return person, new_link(session, person)


def new_link(session: Session, person: Participant) -> str:
    """A personal link's secret, shown this once; the link they had before opens nothing any more."""
    if person.state == REMOVED:
        raise Refusal(N_("This person was taken off the list. Invite them anew."))
    session.exec(delete(Invitation).where(col(Invitation.participant_id) == person.id))
    token = new_secret()
    session.add(Invitation(token_hash=digest(token), participant_id=person.id))
    session.flush()
    return token


def newcomer(session: Session, project: Project) -> Participant:
    """Somebody who came by the meeting's link or code."""
    person = Participant(project_id=project.id)
    session.add(person)
    session.flush()
    return person


def invited_with(session: Session, token: str) -> Participant:
    """Whose personal link this is."""
    query = select(Participant).join(Invitation).where(Invitation.token_hash == digest(token))
    person = session.exec(query).first()
    if person is None or person.state == REMOVED:
        raise NotFound(
            N_("This personal link is no longer valid. Ask the team for a new one, or join with the meeting's code.")
        )
    return person


def introduce(
    session: Session,
    project: Project,
    person: Participant,
    *,
    sector: str,
    role: str = "",
    room: str = "",
    name: str = "",
    language: str = "en",
) -> Participant:
    """Say once which sector and role one speaks from. The reporting group follows from the role by the fixed map."""
    person.sector = _known_sector(session, project, sector)
    person.room = _room(session, project, person.sector, room)
    roles = {r["code"] for r in project.definition.get("roles", [])}
    if role and role not in roles:
        raise Refusal(N_("Choose one of the roles listed."), control="role")
    person.role = role or None
    person.report_group = project.definition.get("reporting_groups", {}).get("map", {}).get(role)
    person.name = clean(name, limit=NAME_LIMIT, control="name", may_be_empty=True)
    person.language = language
    return person


def take_seat(session: Session, person: Participant) -> str:
    """Give a person's page its seat secret. An earlier device loses the seat, and its past answers stay its own."""
    secret = new_secret()
    person.seat_hash, person.state = digest(secret), JOINED
    session.add(person)
    session.flush()
    return secret


def remove(session: Session, person: Participant) -> None:
    """Close the seat in every meeting they came to. What they wrote stays, as nobody can tell which it is.

    The seat's digest stays with the row, so that their page can be told what happened.
    """
    person.state = REMOVED
    session.add(person)
    session.exec(delete(Invitation).where(col(Invitation.participant_id) == person.id))
    session.flush()
    for meeting_id in came_to(session, person):
        events.record(session, events.SeatClosed(meeting_id, person.id))


def room_of(session: Session, participant_id: str) -> str | None:
    """The sector room somebody sits in now."""
    row = _ROOM.run(session, id=participant_id).fetchone()
    return row[0] if row else None


def came_to(session: Session, person: Participant) -> list[str]:
    """The ids of the meetings somebody came to."""
    return [meeting_id for (meeting_id,) in session.connection().execute(_CAME_TO, {"id": person.id})]


def was_removed(session: Session, secret: str) -> bool:
    """Whether the seat of this secret was closed by the team."""
    query = select(Participant.id).where(Participant.seat_hash == digest(secret), Participant.state == REMOVED)
    return session.exec(query).first() is not None


def removed_from(session: Session, project: Project) -> set[str]:
    """The ids of those whose seats were closed by the team."""
    query = select(Participant.id).where(Participant.project_id == project.id, Participant.state == REMOVED)
    return set(session.exec(query))


def ensure_seated(session: Session, participant_id: str, seat_hash: str) -> None:
    """Checked at every answer: whoever was removed, or took the seat to another device a moment ago, is told so."""
    if _SEATED.run(session, id=participant_id, seat=seat_hash).fetchone() != (JOINED,):
        raise Refusal(CLOSED_SEAT, status=403)


def get(session: Session, project: Project, participant_id: str) -> Participant:
    """Somebody of this project."""
    person = session.get(Participant, participant_id)
    if person is None or person.project_id != project.id:
        raise NotFound()
    return person


def of_project(session: Session, project: Project) -> list[Participant]:
    """Everybody invited or joined, by sector and then name: never in the order they came."""
    query = select(Participant).where(Participant.project_id == project.id)
    return sorted(session.exec(query), key=lambda p: (p.sector or "~", p.name.casefold(), p.id))


def counts(session: Session, project: Project) -> dict[str, dict[str, int]]:
    """How many were invited and how many joined, by sector (invited counts everybody ever on the list)."""
    query = (
        select(Participant.sector, Participant.state, func.count())
        .where(Participant.project_id == project.id, col(Participant.state) != REMOVED)
        .group_by(col(Participant.sector), col(Participant.state))
    )
    by_sector: dict[str, dict[str, int]] = {}
    for sector, state, number in session.exec(query):
        entry = by_sector.setdefault(sector or "", {"invited": 0, "joined": 0})
        entry["invited"] += number
        entry["joined"] += number if state == JOINED else 0
    return by_sector


def _known_sector(session: Session, project: Project, code: str) -> str:
    if code not in {s.code for s in sectors_of(session, project)}:
        raise Refusal(N_("Choose the sector you will speak to."), control="sector")
    return code


def _room(session: Session, project: Project, sector: str, room: str) -> str | None:
    sectors: dict[str, Sector] = {s.code: s for s in sectors_of(session, project)}
    if not sectors[sector].chooses_room:
        return sector
    if room in sectors and not sectors[room].pseudo:
        return room
    raise Refusal(N_("Choose the sector room you would like to sit in."), control="room")
