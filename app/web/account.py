"""One's own account: the name others see, and the password."""

import asyncio

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.domain import accounts
from app.domain.accounts import Account
from app.domain.refusals import N_, Refusal
from app.web import who
from app.web.forms import Body, Form, one
from app.web.hashing import Tries, slowly
from app.web.pages import page
from app.web.running import Here, Running

router = APIRouter()
_tries = Tries()


@router.get("/account")
def show(here: Here, account: who.Staff, language: who.Tongue, saved: str = "") -> Response:
    """What is known of oneself."""
    return _page(here, account, language, kept={"name": account.name}, saved=bool(saved))


@router.post("/account")
async def change(request: Request, here: Here, account: who.Staff, language: who.Tongue, form: Form) -> Response:
    """A new name, and a new password where one was typed."""
    secret = request.cookies[here.cookie(who.ACCOUNT)]
    try:
        name = accounts.called(one(form, "name"))
        hashed = await _new_password(account, form)
    except Refusal as refusal:
        return await asyncio.to_thread(_page, here, account, language, refusal=refusal, kept=form)

    def command(session: Session) -> None:
        accounts.rename(session, account, name)
        if hashed:
            accounts.set_password(session, account, hashed, but=secret)

    await here.writer.do(command)
    return RedirectResponse("/account?saved=1", status_code=303)


async def _new_password(account: Account, form: Body) -> str | None:
    wanted = one(form, "password")
    if not wanted:
        return None
    if account.password_hash is not None:
        _tries.ensure_may_try(account.id)
        try:
            await slowly(lambda: accounts.ensure_password(account, one(form, "current")))
        except Refusal:
            _tries.failed(account.id)
            raise Refusal(N_("This is not your present password. Nothing was changed."), control="current") from None
    return await slowly(lambda: accounts.hash_password(wanted))


def _page(
    here: Running, account: Account, language: str, *, kept: Body, refusal: Refusal | None = None, saved: bool = False
) -> Response:
    return page(
        here,
        "account",
        language,
        status=refusal.status if refusal else 200,
        account=account,
        refusal=refusal,
        kept=kept,
        saved=saved,
        least=accounts.LEAST_PASSWORD,
    )
