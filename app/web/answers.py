"""Two doors, one verb: answers by socket and by form go through `hand_in`."""

import asyncio
import logging
import secrets
from typing import Any

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app import kinds, scenes
from app.db import reading
from app.domain import responses
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.responses import Receipt
from app.domain.seats import Seat
from app.language import say_in
from app.live import drawing
from app.logs import failure
from app.scenes import Audience
from app.web import who
from app.web.forms import Body, Form, one
from app.web.pages import participant_page
from app.web.running import Here, Running

router = APIRouter()
log = logging.getLogger("groundwork")
BUSY = Refusal(N_("The database cannot be reached just now. Nothing is lost; wait a moment and try again."), status=503)


async def hand_in(here: Running, seat: Seat, body: Body) -> Receipt:
    """Take one answer and wait for its commit. Raises the Refusal that says why not."""
    activity, op = one(body, "activity"), one(body, "op")
    if not activity.isalnum():
        raise NotFound()
    content = {name: value for name, value in body.items() if name not in {"activity", "op", "headers"}}

    def command(session: Any) -> Receipt:
        return responses.receive(session, kinds.kind_of, seat, activity, op, content)

    return await here.writer.do(command, key=f"{activity}:{seat.participant_id}")


def pen_frame(here: Running, seat: Seat, meeting_id: str, audience: Audience) -> str:
    """The seat's own state as it stands now, for its own sockets."""
    with reading(here.engine) as session:
        now = scenes.as_seen(session, scenes.moment(session, meeting_id), audience)
        return drawing.pen_frame(here.renderer, session, now, audience, seat)


@router.post("/meet/{meeting_id}/answers")
async def by_form(
    request: Request, here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue, form: Form
) -> Response:
    """The second door: for blocked sockets (a script asks for JSON) and pages without scripts (a page comes back)."""
    by_script = request.headers.get("accept", "").startswith("application/json")
    form.setdefault("op", secrets.token_urlsafe(16))
    try:
        await hand_in(here, seat, form)
    except Refusal as refusal:
        said = say_in(language, refusal.message, refusal.params)
        if by_script:
            return JSONResponse(refused(form["op"], said, refusal.control))
        return await asyncio.to_thread(participant_page, here, seat, meeting.id, language, refusal=refusal, kept=form)
    except SQLAlchemyError as error:
        if by_script:  # the page keeps it and sends it again
            raise
        log.error("an answer could not be saved: %s", failure(error))
        return await asyncio.to_thread(participant_page, here, seat, meeting.id, language, refusal=BUSY, kept=form)
    here.fan_out.pen_due(meeting.id, seat)
    if not by_script:
        return RedirectResponse(f"/meet/{meeting.id}", status_code=303)
    audience = scenes.at_seat(seat, language)
    pen = await asyncio.to_thread(pen_frame, here, seat, meeting.id, audience)
    return JSONResponse(accepted(form["op"]) | {"frame": pen})


def accepted(op: object) -> dict[str, Any]:
    """The reply to an answer that is on disk."""
    return {"ack": op, "ok": True}


def refused(op: object, said: str, control: str = "") -> dict[str, Any]:
    """The reply to an answer that was not taken, with the sentence to show beside its control."""
    return {"ack": op, "ok": False, "said": said, "control": control}
