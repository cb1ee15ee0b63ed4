"""Coming in: by the meeting's code or link, or by a personal link; choosing sector and role once; leaving."""

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import reading
from app.domain import accounts, events, meetings, overview, participants, projects, seats
from app.domain.meetings import Meeting
from app.domain.overview import PLANNED, UNDER_WAY, Stop
from app.domain.participants import Participant
from app.domain.projects import Project
from app.domain.refusals import NotAllowed, Refusal
from app.web import who
from app.web.back import own_path
from app.web.forms import Body, Form, one
from app.web.pages import page
from app.web.running import Here, Reader, Running

router = APIRouter()
INVITATION = "invitation"


@router.get("/join", dependencies=[who.Anyone])
def ask_code(here: Here, language: who.Tongue) -> Response:
    """Where one types the code."""
    return page(here, "code", language, refusal=None, code="")


@router.post("/join", dependencies=[who.Anyone])
def with_code(here: Here, session: Reader, language: who.Tongue, form: Form) -> Response:
    """The code opens the meeting's door, or the page says why not."""
    try:
        meeting = meetings.at_code(session, one(form, "code"))
    except Refusal as refusal:
        return page(here, "code", language, status=refusal.status, refusal=refusal, code=one(form, "code"))
    return RedirectResponse(f"/join/{meeting.join_code}", status_code=303)


@router.get("/join/{code}", dependencies=[who.Anyone])
def door(code: str, request: Request, here: Here, session: Reader, language: who.Tongue) -> Response:
    """The meeting's door. Looking makes nothing; whoever has a seat in the project walks in with one press."""
    meeting = meetings.at_code(session, code)
    secret = request.cookies.get(here.cookie(who.SEAT))
    seat = seats.recognise(session, secret) if secret else None
    known = seat is not None and seat.project_id == meeting.project_id
    return _door(here, session, meeting, language, known=known)


@router.post("/join/{code}", dependencies=[who.Anyone])
async def come_in(code: str, request: Request, here: Here, language: who.Tongue, form: Form) -> Response:
    """Come in: with the seat one has, with a personal link, or as somebody new."""
    held = request.cookies.get(here.cookie(who.SEAT))
    token = request.cookies.get(here.cookie(INVITATION))

    def command(session: Session) -> tuple[str, str | None]:
        meeting = meetings.at_code(session, code)
        return _come_in(session, meeting, held=held, token=token, form=form, language=language)

    try:
        meeting_id, secret = await here.writer.do(command)
    except Refusal as refusal:
        return await asyncio.to_thread(_door_again, here, code, language, refusal, form)
    response = RedirectResponse(f"/meet/{meeting_id}", status_code=303)
    if secret:
        keep_cookie(response, here, who.SEAT, secret)
    response.delete_cookie(here.cookie(INVITATION), secure=here.settings.host_cookies, httponly=True)
    return response


@router.get("/invitation/{token}", dependencies=[who.Anyone])
def personal_link(token: str, request: Request, here: Here, session: Reader) -> Response:
    """A personal link leaves the address bar at once; only the button on the door uses it."""
    person = participants.invited_with(session, token)
    project = session.get_one(Project, person.project_id)
    meeting = _meeting_now(overview.series(session, project))
    response = RedirectResponse(f"/join/{meeting.join_code}" if meeting else "/join", status_code=303)
    keep_cookie(response, here, INVITATION, token, days=1)
    if here.cookie(who.LANGUAGE) not in request.cookies:
        keep_cookie(response, here, who.LANGUAGE, person.language, days=365)
    return response


@router.get("/away", dependencies=[who.Anyone])
def away(here: Here, language: who.Tongue) -> Response:
    """A quick way to leave: a page that says nothing of where one was."""
    return page(here, "away", language)


@router.post("/language", dependencies=[who.Anyone])
async def choose_language(request: Request, here: Here, form: Form) -> Response:
    """Remember the language on this device, and with the seat or account."""
    language = "fr" if one(form, "language") == "fr" else "en"
    response = RedirectResponse(own_path(one(form, "back"), "/"), status_code=303)
    keep_cookie(response, here, who.LANGUAGE, language, days=365)
    secret = request.cookies.get(here.cookie(who.SEAT))
    if secret:
        await here.writer.do(lambda session: _keep_language(session, secret, language))
    account = request.cookies.get(here.cookie(who.ACCOUNT))
    if account:
        await here.writer.do(lambda session: accounts.keep_language(session, account, language))
    return response


def keep_cookie(response: Response, here: Running, name: str, value: str, *, days: int = 400) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        here.cookie(name),
        value,
        max_age=days * 86400,
        path="/",
        secure=here.settings.host_cookies,
        httponly=True,
        samesite="lax",
    )


def _keep_language(session: Session, secret: str, language: str) -> None:
    seat = seats.recognise(session, secret)
    if seat is not None:
        session.get_one(Participant, seat.participant_id).language = language


def _come_in(
    session: Session, meeting: Meeting, *, held: str | None, token: str | None, form: Body, language: str
) -> tuple[str, str | None]:
    project = session.get_one(Project, meeting.project_id)
    seat = seats.recognise(session, held) if held else None
    if seat is None and held and not token and participants.was_removed(session, held):
        raise NotAllowed(participants.CLOSED_SEAT)
    secret = None
    invited = participants.invited_with(session, token) if token else None
    invited = invited if invited and invited.project_id == project.id else None
    if seat and seat.project_id == project.id and (invited is None or invited.id == seat.participant_id):
        person_id = seat.participant_id  # their own link again: a new seat would cost them what they handed in
    else:
        person = invited or participants.newcomer(session, project)
        participants.introduce(
            session,
            project,
            person,
            sector=one(form, "sector") or person.sector or "",
            role=one(form, "role"),
            room=one(form, "room"),
            name=one(form, "name") or person.name,
            language=language,
        )
        secret, person_id = participants.take_seat(session, person), person.id
    meetings.attend(session, meeting, person_id)
    events.record(session, events.PeopleChanged(meeting.id))
    return meeting.id, secret


def _meeting_now(series: Sequence[Stop]) -> Meeting | None:
    """Where a personal link leads: to the meeting under way, else to the next one, among those that let people in."""
    stops = [stop for stop in series if stop.meeting.door_open] or series
    under_way = [stop for stop in stops if stop.state == UNDER_WAY]
    planned = [stop for stop in stops if stop.state == PLANNED]
    found = under_way[-1:] or planned[:1] or stops[-1:]
    return found[0].meeting if found else None


def _door_again(here: Running, code: str, language: str, refusal: Refusal, kept: Body) -> Response:
    with reading(here.engine) as session:
        return _door(here, session, meetings.at_code(session, code), language, known=False, refusal=refusal, kept=kept)


def _door(
    here: Running,
    session: Session,
    meeting: Meeting,
    language: str,
    *,
    known: bool,
    refusal: Refusal | None = None,
    kept: dict[str, Any] | None = None,
) -> Response:
    project = session.get_one(Project, meeting.project_id)
    return page(
        here,
        "join",
        language,
        status=refusal.status if refusal else 200,
        meeting=meeting,
        project=project,
        sectors=projects.sectors_of(session, project),
        known=known,
        refusal=refusal,
        kept=kept or {},
    )
