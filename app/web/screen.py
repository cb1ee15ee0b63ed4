"""The big screen: opened by its link, or by whoever runs the meeting."""

from typing import Any

import segno
from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app import scenes
from app.db import reading
from app.domain import meetings
from app.live.parts import parts_of
from app.scenes import SCREEN, Audience
from app.web import who
from app.web.join import keep_cookie
from app.web.pages import page
from app.web.running import Here, Reader, Running

router = APIRouter()


@router.get("/screen/{key}", dependencies=[who.Anyone])
def by_link(key: str, here: Here, session: Reader) -> Response:
    """The screen link: its key goes into a cookie and out of the address bar."""
    meeting = meetings.with_screen_key(session, key)
    response = RedirectResponse(f"/meetings/{meeting.id}/screen", status_code=303)
    keep_cookie(response, here, who.SCREEN, key, days=30)
    return response


@router.get("/meetings/{meeting_id}/screen")
def screen(here: Here, meeting: who.ShownMeeting, language: who.Tongue) -> Response:
    """What the room sees."""
    version = here.fan_out.version(meeting.id, SCREEN)
    with reading(here.engine) as session:
        now = scenes.moment(session, meeting.id)
        audience = Audience(SCREEN, language)
        scene: dict[str, Any] = {}
        for part in parts_of(SCREEN):
            scene |= part.scene(session, now, audience, 0)
        return page(
            here,
            "screen",
            language,
            audience=audience,
            version=version,
            door=doorway(here, now.meeting.join_code),
            **scene,
        )


def doorway(here: Running, code: str) -> dict[str, Any]:
    """How to come in: the code in two halves, the address to read, and the QR code as one SVG path."""
    address = f"{here.settings.origin}/join/{code}"
    qr = segno.make(address, error="m", micro=False)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(qr.matrix) for x, dark in enumerate(row) if dark)
    host = here.settings.origin.split("://")[1]
    return {
        "code": code,
        "shown": f"{code[:4]}-{code[4:]}",
        "host": f"{host}/join",
        "address": address,
        "path": path,
        "size": len(qr.matrix),
    }
