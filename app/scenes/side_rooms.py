"""The sector rooms as whoever runs the meeting sees them, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import roles
from app.domain.projects import Sector
from app.domain.rooms import Room
from app.scenes.audience import Audience
from app.scenes.moment import Moment
from app.scenes.stage import Clock, clock


@dataclass(frozen=True)
class RoomRow:
    """One room: how it stands, its clock, and whether this audience may lead it."""

    sector: Sector
    room: Room
    clock: Clock | None
    mine: bool


def side_by_side(now: Moment, audience: Audience) -> Sequence[RoomRow]:
    """Every room, while people sit in rooms."""
    runs = roles.RUN in audience.rights
    return [
        RoomRow(sector, now.rooms[sector.code], clock(now, sector.code), runs or audience.room == sector.code)
        for sector in now.sectors
        if sector.code in now.rooms
    ]
