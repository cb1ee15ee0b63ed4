"""The proposal as it stands: its shape on a page, and the whole of it as a file."""

from threading import BoundedSemaphore
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from app import exports
from app.db import reading
from app.domain import projects, roles
from app.domain.accounts import Account
from app.domain.projects import Project
from app.domain.refusals import N_, NotFound, Refusal
from app.exports import Draft
from app.exports import data as package
from app.language import LANGUAGES
from app.web import who
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()
AT_ONCE, PATIENCE = 2, 20.0  # documents in the making; seconds somebody waits for their turn
_turns = BoundedSemaphore(AT_ONCE)


@router.get("/projects/{slug}/proposal")
def shape(slug: str, here: Here, account: who.Staff, language: who.Tongue) -> Response:
    """What each section has, and what is still to write."""
    project, draft = _drafted(here, slug, account)
    with reading(here.engine) as session:
        exports_it = roles.may(projects.role_of(session, project.id, account), roles.EXPORT)
    return page(here, "proposal", language, account=account, project=project, draft=draft, takes_out=exports_it)


@router.get("/projects/{slug}/proposal.{kind}")
def download(slug: str, kind: str, here: Here, account: who.Staff, tongue: who.Tongue, language: str = "") -> Response:
    """The draft as a file. A plain function: the server runs it in a thread, and nobody waits for it but who asked."""
    if kind not in exports.FORMATS or language not in {"", *LANGUAGES}:
        raise NotFound()
    _, draft = _drafted(here, slug, account, to_take_away=True)
    if not _turns.acquire(timeout=PATIENCE):
        raise Refusal(N_("Other documents are being made just now. Wait a moment and try again."), status=503)
    try:
        body = exports.made(draft, kind, language or tongue)
    finally:
        _turns.release()
    name = exports.file_name(draft, kind, language or tongue)
    disposition = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"
    return Response(body, media_type=exports.FORMATS[kind], headers={"content-disposition": disposition})


@router.get("/projects/{slug}/data.zip")
def data(slug: str, here: Here, account: who.Staff) -> Response:
    """The data package: tables and statistics, made in the thread of whoever asked."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refusal(N_("Other documents are being made just now. Wait a moment and try again."), status=503)
    try:
        with reading(here.engine) as session:
            body = package.made(session, projects.with_right(session, slug, account, roles.EXPORT))
    finally:
        _turns.release()
    disposition = f"attachment; filename*=UTF-8''{quote(f'{slug}-data.zip')}"
    return Response(body, media_type="application/zip", headers={"content-disposition": disposition})


def _drafted(here: Running, slug: str, account: Account, *, to_take_away: bool = False) -> tuple[Project, Draft]:
    with reading(here.engine) as session:
        right = roles.EXPORT if to_take_away else roles.SEE_FINDINGS
        project = projects.with_right(session, slug, account, right)
        return project, exports.draft(session, project)
