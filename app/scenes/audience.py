"""Audiences: everybody who sees the same bytes."""

from dataclasses import dataclass

from app.domain import roles
from app.domain.kind import Viewer
from app.domain.projects import Member
from app.domain.seats import Seat

PARTICIPANT, SCREEN, FACILITATOR = "participant", "screen", "facilitator"


@dataclass(frozen=True)
class Audience:
    """Everybody who sees the same bytes."""

    surface: str
    language: str
    room: str | None = None
    hand: int = 0
    agreed: bool = True  # to take part in this meeting; until then a participant's page is at the consent
    leads: bool = False  # speaks for the sector
    rights: frozenset[str] = frozenset()  # on the console: what may be pressed there
    account: str = ""  # on the console: whose page it is, for what that person alone sees

    @property
    def viewer(self) -> Viewer:
        """The same, as kinds know it: without a language."""
        return Viewer(self.surface, self.room, self.hand, self.leads)


def at_seat(seat: Seat, language: str, *, agreed: bool = True) -> Audience:
    """The audience a participant's page belongs to."""
    return Audience(PARTICIPANT, language, seat.room, seat.hand, agreed, seat.leads)


def at_console(member: Member, language: str) -> Audience:
    """The audience of one person of the team at the console."""
    rights = roles.rights_of(member.role)
    return Audience(FACILITATOR, language, member.room, rights=rights, account=member.account_id)
