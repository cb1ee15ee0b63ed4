"""What the buttons of the console do: each verb with the right it asks for."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import activities, conduct, events, focusing, leading, moderation, projects, roles, running_order
from app.domain.accounts import Account
from app.domain.activities import CLOSED, OPEN, REVEALED, Activity
from app.domain.meetings import Meeting
from app.domain.refusals import N_, Refusal
from app.kinds import kind_of
from app.web.forms import Body, one

OUT_OF_STEP = N_("This page is out of step. Reload it and try again.")


@dataclass(frozen=True)
class Press:
    """A button pressed: by whom, in which meeting, and what the form says."""

    session: Session
    meeting: Meeting
    account: Account
    form: Body


OnMeeting = Callable[[Press], None]
OnActivity = Callable[[Press, Activity], None]


def carry_out(session: Session, meeting_id: str, account: Account, form: Body) -> None:
    """One step of the run of show, for somebody whose role may take it."""
    press = Press(session, session.get_one(Meeting, meeting_id), account, form)
    name = one(form, "do")
    projects.ensure_may(session, press.meeting.project_id, account, RIGHTS.get(name, roles.RUN))
    if name in ON_MEETING:
        ON_MEETING[name](press)
        return
    if name not in ON_ACTIVITY:
        raise Refusal(OUT_OF_STEP, status=422)
    activity = activities.get(session, one(form, "activity"))
    if activity.meeting_id != meeting_id:
        raise Refusal(N_("This activity belongs to another meeting."), status=404)
    if name in REACHED and REACHED[name](press, activity):
        return  # pressed twice, or by two people: it is as they wanted it
    if "seen" in form:
        conduct.ensure_as_seen(activity, _number(press, "seen"))
    ON_ACTIVITY[name](press, activity)


def _next(press: Press) -> None:
    upon, seen = one(press.form, "activity"), _number(press, "seen")
    conduct.move_on(press.session, press.meeting, upon=upon, seen=seen, kind_of=kind_of)


def _go(press: Press, activity: Activity) -> None:
    if "from" in press.form and one(press.form, "from") != (press.meeting.current_id or ""):
        raise Refusal(N_("Somebody else moved the meeting on a moment ago. Look again, then decide."))
    conduct.go_to(press.session, press.meeting, activity, kind_of)


def _focus(press: Press, activity: Activity) -> None:
    if activity.id != press.meeting.current_id:
        raise Refusal(N_("Everybody has moved on from this activity. Look again, then decide."))
    setup = kind_of(activity.kind).asked(press.session, activity)
    focusing.focus(press.session, activity, setup, one(press.form, "what"))


def _hide(hidden: bool) -> OnActivity:
    def verb(press: Press, activity: Activity) -> None:
        moderation.set_hidden(press.session, activity, one(press.form, "idea"), hidden)
        events.record(press.session, events.WordsChanged(press.meeting.id, activity.id))

    return verb


def _number(press: Press, name: str, otherwise: str = "") -> int:
    given = one(press.form, name, otherwise)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise Refusal(OUT_OF_STEP, control=name, status=422)
    return int(given)


RIGHTS = {"hide": roles.MODERATE, "restore": roles.MODERATE}  # all others need the right to run
ON_MEETING: dict[str, OnMeeting] = {
    "next": _next,
    "door": lambda p: conduct.set_door(p.session, p.meeting, is_open=one(p.form, "door") == "open"),
    "offer": lambda p: leading.offer(p.session, p.meeting, p.account, one(p.form, "to")),
    "recall": lambda p: leading.take_back(p.session, p.meeting, p.account),
    "accept": lambda p: leading.accept(p.session, p.meeting, p.account),
    "decline": lambda p: leading.decline(p.session, p.meeting, p.account),
    "take": lambda p: leading.take(p.session, p.meeting, p.account, seen=one(p.form, "led_by")),
}
ON_ACTIVITY: dict[str, OnActivity] = {
    "go": _go,
    "open": lambda p, a: conduct.open_(p.session, p.meeting, a, kind_of),
    "close": lambda p, a: conduct.close(p.session, a, kind_of(a.kind)),
    "reveal": lambda p, a: conduct.reveal(p.session, a, kind_of(a.kind)),
    "extend": lambda p, a: conduct.extend(p.session, a, _number(p, "minutes", "2")),
    "pause": lambda p, a: conduct.pause(p.session, a),
    "resume": lambda p, a: conduct.resume(p.session, a),
    "drop": lambda p, a: running_order.drop(p.session, p.meeting, a),
    "undrop": lambda p, a: running_order.take_back(p.session, a),
    "up": lambda p, a: running_order.shift(p.session, p.meeting, a, -1),
    "down": lambda p, a: running_order.shift(p.session, p.meeting, a, 1),
    "focus": _focus,
    "unfocus": lambda p, a: focusing.let_go(p.session, a),
    "hide": _hide(True),
    "restore": _hide(False),
}
REACHED: dict[str, Callable[[Press, Activity], bool]] = {
    "go": lambda p, a: p.meeting.current_id == a.id,
    "open": lambda p, a: p.meeting.current_id == a.id and a.state == OPEN,
    "close": lambda p, a: a.state in {CLOSED, REVEALED},
    "reveal": lambda p, a: a.state == REVEALED,
    "pause": lambda p, a: a.paused_left_ms is not None,
    "resume": lambda p, a: a.ends_ms is not None,
    "drop": lambda p, a: a.dropped,
    "undrop": lambda p, a: not a.dropped,
    "focus": lambda p, a: a.focus == one(p.form, "what") and bool(a.focus),
    "unfocus": lambda p, a: not a.focus,
}
