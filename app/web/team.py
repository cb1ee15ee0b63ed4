"""The team of a project: who is in it, in which role, and how they sign in. The owner decides."""

import asyncio

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.domain import accounts, projects, roles, shaping
from app.domain.accounts import Account
from app.domain.refusals import N_, Refusal
from app.web import who
from app.web.forms import Form, one
from app.web.people import Link, people_page
from app.web.running import Here, Running

router = APIRouter()


@router.post("/projects/{slug}/team")
async def add_member(slug: str, here: Here, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """One more in the team. Somebody new to this installation gets a link that signs in once."""

    def command(session: Session) -> tuple[Account, str | None]:
        project = projects.to_own(session, slug, account)
        known = accounts.by_email(session, one(form, "email"))
        member = known or accounts.create(session, email=one(form, "email"), name=one(form, "name"))
        projects.add_member(session, project, member, one(form, "role", roles.FACILITATOR), one(form, "room"))
        shaping.shown_anew(session, project)
        return member, None if known else accounts.one_time_link(session, account=member, leads_to=f"/projects/{slug}")

    try:
        member, token = await here.writer.do(command)
    except Refusal as refusal:
        return await asyncio.to_thread(people_page, here, slug, account, language, refusal=refusal, kept=form)
    if token is None:
        return RedirectResponse(f"/projects/{slug}/people#team", status_code=303)
    link = Link(member.name, _sign_in(here, token))
    return await asyncio.to_thread(people_page, here, slug, account, language, team_link=link)


@router.post("/projects/{slug}/team/{account_id}/link")
async def member_link(slug: str, account_id: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """Another sign-in link for somebody who has no password yet and is in no other project."""

    def command(session: Session) -> tuple[str, str]:
        project = projects.to_own(session, slug, account)
        member = next((a for _, a in projects.members_of(session, project) if a.id == account_id), None)
        if member is None or member.password_hash or len(projects.of_member(session, member)) > 1:
            raise Refusal(N_("This person signs in with their own password. Only they can change it."))
        return member.name, accounts.one_time_link(session, account=member, leads_to=f"/projects/{slug}")

    name, token = await here.writer.do(command)
    link = Link(name, _sign_in(here, token))
    return await asyncio.to_thread(people_page, here, slug, account, language, team_link=link)


@router.post("/projects/{slug}/team/{account_id}/role")
async def change_role(
    slug: str, account_id: str, here: Here, account: who.Staff, language: who.Tongue, form: Form
) -> Response:
    """Another role for somebody of the team; their consoles end at once and open anew with what they may do now."""

    def command(session: Session) -> None:
        project = projects.to_own(session, slug, account)
        projects.set_role(session, project, account_id, one(form, "role"), one(form, "room"))
        shaping.shown_anew(session, project)

    try:
        await here.writer.do(command)
    except Refusal as refusal:
        kept = {**form, "member": account_id}
        return await asyncio.to_thread(people_page, here, slug, account, language, refusal=refusal, kept=kept)
    return RedirectResponse(f"/projects/{slug}/people#team", status_code=303)


@router.post("/projects/{slug}/team/{account_id}/remove")
async def remove_member(slug: str, account_id: str, here: Here, account: who.Staff) -> Response:
    """Take somebody out of the team."""

    def command(session: Session) -> None:
        project = projects.to_own(session, slug, account)
        projects.remove_member(session, project, account_id)
        shaping.shown_anew(session, project)

    await here.writer.do(command)
    return RedirectResponse(f"/projects/{slug}/people#team", status_code=303)


def _sign_in(here: Running, token: str) -> str:
    return f"{here.settings.origin}/sign-in/link/{token}"
