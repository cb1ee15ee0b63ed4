"""The page's socket: parts go out, answers come in. Checked before it is accepted, and again at every message."""

import asyncio
import contextlib
import json
import logging
from typing import Any, cast

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from sqlmodel import Session

from app import scenes
from app.db import reading
from app.domain.meetings import Meeting
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.seats import Seat
from app.language import say_in
from app.live.hub import Listener, Room
from app.live.mailbox import Mailbox
from app.logs import failure
from app.scenes import SCREEN, Audience
from app.web import who
from app.web.answers import accepted, hand_in, refused
from app.web.frames import writer
from app.web.origin import same_origin
from app.web.running import Here, Running

router = APIRouter()
log = logging.getLogger("groundwork.socket")
NOT_ALLOWED, RESTART = 1008, 1012
MOST_PAGES = 8  # of one seat: those that a flaky phone left behind, half dead, count too


@router.websocket("/live/{meeting_id}/participant")
async def participant(
    socket: WebSocket, here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue, v: str = ""
) -> None:
    """A phone: hears its parts, hands in its answers."""
    agreed = await asyncio.to_thread(_agreed, here, seat, meeting.id)
    audience = scenes.at_seat(seat, language, agreed=agreed)
    await _serve(socket, here, meeting, Listener(audience, Mailbox(socket.send_text, writer(socket)), seat), v)


@router.websocket("/live/{meeting_id}/screen")
async def screen(
    socket: WebSocket, here: Here, meeting: who.ShownMeeting, language: who.Tongue, v: str = "", room: str = ""
) -> None:
    """The big screen, or that of one sector's room: hears only."""
    listener = Listener(Audience(SCREEN, language, room[:40] or None), Mailbox(socket.send_text, writer(socket)))
    listener.ensure_may = lambda session: who.watching(socket, meeting.id, here, session)
    await _serve(socket, here, meeting, listener, v)


@router.websocket("/live/{meeting_id}/facilitator")
async def facilitator(
    socket: WebSocket, here: Here, meeting: who.ConsoleMeeting, me: who.MyRole, language: who.Tongue, v: str = ""
) -> None:
    """The console: hears only; its commands are posted. Another role is another page: it has to be opened anew."""
    listener = Listener(scenes.at_console(me, language), Mailbox(socket.send_text, writer(socket)))

    def ensure_may(session: Session) -> None:
        now = who.my_role(meeting.id, who.signed_in(socket, here, session), session)
        if (now.role, now.room) != (me.role, me.room):
            raise NotFound()

    listener.ensure_may = ensure_may
    await _serve(socket, here, meeting, listener, v)


async def _serve(socket: WebSocket, here: Running, meeting: Meeting, listener: Listener, version: str) -> None:
    if not same_origin(socket, here.settings):
        await socket.close(NOT_ALLOWED)
        return
    await socket.accept()
    room = here.fan_out.join(meeting.id, listener, version)
    room.make_way(listener.key, MOST_PAGES)
    delivery = asyncio.create_task(listener.mailbox.deliver())
    reception = asyncio.create_task(_receive(socket, here, room, listener))
    try:
        await asyncio.wait({delivery, reception}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        room.leave(listener)
        delivery.cancel()
        reception.cancel()
        await asyncio.gather(delivery, reception, return_exceptions=True)
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(NOT_ALLOWED if listener.closing else RESTART)


async def _receive(socket: WebSocket, here: Running, room: Room, listener: Listener) -> None:
    while True:
        try:
            message: dict[str, Any] | None = _message(await socket.receive_text())
        except (ValueError, KeyError, RecursionError):
            message = None
        if message is None:
            listener.closing = "broken message"
            return
        if "probe" in message:
            listener.mailbox.post("heartbeat", room.beat(listener))
        elif listener.seat is not None and ("op" in message or "activity" in message):
            await _answer(here, room.meeting_id, listener, listener.seat, message)


def _message(text: str) -> dict[str, Any] | None:
    found: object = json.loads(text)
    return cast(dict[str, Any], found) if isinstance(found, dict) else None


async def _answer(here: Running, meeting_id: str, listener: Listener, seat: Seat, message: dict[str, Any]) -> None:
    op = message["op"] if isinstance(message.get("op"), str) else ""
    try:
        receipt = await hand_in(here, seat, message)
    except Refusal as refusal:
        said = say_in(listener.audience.language, refusal.message, refusal.params)
        listener.mailbox.post(f"ack {op}", json.dumps(refused(op, said, refusal.control)))
        return
    except Exception as error:  # the answer waits on its page and comes again; the socket stays
        log.error("an answer could not be saved: %s", failure(error))
        said = say_in(
            listener.audience.language, N_("This could not be saved just now. It stays here and is sent again.")
        )
        listener.mailbox.post(f"ack {op}", json.dumps({"ack": op, "later": True, "said": said}))
        return
    listener.mailbox.post(f"ack {op}", json.dumps(accepted(op)))
    here.fan_out.pen_due(meeting_id, seat, answered_from=listener, form_shows_it=receipt.form_shows_it)


def _agreed(here: Running, seat: Seat, meeting_id: str) -> bool:
    with reading(here.engine) as session:
        return scenes.agreed(session, scenes.moment(session, meeting_id), seat)
