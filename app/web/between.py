"""Between meetings: what was heard, written for each sector; what is open, and who has not answered it yet."""

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.db import reading
from app.domain import activities, electorate, meetings, planning, roles, summaries
from app.domain.accounts import Account
from app.domain.activities import OPEN, Activity
from app.domain.meetings import Meeting
from app.domain.participants import Participant
from app.domain.projects import Member, Project, Sector
from app.domain.refusals import N_, NotAllowed, Refusal
from app.evidence.small_groups import turnout_held, turnout_shown
from app.web import who
from app.web.forms import Body, Form, one, texts
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()
WRITERS = frozenset({roles.GROUP, roles.PLAN})


@dataclass(frozen=True)
class Waiting:
    """One open activity: by sector how many may answer, and how many have where that may be said; who has not."""

    activity: Activity
    rows: list[tuple[Sector, int | None, int]]
    people: list[Participant]
    number: int


@router.get("/meetings/{meeting_id}/between")
def show(here: Here, meeting: who.ConsoleMeeting, account: who.Staff, me: who.MyRole, language: who.Tongue) -> Response:
    """The page as it stands."""
    return _page(here, meeting, account, me, language)


@router.post("/meetings/{meeting_id}/between")
async def write(
    here: Here, meeting: who.ConsoleMeeting, account: who.Staff, me: who.MyRole, language: who.Tongue, form: Form
) -> Response:
    """Write what was heard from one sector, and show it to participants or not yet."""
    sector = one(form, "sector")

    def command(session: Session) -> None:
        _ensure_writes(me, sector)
        text = planning.both(texts(form), "text", limit=summaries.LIMIT, may_be_empty=True)
        shown = one(form, "published") == "yes"
        summaries.write(session, session.get_one(Meeting, meeting.id), sector, text, published=shown)

    try:
        await here.writer.do(command, key=meeting.id)
    except Refusal as refusal:
        return await asyncio.to_thread(_page, here, meeting, account, me, language, refusal=refusal, kept=form)
    return RedirectResponse(f"/meetings/{meeting.id}/between#heard-{sector or 'all'}", status_code=303)


def _ensure_writes(me: Member, sector: str) -> None:
    rights = roles.rights_of(me.role)
    if not rights & WRITERS and not (roles.GROUP_SECTOR in rights and me.room == sector):
        raise NotAllowed(N_("What was heard is written by those who plan, group, or lead this sector."))


def _waiting(session: Session, activity: Activity, sectors: list[Sector]) -> Waiting:
    by_sector = electorate.turnout(session, activity)
    held = turnout_held({code: t.answered for code, t in by_sector.items()})
    rows = [
        (s, None if s.code in held else turnout_shown(by_sector[s.code].answered), by_sector[s.code].total)
        for s in sectors
        if s.code in by_sector
    ]
    people = electorate.waited_for(session, activity)
    return Waiting(activity, rows, people, len(people))


def _page(
    here: Running,
    meeting: Meeting,
    account: Account,
    me: Member,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: Body | None = None,
) -> Response:
    rights = roles.rights_of(me.role)
    with reading(here.engine) as session:
        sectors = meetings.sectors_at(session, meeting.id)
        agenda = activities.of_meeting(session, meeting.id)
        scene: dict[str, Any] = {
            "meeting": meeting,
            "project": session.get_one(Project, meeting.project_id),
            "sectors": sectors,
            "heard": summaries.of_meeting(session, meeting.id, published=False),
            "waiting": [_waiting(session, a, sectors) for a in agenda if a.window and a.state == OPEN],
            "planned": [a for a in agenda if a.window and a.state != OPEN],
            "may_write": [s for s in ["", *(one.code for one in sectors)] if _writes(me, s)],
            "sees_names": roles.SEE_ROSTER in rights,
            "may_run": roles.RUN in rights,
            "link": f"{here.settings.origin}/join/{meeting.join_code}",
        }
        scene |= {"account": account, "refusal": refusal, "kept": texts(kept or {})}
        return page(here, "between", language, status=refusal.status if refusal else 200, **scene)


def _writes(me: Member, sector: str) -> bool:
    try:
        _ensure_writes(me, sector)
    except NotAllowed:
        return False
    return True
