"""Templates: series of meetings that somebody keeps, to change them and to make projects from; a copy each time."""

import copy
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, func, select

from app.domain import Noun
from app.domain.accounts import Account
from app.domain.ids import new_id
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import Text

MOST_KEPT = 50
FULL = N_("You keep %(most)s templates already. Delete one you no longer need, then try again.")
CHANGED = N_("This template was changed in another window. What you typed is still here: compare, then save again.")


class Template(Noun, table=True):
    """A series of meetings that belongs to one account. `revision` rises with every change."""

    __tablename__ = "template"
    id: str = Field(default_factory=new_id, primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    title: Text = Field(sa_column=Column(JSON, nullable=False))
    protocol: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    revision: int = 0


def of_account(session: Session, account: Account) -> list[Template]:
    """What somebody keeps, by title."""
    found = session.exec(select(Template).where(Template.account_id == account.id))
    return sorted(found, key=lambda one: (one.title.get("en", "").casefold(), one.id))


def get(session: Session, template_id: str, account: Account) -> Template:
    """One's own template; another's is not there."""
    template = session.get(Template, template_id)
    if template is None or template.account_id != account.id:
        raise NotFound()
    return template


def add(session: Session, account: Account, protocol: dict[str, Any]) -> Template:
    """Keep a series, which has been checked. Nothing is kept of where it came from."""
    kept = session.exec(select(func.count()).select_from(Template).where(col(Template.account_id) == account.id)).one()
    if kept >= MOST_KEPT:
        raise Refusal(FULL, most=MOST_KEPT)
    copied = copy.deepcopy(protocol)
    template = Template(account_id=account.id, title=copied["title"], protocol=copied)
    session.add(template)
    session.flush()
    return template


def duplicate(session: Session, account: Account, protocol: dict[str, Any], title: Text) -> Template:
    """Keep a copy of a series under another title."""
    return add(session, account, protocol | {"title": title})


def edit(session: Session, template: Template, protocol: dict[str, Any], *, seen: int) -> None:
    """Put a changed series, which has been checked, in place of the one of revision `seen`; of a newer one, never."""
    if template.revision != seen:
        raise Refusal(CHANGED, control="revision")
    template.protocol, template.title = copy.deepcopy(protocol), protocol["title"]
    template.revision += 1
    session.add(template)
    session.flush()


def delete(session: Session, template: Template) -> None:
    """Let it go. Projects made from it stay as they are."""
    session.delete(template)
    session.flush()
