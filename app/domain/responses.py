"""The one way an answer comes in, by whichever door: once for each operation id, and only while it counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import activities, electorate, events, operations, participants
from app.domain.kind import Kind
from app.domain.meetings import Meeting
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.seats import Seat


@dataclass(frozen=True)
class Receipt:
    """What the sender hears after the commit.

    `repeated`: this very operation had been answered before. `form_shows_it`: the page it came from needs no drawing.
    """

    activity_id: str
    form_shows_it: bool
    repeated: bool = False


def receive(
    session: Session, kind_of: Callable[[str], Kind], seat: Seat, activity_id: str, op_id: str, body: Mapping[str, Any]
) -> Receipt:
    """Take one answer from a seat: find the activity, check the operation, let the kind receive it, note the event.

    Raises Refusal with a sentence for the sender; then nothing of it is kept.
    """
    if not 8 <= len(op_id) <= 64:
        raise Refusal(N_("This page is out of step. Reload it, then send your answer again."), status=422)
    participants.ensure_seated(session, seat.participant_id)
    activity = activities.for_answer(session, activity_id)
    meeting = session.get_one(Meeting, activity.meeting_id)
    if meeting.project_id != seat.project_id:
        raise NotFound()
    actor, fingerprint = seat.pseudonym(activity.id), operations.body_hash(dict(body))
    kind = kind_of(activity.kind)
    if operations.answered_before(session, actor, op_id, fingerprint) is not None:
        return Receipt(activity.id, kind.keeps_own_state, repeated=True)
    kind.ensure_may_answer(activity)
    if body.get("do") == "done":
        electorate.mark_done(session, activity, seat, body.get("done") != "no")
    else:
        kind.receive(session, activity, seat, kind.parse(body))
    operations.keep(session, actor, op_id, fingerprint, activity_id=activity.id, reply={})
    happened = events.WordsChanged if activity.state == activities.REVEALED else events.AnswerGiven
    events.record(session, happened(activity.meeting_id, activity.id))
    if kind.after_answer(session, activity):
        events.record(session, events.WordsChanged(activity.meeting_id, activity.id))
    return Receipt(activity.id, kind.keeps_own_state)
