"""The big screen: opened by its link, or by whoever runs the meeting."""

from functools import lru_cache
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app import scenes
from app.db import reading
from app.domain import meetings
from app.live.parts import page_scene
from app.scenes import SCREEN, Audience
from app.web import who
from app.web.join import keep_cookie
from app.web.pages import page
from app.web.qr import picture
from app.web.running import Here, Reader

router = APIRouter()


@router.get("/screen/{key}", dependencies=[who.Anyone])
def by_link(key: str, here: Here, session: Reader) -> Response:
    """The screen link: its key goes into a cookie and out of the address bar."""
    meeting = meetings.with_screen_key(session, key)
    response = RedirectResponse(f"/meetings/{meeting.id}/screen", status_code=303)
    keep_cookie(response, here, who.SCREEN, key, days=30)
    return response


@router.get("/meetings/{meeting_id}/screen")
def screen(here: Here, meeting: who.ShownMeeting, language: who.Tongue, room: str = "") -> Response:
    """What everybody sees; or, while people sit in sector rooms, what one room sees."""
    version = here.fan_out.version(meeting.id, SCREEN)
    with reading(here.engine) as session:
        now = scenes.moment(session, meeting.id)
        audience = Audience(SCREEN, language, room if room in {s.code for s in now.sectors} else None)
        scene = page_scene(SCREEN, session, now, audience, here.fan_out.present(meeting.id))
        return page(
            here,
            "screen",
            language,
            audience=audience,
            version=version,
            **scene,
        )


@lru_cache(maxsize=64)
def doorway(origin: str, code: str) -> dict[str, Any]:
    """How to come in: the code in two halves, the address to read, and the QR code as one SVG path."""
    host = origin.split("://")[1]
    return {"shown": f"{code[:4]}-{code[4:]}", "host": f"{host}/join"} | picture(f"{origin}/join/{code}")
