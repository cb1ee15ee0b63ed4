"""The facilitator's console: one page, and the commands that run the meeting."""

import asyncio
from collections.abc import Callable

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app import scenes
from app.db import reading
from app.domain import activities, conduct, events, ideas
from app.domain.activities import CLOSED, OPEN, REVEALED, Activity
from app.domain.meetings import Meeting
from app.domain.refusals import N_, Refusal
from app.kinds import kind_of
from app.live.parts import page_scene
from app.scenes import FACILITATOR, Audience
from app.web import who
from app.web.forms import Body, Form, one
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()
OnMeeting = Callable[[Session, Meeting, Body], None]
OnActivity = Callable[[Session, Meeting, Activity, Body], None]
OUT_OF_STEP = N_("This page is out of step. Reload it and try again.")


@router.get("/meetings/{meeting_id}/console")
def console(here: Here, meeting: who.RunMeeting, language: who.Tongue) -> Response:
    """Where a facilitator runs the meeting."""
    return console_page(here, meeting.id, language)


@router.post("/meetings/{meeting_id}/console")
async def command(request: Request, here: Here, meeting: who.RunMeeting, language: who.Tongue, form: Form) -> Response:
    """One step of the run of show. `seen` is the revision it was decided upon: two people pressing move one step.

    A script gets the refusal alone, or nothing: what changed comes to every console as parts.
    """
    by_script = request.headers.get("hx-request") == "true"
    try:
        await here.writer.do(lambda session: _carry_out(session, meeting.id, form), key=meeting.id)
    except Refusal as refusal:
        if by_script:
            said = here.renderer.draw("parts/facilitator/said.html", language, refusal=refusal)
            return HTMLResponse(said, refusal.status)
        return await asyncio.to_thread(console_page, here, meeting.id, language, refusal=refusal)
    return HTMLResponse("") if by_script else RedirectResponse(f"/meetings/{meeting.id}/console", status_code=303)


def console_page(here: Running, meeting_id: str, language: str, *, refusal: Refusal | None = None) -> Response:
    """The console as it stands; a refusal stands beside the controls."""
    version = here.fan_out.version(meeting_id, FACILITATOR)
    with reading(here.engine) as session:
        now = scenes.moment(session, meeting_id)
        audience = Audience(FACILITATOR, language)
        scene = page_scene(FACILITATOR, session, now, audience, here.fan_out.present(meeting_id))
        return page(
            here,
            "console",
            language,
            status=refusal.status if refusal else 200,
            audience=audience,
            version=version,
            refusal=refusal,
            **scene,
        )


def _carry_out(session: Session, meeting_id: str, form: Body) -> None:
    meeting = session.get_one(Meeting, meeting_id)
    name = one(form, "do")
    if name in ON_MEETING:
        ON_MEETING[name](session, meeting, form)
        return
    if name not in ON_ACTIVITY:
        raise Refusal(OUT_OF_STEP, status=422)
    activity = activities.get(session, one(form, "activity"))
    if activity.meeting_id != meeting.id:
        raise Refusal(N_("This activity belongs to another meeting."), status=404)
    if name in REACHED and REACHED[name](meeting, activity):
        return  # pressed twice, or by two people: it is as they wanted it
    if "seen" in form:
        conduct.ensure_as_seen(activity, _number(form, "seen"))
    ON_ACTIVITY[name](session, meeting, activity, form)


def _next(session: Session, meeting: Meeting, form: Body) -> None:
    conduct.move_on(session, meeting, upon=one(form, "activity"), seen=_number(form, "seen"), kind_of=kind_of)


def _door(session: Session, meeting: Meeting, form: Body) -> None:
    conduct.set_door(session, meeting, is_open=one(form, "door") == "open")


def _go(session: Session, meeting: Meeting, activity: Activity, form: Body) -> None:
    if "from" in form and one(form, "from") != (meeting.current_id or ""):
        raise Refusal(N_("Somebody else moved the meeting on a moment ago. Look again, then decide."))
    conduct.go_to(session, meeting, activity, kind_of)


def _hide(hidden: bool) -> OnActivity:
    def verb(session: Session, meeting: Meeting, activity: Activity, form: Body) -> None:
        ideas.set_hidden(session, activity, one(form, "idea"), hidden)
        events.record(session, events.WordsChanged(meeting.id, activity.id))

    return verb


def _number(form: Body, name: str, otherwise: str = "") -> int:
    given = one(form, name, otherwise)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise Refusal(OUT_OF_STEP, control=name, status=422)
    return int(given)


ON_MEETING: dict[str, OnMeeting] = {"next": _next, "door": _door}
ON_ACTIVITY: dict[str, OnActivity] = {
    "go": _go,
    "open": lambda s, m, a, f: conduct.open_(s, m, a, kind_of),
    "close": lambda s, m, a, f: conduct.close(s, a, kind_of(a.kind)),
    "reveal": lambda s, m, a, f: conduct.reveal(s, a, kind_of(a.kind)),
    "extend": lambda s, m, a, f: conduct.extend(s, a, _number(f, "minutes", "2")),
    "pause": lambda s, m, a, f: conduct.pause(s, a),
    "resume": lambda s, m, a, f: conduct.resume(s, a),
    "hide": _hide(True),
    "restore": _hide(False),
}
REACHED: dict[str, Callable[[Meeting, Activity], bool]] = {
    "go": lambda m, a: m.current_id == a.id,
    "open": lambda m, a: m.current_id == a.id and a.state == OPEN,
    "close": lambda m, a: a.state in {CLOSED, REVEALED},
    "reveal": lambda m, a: a.state == REVEALED,
    "pause": lambda m, a: a.paused_left_ms is not None,
    "resume": lambda m, a: a.ends_ms is not None,
}
