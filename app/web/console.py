"""The facilitator's console: one page, and the commands that run the meeting."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import scenes
from app.db import reading
from app.domain import activities, conduct, events, ideas
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.refusals import N_, Refusal
from app.kinds import kind_of
from app.live.parts import parts_of
from app.scenes import FACILITATOR, Audience
from app.web import who
from app.web.forms import Body, Form, one
from app.web.pages import page
from app.web.running import Here, Running
from app.web.screen import doorway

router = APIRouter()
Verb = Callable[[Session, Meeting, Activity, Body], None]


@router.get("/meetings/{meeting_id}/console")
def console(here: Here, meeting: who.RunMeeting, language: who.Tongue) -> Response:
    """Where a facilitator runs the meeting."""
    return console_page(here, meeting.id, language)


@router.post("/meetings/{meeting_id}/console")
async def command(here: Here, meeting: who.RunMeeting, language: who.Tongue, form: Form) -> Response:
    """One step of the run of show. `seen` is the revision it was decided upon: two people pressing move one step."""
    verb = VERBS.get(one(form, "do"))
    if verb is None:
        raise Refusal(N_("This page is out of step. Reload it and try again."), status=422)

    def run(session: Session) -> None:
        activity = activities.get(session, one(form, "activity"))
        at = session.get_one(Meeting, meeting.id)
        if activity.meeting_id != at.id:
            raise Refusal(N_("This activity belongs to another meeting."), status=404)
        if "seen" in form:
            conduct.ensure_as_seen(activity, int(one(form, "seen") or 0))
        verb(session, at, activity, form)

    try:
        await here.writer.do(run, key=meeting.id)
    except Refusal as refusal:
        return console_page(here, meeting.id, language, refusal=refusal)
    return RedirectResponse(f"/meetings/{meeting.id}/console", status_code=303)


def console_page(here: Running, meeting_id: str, language: str, *, refusal: Refusal | None = None) -> Response:
    """The console as it stands; a refusal stands above the controls."""
    version = here.fan_out.version(meeting_id, FACILITATOR)
    with reading(here.engine) as session:
        now = scenes.moment(session, meeting_id)
        audience = Audience(FACILITATOR, language)
        scene: dict[str, Any] = {}
        for part in parts_of(FACILITATOR):
            scene |= part.scene(session, now, audience, here.fan_out.present(meeting_id))
        return page(
            here,
            "console",
            language,
            status=refusal.status if refusal else 200,
            audience=audience,
            version=version,
            refusal=refusal,
            door=doorway(here, now.meeting.join_code),
            **scene,
        )


def _next(session: Session, meeting: Meeting, activity: Activity, form: Body) -> None:
    following = conduct.next_of(session, meeting)
    if following is None:
        raise Refusal(N_("This was the last activity of the meeting."))
    conduct.go_to(session, meeting, following, kind_of(following.kind))


def _hide(hidden: bool) -> Verb:
    def verb(session: Session, meeting: Meeting, activity: Activity, form: Body) -> None:
        ideas.set_hidden(session, activity, one(form, "idea"), hidden)
        events.record(session, events.WordsChanged(meeting.id, activity.id))

    return verb


def _minutes(form: Body) -> int:
    given = one(form, "minutes", "2")
    return int(given) if given.isdigit() else 0


VERBS: dict[str, Verb] = {
    "go": lambda s, m, a, f: conduct.go_to(s, m, a, kind_of(a.kind)),
    "open": lambda s, m, a, f: conduct.open_(s, m, a, kind_of(a.kind)),
    "close": lambda s, m, a, f: conduct.close(s, a, kind_of(a.kind)),
    "reveal": lambda s, m, a, f: conduct.reveal(s, a, kind_of(a.kind)),
    "extend": lambda s, m, a, f: conduct.extend(s, a, _minutes(f)),
    "pause": lambda s, m, a, f: conduct.pause(s, a),
    "resume": lambda s, m, a, f: conduct.resume(s, a),
    "next": _next,
    "hide": _hide(True),
    "restore": _hide(False),
}
