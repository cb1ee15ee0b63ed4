"""Notes to oneself on an activity: kept while one types, or by a button; nobody else sees them."""

import asyncio
from typing import TypedDict

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain import notes
from app.domain.refusals import Refusal
from app.web import who
from app.web.console import console_page
from app.web.forms import Form, one
from app.web.plan import of_meeting, plan_page
from app.web.running import Here

router = APIRouter()
FROM_PLAN = "plan"


class Again(TypedDict):
    """What a page shows that comes back with a note that could not be kept."""

    refusal: Refusal
    unsaved: dict[str, str]


@router.post("/meetings/{meeting_id}/activities/{activity_id}/note")
async def write(
    request: Request,
    activity_id: str,
    here: Here,
    meeting: who.NotedMeeting,
    account: who.Staff,
    me: who.MyRole,
    language: who.Tongue,
    form: Form,
) -> Response:
    """Keep the note; a script hears whether it was kept, or what is wrong with it."""
    by_script = request.headers.get("hx-request") == "true"
    from_plan = one(form, "from") == FROM_PLAN

    def command(session: Session) -> None:
        notes.write(session, of_meeting(session, meeting, activity_id), account, one(form, "note"))

    try:
        await here.writer.do(command, key=meeting.id)
    except Refusal as refusal:
        if by_script:
            said = here.renderer.draw("parts/facilitator/said.html", language, refusal=refusal)
            return HTMLResponse(said, refusal.status)
        again = Again(refusal=refusal, unsaved={activity_id: one(form, "note")})
        if from_plan:
            return await asyncio.to_thread(plan_page, here, meeting.id, account, language, **again)
        return await asyncio.to_thread(console_page, here, meeting.id, account, me, language, **again)
    back = f"plan#activity-{activity_id}" if from_plan else "console#notes"
    return HTMLResponse("") if by_script else RedirectResponse(f"/meetings/{meeting.id}/{back}", status_code=303)
