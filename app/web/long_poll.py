"""The second way to hear, for networks that block sockets: ask, and wait for the answer."""

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from app import scenes
from app.db import reading
from app.domain.seats import Seat
from app.live.hub import Listener
from app.live.mailbox import Mailbox
from app.scenes import SCREEN, Audience
from app.web import who
from app.web.running import Here, Running

router = APIRouter()
PATIENCE = 20.0  # proxies give up after thirty
TOGETHER = 0.05  # what comes within this time of the first goes along
HEARTBEAT = '{"v"'  # how a frame begins that carries no part: the line is open, and nothing to answer with


@router.get("/meet/{meeting_id}/parts")
async def parts(here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue, v: str = "") -> Response:
    """What a participant's page has not got yet."""
    agreed = await asyncio.to_thread(_agreed, here, seat, meeting.id)
    audience = scenes.at_seat(seat, language, agreed=agreed)
    return await _newer(here, meeting.id, audience, v, seat)


@router.get("/meetings/{meeting_id}/parts/screen")
async def of_screen(
    here: Here, meeting: who.ShownMeeting, language: who.Tongue, v: str = "", room: str = ""
) -> Response:
    """What the big screen, or that of one sector's room, has not got yet."""
    return await _newer(here, meeting.id, Audience(SCREEN, language, room[:40] or None), v)


@router.get("/meetings/{meeting_id}/parts/facilitator")
async def of_console(
    here: Here, meeting: who.ConsoleMeeting, me: who.MyRole, language: who.Tongue, v: str = ""
) -> Response:
    """What a console has not got yet."""
    return await _newer(here, meeting.id, scenes.at_console(me, language), v)


async def _newer(here: Running, meeting_id: str, audience: Audience, v: str, seat: Seat | None = None) -> Response:
    """What is newer than version `v`, as soon as there is any; an empty-handed heartbeat after twenty seconds."""
    frames: list[str] = []
    arrived = asyncio.Event()

    async def take(frame: str) -> None:
        frames.append(frame)
        if not frame.startswith(HEARTBEAT):
            arrived.set()

    listener = Listener(audience, Mailbox(take), seat)
    room = here.fan_out.join(meeting_id, listener, v)
    delivery = asyncio.create_task(listener.mailbox.deliver())
    waiting = asyncio.create_task(arrived.wait())
    try:  # until there is news, or nothing more comes: removed, a page too many, or a server that stops
        await asyncio.wait({waiting, delivery}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if arrived.is_set():
            await asyncio.sleep(TOGETHER)
        else:
            frames.append(room.beat(listener))
    finally:
        room.leave(listener)
        waiting.cancel()
        delivery.cancel()
    return Response(f"[{','.join(f for f in frames if f)}]", media_type="application/json")


def _agreed(here: Running, seat: Seat, meeting_id: str) -> bool:
    with reading(here.engine) as session:
        return scenes.agreed(session, scenes.moment(session, meeting_id), seat)
