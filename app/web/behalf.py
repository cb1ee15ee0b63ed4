"""Entering answers for somebody who takes part by telephone or on paper: a helper's page, with a seat of its own."""

import asyncio
import secrets
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app import scenes
from app.db import reading
from app.domain import activities, behalf, seats
from app.domain.accounts import Account
from app.domain.meetings import Meeting
from app.domain.refusals import N_, NotAllowed, Refusal
from app.domain.seats import Seat
from app.language import say_in
from app.web import who
from app.web.answers import hand_in
from app.web.forms import Body, Form, one
from app.web.join import keep_cookie
from app.web.running import Here, Running

router = APIRouter()
BEHALF = "behalf"


@router.get("/meetings/{meeting_id}/behalf")
def show(request: Request, here: Here, meeting: who.RunMeeting, account: who.Staff, language: who.Tongue) -> Response:
    """The form for a new person, or the page of the one whose answers are being entered."""
    return _page(here, meeting, account, language, _seat(request, here, meeting))


@router.post("/meetings/{meeting_id}/behalf")
async def begin(here: Here, meeting: who.RunMeeting, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """Begin to enter for somebody: where they speak from, and that they agreed."""

    def command(session: Session) -> str:
        return behalf.take_place(
            session, session.get_one(Meeting, meeting.id), sector=one(form, "sector"), role=one(form, "role"),
            room=one(form, "room"), agreed=one(form, "agreed") == "yes", language=language,
        )  # fmt: skip

    try:
        secret = await here.writer.do(command, key=meeting.id)
    except Refusal as refusal:
        return await asyncio.to_thread(_page, here, meeting, account, language, None, refusal=refusal, kept=form)
    response = RedirectResponse(f"/meetings/{meeting.id}/behalf", status_code=303)
    keep_cookie(response, here, BEHALF, secret, days=1)
    return response


@router.post("/meetings/{meeting_id}/behalf/answers")
async def enter(
    request: Request, here: Here, meeting: who.RunMeeting, account: who.Staff, language: who.Tongue, form: Form
) -> Response:
    """One answer, by the same verb as a participant's own."""
    seat = await asyncio.to_thread(_seat, request, here, meeting)
    if seat is None:
        raise NotAllowed(N_("Nobody’s answers are being entered here. Begin again."))
    form.setdefault("op", secrets.token_urlsafe(16))
    try:
        await hand_in(here, seat, form)
        await here.writer.do(lambda session: _note(session, form, seat), key=meeting.id)
    except Refusal as refusal:
        return await asyncio.to_thread(_page, here, meeting, account, language, seat, refusal=refusal, kept=form)
    return RedirectResponse(f"/meetings/{meeting.id}/behalf", status_code=303)


@router.post("/meetings/{meeting_id}/behalf/end")
async def end(here: Here, meeting: who.RunMeeting) -> Response:
    """Put the seat away: what was entered is final."""
    response = RedirectResponse(f"/meetings/{meeting.id}/console", status_code=303)
    response.delete_cookie(here.cookie(BEHALF), secure=here.settings.host_cookies, httponly=True)
    return response


def _note(session: Session, form: Body, seat: Seat) -> None:
    behalf.note(session, activities.get(session, one(form, "activity")), seat)


def _seat(request: Request, here: Running, meeting: Meeting) -> Seat | None:
    secret = request.cookies.get(here.cookie(BEHALF))
    with reading(here.engine) as session:
        seat = seats.recognise(session, secret) if secret else None
    return seat if seat is not None and seat.project_id == meeting.project_id else None


def _page(
    here: Running,
    meeting: Meeting,
    account: Account,
    language: str,
    seat: Seat | None,
    *,
    refusal: Refusal | None = None,
    kept: Body | None = None,
) -> Response:
    """The forms are the participant's own; they lead here instead, and wait for no socket."""
    said = say_in(language, refusal.message, refusal.params) if refusal else ""
    scene: dict[str, Any] = {"account": account, "refusal": refusal, "seat": seat}
    scene |= {"kept": kept or {}, "refused": said if seat else "", "op": secrets.token_urlsafe(6), "standing": None}
    with reading(here.engine) as session:
        now = scenes.moment(session, meeting.id)
        scene |= {"now": now, "sectors": now.sectors, "stage": None, "pen": None}
        scene["entered"] = behalf.how_many(session, now.current) if now.current else 0
        if seat is not None:
            audience = scenes.at_seat(seat, language)
            scene |= {"audience": audience, "stage": scenes.stage(session, now, audience)}
            scene["pen"] = scenes.pen(session, now, seat)
        html = here.renderer.draw("pages/behalf.html", language, settings=here.settings, **scene)
    doors = (f"/meet/{meeting.id}/answers", f"/meetings/{meeting.id}/behalf/answers")
    html = html.replace(*doors).replace(" hx-ws:send", "").replace("<noscript>", "").replace("</noscript>", "")
    return HTMLResponse(html, refusal.status if refusal else 200)
