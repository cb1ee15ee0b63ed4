"""A participant's own pages beside the live one: what they handed in, help, and their seat on another device."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import reading
from app.domain import activities, carry, meetings, projects, seats
from app.domain.activities import CUT, REVEALED, Activity
from app.domain.kind import Handed
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.kinds import kind_of
from app.web import who
from app.web.answers import hand_in
from app.web.forms import Form, one
from app.web.join import keep_cookie
from app.web.pages import page
from app.web.qr import picture
from app.web.running import Here, Running

router = APIRouter()


@dataclass(frozen=True)
class Entry:
    """What somebody handed in at one activity."""

    meeting: Meeting
    activity: Activity
    handed: list[Handed]


@router.get("/meet/{meeting_id}/words")
def my_words(here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue) -> Response:
    """Everything this seat handed in, over the whole series."""
    return _words_page(here, seat, meeting, language)


@router.post("/meet/{meeting_id}/words")
async def withdraw(here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue, form: Form) -> Response:
    """Take one's own words out: the same verb as on the live page, whenever one likes."""
    try:
        await hand_in(here, seat, {**form, "do": "withdraw"})
    except Refusal as refusal:
        return await asyncio.to_thread(_words_page, here, seat, meeting, language, refusal)
    return RedirectResponse(f"/meet/{meeting.id}/words", status_code=303)


@router.get("/meet/{meeting_id}/help")
def help_page(here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue) -> Response:
    """Whom to turn to, who sees what, and how to come in from another device."""
    return _help_page(here, seat, meeting, language)


@router.post("/meet/{meeting_id}/carry")
async def offer_seat(here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue) -> Response:
    """Show a code that brings this seat to another device, once."""
    code = await here.writer.do(lambda session: carry.offer(session, seat))
    shown = "-".join(code[at : at + 4] for at in range(0, len(code), 4))
    carried = picture(f"{here.settings.origin}/carry/{code}") | {
        "shown": shown,
        "host": f"{here.settings.host_shown}/carry",
    }
    return await asyncio.to_thread(_help_page, here, seat, meeting, language, carried)


@router.get("/carry", dependencies=[who.Anyone])
@router.get("/carry/{code}", dependencies=[who.Anyone])
def ask_for_code(here: Here, language: who.Tongue, code: str = "") -> Response:
    """Where the code is typed, or arrives with the picture; only the button uses it."""
    return page(here, "carry", language, refusal=None, code=code)


@router.post("/carry", dependencies=[who.Anyone])
async def take_seat(request: Request, here: Here, language: who.Tongue, form: Form) -> Response:
    """This device has the seat now too."""

    def command(session: Session) -> tuple[str, str, str]:
        secret = carry.take(session, one(form, "code"))
        seat = seats.recognise(session, secret)
        meeting = meetings.latest_of(session, seat.participant_id) if seat else None
        return secret, f"/meet/{meeting.id}" if meeting else "/join", seat.language if seat else language

    try:
        secret, place, spoken = await here.writer.do(command)
    except Refusal as refusal:
        again = {"refusal": refusal, "code": one(form, "code")}
        return await asyncio.to_thread(page, here, "carry", language, status=refusal.status, **again)
    response = RedirectResponse(place, status_code=303)
    keep_cookie(response, here, who.SEAT, secret)
    keep_cookie(response, here, who.LANGUAGE, spoken, days=365)
    return response


def _words_page(here: Running, seat: Seat, meeting: Meeting, language: str, refusal: Refusal | None = None) -> Response:
    with reading(here.engine) as session:
        project = session.get_one(Project, meeting.project_id)
        entries: list[Entry] = []
        cut = False
        for held in meetings.of_project(session, project):
            for activity in activities.of_meeting(session, held.id):
                cut = cut or (activity.secrecy == CUT and activity.state == REVEALED)
                handed = kind_of(activity.kind).handed_in(session, activity, seat)
                entries += [Entry(held, activity, list(handed))] if handed else []
        return page(
            here, "words", language, status=refusal.status if refusal else 200, meeting=meeting, project=project,
            entries=entries, cut=cut, refusal=refusal, op=secrets.token_urlsafe(8),
        )  # fmt: skip


def _help_page(
    here: Running, seat: Seat, meeting: Meeting, language: str, carried: dict[str, Any] | None = None
) -> Response:
    with reading(here.engine) as session:
        project = session.get_one(Project, meeting.project_id)
        sectors = projects.sectors_of(session, project)
        chooses = any(one.code == seat.sector and one.chooses_room for one in sectors)
        rooms = [one for one in sectors if chooses and not one.pseudo]
        scene: dict[str, Any] = {"meeting": meeting, "project": project, "carried": carried}
        scene |= {"rooms": rooms, "room": seat.room}
        return page(here, "help", language, **scene)
