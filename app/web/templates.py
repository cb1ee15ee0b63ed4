"""Templates: the series that ship and one's own, looked at, copied, brought, taken away as a file, and deleted."""

import asyncio
import json
import re
import secrets
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app import kinds, protocols
from app.db import reading
from app.domain import templates
from app.domain.accounts import Account
from app.domain.refusals import N_, Refusal
from app.domain.text import say
from app.protocols import Broken, Protocol
from app.web import series, uploads, who
from app.web.forms import Body, Form, one
from app.web.once import once
from app.web.pages import page
from app.web.running import Here, Reader, Running

router = APIRouter()
NOTHING_BROUGHT = N_("Choose a file, or paste the series below.")
COPY_OF = {"en": "Copy of “{title}”", "fr": "Copie de « {title} »"}
LONGEST_TITLE = 160


@router.get("/templates")
def listed(here: Here, session: Reader, account: who.Staff, language: who.Tongue) -> Response:
    """Those that ship, and one's own."""
    own = series.own(session, account)
    return page(here, "templates", language, account=account, shipped=series.shipped(), own=own)


@router.get("/templates/import")
def ask_import(here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """A file, or pasted text."""
    return _import_page(here, account, language)


@router.post("/templates/import")
async def bring(request: Request, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """Read it, check it whole, and keep it only then."""
    form: Body = {}
    try:
        form = await uploads.read(request)
        protocol = await asyncio.to_thread(_brought, form)
        fields = {"op": one(form, "op"), "brought": json.dumps(protocol, sort_keys=True)}
        made = await once(here, account, fields, lambda session: _kept(session, account, protocol))
    except Refusal as refusal:
        again: dict[str, Any] = {"refusal": refusal, "kept": form}
        return await asyncio.to_thread(_import_page, here, account, language, **again)
    return RedirectResponse(made, status_code=303)


@router.get("/templates/{code}")
def show(code: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """One series: its meetings, and their activities to scale."""
    return overview_page(here, code, account, language)


@router.get("/templates/{code}/protocol.json")
def take_away(code: str, session: Reader, account: who.Staff, language: who.Tongue) -> Response:
    """The series as a file, which can be brought back here or anywhere."""
    found = series.find(session, code, account)
    body = json.dumps(found.protocol, ensure_ascii=False, indent=1) + "\n"
    name = re.sub(r"[^\w]+", "-", say(found.title, language)).strip("-").lower()[:60] or "protocol"
    disposition = f"attachment; filename=\"protocol.json\"; filename*=UTF-8''{quote(name)}.json"
    return Response(body, media_type="application/json", headers={"content-disposition": disposition})


@router.post("/templates/{code}/duplicate")
async def duplicate(code: str, here: Here, account: who.Staff, form: Form) -> Response:
    """A copy of one's own, to be changed."""

    def command(session: Session) -> str:
        found = series.find(session, code, account)
        title = {name: words.format(title=found.title[name])[:LONGEST_TITLE] for name, words in COPY_OF.items()}
        return _address(templates.duplicate(session, account, found.protocol, title).id)

    return RedirectResponse(await once(here, account, form, command), status_code=303)


@router.post("/templates/{code}/delete")
async def delete(code: str, here: Here, account: who.Staff) -> Response:
    """Delete one's own. Projects made from it stay."""
    await here.writer.do(lambda session: templates.delete(session, templates.get(session, code, account)))
    return RedirectResponse("/templates", status_code=303)


def overview_page(
    here: Running, code: str, account: Account, language: str, *, refusal: Refusal | None = None
) -> Response:
    """The series as it stands; what was refused is said on top."""
    with reading(here.engine) as session:
        found = series.find(session, code, account)
    scene: dict[str, Any] = {"account": account, "series": found, "outlines": series.outlines(found.protocol)}
    scene |= {"kinds": kinds.all_kinds(), "op": secrets.token_urlsafe(16)} | said(refusal)
    return page(here, "template", language, status=refusal.status if refusal else 200, **scene)


def said(refusal: Refusal | None) -> dict[str, Any]:
    """What a page says of a refusal: the sentence, and all others that a broken series has."""
    more = refusal.problems[1:] if isinstance(refusal, Broken) else []
    return {"refusal": refusal, "more": more}


def _brought(form: Body) -> Protocol:
    raw, text = form.get("file"), one(form, "text")
    control = "file" if raw else "text"
    if not raw and not text.strip():
        raise Refusal(NOTHING_BROUGHT, control="file")
    try:
        protocol = protocols.parse(raw) if isinstance(raw, bytes) and raw else protocols.parse_text(text)
        protocols.check(protocol)
    except Broken as broken:
        raise Broken(broken.problems, control=control) from None
    except Refusal as refusal:
        raise Refusal(refusal.message, control=control, status=refusal.status, **refusal.params) from None
    return protocol


def _kept(session: Session, account: Account, protocol: Protocol) -> str:
    return _address(templates.add(session, account, protocol).id)


def _address(code: str) -> str:
    return f"/templates/{code}"


def _import_page(
    here: Running, account: Account, language: str, *, refusal: Refusal | None = None, kept: Body | None = None
) -> Response:
    status = refusal.status if refusal else 200
    typed = {name: value for name, value in (kept or {}).items() if isinstance(value, str)}
    op = secrets.token_urlsafe(16)
    return page(here, "template-import", language, status=status, account=account, kept=typed, op=op, **said(refusal))
