"""The page's socket: parts go out, answers come in. Checked before it is accepted, and again at every message."""

import asyncio
import contextlib
import json

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from app import scenes
from app.db import reading
from app.domain.meetings import Meeting
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.language import say_in
from app.live.hub import Listener
from app.live.mailbox import Mailbox
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience
from app.web import who
from app.web.answers import accepted, hand_in, refused
from app.web.origin import same_origin
from app.web.running import Here, Running

router = APIRouter()
NOT_ALLOWED, RESTART = 1008, 1012
MOST_SOCKETS = 8  # of one seat


@router.websocket("/live/{meeting_id}/participant")
async def participant(
    socket: WebSocket, here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue, v: str = ""
) -> None:
    """A phone: hears its parts, hands in its answers."""
    agreed = await asyncio.to_thread(_agreed, here, seat, meeting.id)
    audience = Audience(PARTICIPANT, language, seat.room, seat.hand, agreed)
    await _serve(socket, here, meeting, Listener(audience, Mailbox(socket.send_text), seat), v)


@router.websocket("/live/{meeting_id}/screen")
async def screen(socket: WebSocket, here: Here, meeting: who.ShownMeeting, language: who.Tongue, v: str = "") -> None:
    """The big screen: hears only."""
    await _serve(socket, here, meeting, Listener(Audience(SCREEN, language), Mailbox(socket.send_text)), v)


@router.websocket("/live/{meeting_id}/facilitator")
async def facilitator(
    socket: WebSocket, here: Here, meeting: who.RunMeeting, language: who.Tongue, v: str = ""
) -> None:
    """The console: hears only; its commands are posted."""
    await _serve(socket, here, meeting, Listener(Audience(FACILITATOR, language), Mailbox(socket.send_text)), v)


async def _serve(socket: WebSocket, here: Running, meeting: Meeting, listener: Listener, version: str) -> None:
    if not same_origin(socket, here.settings):
        await socket.close(NOT_ALLOWED)
        return
    room = here.fan_out.room(meeting.id)
    if listener.seat and sum(other.key == listener.key for other in room.listeners) >= MOST_SOCKETS:
        await socket.close(NOT_ALLOWED)
        return
    await socket.accept()
    here.fan_out.join(meeting.id, listener, version)
    delivery = asyncio.create_task(listener.mailbox.deliver())
    reception = asyncio.create_task(_receive(socket, here, meeting.id, listener))
    try:
        await asyncio.wait({delivery, reception}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        room.leave(listener)
        delivery.cancel()
        reception.cancel()
        await asyncio.gather(delivery, reception, return_exceptions=True)
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(NOT_ALLOWED if listener.closing else RESTART)


async def _receive(socket: WebSocket, here: Running, meeting_id: str, listener: Listener) -> None:
    while True:
        try:
            message = json.loads(await socket.receive_text())
        except (ValueError, KeyError):
            message = None
        if not isinstance(message, dict):
            listener.closing = "broken message"
            return
        if "op" in message and listener.seat is not None:
            await _answer(here, meeting_id, listener, listener.seat, message)  # pyright: ignore[reportUnknownArgumentType]


async def _answer(here: Running, meeting_id: str, listener: Listener, seat: Seat, message: dict[str, object]) -> None:
    op = message["op"]
    try:
        receipt = await hand_in(here, seat, message)
    except Refusal as refusal:
        said = say_in(listener.audience.language, refusal.message, refusal.params)
        listener.mailbox.post(f"ack {op}", json.dumps(refused(op, said, refusal.control), ensure_ascii=False))
        return
    except Exception:
        said = say_in(
            listener.audience.language, N_("This could not be saved just now. It stays here and is sent again.")
        )
        listener.mailbox.post(f"ack {op}", json.dumps({"ack": op, "later": True, "said": said}, ensure_ascii=False))
        raise
    listener.mailbox.post(f"ack {op}", json.dumps(accepted(op)))
    here.fan_out.pen_due(meeting_id, seat, answered_from=listener, form_shows_it=receipt.form_shows_it)


def _agreed(here: Running, seat: Seat, meeting_id: str) -> bool:
    with reading(here.engine) as session:
        return scenes.agreed(session, scenes.moment(session, meeting_id), seat)
