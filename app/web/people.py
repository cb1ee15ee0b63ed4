"""Who is in a project: participants by sector with their personal links, and beside them the team."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.db import reading
from app.domain import electorate, overview, participants, projects, roles
from app.domain.accounts import Account
from app.domain.participants import Participant
from app.domain.projects import Project
from app.domain.refusals import N_, Refusal
from app.web import who
from app.web.forms import Body, Form, one
from app.web.once import led_to, remember
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()
MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Link:
    """A link to hand on, shown this once, and whom it is for (nobody by name: `number`)."""

    name: str
    address: str
    number: int = 1


@router.get("/projects/{slug}/people")
def show(slug: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """The roster and the team."""
    return people_page(here, slug, account, language)


@router.post("/projects/{slug}/people/invite")
async def invite(slug: str, here: Here, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """Keep places and show their personal links, which are stored nowhere."""

    def command(session: Session) -> list[tuple[str, str]]:
        project = projects.with_right(session, slug, account, roles.INVITE)
        if led_to(session, account, form) is not None:  # the links were shown, and cannot be shown again
            raise Refusal(N_("These places are on the list already. Make a new link where one is missing."))
        made = [_invited(session, project, name, form) for name in _names(form)]
        remember(session, account, form)
        return [(person.name, token) for person, token in made]

    try:
        made = await here.writer.do(command)
    except Refusal as refusal:
        return await asyncio.to_thread(people_page, here, slug, account, language, refusal=refusal, kept=form)
    links = [Link(name, _personal(here, token), number) for number, (name, token) in enumerate(made, 1)]
    return await asyncio.to_thread(people_page, here, slug, account, language, links=links)


@router.post("/projects/{slug}/people/{person_id}/link")
async def new_link(slug: str, person_id: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """Another personal link for somebody; the old one ends."""

    def command(session: Session) -> tuple[str, str]:
        person = participants.get(session, projects.with_right(session, slug, account, roles.SEE_ROSTER), person_id)
        return person.name, participants.new_link(session, person)

    name, token = await here.writer.do(command)
    links = [Link(name, _personal(here, token))]
    return await asyncio.to_thread(people_page, here, slug, account, language, links=links)


@router.post("/projects/{slug}/people/{person_id}/remove")
async def remove(slug: str, person_id: str, here: Here, account: who.Staff) -> Response:
    """Close somebody's seat; their pages are told at once."""

    def command(session: Session) -> None:
        person = participants.get(session, projects.with_right(session, slug, account, roles.SEE_ROSTER), person_id)
        participants.remove(session, person)
        electorate.strike(session, person.id)

    await here.writer.do(command)
    return RedirectResponse(f"/projects/{slug}/people", status_code=303)


def _names(form: Body) -> list[str]:
    """A name a line, then so many places without a name."""
    names = [line.strip() for line in one(form, "names").splitlines() if line.strip()]
    unnamed = one(form, "unnamed").strip() or "0"
    number = int(unnamed) if unnamed.isdecimal() and len(unnamed) < 4 else MOST_AT_ONCE + 1
    if not 1 <= len(names) + number <= MOST_AT_ONCE:
        message = N_("Invite from 1 to %(most)s people at a time: write names, or say how many links.")
        raise Refusal(message, control="names", most=MOST_AT_ONCE)
    return names + [""] * number


def _invited(session: Session, project: Project, name: str, form: Body) -> tuple[Participant, str]:
    sector, language = one(form, "sector") or None, one(form, "language", "en")
    try:
        return participants.invite(session, project, sector=sector, name=name, language=language)
    except Refusal as refusal:
        if refusal.control == "name":
            refusal.control = "names"
        raise


def _personal(here: Running, token: str) -> str:
    return f"{here.settings.origin}/invitation/{token}"


def people_page(
    here: Running,
    slug: str,
    account: Account,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: Body | None = None,
    links: Sequence[Link] = (),
    team_link: Link | None = None,
) -> Response:
    with reading(here.engine) as session:
        scene = _scene(session, slug, account)
    scene |= {"refusal": refusal, "kept": kept or {}, "links": links, "team_link": team_link}
    scene |= {"account": account, "op": secrets.token_urlsafe(16), "most": MOST_AT_ONCE}
    return page(here, "people", language, status=refusal.status if refusal else 200, **scene)


def _scene(session: Session, slug: str, account: Account) -> dict[str, Any]:
    project = projects.with_right(session, slug, account, roles.SEE_COUNTS)
    return {
        "project": project,
        "roster": overview.roster(session, project),
        "sectors": projects.sectors_of(session, project),
        "members": projects.members_of(session, project),
        "rights": roles.rights_of(projects.role_of(session, project.id, account)),
        "titles": roles.TITLES,
        "means": roles.MEANS,
    }
