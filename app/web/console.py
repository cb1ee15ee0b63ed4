"""The console: one page from which a meeting is run, with the controls that one's role has."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app import scenes
from app.db import reading
from app.domain import notes
from app.domain.accounts import Account
from app.domain.projects import Member
from app.domain.refusals import Refusal
from app.live.parts import page_scene
from app.scenes import FACILITATOR
from app.web import who
from app.web.commands import carry_out
from app.web.forms import Form
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()


@router.get("/meetings/{meeting_id}/console")
def console(
    here: Here, meeting: who.ConsoleMeeting, account: who.Staff, me: who.MyRole, language: who.Tongue
) -> Response:
    """Where the team sees and runs the meeting."""
    return console_page(here, meeting.id, account, me, language)


@router.post("/meetings/{meeting_id}/console")
async def command(
    request: Request,
    here: Here,
    meeting: who.ConsoleMeeting,
    account: who.Staff,
    me: who.MyRole,
    language: who.Tongue,
    form: Form,
) -> Response:
    """One step of the run of show. `seen` is the revision it was decided upon: two people pressing move one step.

    A script gets the refusal alone, or nothing: what changed comes to every console as parts.
    """
    by_script = request.headers.get("hx-request") == "true"
    try:
        await here.writer.do(lambda session: carry_out(session, meeting.id, account, form), key=meeting.id)
    except Refusal as refusal:
        if by_script:
            said = here.renderer.draw("parts/facilitator/said.html", language, refusal=refusal)
            return HTMLResponse(said, refusal.status)
        return await asyncio.to_thread(console_page, here, meeting.id, account, me, language, refusal=refusal)
    return HTMLResponse("") if by_script else RedirectResponse(f"/meetings/{meeting.id}/console", status_code=303)


def console_page(
    here: Running,
    meeting_id: str,
    account: Account,
    me: Member,
    language: str,
    *,
    refusal: Refusal | None = None,
    unsaved: dict[str, str] | None = None,
) -> Response:
    """The console as it stands; a refusal stands beside the controls."""
    version = here.fan_out.version(meeting_id, FACILITATOR)
    with reading(here.engine) as session:
        now = scenes.moment(session, meeting_id)
        audience = scenes.at_console(me, language)
        scene = page_scene(FACILITATOR, session, now, audience, here.fan_out.present(meeting_id))
        return page(
            here,
            "console",
            language,
            status=refusal.status if refusal else 200,
            audience=audience,
            version=version,
            refusal=refusal,
            notes=notes.of_account(session, meeting_id, account) | (unsaved or {}),
            **scene,
        )
