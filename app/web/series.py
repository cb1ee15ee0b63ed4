"""A series that somebody may begin with: one that ships, or a template of their own."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app import protocols
from app.domain import overview, pace, templates
from app.domain.accounts import Account
from app.domain.activities import Activity
from app.domain.overview import Item
from app.domain.pace import Span
from app.domain.refusals import NotFound
from app.domain.text import Text
from app.protocols import Protocol


@dataclass(frozen=True)
class Series:
    """A series by its code in addresses. `own`: it may be changed; what ships may only be copied."""

    code: str
    protocol: Protocol
    own: bool = False
    revision: int = 0

    @property
    def title(self) -> Text:
        """What it is called."""
        return self.protocol["title"]


@dataclass(frozen=True)
class Outline:
    """One meeting of a series: its agenda with the minutes at which each begins, and the same to scale."""

    meeting: dict[str, Any]
    items: list[Item]
    ruler: list[Span]
    planned: int
    blocks: dict[str, dict[str, Any]]  # by code


def shipped() -> list[Series]:
    """Those that come with the app."""
    return [Series(code, protocol) for code, protocol in protocols.shipped_ones().items()]


def own(session: Session, account: Account) -> list[Series]:
    """Those somebody keeps."""
    return [Series(one.id, one.protocol, True, one.revision) for one in templates.of_account(session, account)]


def find(session: Session, code: str, account: Account) -> Series:
    """The series of this code; another person's is not there."""
    for one in shipped():
        if one.code == code:
            return one
    kept = templates.get(session, code, account)
    return Series(kept.id, kept.protocol, True, kept.revision)


def find_own(session: Session, code: str, account: Account) -> Series:
    """The same of those that may be changed."""
    found = find(session, code, account)
    if not found.own:
        raise NotFound()
    return found


def outlines(protocol: Protocol) -> list[Outline]:
    """Every meeting with its agenda, as the plan of a project would show it."""
    return [_outline(meeting) for meeting in protocol["meetings"]]


def _outline(meeting: dict[str, Any]) -> Outline:
    agenda = [
        Activity(
            meeting_id="", position=place, block=block["code"], kind=block["kind"], title=block["title"],
            minutes=block["minutes"], core=block["core"], feeds=block["feeds"],
        )
        for place, block in enumerate(meeting["blocks"])
    ]  # fmt: skip
    by_code = {block["code"]: block for block in meeting["blocks"]}
    return Outline(
        meeting, overview.run_of_show(agenda), pace.ruler(agenda, None), overview.minutes_of(agenda), by_code
    )
