"""Coming in with an account: by password, or by a link that works once; and going out again."""

import asyncio

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.db import reading
from app.domain import accounts
from app.domain.accounts import Account
from app.domain.refusals import NotFound, Refusal
from app.web import who
from app.web.back import own_path
from app.web.forms import Body, Form, one
from app.web.hashing import Tries, slowly
from app.web.join import keep_cookie
from app.web.pages import page
from app.web.running import Here, Reader, Running

router = APIRouter()
PROJECTS = "/projects"
SESSION_DAYS = accounts.SESSION_MS // 86_400_000
_tries = Tries()


@router.get("/", dependencies=[who.Anyone])
def home(request: Request, here: Here, session: Reader) -> Response:
    """Where the bare address leads: to one's projects, or to the sign-in."""
    return RedirectResponse(PROJECTS if _signed_in(request, here, session) else "/sign-in", status_code=303)


@router.get("/sign-in", dependencies=[who.Anyone])
def ask(request: Request, here: Here, session: Reader, language: who.Tongue, back: str = "") -> Response:
    """The sign-in page; whoever is signed in goes on."""
    if _signed_in(request, here, session):
        return RedirectResponse(own_path(back, PROJECTS), status_code=303)
    return page(here, "sign-in", language, refusal=None, kept={}, back=own_path(back, ""))


@router.post("/sign-in", dependencies=[who.Anyone])
async def with_password(request: Request, here: Here, language: who.Tongue, form: Form) -> Response:
    """Sign in, and go to the page that was asked for."""
    back = own_path(one(form, "back"), "")
    try:
        account = await _recognised(here, one(form, "email"), one(form, "password"))
    except Refusal as refusal:
        again = {"refusal": refusal, "kept": form, "back": back}
        return await asyncio.to_thread(page, here, "sign-in", language, status=refusal.status, **again)
    return await signed_in(request, here, account, back or PROJECTS)


@router.post("/sign-out", dependencies=[who.Anyone])
async def sign_out(request: Request, here: Here) -> Response:
    """End this browser's session."""
    secret = request.cookies.get(here.cookie(who.ACCOUNT))
    if secret:
        await here.writer.do(lambda session: accounts.close_session(session, secret))
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(here.cookie(who.ACCOUNT), secure=here.settings.host_cookies, httponly=True, samesite="lax")
    return response


@router.get("/sign-in/link/{token}", dependencies=[who.Anyone])
def show_link(token: str, here: Here, session: Reader, language: who.Tongue) -> Response:
    """A one-time link. Looking uses nothing up: mail programs look at links before people do."""
    link = _sign_in_link(session, token)
    account = session.get_one(Account, link.account_id)
    return page(here, "link", language, account=account, token=token)


@router.post("/sign-in/link/{token}", dependencies=[who.Anyone])
async def use_link(token: str, request: Request, here: Here) -> Response:
    """Use the link: it signs in this once, and leads where it was made to."""

    def command(session: Session) -> tuple[Account, str]:
        _sign_in_link(session, token)
        link = accounts.use_link(session, token)
        return session.get_one(Account, link.account_id), own_path(link.leads_to, PROJECTS)

    account, leads_to = await here.writer.do(command)
    return await signed_in(request, here, account, leads_to)


@router.get("/welcome/{token}", dependencies=[who.Anyone])
def ask_first(token: str, here: Here, session: Reader, language: who.Tongue) -> Response:
    """Where the first account of an installation is made."""
    _first_link(session, token)
    return page(here, "welcome", language, refusal=None, kept={}, token=token, least=accounts.LEAST_PASSWORD)


@router.post("/welcome/{token}", dependencies=[who.Anyone])
async def make_first(token: str, request: Request, here: Here, language: who.Tongue, form: Form) -> Response:
    """Make it, and sign in with it."""
    leads_to = await asyncio.to_thread(_leads_to, here, token)
    try:
        account = await _first_account(here, token, language, form)
    except NotFound:
        raise
    except Refusal as refusal:
        again = {"refusal": refusal, "kept": form, "token": token, "least": accounts.LEAST_PASSWORD}
        return await asyncio.to_thread(page, here, "welcome", language, status=refusal.status, **again)
    return await signed_in(request, here, account, own_path(leads_to, PROJECTS))


async def signed_in(request: Request, here: Running, account: Account, leads_to: str) -> Response:
    """A new session for this browser, in place of any it had; its language is the one chosen here, or the account's."""
    held = request.cookies.get(here.cookie(who.ACCOUNT))
    chosen = request.cookies.get(here.cookie(who.LANGUAGE))

    def command(session: Session) -> str:
        if held:
            accounts.close_session(session, held)
        secret = accounts.open_session(session, account)
        if chosen:
            session.flush()
            accounts.keep_language(session, secret, "fr" if chosen == "fr" else "en")
        return secret

    secret = await here.writer.do(command)
    response = RedirectResponse(leads_to, status_code=303)
    keep_cookie(response, here, who.ACCOUNT, secret, days=SESSION_DAYS)
    if account.language and not chosen:
        keep_cookie(response, here, who.LANGUAGE, account.language, days=365)
    return response


async def _recognised(here: Running, email: str, password: str) -> Account:
    name = email.strip().lower()
    _tries.ensure_may_try(name)
    try:
        found = await slowly(lambda: _checked(here, email, password))
    except Refusal:
        _tries.failed(name)
        raise
    _tries.succeeded(name)
    return found


def _checked(here: Running, email: str, password: str) -> Account:
    with reading(here.engine) as session:
        account = accounts.by_email(session, email)
    return accounts.ensure_password(account, password)


def _leads_to(here: Running, token: str) -> str:
    with reading(here.engine) as session:
        return _first_link(session, token).leads_to


async def _first_account(here: Running, token: str, language: str, form: Body) -> Account:
    """Everything that can be refused is looked at before the password is hashed, and again in the command."""
    email, name = accounts.address(one(form, "email")), accounts.called(one(form, "name"))
    hashed = await slowly(lambda: accounts.hash_password(one(form, "password")))

    def command(session: Session) -> Account:
        return accounts.first(session, token, email=email, name=name, password_hash=hashed, language=language)

    return await here.writer.do(command)


def _signed_in(request: Request, here: Running, session: Session) -> Account | None:
    secret = request.cookies.get(here.cookie(who.ACCOUNT))
    return accounts.signed_in(session, secret) if secret else None


def _sign_in_link(session: Session, token: str) -> accounts.OneTimeLink:
    link = accounts.link_for(session, token)
    if link.account_id is None:
        raise NotFound()
    return link


def _first_link(session: Session, token: str) -> accounts.OneTimeLink:
    link = accounts.link_for(session, token)
    if link.account_id is not None:
        raise NotFound()
    return link
