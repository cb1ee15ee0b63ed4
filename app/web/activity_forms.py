"""Adding, changing and taking away what is on a meeting's agenda; also on the spot, while the meeting runs."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import kinds
from app.db import reading
from app.domain import activities, planning
from app.domain.accounts import Account
from app.domain.activities import PLANNED, Activity
from app.domain.kind import Kind
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import Text
from app.web import who
from app.web.forms import Form, one, texts
from app.web.once import once
from app.web.pages import page
from app.web.plan import of_meeting
from app.web.running import Here, Running

router = APIRouter()
TITLE_LIMIT, NOTE_LIMIT, MOST_MINUTES = 160, 2000, 300
SPARE_ROWS = 3


@dataclass(frozen=True)
class Wanted:
    """What a form is about: a new activity of a kind (`now`: right after the current one), or one that is there."""

    meeting_id: str
    kind: Kind
    activity: Activity | None = None
    now: bool = False

    @property
    def opened(self) -> bool:
        """Whether its questions have been seen, so that they stay."""
        return self.activity is not None and self.activity.state != PLANNED

    @property
    def back(self) -> str:
        """Where one goes afterwards."""
        return f"/meetings/{self.meeting_id}/{'console' if self.now else 'plan'}"


@router.get("/meetings/{meeting_id}/activities/new")
def ask_new(
    here: Here, meeting: who.PlanMeeting, account: who.Staff, language: who.Tongue, kind: str = "", now: str = ""
) -> Response:
    """The form of a new activity, or first the choice of its kind."""
    wanted = Wanted(meeting.id, kinds.all_kinds()[kind], now=bool(now)) if kind in kinds.all_kinds() else None
    if wanted is None:
        with reading(here.engine) as session:
            project = session.get_one(Project, meeting.project_id)
        offered = kinds.all_kinds().values()
        return page(here, "kinds", language, account=account, meeting=meeting, project=project, kinds=offered, now=now)
    return _page(here, wanted, account, language)


@router.post("/meetings/{meeting_id}/activities/new")
async def add(here: Here, meeting: who.PlanMeeting, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """Put it on the agenda, at the end or right after the current activity."""
    kind = kinds.all_kinds().get(one(form, "kind"))
    if kind is None:
        raise NotFound()
    wanted, filled = Wanted(meeting.id, kind, now=bool(one(form, "now"))), texts(form)

    def command(session: Session) -> str:
        at = session.get_one(Meeting, meeting.id)
        setup = kind.plan(filled, {}, kind.material(session, at))
        changes: dict[str, Any] = _described(filled, setup) | {"setup": setup}
        changes["secrecy"] = activities.secrecy_of(setup)
        activities.add(session, at, kind=kind.name, position=_place(session, at) if wanted.now else None, **changes)
        return wanted.back

    try:
        back = await once(here, account, form, command, key=meeting.id)
    except Refusal as refusal:
        return await asyncio.to_thread(_page, here, wanted, account, language, refusal=refusal, kept=filled)
    return RedirectResponse(back, status_code=303)


@router.get("/meetings/{meeting_id}/activities/{activity_id}/edit")
def ask_edit(
    activity_id: str, here: Here, meeting: who.PlanMeeting, account: who.Staff, language: who.Tongue
) -> Response:
    """The form of an activity that is on the agenda."""
    return _edit_page(here, meeting, activity_id, account, language)


@router.post("/meetings/{meeting_id}/activities/{activity_id}/edit")
async def edit(
    activity_id: str, here: Here, meeting: who.PlanMeeting, account: who.Staff, language: who.Tongue, form: Form
) -> Response:
    """Change it. Once it has opened, only its title, note and minutes."""
    filled = texts(form)

    def command(session: Session) -> None:
        activity = of_meeting(session, meeting, activity_id)
        changes = _described(filled, activity.setup)
        if "with_setup" in filled:
            kind, at = kinds.kind_of(activity.kind), session.get_one(Meeting, meeting.id)
            setup = kind.plan(filled, activity.setup, kind.material(session, at))
            changes |= {"setup": setup, "secrecy": activities.secrecy_of(setup)}
        activities.edit(session, activity, **changes)

    try:
        await here.writer.do(command, key=meeting.id)
    except Refusal as refusal:
        again = {"refusal": refusal, "kept": filled}
        return await asyncio.to_thread(_edit_page, here, meeting, activity_id, account, language, **again)
    return RedirectResponse(f"/meetings/{meeting.id}/plan#activity-{activity_id}", status_code=303)


@router.post("/meetings/{meeting_id}/activities/{activity_id}/delete")
async def delete(activity_id: str, here: Here, meeting: who.PlanMeeting) -> Response:
    """Take it off the agenda, as long as nobody can have answered it."""
    await here.writer.do(lambda s: activities.delete(s, of_meeting(s, meeting, activity_id)), key=meeting.id)
    return RedirectResponse(f"/meetings/{meeting.id}/plan", status_code=303)


def _place(session: Session, meeting: Meeting) -> int:
    current = session.get(Activity, meeting.current_id) if meeting.current_id else None
    return current.position + 1 if current else 0


def _described(form: Mapping[str, str], setup: Mapping[str, Any]) -> dict[str, Any]:
    """Title, note and minutes. A title left empty is the first question, as far as it fits."""
    title = planning.both(form, "title", limit=TITLE_LIMIT, may_be_empty=True)
    asked: Text = planning.first_of(setup).get("text", {})
    title = title or {language: words[:TITLE_LIMIT] for language, words in asked.items()}
    if not title:
        raise Refusal(N_("Give it a title, in English, in French, or in both."), control="title.en")
    minutes = planning.number(form.get("minutes", ""), control="minutes", least=1, most=MOST_MINUTES)
    note = planning.both(form, "note", limit=NOTE_LIMIT, may_be_empty=True)
    return {"title": title, "note": note, "minutes": minutes, "core": form.get("optional") != "yes"}


def _shown(wanted: Wanted) -> dict[str, str]:
    activity = wanted.activity
    if activity is None:
        return {"minutes": "5"} | wanted.kind.fields({})
    described = planning.spread("title", activity.title) | planning.spread("note", activity.note)
    rest = {"minutes": str(activity.minutes), "optional": "" if activity.core else "yes"}
    return described | rest | wanted.kind.fields(activity.setup)


def _edit_page(
    here: Running, meeting: Meeting, activity_id: str, account: Account, language: str, **again: Any
) -> Response:
    with reading(here.engine) as session:
        activity = of_meeting(session, meeting, activity_id)
    return _page(here, Wanted(meeting.id, kinds.kind_of(activity.kind), activity), account, language, **again)


def _page(
    here: Running,
    wanted: Wanted,
    account: Account,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: dict[str, str] | None = None,
) -> Response:
    fields = kept if kept is not None else _shown(wanted)
    if kept is not None and wanted.opened and wanted.activity is not None:
        fields = wanted.kind.fields(wanted.activity.setup) | kept
    first = max((int(row) + 1 for row in planning.rows(fields)), default=0)
    scene: dict[str, Any] = {"account": account, "wanted": wanted, "fields": fields, "refusal": refusal}
    scene["op"] = secrets.token_urlsafe(16)
    scene |= {"rows": planning.written_rows(fields), "spares": [str(first + n) for n in range(SPARE_ROWS)]}
    with reading(here.engine) as session:
        meeting = session.get_one(Meeting, wanted.meeting_id)
        project = session.get_one(Project, meeting.project_id)
        scene |= {"meeting": meeting, "project": project, "material": wanted.kind.material(session, meeting)}
    return page(here, "activity", language, status=refusal.status if refusal else 200, **scene)
