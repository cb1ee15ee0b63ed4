"""The desk: where staff work on what came in (groups, questions, wordings), and choose what an activity builds on."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import kinds
from app.db import reading
from app.domain import carry_over, carrying, meetings, projects, roles
from app.domain.accounts import Account
from app.domain.activities import PLANNED, Activity
from app.domain.meetings import Meeting
from app.domain.projects import Member, Project
from app.domain.prompts import Item, Prompt
from app.domain.refusals import N_, NotAllowed, Refusal
from app.web import who
from app.web.forms import Body, Form, every, one, texts
from app.web.pages import page
from app.web.plan import of_meeting
from app.web.running import Here, Running

router = APIRouter()
CARRY, BACK_TO_RULE, PREPARED = "carry", "rule", "prepared"


@dataclass(frozen=True)
class Building:
    """One prompt that builds on an earlier activity: what it could take, and what it takes as things stand."""

    prompt: Prompt
    source: Activity
    offered: list[Item]
    taken: set[tuple[str, str]]  # (sector or "", code)
    chosen: bool  # by the team, not by the rule
    prepared: bool  # the prepared list is used instead


@router.get("/meetings/{meeting_id}/activities/{activity_id}/desk")
def show(
    activity_id: str,
    here: Here,
    meeting: who.ConsoleMeeting,
    account: who.Staff,
    me: who.MyRole,
    language: who.Tongue,
) -> Response:
    """The desk as it stands."""
    return _page(here, meeting, activity_id, account, me, language)


@router.post("/meetings/{meeting_id}/activities/{activity_id}/desk")
async def work(
    activity_id: str,
    here: Here,
    meeting: who.ConsoleMeeting,
    account: who.Staff,
    me: who.MyRole,
    language: who.Tongue,
    form: Form,
) -> Response:
    """One step of work; a refused one comes back with everything typed."""

    def command(session: Session) -> None:
        activity = of_meeting(session, meeting, activity_id)
        room = _room(activity, me)
        if one(form, "order") in {CARRY, BACK_TO_RULE, PREPARED}:
            projects.ensure_may(session, meeting.project_id, account, roles.RUN)
            _carry(session, activity, form)
        else:
            kinds.kind_of(activity.kind).direct(session, activity, _flat(form), room)

    try:
        await here.writer.do(command, key=meeting.id)
    except Refusal as refusal:
        return await asyncio.to_thread(
            _page, here, meeting, activity_id, account, me, language, refusal=refusal, kept=form
        )
    return RedirectResponse(f"/meetings/{meeting.id}/activities/{activity_id}/desk", status_code=303)


def _room(activity: Activity, me: Member) -> str | None:
    """The one sector somebody works on, None for all; to others the desk is closed."""
    rights = roles.rights_of(me.role)
    if not kinds.kind_of(activity.kind).works_at_desk(rights) and roles.RUN not in rights:
        raise NotAllowed(N_("Your role in this project does not include this. Ask the project's owner."))
    return me.room if roles.GROUP_SECTOR in rights else None


def _flat(form: Body) -> dict[str, str]:
    """Fields as one text each; several of one name become lines."""
    return texts(form) | {name: "\n".join(every(form, name)) for name in form if len(every(form, name)) > 1}


def _carry(session: Session, activity: Activity, form: Body) -> None:
    """Choose what a prompt takes: what is ticked, by sector where the prompt goes by it; or leave it to the rule."""
    setup = kinds.kind_of(activity.kind).setup_of(activity)
    prompt = setup.prompt(one(form, "prompt"))
    if prompt is None or carry_over.carry_of(prompt) is None:
        raise Refusal(N_("This page is out of step. Reload it and try again."), status=422)
    if one(form, "order") == BACK_TO_RULE:
        carrying.forget(session, activity, prompt)
        return
    if one(form, "order") == PREPARED:
        carrying.choose(session, activity, prompt, dict(carry_over.FALLBACK))
        return
    picked = [code.partition("|") for code in every(form, "take")]
    if not picked:
        raise Refusal(N_("Tick at least one of them."), control="take")
    shared = [code for sector, _, code in picked if not sector]
    by_sector: dict[str, list[str]] = {sector: list(shared) for sector, _, _ in picked if sector}
    for sector, _, code in picked:
        if sector:
            by_sector[sector].append(code)
    carrying.choose(session, activity, prompt, {"by_sector": by_sector} if by_sector else {"items": shared})


def _buildings(session: Session, activity: Activity) -> list[Building]:
    found: list[Building] = []
    for prompt in kinds.kind_of(activity.kind).setup_of(activity).prompts:
        carry = carry_over.carry_of(prompt)
        source = carry_over.source_of(session, activity, carry) if carry else None
        if carry is None or source is None or carry is prompt.ideas:
            continue
        chosen = activity.carried.get(prompt.code)
        choice = chosen or carry_over.by_rule(session, activity, prompt)
        prepared = choice == carry_over.FALLBACK
        offered = carry_over.offered(session, activity, prompt)
        found.append(Building(prompt, source, offered, _taken(choice), chosen is not None, prepared))
    return found


def _taken(choice: carry_over.Choice) -> set[tuple[str, str]]:
    by_sector: dict[str, list[str]] = choice.get("by_sector") or {"": choice.get("items", [])}
    return {(sector, code) for sector, codes in by_sector.items() for code in codes}


def _page(
    here: Running,
    meeting: Meeting,
    activity_id: str,
    account: Account,
    me: Member,
    language: str,
    *,
    refusal: Refusal | None = None,
    kept: Body | None = None,
) -> Response:
    with reading(here.engine) as session:
        activity = of_meeting(session, meeting, activity_id)
        kind = kinds.kind_of(activity.kind)
        return page(
            here, "desk", language, status=refusal.status if refusal else 200, account=account, meeting=meeting,
            project=session.get_one(Project, meeting.project_id), activity=activity, kind=kind,
            sectors=meetings.sectors_at(session, meeting.id), desk=kind.desk(session, activity, _room(activity, me)),
            buildings=_buildings(session, activity) if roles.may(me.role, roles.RUN) else [],
            planned=activity.state == PLANNED, refusal=refusal, kept=kept or {},
        )  # fmt: skip
