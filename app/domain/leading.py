"""Leading: who leads a meeting now, and handing it over. It needs a yes, and never moves by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.domain import events, roles
from app.domain.accounts import Account
from app.domain.ids import now_ms
from app.domain.meetings import Meeting
from app.domain.projects import Member
from app.domain.refusals import N_, Refusal

MOVED = N_("Somebody else leads since a moment ago. Look again, then decide.")


@dataclass(frozen=True)
class Lead:
    """Who leads, to whom that is offered and since when, and who could lead: those whose role runs meetings."""

    leader: Account | None
    offered: Account | None
    offered_ms: int | None
    able: Sequence[Account]


def lead(session: Session, meeting: Meeting) -> Lead:
    """How things stand. Whoever may no longer run the meeting neither leads it nor has it on offer."""
    query = select(Account, Member.role).join(Member).where(Member.project_id == meeting.project_id)
    found = session.exec(query.order_by(col(Account.name), col(Account.id)))
    able = [account for account, role in found if roles.may(role, roles.RUN)]
    by_id = {account.id: account for account in able}
    offered = by_id.get(meeting.offered_to or "")
    return Lead(by_id.get(meeting.leader_id or ""), offered, meeting.offered_ms if offered else None, able)


def offer(session: Session, meeting: Meeting, by: Account, to: str) -> None:
    """Offer the lead to somebody; until they accept, whoever leads goes on leading."""
    now = lead(session, meeting)
    _ensure_mine(now, by)
    if to == by.id or to not in {account.id for account in now.able}:
        raise Refusal(N_("Choose somebody else of the team who runs meetings."), control="to")
    _settle(session, meeting, meeting.leader_id, offered_to=to)


def take_back(session: Session, meeting: Meeting, by: Account) -> None:
    """Withdraw an offer nobody has accepted yet."""
    if meeting.offered_to is None:
        return
    _ensure_mine(lead(session, meeting), by)
    _settle(session, meeting, meeting.leader_id)


def accept(session: Session, meeting: Meeting, by: Account) -> None:
    """Lead from now on, as it was offered."""
    if meeting.leader_id == by.id:
        return
    if meeting.offered_to != by.id:
        raise Refusal(N_("The lead is no longer offered to you. Ask whoever leads now."))
    _settle(session, meeting, by.id)


def decline(session: Session, meeting: Meeting, by: Account) -> None:
    """Leave the lead where it is."""
    if meeting.offered_to == by.id:
        _settle(session, meeting, meeting.leader_id)


def take(session: Session, meeting: Meeting, by: Account, *, seen: str) -> None:
    """Take the lead without being offered it: for when whoever led (`seen`, "" for nobody) is gone."""
    leader = lead(session, meeting).leader
    if leader is not None and leader.id == by.id:
        return
    if (leader.id if leader else "") != seen:
        raise Refusal(MOVED)
    _settle(session, meeting, by.id)


def _ensure_mine(now: Lead, by: Account) -> None:
    if now.leader is not None and now.leader.id != by.id:
        raise Refusal(N_("Only whoever leads can hand over. If they are gone, take the lead first."))


def _settle(session: Session, meeting: Meeting, leader_id: str | None, *, offered_to: str | None = None) -> None:
    meeting.leader_id, meeting.offered_to = leader_id, offered_to
    meeting.offered_ms = now_ms() if offered_to else None
    session.add(meeting)
    session.flush()
    events.record(session, events.AgendaChanged(meeting.id))
