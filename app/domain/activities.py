"""Activities: the items of a meeting's agenda, their states and their clock."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field, Session, col, select

from app.domain import Noun, events
from app.domain.ids import new_id, now_ms
from app.domain.meetings import Meeting
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.statements import Statement
from app.domain.text import Text

PLANNED, OPEN, CLOSED, REVEALED = "planned", "open", "closed", "revealed"
KEPT, CUT, NAMED = "kept", "cut", "named"


class Activity(Noun, table=True):
    """One item of the agenda, of one kind. `revision` rises with every change to it, and never by an answer."""

    __tablename__ = "activity"
    id: str = Field(default_factory=new_id, primary_key=True)
    meeting_id: str = Field(foreign_key="meeting.id", index=True, ondelete="CASCADE")
    position: int
    block: str  # "M1.7": stable, names the activity in every export
    kind: str
    title: Text = Field(sa_column=Column(JSON, nullable=False))
    note: Text = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    minutes: int = 5
    core: bool = True
    feeds: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    setup: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = PLANNED
    secrecy: str = KEPT
    rooms: str = "plenary"  # or "by_sector"
    # by prompt, the codes of what it carries over: fixed when it opens, so that later changes elsewhere move nothing
    carried: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    dropped: bool = False  # optional, and left out of this meeting
    focus: str = ""  # the prompt, item or idea everybody is at, by its code or id
    follows_id: str | None = None
    round: int = 1
    revision: int = 0
    opened_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    closed_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    revealed_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    ends_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    paused_left_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    seen_n: int | None = None  # once reopened: how many had answered when the console last saw where the room stands

    @property
    def window(self) -> dict[str, Any] | None:
        """Set where it is open between meetings: for how many days, and when to remind people."""
        return self.setup.get("window")

    @property
    def builds_on(self) -> bool:
        """Whether it takes something from an earlier activity that a team may choose from."""
        places = ("items", "items_from", "options", "options_from", "targets", "about")
        prompts: list[dict[str, Any]] = self.setup.get("prompts", [])
        return any(isinstance(prompt.get(place), dict) for prompt in prompts for place in places)


_STATE = "SELECT state, revision FROM activity WHERE id = :id"
_STATE_OF = Statement(_STATE, postgresql=_STATE + " FOR SHARE")  # so that closing cannot slip between
_known: dict[str, Activity] = {}  # activities as of one revision; they change only when that rises


def for_answer(session: Session, activity_id: str) -> Activity:
    """The activity an answer is meant for, as it stands in this transaction."""
    row = _STATE_OF.run(session, id=activity_id).fetchone()
    if row is None:
        raise NotFound()
    known = _known.get(activity_id)
    if known is None or known.revision != row[1]:
        known = session.get_one(Activity, activity_id, populate_existing=True)
        session.expunge(known)
        if len(_known) > 2000:
            _known.clear()
        _known[activity_id] = known
    return known


def forget_known() -> None:
    """A transaction was undone: what was read in it may never have been."""
    _known.clear()


def ensure_open(activity: Activity) -> None:
    """Answers count only while the activity is open."""
    if activity.state == PLANNED:
        raise Refusal(N_("Not sent: this activity has not opened yet. Wait for the facilitator."))
    if activity.state != OPEN:
        raise Refusal(N_("Not sent: this activity has closed. What you sent before counts."))


def add(
    session: Session, meeting: Meeting, *, kind: str, title: Text, position: int | None = None, **rest: Any
) -> Activity:
    """Put an activity on the agenda, at the end or at `position` (0-based)."""
    agenda = of_meeting(session, meeting.id)
    place = len(agenda) if position is None else max(0, min(position, len(agenda)))
    for later in agenda[place:]:
        later.position += 1
        session.add(later)
    rest.setdefault("block", _free_block(meeting, agenda))
    activity = Activity(meeting_id=meeting.id, position=place, kind=kind, title=title, **rest)
    session.add(activity)
    session.flush()
    events.record(session, events.AgendaChanged(meeting.id))
    return activity


def edit(session: Session, activity: Activity, **changes: Any) -> Activity:
    """Change what is planned. Once an activity has opened, its questions stay as people saw them."""
    if activity.state != PLANNED and changes.keys() & {"setup", "kind", "rooms"}:
        raise Refusal(
            N_("This activity has been opened, so its questions stay as they are. Add a new activity instead.")
        )
    for name, value in changes.items():
        setattr(activity, name, value)
    return _touched(session, activity, events.AgendaChanged(activity.meeting_id))


def secrecy_of(setup: dict[str, Any]) -> str:
    """How answers to this setup are kept: without even a pseudonym where a question is sensitive."""
    return CUT if any(prompt.get("sensitive") for prompt in setup.get("prompts", [])) else KEPT


def room_of(activity: Activity, room: str | None) -> str | None:
    """The room an answer belongs to: the sector room somebody sits in where the activity is held in rooms."""
    return room if activity.rooms == "by_sector" else None


def asks_consent(session: Session, meeting_id: str) -> bool:
    """Whether people are asked in this meeting to agree to take part; where nobody asks, whoever came takes part."""
    agenda = of_meeting(session, meeting_id)
    return any(prompt.get("type") == "consent" for a in agenda for prompt in a.setup.get("prompts", []))


def move(session: Session, activity: Activity, position: int) -> None:
    """Move an activity to another place of the agenda (0-based)."""
    agenda = [a for a in of_meeting(session, activity.meeting_id) if a.id != activity.id]
    agenda.insert(max(0, min(position, len(agenda))), activity)
    _renumber(session, agenda)
    events.record(session, events.AgendaChanged(activity.meeting_id))


def delete(session: Session, activity: Activity) -> None:
    """Take a planned activity off the agenda; one that was opened stays, it holds people's answers."""
    if activity.state != PLANNED:
        raise Refusal(N_("This activity has been opened and may hold answers, so it stays on the agenda."))
    meeting = session.get_one(Meeting, activity.meeting_id)
    if meeting.current_id == activity.id:
        meeting.current_id = None
    session.delete(activity)
    session.flush()
    _renumber(session, of_meeting(session, meeting.id))
    events.record(session, events.AgendaChanged(meeting.id))


def of_meeting(session: Session, meeting_id: str) -> list[Activity]:
    """The agenda in order."""
    return list(
        session.exec(select(Activity).where(Activity.meeting_id == meeting_id).order_by(col(Activity.position)))
    )


def after(agenda: Sequence[Activity], current_id: str | None) -> Activity | None:
    """What comes after this activity, or first when it is none of them; what was dropped is passed over."""
    places = [a.id for a in agenda]
    place = places.index(current_id) + 1 if current_id in places else 0
    return next((a for a in agenda[place:] if not a.dropped), None)


def get(session: Session, activity_id: str) -> Activity:
    """The activity, or nothing here."""
    activity = session.get(Activity, activity_id)
    if activity is None:
        raise NotFound()
    return activity


def at_block(session: Session, project_id: str, block: str) -> Activity | None:
    """The newest activity of the project that carries this block's name."""
    query = select(Activity).join(Meeting).where(Meeting.project_id == project_id, Activity.block == block)
    return session.exec(query.order_by(col(Activity.round).desc())).first()


def _touched(session: Session, activity: Activity, event: events.Event) -> Activity:
    activity.revision += 1
    session.add(activity)
    session.flush()
    events.record(session, event)
    return activity


def _renumber(session: Session, agenda: list[Activity]) -> None:
    for place, activity in enumerate(agenda):
        activity.position = place
        session.add(activity)
    session.flush()


def _free_block(meeting: Meeting, agenda: list[Activity]) -> str:
    taken = {a.block for a in agenda}
    number = len(agenda) + 1
    while f"{meeting.code}.{number}" in taken:
        number += 1
    return f"{meeting.code}.{number}"


def touched(session: Session, activity: Activity) -> Activity:
    """Note that an activity moved: its state, its clock, or that it is the current one."""
    return _touched(session, activity, events.ActivityMoved(activity.meeting_id, activity.id))


def left_ms(activity: Activity) -> int | None:
    """Milliseconds left on the clock now; negative when over, None when it has no clock running or paused."""
    if activity.paused_left_ms is not None:
        return activity.paused_left_ms
    return None if activity.ends_ms is None else activity.ends_ms - now_ms()
