"""A form of the team's that is sent twice (a button pressed twice) does what it does once."""

from collections.abc import Callable

from sqlmodel import Session

from app.domain import operations
from app.domain.accounts import Account
from app.web.forms import Body, one
from app.web.running import Running


async def once(here: Running, account: Account, form: Body, command: Callable[[Session], str], *, key: str = "") -> str:
    """Carry out a command that returns where it leads; the same form again leads there and changes nothing."""

    def if_new(session: Session) -> str:
        leads_to = led_to(session, account, form)
        if leads_to is None:
            leads_to = command(session)
            remember(session, account, form, leads_to)
        return leads_to

    return await here.writer.do(if_new, key=key)


def led_to(session: Session, account: Account, form: Body) -> str | None:
    """Where this very form led when it came first. With its `op` but other words in it, it is another form."""
    name = operations.body_hash(form)
    before = operations.answered_before(session, _actor(account), name, name) if one(form, "op") else None
    return None if before is None else before["leads_to"]


def remember(session: Session, account: Account, form: Body, leads_to: str = "") -> None:
    """This form was carried out; a page without an `op` asked for nothing of the kind."""
    if one(form, "op"):
        name = operations.body_hash(form)
        operations.keep(session, _actor(account), name, name, activity_id=None, reply={"leads_to": leads_to})


def _actor(account: Account) -> str:
    return f"account:{account.id}"
