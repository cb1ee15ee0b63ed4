"""Changing one's own template in the browser: its title, its meetings, and each activity with what it asks."""

import asyncio
import json
from collections.abc import Callable
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from app import kinds, protocols
from app.db import reading
from app.domain import planning, templates
from app.domain.accounts import Account
from app.domain.refusals import N_, NotFound, Refusal
from app.protocols import Broken, Protocol, editing, starting, wording
from app.web import series, uploads, who
from app.web.forms import Body, one, texts
from app.web.pages import page
from app.web.running import Here, Running
from app.web.templates import overview_page, said

router = APIRouter()
LONG = 512 * 1024
NO_ACTIVITY = N_("This is not an activity. It begins with { and ends with }.")
NOT_READABLE = N_("This form could not be read. Reload the page and try again; what you typed is kept.")


async def _long(request: Request) -> Body:
    return await uploads.read(request, most=LONG)


LongForm = Annotated[Body, Depends(_long)]


@router.get("/templates/{code}/title")
def ask_title(code: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """The title's form."""
    return _title_page(here, code, account, language)


@router.post("/templates/{code}/title")
async def retitle(code: str, here: Here, account: who.Staff, language: who.Tongue, form: LongForm) -> Response:
    """Call it something else."""
    try:
        await _change(here, code, account, form, lambda protocol: editing.retitled(protocol, texts(form)))
    except Refusal as refusal:
        again = {"refusal": refusal, "kept": texts(form)}
        return await asyncio.to_thread(_title_page, here, code, account, language, **again)
    return RedirectResponse(f"/templates/{code}", status_code=303)


@router.get("/templates/{code}/meetings/{meeting}")
def ask_meeting(code: str, meeting: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """A meeting's form."""
    return _meeting_page(here, code, meeting, account, language)


@router.post("/templates/{code}/meetings/{meeting}")
async def change_meeting(
    code: str, meeting: str, here: Here, account: who.Staff, language: who.Tongue, form: LongForm
) -> Response:
    """A meeting's title, purpose and minutes."""
    try:
        await _change(here, code, account, form, lambda p: editing.meeting_changed(p, meeting, texts(form)))
    except Refusal as refusal:
        again = {"refusal": refusal, "kept": texts(form)}
        return await asyncio.to_thread(_meeting_page, here, code, meeting, account, language, **again)
    return RedirectResponse(f"/templates/{code}#meeting-{meeting}", status_code=303)


@router.get("/templates/{code}/blocks/{block}")
def ask_block(code: str, block: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """An activity's form."""
    return _block_page(here, code, block, account, language)


@router.post("/templates/{code}/blocks/{block}")
async def change_block(
    code: str, block: str, here: Here, account: who.Staff, language: who.Tongue, form: LongForm
) -> Response:
    """What an activity is called, how long it takes, and the words of its questions; or all of it, as JSON."""
    now_called = block

    def change(protocol: Protocol) -> Protocol:
        nonlocal now_called
        _, before = editing.block_of(protocol, block)
        after = _typed(one(form, "json")) if "json" in form else wording.planned(texts(form), before)
        now_called = str(after.get("code", ""))
        return editing.block_changed(protocol, block, after)

    try:
        await _change(here, code, account, form, change)
    except Refusal as refusal:
        again = {"refusal": _beside_json(refusal) if "json" in form else refusal, "kept": texts(form)}
        return await asyncio.to_thread(_block_page, here, code, block, account, language, **again)
    return RedirectResponse(f"/templates/{code}#block-{now_called}", status_code=303)


@router.post("/templates/{code}/blocks/{block}/move")
async def move(code: str, block: str, here: Here, account: who.Staff, language: who.Tongue, form: LongForm) -> Response:
    """One place up or down, or out; refused when something later would then build on nothing."""
    steps: dict[str, Callable[[Protocol], Protocol]] = {
        "up": lambda protocol: editing.moved(protocol, block, -1),
        "down": lambda protocol: editing.moved(protocol, block, 1),
        "out": lambda protocol: editing.without(protocol, block),
    }
    step = steps.get(one(form, "do"))
    if step is None:
        raise NotFound()
    try:
        await _change(here, code, account, form, step)
    except Refusal as refusal:
        return await asyncio.to_thread(overview_page, here, code, account, language, refusal=refusal)
    return RedirectResponse(f"/templates/{code}#block-{block}", status_code=303)


@router.get("/templates/{code}/blocks/{block}/after")
def ask_new(code: str, block: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """What kind of activity comes next."""
    return _new_page(here, code, block, account, language)


@router.post("/templates/{code}/blocks/{block}/after")
async def add(code: str, block: str, here: Here, account: who.Staff, language: who.Tongue, form: LongForm) -> Response:
    """A new activity with words to write over; its form is next."""
    made = ""

    def change(protocol: Protocol) -> Protocol:
        nonlocal made
        if one(form, "kind") not in starting.kinds_offered():
            raise NotFound()
        changed, made = starting.begun(protocol, block, one(form, "kind"))
        return changed

    try:
        await _change(here, code, account, form, change)
    except Refusal as refusal:
        return await asyncio.to_thread(_new_page, here, code, block, account, language, refusal=refusal)
    return RedirectResponse(f"/templates/{code}/blocks/{made}", status_code=303)


async def _change(
    here: Running, code: str, account: Account, form: Body, change: Callable[[Protocol], Protocol]
) -> None:
    """Make the change, check the whole, and put it in place unless somebody else was quicker."""

    def prepared() -> Protocol:
        with reading(here.engine) as session:
            before = series.find_own(session, code, account).protocol
        after = change(before)
        protocols.check(after)
        return after

    protocol, seen = await asyncio.to_thread(prepared), one(form, "revision")
    if not (seen.isdecimal() and len(seen) < 10):
        raise Refusal(NOT_READABLE, status=422)
    await here.writer.do(lambda s: templates.edit(s, templates.get(s, code, account), protocol, seen=int(seen)))


def _typed(written: str) -> dict[str, Any]:
    after: object = protocols.parse_text(written)
    if not isinstance(after, dict):
        raise Refusal(NO_ACTIVITY, status=422)
    return cast("dict[str, Any]", after)


def _beside_json(refusal: Refusal) -> Refusal:
    if isinstance(refusal, NotFound):
        return refusal
    if isinstance(refusal, Broken):
        return Broken(refusal.problems, control="json")
    return Refusal(refusal.message, control="json", status=refusal.status, **refusal.params)


def _title_page(here: Running, code: str, account: Account, language: str, **again: Any) -> Response:
    found = _own(here, code, account)
    return _page(here, "template-title", language, found, account, planning.spread("title", found.title), **again)


def _meeting_page(here: Running, code: str, meeting: str, account: Account, language: str, **again: Any) -> Response:
    found = _own(here, code, account)
    of = editing.meeting_of(found.protocol, meeting)
    return _page(here, "template-meeting", language, found, account, editing.meeting_fields(of), meeting=of, **again)


def _block_page(here: Running, code: str, block: str, account: Account, language: str, **again: Any) -> Response:
    found = _own(here, code, account)
    meeting, of = editing.block_of(found.protocol, block)
    fields = wording.fields(of)
    scene = {"meeting": meeting, "block": of, "kind": kinds.kind_of(of["kind"]), "rows": planning.rows(fields)}
    written = json.dumps(of, ensure_ascii=False, indent=1)
    kept: dict[str, str] | None = again.pop("kept", None)
    if kept is not None:  # of two forms on the page, the other shows what stands; a tick that was taken away stays so
        again["kept"] = {name: words for name, words in fields.items() if "json" in kept or name != "optional"}
        again["kept"] |= {"json": written} | kept
    return _page(here, "template-block", language, found, account, fields | {"json": written}, **scene, **again)


def _new_page(here: Running, code: str, block: str, account: Account, language: str, **again: Any) -> Response:
    found = _own(here, code, account)
    meeting, after = editing.block_of(found.protocol, block)
    offered = [kinds.all_kinds()[name] for name in starting.kinds_offered() if name in kinds.all_kinds()]
    scene = {"meeting": meeting, "after": after, "kinds": offered}
    return _page(here, "template-kinds", language, found, account, {}, **scene, **again)


def _own(here: Running, code: str, account: Account) -> series.Series:
    with reading(here.engine) as session:
        return series.find_own(session, code, account)


def _page(
    here: Running, template: str, language: str, found: series.Series, account: Account, fields: dict[str, str], /,
    *, refusal: Refusal | None = None, kept: dict[str, str] | None = None, **scene: Any,
) -> Response:  # fmt: skip
    """A form's page; a refused one comes back as it was typed, ready to be saved over what others have saved since."""
    if isinstance(refusal, NotFound):
        raise refusal
    status = refusal.status if refusal else 200
    shown = (fields if kept is None else kept) | {"revision": str(found.revision)}
    scene |= {"account": account, "series": found, "fields": shown} | said(refusal)
    return page(here, template, language, status=status, **scene)
