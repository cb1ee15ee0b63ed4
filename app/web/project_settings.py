"""What a project is: its title and mode, what participants read of the team, and its sectors."""

import asyncio
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.db import reading
from app.domain import planning, projects, shaping, support
from app.domain.accounts import Account
from app.domain.projects import Project
from app.domain.refusals import Refusal
from app.web import who
from app.web.forms import Body, Form, texts
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()
WORDS, NEW = "words", "new"  # before the dot in the names of fields; a sector's are named by its number
LONGEST_LABEL = 200


@router.get("/projects/{slug}/settings")
def show(slug: str, here: Here, account: who.Staff, language: who.Tongue, saved: str = "") -> Response:
    """The settings as they are."""
    return _page(here, slug, account, language, saved=bool(saved))


@router.post("/projects/{slug}/settings")
async def change(slug: str, here: Here, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """All of them at once, or none."""

    def command(session: Session) -> None:
        project, written = projects.to_own(session, slug, account), texts(form)
        projects.rename(session, project, planning.both(written, "title", limit=160))
        shaping.set_mode(session, project, written.get("mode", project.mode), control="mode")
        words = {name.removeprefix(f"{WORDS}."): said for name, said in written.items() if name.startswith(f"{WORDS}.")}
        project.definition = support.fill(project.definition, words, control=WORDS)
        _sectors(session, project, written)
        shaping.shown_anew(session, project)

    try:
        await here.writer.do(command)
    except Refusal as refusal:
        return await asyncio.to_thread(_page, here, slug, account, language, refusal=refusal, kept=form)
    return RedirectResponse(f"/projects/{slug}/settings?saved=1", status_code=303)


def _sectors(session: Session, project: Project, form: dict[str, str]) -> None:
    """New names first, then one more, then those to leave out: so that the last one can be replaced."""
    there = projects.sectors_of(session, project)
    for sector in there:
        if f"{sector.number}.en" in form and not planning.dropped(form, str(sector.number)):
            shaping.rename(session, sector, planning.both(form, str(sector.number), limit=LONGEST_LABEL))
    added = planning.both(form, NEW, limit=LONGEST_LABEL, may_be_empty=True)
    if added:
        shaping.one_more(session, project, added, control=f"{NEW}.en")
    for sector in there:
        if planning.dropped(form, str(sector.number)):
            shaping.one_less(session, project, sector, control=f"{sector.number}.drop")


def _page(
    here: Running,
    slug: str,
    account: Account,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: Body | None = None,
    saved: bool = False,
) -> Response:
    with reading(here.engine) as session:
        scene = _scene(session, projects.to_own(session, slug, account))
    scene |= {"refusal": refusal, "saved": saved, "account": account, "most": shaping.MOST_SECTORS}
    scene["kept"] = kept or scene["kept"]
    return page(here, "settings", language, status=refusal.status if refusal else 200, **scene)


def _scene(session: Session, project: Project) -> dict[str, Any]:
    sectors = projects.sectors_of(session, project)
    asked, given = support.places(project.definition, project.mode), support.given(project.definition)
    kept = planning.spread("title", project.title) | {"mode": project.mode}
    for sector in sectors:
        kept |= planning.spread(str(sector.number), sector.label)
    return {
        "project": project,
        "sectors": sectors,
        "staying": shaping.staying(session, project),
        "begun": shaping.begun(session, project),
        "places": asked,
        "open": {place["code"] for place in support.gaps(project.definition, project.mode)},
        "consent": support.consent_of(project.definition, project.mode),
        "kept": kept | {f"{WORDS}.{place['code']}": given.get(place["code"], "") for place in asked},
    }
