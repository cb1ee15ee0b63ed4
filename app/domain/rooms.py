"""Sector rooms: the same prompts side by side, each room with its own lead, clock and screen."""

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, Session, col, select

from app.domain import Noun, activities, events, meetings, participants
from app.domain.activities import OPEN as RUNNING
from app.domain.activities import REVEALED, Activity
from app.domain.ideas import Idea
from app.domain.ids import now_ms
from app.domain.participants import Participant
from app.domain.projects import Project, sectors_of
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import Text

BY_SECTOR = "by_sector"
OPEN, CLOSED = "open", "closed"
MINUTE = 60_000
BATCH = 3  # ideas come up in a room so many at a time, so that none is tied to whoever just typed


class Room(Noun, table=True):
    """One sector's room while an activity is held by sector. A clock of its own only where it was given one."""

    __tablename__ = "room"
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    sector: str = Field(primary_key=True)
    state: str = OPEN
    shown: bool = False  # the room sees what it wrote, before everybody does
    lead_id: str | None = None  # the account that leads it
    ends_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    paused_left_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    line: Text = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # said to the room from outside


def are_held(activity: Activity) -> bool:
    """Whether people sit in their sectors' rooms for this activity, until its results return to everybody."""
    return activity.rooms == BY_SECTOR and activity.state != REVEALED


def begin(session: Session, activity: Activity) -> None:
    """On opening: a room for every sector that is no pseudo-sector. Opened anew, each takes answers again."""
    if activity.rooms != BY_SECTOR:
        return
    there = of_activity(session, activity)
    for sector in meetings.sectors_at(session, activity.meeting_id):
        if not sector.pseudo:
            room = there.get(sector.code) or Room(activity_id=activity.id, sector=sector.code)
            room.state, room.ends_ms, room.paused_left_ms = OPEN, None, None
            session.add(room)
    session.flush()


def of_activity(session: Session, activity: Activity) -> dict[str, Room]:
    """The rooms of an activity by sector."""
    return {room.sector: room for room in session.exec(select(Room).where(Room.activity_id == activity.id))}


def get(session: Session, activity: Activity, sector: str) -> Room:
    """One room of an activity that is held in rooms now."""
    room = session.get(Room, (activity.id, sector))
    if room is None or not are_held(activity):
        raise NotFound(N_("There is no such room now."))
    return room


def ensure_open(session: Session, activity: Activity, sector: str | None) -> None:
    """A room may have closed before the others; what was sent before counts."""
    if activity.rooms != BY_SECTOR or activity.state != RUNNING:
        return
    room = session.get(Room, (activity.id, sector or ""))
    if room is None:
        raise Refusal(N_("Choose the sector room you would like to sit in."), control="room")
    if room.state == CLOSED:
        raise Refusal(N_("Not sent: your room has closed this activity. What you sent before counts."))


def extend(session: Session, activity: Activity, sector: str, minutes: int) -> None:
    """Give one room more time than the others have; its clock is its own from then on."""
    if not 1 <= minutes <= 60:
        raise Refusal(N_("Choose between 1 and 60 minutes."), control="minutes")
    room = _running(session, activity, sector)
    if room.paused_left_ms is not None:
        room.paused_left_ms = max(room.paused_left_ms, 0) + minutes * MINUTE
    else:
        room.ends_ms = max(room.ends_ms or activity.ends_ms or 0, now_ms()) + minutes * MINUTE
    _moved(session, activity, room)


def pause(session: Session, activity: Activity, sector: str) -> None:
    """Stop one room's clock, not its answers."""
    room = _running(session, activity, sector)
    ends = room.ends_ms or activity.ends_ms
    if room.paused_left_ms is None and ends is not None:
        room.paused_left_ms, room.ends_ms = ends - now_ms(), None
        _moved(session, activity, room)


def resume(session: Session, activity: Activity, sector: str) -> None:
    """Let one room's clock run again."""
    room = _running(session, activity, sector)
    if room.paused_left_ms is not None:
        room.ends_ms, room.paused_left_ms = now_ms() + room.paused_left_ms, None
        _moved(session, activity, room)


def close(session: Session, activity: Activity, sector: str) -> None:
    """Stop answers in one room; the others go on."""
    room = _running(session, activity, sector)
    room.state = CLOSED
    _moved(session, activity, room)


def reopen(session: Session, activity: Activity, sector: str) -> None:
    """Take answers in this room again."""
    room = _running(session, activity, sector)
    if room.state == CLOSED:
        room.state = OPEN
        _moved(session, activity, room)


def show(session: Session, activity: Activity, sector: str) -> None:
    """Let a room see what it wrote, and again what was added since: at least three ideas at a time, or all once the
    room has closed."""
    room = _running(session, activity, sector)
    query = select(Idea).where(Idea.activity_id == activity.id, Idea.room == sector, col(Idea.released).is_(False))
    waiting = list(session.exec(query))
    if len(waiting) < BATCH and room.state == OPEN:
        raise Refusal(N_("Wait until three more ideas have been written, or close the room first."))
    for idea in waiting:
        idea.released = True
        session.add(idea)
    room.shown = True
    _moved(session, activity, room)
    events.record(session, events.WordsChanged(activity.meeting_id, activity.id))


def say(session: Session, activity: Activity, text: Text, sector: str = "") -> None:
    """Send a line to every room, or to one; nothing takes it away again."""
    rooms = of_activity(session, activity) if are_held(activity) else {}
    if not rooms or (sector and sector not in rooms):
        raise Refusal(N_("No rooms are open, so there is nobody to send a line to."), control="line")
    for room in rooms.values():
        if sector in {"", room.sector}:
            room.line = text
            session.add(room)
    activities.touched(session, activity)


def call_back(session: Session, activity: Activity, minutes: int) -> None:
    """Every room's clock ends in so many minutes, and says that everybody comes back together then."""
    if not 1 <= minutes <= 10:
        raise Refusal(N_("Choose between 1 and 10 minutes."), control="minutes")
    for room in of_activity(session, activity).values():
        room.ends_ms, room.paused_left_ms = now_ms() + minutes * MINUTE, None
        session.add(room)
    activity.ends_ms, activity.paused_left_ms = now_ms() + minutes * MINUTE, None
    say(session, activity, {
        "en": f"Everybody comes back together in {minutes} min.",
        "fr": f"Tout le monde revient ensemble dans {minutes} min.",
    })  # fmt: skip


def lead(session: Session, activity: Activity, sector: str, account_id: str | None) -> None:
    """Say who of the team leads a room."""
    room = get(session, activity, sector)
    room.lead_id = account_id
    _moved(session, activity, room)


def move(session: Session, project: Project, person: Participant, sector: str) -> None:
    """Seat somebody in another room. What they wrote stays where and as it was written."""
    rooms = {s.code for s in sectors_of(session, project) if not s.pseudo}
    if sector not in rooms:
        raise Refusal(N_("Choose the sector room you would like to sit in."), control="room")
    person.room = sector
    session.add(person)
    session.flush()
    for meeting_id in participants.came_to(session, person):
        events.record(session, events.PeopleChanged(meeting_id))


def _running(session: Session, activity: Activity, sector: str) -> Room:
    room = get(session, activity, sector)
    if activity.state != RUNNING:
        raise Refusal(N_("This activity is not open, so its rooms are not either."))
    return room


def _moved(session: Session, activity: Activity, room: Room) -> None:
    session.add(room)
    activities.touched(session, activity)
