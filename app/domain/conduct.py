"""Running a meeting: opening, closing, revealing, and the clock. A person advances, never the machine."""

from collections.abc import Callable

from sqlmodel import Session

from app.domain import activities, carrying, electorate, events, rooms, sealing
from app.domain.activities import CLOSED, OPEN, PLANNED, REVEALED, Activity
from app.domain.ids import now_ms
from app.domain.kind import Kind
from app.domain.meetings import Meeting
from app.domain.refusals import N_, Refusal
from app.evidence.small_groups import Tier, look_again

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
KindOf = Callable[[str], Kind]


def ensure_as_seen(activity: Activity, revision: int) -> None:
    """A command says what it was given upon, so that two people pressing at once move one step."""
    if activity.revision != revision:
        raise Refusal(N_("Somebody else changed this a moment ago. Look again, then decide."))


def go_to(session: Session, meeting: Meeting, activity: Activity, kind_of: KindOf) -> None:
    """Bring everybody to this activity. What was open closes; what needs no answers starts its clock."""
    if meeting.current_id == activity.id:
        return
    leave(session, meeting, kind_of)
    meeting.current_id, activity.dropped = activity.id, False
    session.add(meeting)
    if not kind_of(activity.kind).takes_answers and activity.state == PLANNED:
        _start(activity)
    activities.touched(session, activity)


def leave(session: Session, meeting: Meeting, kind_of: KindOf) -> None:
    """Put away the current activity: answers close, and what came since loses its order."""
    if meeting.current_id is None:
        return
    current = session.get_one(Activity, meeting.current_id)
    stopped = current.state == OPEN
    if stopped:
        _stop(current)
    current.focus = ""
    activities.touched(session, current)  # first: while it holds the row, no answer comes in amid the shuffle
    if stopped:
        kind_of(current.kind).after_answer(session, current)
    if current.state in {CLOSED, REVEALED}:
        sealing.shuffle(session, current)


def next_of(session: Session, meeting: Meeting) -> Activity | None:
    """What comes after the current activity, or first when nothing is current; what was dropped is passed over."""
    return activities.after(activities.of_meeting(session, meeting.id), meeting.current_id)


def move_on(session: Session, meeting: Meeting, *, upon: str, seen: int, kind_of: KindOf) -> None:
    """Go to what comes after the activity `upon` ("" before the first), seen at revision `seen`.

    When the meeting is there no longer, somebody else has pressed first: two presses are one step.
    """
    if (meeting.current_id or "") != upon:
        return
    if upon:
        ensure_as_seen(session.get_one(Activity, upon), seen)
    following = next_of(session, meeting)
    if following is None:
        raise Refusal(N_("This was the last activity of the meeting."))
    go_to(session, meeting, following, kind_of)


def open_(session: Session, meeting: Meeting, activity: Activity, kind_of: KindOf) -> None:
    """Start taking answers. A closed activity may reopen; a revealed one never does, a new round comes instead."""
    if activity.state == REVEALED:
        raise Refusal(N_("Its results have been seen, so it cannot reopen. Add a new round instead."))
    if activity.state == OPEN:
        return
    kind = kind_of(activity.kind)
    kind.ensure_may_open(session, activity)
    if meeting.current_id != activity.id:
        leave(session, meeting, kind_of)
        meeting.current_id = activity.id
        session.add(meeting)
    activity.dropped = False
    if activity.state == CLOSED:
        _note_the_look(session, activity)
    carrying.settle(session, activity, kind.setup_of(activity))
    rooms.begin(session, activity)
    electorate.fill(session, activity, everybody=kind.asks_everybody)
    _start(activity)
    activities.touched(session, activity)


def close(session: Session, activity: Activity, kind: Kind) -> None:
    """Stop taking answers. The console may now see where the room stands."""
    if activity.state == OPEN:
        _stop(activity)
        session.add(activity)
        session.flush()
        kind.after_answer(session, activity)
        sealing.shuffle(session, activity)
        activities.touched(session, activity)


def reveal(session: Session, activity: Activity, kind: Kind) -> None:
    """Show everybody, and in the same transaction take out of the database who came when."""
    if activity.state == REVEALED:
        return
    if activity.state == PLANNED:
        raise Refusal(N_("There is nothing to show yet. Open the activity first."))
    _stop(activity)
    activity.state, activity.revealed_ms = REVEALED, now_ms()
    session.add(activity)
    session.flush()
    kind.after_answer(session, activity)
    sealing.seal(session, activity)
    activities.touched(session, activity)


def extend(session: Session, activity: Activity, minutes: int) -> None:
    """Give more time (1 to 60 minutes), from now if the time was up."""
    if not 1 <= minutes <= 60:
        raise Refusal(N_("Choose between 1 and 60 minutes."), control="minutes")
    if activity.state != OPEN:
        raise Refusal(N_("The clock is not running. Open the activity first."))
    if activity.paused_left_ms is not None:
        activity.paused_left_ms = max(activity.paused_left_ms, 0) + minutes * MINUTE
    else:
        activity.ends_ms = max(activity.ends_ms or 0, now_ms()) + minutes * MINUTE
    activities.touched(session, activity)


def pause(session: Session, activity: Activity) -> None:
    """Stop the clock, not the answers."""
    if activity.state == OPEN and activity.ends_ms is not None and activity.paused_left_ms is None:
        activity.paused_left_ms = activity.ends_ms - now_ms()
        activity.ends_ms = None
        activities.touched(session, activity)


def resume(session: Session, activity: Activity) -> None:
    """Let the clock run again."""
    if activity.state == OPEN and activity.paused_left_ms is not None:
        activity.ends_ms = now_ms() + activity.paused_left_ms
        activity.paused_left_ms = None
        activities.touched(session, activity)


def set_door(session: Session, meeting: Meeting, *, is_open: bool) -> None:
    """Let people come in with the code, or no longer; whoever is in stays in."""
    if meeting.door_open != is_open:
        meeting.door_open = is_open
        session.add(meeting)
        events.record(session, events.AgendaChanged(meeting.id))


def _start(activity: Activity) -> None:
    activity.state = OPEN
    activity.opened_ms = activity.opened_ms or now_ms()
    activity.closed_ms = None
    days = (activity.window or {}).get("days")
    length = days * DAY if days else activity.minutes * MINUTE
    activity.ends_ms, activity.paused_left_ms = now_ms() + length, None


def _note_the_look(session: Session, activity: Activity) -> None:
    """What reopens has been seen by the console, if it showed anything: with how many answers."""
    answered = electorate.how_many(session, activity)
    if answered >= Tier.LIVE.least and look_again(answered, activity.seen_n):
        activity.seen_n = answered


def _stop(activity: Activity) -> None:
    activity.state = CLOSED if activity.state == OPEN else activity.state
    activity.closed_ms = activity.closed_ms or now_ms()
    activity.ends_ms = activity.paused_left_ms = None
