"""A meeting's plan: when and where it is, its door, the order of its agenda, and deleting it all."""

import asyncio
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import kinds, scenes
from app.db import reading
from app.domain import activities, conduct, meetings, notes, overview, planning, projects, roles, shaping
from app.domain.accounts import Account
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import NotFound, Refusal
from app.domain.text import clean
from app.language import say_zone
from app.scenes import Moment
from app.web import who
from app.web.forms import Body, Form, one, texts
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()
ZONES = (
    "America/St_Johns", "America/Halifax", "America/Toronto", "America/Winnipeg", "America/Regina",
    "America/Edmonton", "America/Vancouver", "UTC",
)  # fmt: skip


@router.get("/meetings/{meeting_id}/plan")
def show(here: Here, meeting: who.PlannedMeeting, account: who.Staff, language: who.Tongue) -> Response:
    """The plan as it stands."""
    return plan_page(here, meeting.id, account, language)


@router.post("/meetings/{meeting_id}/plan")
async def change(
    here: Here, meeting: who.PlanMeeting, account: who.Staff, language: who.Tongue, form: Form
) -> Response:
    """The meeting's title, time, video link and telephone."""

    def command(session: Session) -> None:
        meetings.edit(session, session.get_one(Meeting, meeting.id), **_details(texts(form)))

    try:
        await here.writer.do(command, key=meeting.id)
    except Refusal as refusal:
        return await asyncio.to_thread(plan_page, here, meeting.id, account, language, refusal=refusal, kept=form)
    return RedirectResponse(f"/meetings/{meeting.id}/plan", status_code=303)


@router.post("/meetings/{meeting_id}/door")
async def door(here: Here, meeting: who.PlanMeeting, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """Open or close the door, change its code, or make another link for the big screen (shown this once)."""
    do = one(form, "do")
    if do == "new_screen":
        key = await here.writer.do(lambda s: meetings.new_screen_key(s, s.get_one(Meeting, meeting.id)), key=meeting.id)
        link = f"{here.settings.origin}/screen/{key}"
        return await asyncio.to_thread(plan_page, here, meeting.id, account, language, screen_link=link)

    def command(session: Session) -> None:
        at = session.get_one(Meeting, meeting.id)
        if do == "new_code":
            meetings.new_join_code(session, at)
        elif do in {"open", "close"}:
            conduct.set_door(session, at, is_open=do == "open")

    await here.writer.do(command, key=meeting.id)
    return RedirectResponse(f"/meetings/{meeting.id}/plan#door", status_code=303)


@router.post("/meetings/{meeting_id}/delete")
async def delete(here: Here, meeting: who.PlanMeeting, account: who.Staff, language: who.Tongue) -> Response:
    """Take a meeting out of the series while nothing of it was opened."""

    def command(session: Session) -> str:
        shaping.call_off(session, session.get_one(Meeting, meeting.id))
        return session.get_one(Project, meeting.project_id).slug

    try:
        slug = await here.writer.do(command, key=meeting.id)
    except Refusal as refusal:
        return await asyncio.to_thread(plan_page, here, meeting.id, account, language, refusal=refusal)
    return RedirectResponse(f"/projects/{slug}#meetings", status_code=303)


@router.post("/meetings/{meeting_id}/activities/{activity_id}/move")
async def move(activity_id: str, here: Here, meeting: who.PlanMeeting, form: Form) -> Response:
    """One place up or down."""
    step = {"up": -1, "down": 1}.get(one(form, "do"), 0)

    def command(session: Session) -> None:
        activity = of_meeting(session, meeting, activity_id)
        activities.move(session, activity, activity.position + step)

    await here.writer.do(command, key=meeting.id)
    return RedirectResponse(f"/meetings/{meeting.id}/plan#activity-{activity_id}", status_code=303)


def of_meeting(session: Session, meeting: Meeting, activity_id: str) -> Activity:
    """An activity of this very meeting; another's is not there."""
    activity = session.get(Activity, activity_id)
    if activity is None or activity.meeting_id != meeting.id:
        raise NotFound()
    return activity


def plan_page(
    here: Running,
    meeting_id: str,
    account: Account,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: Body | None = None,
    screen_link: str = "",
    unsaved: dict[str, str] | None = None,
) -> Response:
    """The plan; a refused form comes back as it was typed."""
    with reading(here.engine) as session:
        scene = _scene(session, scenes.moment(session, meeting_id))
        role = projects.role_of(session, scene["project"].id, account)
        scene["unsaved"] = unsaved or {}
        scene["notes"] = notes.of_account(session, meeting_id, account) | (unsaved or {})
    scene |= {"plans": roles.may(role, roles.PLAN), "rights": roles.rights_of(role)}
    scene |= {"account": account, "refusal": refusal, "screen_link": screen_link}
    scene |= {"kept": kept or _typed(scene["now"].meeting)}
    scene |= {"zones": {name: say_zone(language, name) for name in ZONES}}
    return page(here, "plan", language, status=refusal.status if refusal else 200, **scene)


def _scene(session: Session, now: Moment) -> dict[str, Any]:
    return {
        "now": now,
        "project": now.project,
        "items": overview.run_of_show(now.agenda),
        "planned": overview.minutes_of(now.agenda),
        "ruler": scenes.ruler(now),
        "kinds": kinds.all_kinds(),
        "deletable": shaping.may_call_off(session, now.meeting),
        "came": scenes.here(session, now),
    }


def _typed(meeting: Meeting) -> dict[str, str]:
    day, _, time = (meeting.starts_at or "").partition("T")
    return planning.spread("title", meeting.title) | {
        "day": day,
        "time": time,
        "time_zone": meeting.time_zone,
        "minutes": str(meeting.minutes),
        "video_url": meeting.video_url,
        "dial_in": meeting.dial_in,
    }


def _details(form: dict[str, str]) -> dict[str, Any]:
    return {
        "title": planning.both(form, "title", limit=160),
        "starts_at": meetings.start(form.get("day", "").strip(), form.get("time", "").strip()),
        "time_zone": meetings.zone(form.get("time_zone", "")),
        "minutes": meetings.length(form.get("minutes", ""), control="minutes"),
        "video_url": meetings.link(form.get("video_url", ""), control="video_url"),
        "dial_in": clean(form.get("dial_in", ""), limit=200, control="dial_in", may_be_empty=True),
    }
