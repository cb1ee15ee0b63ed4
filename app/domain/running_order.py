"""The order of what is still to come, changed while a meeting runs: leaving optional blocks out, and moving them."""

from sqlmodel import Session

from app.domain import activities
from app.domain.activities import PLANNED, Activity
from app.domain.meetings import Meeting
from app.domain.refusals import N_, Refusal


def drop(session: Session, meeting: Meeting, activity: Activity) -> None:
    """Leave an optional activity out of this meeting; the next step passes over it. It can be taken back."""
    if activity.core:
        raise Refusal(N_("The proposal needs this activity, so it cannot be dropped. Shorten it, or pass over it."))
    _ensure_to_come(meeting, activity)
    activity.dropped = True
    activities.touched(session, activity)


def take_back(session: Session, activity: Activity) -> None:
    """Put a dropped activity back where it stood."""
    activity.dropped = False
    activities.touched(session, activity)


def shift(session: Session, meeting: Meeting, activity: Activity, step: int) -> None:
    """Move what has not begun before or after its neighbour, which has not begun either; at the ends it stays.

    What was passed over may come back after the current activity; nothing is moved before it.
    """
    _ensure_to_come(meeting, activity)
    coming = to_come(session, meeting)
    place = [a.id for a in coming].index(activity.id) + step
    beside = coming[place] if 0 <= place < len(coming) else None
    current = session.get(Activity, meeting.current_id) if meeting.current_id else None
    if beside is None or (current is not None and beside.position < current.position < activity.position):
        return
    activities.move(session, activity, beside.position)
    activities.touched(session, activity)


def to_come(session: Session, meeting: Meeting) -> list[Activity]:
    """What has not begun, in order."""
    return [a for a in activities.of_meeting(session, meeting.id) if has_not_begun(meeting, a)]


def has_not_begun(meeting: Meeting, activity: Activity) -> bool:
    """Whether nobody has come to this activity yet."""
    return activity.state == PLANNED and activity.id != meeting.current_id


def _ensure_to_come(meeting: Meeting, activity: Activity) -> None:
    if not has_not_begun(meeting, activity):
        raise Refusal(N_("This activity has begun, so it stays on the agenda where it is."))
