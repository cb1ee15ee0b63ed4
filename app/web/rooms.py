"""Sector rooms while a meeting runs: what the facilitator does for all of them, and each lead for their own."""

import asyncio
from collections.abc import Callable

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain import participants, projects, roles, rooms
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.participants import Participant
from app.domain.projects import Member, Project
from app.domain.refusals import N_, NotAllowed, Refusal
from app.domain.seats import Seat
from app.domain.text import clean
from app.web import who
from app.web.console import console_page
from app.web.forms import Body, Form, one
from app.web.plan import of_meeting
from app.web.running import Here

router = APIRouter()
LINE_LIMIT = 200
InRoom = Callable[[Session, Activity, str, Body], None]


@router.post("/meetings/{meeting_id}/rooms")
async def command(
    request: Request, here: Here, meeting: who.ConsoleMeeting, account: who.Staff, me: who.MyRole,
    language: who.Tongue, form: Form,
) -> Response:  # fmt: skip
    """One step in a room or for all rooms. A script gets the refusal alone, or nothing."""
    by_script = request.headers.get("hx-request") == "true"
    try:
        await here.writer.do(lambda session: _carry_out(session, meeting, me, language, form), key=meeting.id)
    except Refusal as refusal:
        if by_script:
            said = here.renderer.draw("parts/facilitator/said.html", language, refusal=refusal)
            return HTMLResponse(said, refusal.status)
        return await asyncio.to_thread(console_page, here, meeting.id, account, me, language, refusal=refusal)
    return HTMLResponse("") if by_script else RedirectResponse(f"/meetings/{meeting.id}/console", status_code=303)


@router.post("/meet/{meeting_id}/room")
async def sit_elsewhere(here: Here, seat: who.Me, meeting: who.MyMeeting, form: Form) -> Response:
    """Somebody of more than one sector goes to another room; what they wrote stays."""
    await here.writer.do(lambda session: _sit(session, seat, one(form, "room")), key=meeting.id)
    return RedirectResponse(f"/meet/{meeting.id}", status_code=303)


@router.post("/projects/{slug}/people/{person_id}/room")
async def move(slug: str, person_id: str, here: Here, account: who.Staff, form: Form) -> Response:
    """The team seats somebody in another room, and says whether they speak for their sector."""

    def command(session: Session) -> None:
        project = projects.with_right(session, slug, account, roles.SEE_ROSTER)
        person = participants.get(session, project, person_id)
        person.leads = one(form, "leads") == "yes"
        rooms.move(session, project, person, one(form, "room"))

    await here.writer.do(command)
    return RedirectResponse(f"/projects/{slug}/people", status_code=303)


def _carry_out(session: Session, meeting: Meeting, me: Member, language: str, form: Body) -> None:
    name, room = one(form, "do"), one(form, "room")
    _ensure_may(me, name, room)
    activity = of_meeting(session, meeting, one(form, "activity"))
    if name == "say":
        words = clean(one(form, "line"), limit=LINE_LIMIT, control="line")
        rooms.say(session, activity, {language: words}, room)
    elif name == "call_back":
        rooms.call_back(session, activity, _minutes(form))
    elif name in IN_ROOM:
        IN_ROOM[name](session, activity, room, form)
    else:
        raise Refusal(N_("This page is out of step. Reload it and try again."), status=422)


def _ensure_may(me: Member, name: str, room: str) -> None:
    """Whoever runs the meeting leads every room; a sector lead their own."""
    rights = roles.rights_of(me.role)
    own = roles.RUN_ROOM in rights and me.room == room and name in IN_ROOM
    if roles.RUN not in rights and not own:
        raise NotAllowed(N_("You lead another room than this one."))


def _minutes(form: Body) -> int:
    given = one(form, "minutes", "2")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0


def _sit(session: Session, seat: Seat, room: str) -> None:
    person = session.get_one(Participant, seat.participant_id)
    project = session.get_one(Project, seat.project_id)
    mine = next((s for s in projects.sectors_of(session, project) if s.code == person.sector), None)
    if mine is None or not mine.chooses_room:
        raise NotAllowed(N_("Your room is your sector’s. Ask the team if you should sit elsewhere."))
    rooms.move(session, project, person, room)


IN_ROOM: dict[str, InRoom] = {
    "extend": lambda s, a, r, f: rooms.extend(s, a, r, _minutes(f)),
    "pause": lambda s, a, r, f: rooms.pause(s, a, r),
    "resume": lambda s, a, r, f: rooms.resume(s, a, r),
    "close": lambda s, a, r, f: rooms.close(s, a, r),
    "reopen": lambda s, a, r, f: rooms.reopen(s, a, r),
    "show": lambda s, a, r, f: rooms.show(s, a, r),
}
