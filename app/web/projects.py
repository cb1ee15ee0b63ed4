"""One's projects, a new one, and one of them at a glance."""

import asyncio
import secrets
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import protocols, scenes
from app.db import reading
from app.domain import meetings, overview, planning, projects, roles, shaping, support
from app.domain.accounts import Account
from app.domain.projects import Project
from app.domain.refusals import N_, Refusal
from app.web import series, who
from app.web.forms import Body, Form, texts
from app.web.once import once
from app.web.pages import page
from app.web.running import Here, Reader, Running

router = APIRouter()
FROM_PROTOCOL, FROM_NOTHING = "protocol", "nothing"


@router.get("/projects")
def listed(here: Here, session: Reader, account: who.Staff, language: who.Tongue) -> Response:
    """Everything somebody has a role in."""
    found = [(project, overview.series(session, project)) for project in projects.of_member(session, account)]
    return page(here, "projects", language, account=account, projects=found)


@router.get("/projects/new")
def ask_new(here: Here, account: who.Staff, language: who.Tongue, start: str = FROM_PROTOCOL) -> Response:
    """From a series that comes with the app, from a template of one's own, or from nothing."""
    return _new_page(here, account, language, kept={"start": start})


@router.post("/projects/new")
async def make(here: Here, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """Make it, with whoever asks as its owner."""
    try:
        made = await once(here, account, form, lambda session: f"/projects/{_made(session, account, texts(form)).slug}")
    except Refusal as refusal:
        return await asyncio.to_thread(_new_page, here, account, language, kept=form, refusal=refusal)
    return RedirectResponse(made, status_code=303)


@router.get("/projects/{slug}")
def show(slug: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """The project: its meetings, who is invited, and what to do next."""
    return _page(here, slug, account, language)


@router.post("/projects/{slug}/meetings")
async def add_meeting(slug: str, here: Here, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """One meeting more, at the end of the series; its plan is next."""

    def command(session: Session) -> str:
        project, written = projects.with_right(session, slug, account, roles.PLAN), texts(form)
        title = planning.both(written, "title", limit=160)
        minutes = meetings.length(written.get("minutes", ""), control="minutes")
        return f"/meetings/{meetings.add(session, project, title, minutes=minutes).id}/plan"

    try:
        plan = await once(here, account, form, command)
    except Refusal as refusal:
        return await asyncio.to_thread(_page, here, slug, account, language, refusal=refusal, kept=form)
    return RedirectResponse(plan, status_code=303)


def _page(
    here: Running,
    slug: str,
    account: Account,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: Body | None = None,
) -> Response:
    with reading(here.engine) as session:
        scene = _scene(session, projects.for_member(session, slug, account), account)
    scene |= {"account": account, "kept": kept or {"minutes": "120"}, "refusal": refusal}
    scene["op"] = secrets.token_urlsafe(16)
    return page(here, "project", language, status=refusal.status if refusal else 200, **scene)


def _scene(session: Session, project: Project, account: Account) -> dict[str, Any]:
    series, invited = overview.series(session, project), overview.invited(session, project)
    return {
        "project": project,
        "series": series,
        "rulers": {stop.meeting.id: scenes.ruler(scenes.moment(session, stop.meeting.id)) for stop in series},
        "invited": invited,
        "due": overview.due(series, invited),
        "members": projects.members_of(session, project),
        "rights": roles.rights_of(projects.role_of(session, project.id, account)),
        "titles": roles.TITLES,
        "gaps": support.gaps(project.definition, project.mode),
    }


def _made(session: Session, account: Account, form: dict[str, str]) -> Project:
    start = form.get("start", FROM_NOTHING)
    if start != FROM_NOTHING:
        code = protocols.USUAL if start == FROM_PROTOCOL else start
        protocol = series.find(session, code, account).protocol
        title = planning.both(form, "title", limit=160, may_be_empty=True) or protocol["title"]
        slug = projects.free_slug(session, title)
        project = protocols.into_project(session, protocol, slug=slug, owner=account, synthetic=False)
        project.title = title
        return project
    title = planning.both(form, "title", limit=160)
    tongue = planning.tongue_of(title)
    sectors = planning.options_read(form.get("sectors", ""), [], control="sectors", language=tongue)
    if not 1 <= len(sectors) <= shaping.MOST_SECTORS:
        message = N_("Name from 1 to %(most)s sectors, one a line.")
        raise Refusal(message, control="sectors", most=shaping.MOST_SECTORS)
    slug = projects.free_slug(session, title)
    labels = {sector["code"]: sector["label"] for sector in sectors}
    return protocols.blank(session, slug=slug, title=title, owner=account, sectors=labels)


def _new_page(
    here: Running, account: Account, language: str, *, kept: Body, refusal: Refusal | None = None
) -> Response:
    with reading(here.engine) as session:
        offered = [one for one in (*series.shipped(), *series.own(session, account)) if one.code != protocols.USUAL]
    shipped: dict[str, Any] = protocols.shipped()
    start = FROM_PROTOCOL if kept.get("start") == protocols.USUAL else kept.get("start", FROM_PROTOCOL)
    return page(
        here,
        "project-new",
        language,
        status=refusal.status if refusal else 200,
        account=account,
        shipped=shipped,
        offered=offered,
        start=start,
        kept=kept,
        refusal=refusal,
        op=secrets.token_urlsafe(16),
    )
