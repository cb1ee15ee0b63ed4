"""The one way an answer comes in, by whichever door: once for each operation id, and only while it counts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session

from app.domain import activities, electorate, events, meetings, operations, participants, rooms
from app.domain.activities import Activity
from app.domain.ids import digest
from app.domain.kind import Kind
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.seats import Seat

_OPERATION = re.compile(r"[A-Za-z0-9_-]{8,64}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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
    ensure_readable(body)
    if not _OPERATION.fullmatch(op_id):
        raise Refusal(N_("This page is out of step. Reload it, then send your answer again."), status=422)
    participants.ensure_seated(session, seat.participant_id, digest(seat.secret.decode()))
    activity = activities.for_answer(session, activity_id)
    if meetings.project_of(session, activity.meeting_id) != seat.project_id:
        raise NotFound()
    actor = seat.pseudonym(activity.id)
    fingerprint = seat.pseudonym(operations.body_hash(dict(body)))  # keyed: a short answer could be guessed
    kind = kind_of(activity.kind)
    if operations.answered_before(session, actor, op_id, fingerprint) is not None:
        return Receipt(activity.id, kind.keeps_own_state, repeated=True)
    kind.ensure_may_answer(activity)
    rooms.ensure_open(session, activity, seat.room)
    form_shows_it = _take(session, activity, seat, kind, body)
    if activity.state == activities.REVEALED:  # what was sealed stays so: this operation is kept as the others now are
        actor, op_id, fingerprint = operations.reduced(actor, op_id), "", ""
    operations.keep(session, actor, op_id, fingerprint, activity_id=activity.id, reply={})
    happened = events.WordsChanged if activity.state == activities.REVEALED else events.AnswerGiven
    events.record(session, happened(activity.meeting_id, activity.id))
    session.info.setdefault("answered", {})[activity.id] = (kind, activity)
    return Receipt(activity.id, form_shows_it)


def _take(session: Session, activity: Activity, seat: Seat, kind: Kind, body: Mapping[str, Any]) -> bool:
    """The answer itself; whether the form it came from shows it without being drawn anew."""
    if body.get("do") == "done":
        electorate.mark_done(session, activity, seat, body.get("done") != "no")
        return kind.keeps_own_state
    answer = kind.parse(body)
    kind.receive(session, activity, seat, answer)
    return not kind.redraws_after(answer)


def conclude(session: Session) -> None:
    """Before the commit, once for all its answers: counting a whole room is not for each of them."""
    answered: dict[str, tuple[Kind, Activity]] = session.info.pop("answered", {})
    for kind, activity in answered.values():
        if kind.after_answer(session, activity):
            events.record(session, events.WordsChanged(activity.meeting_id, activity.id))


def ensure_readable(body: Mapping[str, Any]) -> None:
    """Fields are text, or lists of text, as forms send them; and no database takes a NUL or half a character."""
    for name, value in body.items():
        values = cast(list[Any], value) if isinstance(value, list) else [value]
        if any(not isinstance(one, str) for one in values):
            message = N_("This answer could not be read. Reload the page and try again; what you typed is kept.")
            raise Refusal(message, control=_storable(name), status=422)
        if any(_UNSTORABLE.search(one) for one in (name, *values)):
            message = N_("This text holds characters that cannot be stored. Type it again without them.")
            raise Refusal(message, control=_storable(name), status=422)


def _storable(name: str) -> str:
    return _UNSTORABLE.sub("", name)
