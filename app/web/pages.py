"""Drawing whole pages: a page includes the same parts that the socket sends later."""

import secrets
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from app import scenes
from app.db import reading
from app.domain import electorate
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.language import say_in
from app.live.hub import as_told
from app.live.parts import page_scene
from app.scenes import PARTICIPANT, Moment
from app.web import who
from app.web.running import Here, Running

router = APIRouter()


def page(here: Running, template: str, language: str, /, *, status: int = 200, **scene: Any) -> HTMLResponse:
    """A page of this template in this language."""
    return HTMLResponse(here.renderer.draw(f"pages/{template}.html", language, settings=here.settings, **scene), status)


def participant_page(
    here: Running,
    seat: Seat,
    meeting_id: str,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: dict[str, Any] | None = None,
) -> Response:
    """The participant's one screen, with their own state on it; a refused form comes back with what was typed."""
    version = here.fan_out.version(meeting_id, PARTICIPANT)  # asked before reading: at worst a part is sent twice
    with reading(here.engine) as session:
        now = scenes.moment(session, meeting_id)
        audience = scenes.at_seat(seat, language, agreed=scenes.agreed(session, now, seat))
        now = scenes.as_seen(session, now, audience)
        scene = page_scene(PARTICIPANT, session, now, audience, here.fan_out.present(meeting_id))
        scene |= _own(session, now, seat)
        scene |= _typed(language, refusal, kept)
        return page(
            here,
            "participant",
            language,
            status=refusal.status if refusal else 200,
            audience=audience,
            version=as_told(version, audience),
            **scene,
        )


def _typed(language: str, refusal: Refusal | None, kept: dict[str, Any] | None) -> dict[str, Any]:
    said = say_in(language, refusal.message, refusal.params) if refusal else ""
    return {"op": secrets.token_urlsafe(6), "kept": kept or {}, "refused": said}


def _own(session: Session, now: Moment, seat: Seat) -> dict[str, Any]:
    standing = electorate.standing(session, now.current, seat) if now.current else None
    return {"pen": scenes.pen(session, now, seat), "standing": standing}


@router.get("/healthz", dependencies=[who.Anyone])
def healthy() -> Response:
    """Whether this process answers."""
    return PlainTextResponse("ok")


@router.get("/meet/{meeting_id}")
def participant(here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue, comment: str = "") -> Response:
    """Where a participant takes part; without scripts a link names the idea that a comment will be on."""
    kept = {"do": "comment", "idea": comment} if comment else None
    return participant_page(here, seat, meeting.id, language, kept=kept)
