"""How many are here, may answer, and have answered; held back until three have."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, func, select

from app.domain import electorate, participants
from app.domain.activities import PLANNED
from app.domain.meetings import Attendance
from app.domain.projects import Sector
from app.evidence.small_groups import turnout_held, turnout_shown
from app.scenes.moment import Moment


@dataclass(frozen=True)
class SectorTurnout:
    """One sector's turnout; `answered` is None while too few have answered to say, here or (`beside`) in another."""

    sector: Sector
    answered: int | None
    done: int | None
    total: int
    beside: bool = False

    @property
    def share(self) -> float:
        """The length of its bar, 0-100."""
        return 100 * (self.answered or 0) / self.total if self.total else 0


@dataclass(frozen=True)
class People:
    """Who there is: here now, came to this meeting, on the project's list."""

    present: int
    came: int
    invited: int


@dataclass(frozen=True)
class Turnout:
    """How many have answered of how many may; held back until three have."""

    answered: int | None
    done: int | None
    total: int
    present: int
    sectors: Sequence[SectorTurnout]


def turnout(session: Session, now: Moment, *, present: int = 0) -> Turnout | None:
    """Turnout of the current activity, whole and by sector, held back until three have answered in each."""
    if now.current is None or now.kind is None or not now.kind.takes_answers or now.current.state == PLANNED:
        return None
    by_sector = electorate.turnout(session, now.current)
    held = turnout_held({code: t.answered for code, t in by_sector.items()})
    rows = [_of_sector(s, by_sector[s.code], s.code in held) for s in now.sectors if s.code in by_sector]
    whole = electorate.whole(by_sector)
    shown = turnout_shown(whole.answered)
    return Turnout(shown, None if shown is None else whole.done, whole.total, present, rows)


def _of_sector(sector: Sector, turnout: electorate.Turnout, held: bool) -> SectorTurnout:
    numbers = (None, None) if held else (turnout.answered, turnout.done)
    return SectorTurnout(sector, *numbers, turnout.total, held and turnout_shown(turnout.answered) is not None)


def people(session: Session, now: Moment, present: int) -> People:
    """How many are here, came, and are on the list."""
    listed = participants.counts(session, now.project).values()
    return People(present, here(session, now), sum(sector["invited"] for sector in listed))


def here(session: Session, now: Moment) -> int:
    """How many came to this meeting."""
    return session.exec(select(func.count()).where(Attendance.meeting_id == now.meeting.id)).one()
