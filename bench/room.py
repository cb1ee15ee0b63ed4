"""A meeting ready to vote in: a real database with its people seated, copied anew for every row."""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from app.db import writing_engine
from app.domain.seats import Seat
from app.migrate import upgrade
from tests.kit import cast

PROMPT, VALUES = "colour", ("red", "blue", "green")
SECTORS = ("ED", "EPI", "HF")


@dataclass(frozen=True)
class Room:
    """People in a meeting whose live poll is open. `secrets` are their seat cookies, `staff` the facilitator's."""

    data: Path
    meeting: str
    activity: str
    staff: str
    secrets: list[str]
    seats: list[Seat]

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "groundwork.db"

    def copy(self, to: Path) -> "Room":
        """The same room in a folder of its own."""
        to.mkdir(parents=True)
        shutil.copy(self.database, to / "groundwork.db")
        return Room(to, self.meeting, self.activity, self.staff, self.secrets, self.seats)

    def stored(self) -> "Stored":
        """What is on disk now, read past the application."""
        mine = "FROM answer JOIN ballot ON ballot.id = answer.ballot_id WHERE ballot.activity_id = ?"
        with closing(sqlite3.connect(self.database)) as connection:
            operations = connection.execute("SELECT COUNT(*) FROM operation WHERE activity_id = ?", (self.activity,))
            values = connection.execute(f"SELECT value, COUNT(*) {mine} GROUP BY value", (self.activity,))
            return Stored(operations.fetchone()[0], Counter(dict(values.fetchall())))


@dataclass(frozen=True)
class Stored:
    """How many operations were kept, and how many people's answer each value is."""

    operations: int
    values: Counter[str]


def prepare(data: Path, people: int) -> Room:
    """Seat so many people, all agreed to take part, and open the poll."""
    address = f"sqlite:///{data / 'groundwork.db'}"
    data.mkdir(parents=True)
    upgrade(address)
    engine = writing_engine(address)
    with Session(engine, expire_on_commit=False) as session:
        world = cast.begin(session, sectors=())
        for number in range(people):
            seat = cast.take_seat(session, world, f"{number}", SECTORS[number % 3], role=("LE", "CLIN")[number % 2])
            cast.agree(session, world, seat)
        cast.open_(session, world, world.poll)
        session.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    names = list(world.seats)
    secrets, seats = [world.secrets[name] for name in names], [world.seats[name] for name in names]
    return Room(data, world.meeting.id, world.poll.id, world.staff, secrets, seats)
