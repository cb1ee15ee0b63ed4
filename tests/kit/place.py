"""A place to break things at: a server with everything open, a second project beside it, and its log at hand."""

import secrets
import sqlite3
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.db import writing_engine
from app.domain import activities, meetings, projects
from app.domain.accounts import Account, OneTimeLink
from app.domain.ids import digest
from app.migrate import upgrade
from tests.kit import cast, load
from tests.kit.cast import World
from tests.kit.phone import Phone
from tests.kit.server import Server

TABLES = ("ballot", "answer", "idea", "comment", "dot", "dot_budget", "operation", "electorate")


class Place:
    """The cast at a server of its own. `said` is whatever people sent: none of it may stand in the log."""

    def __init__(self, data: Path) -> None:
        self.data, self.said = data, list[str]()
        address = f"sqlite:///{data / 'groundwork.db'}"
        upgrade(address)
        engine = writing_engine(address)
        self.world, self.targets = load.all_open(engine)
        with Session(engine, expire_on_commit=False) as session:
            self.elsewhere = _another_project(session, self.world)
            session.add(OneTimeLink(token_hash=digest("expired-link"), leads_to="/projects", expires_ms=1))
            session.commit()
        engine.dispose()
        self.server = Server(data)

    def phone(self, who: str, language: str = "en") -> Phone:
        """Somebody of the cast."""
        return Phone(self.server.origin, self.world.meeting.id, self.world.secrets[who], language=language)

    def stranger(self, language: str = "en") -> Phone:
        """A phone nobody knows."""
        return Phone(self.server.origin, self.world.meeting.id, secrets.token_urlsafe(32), language=language)

    def rows(self, *tables: str) -> list[tuple[Any, ...]]:
        """What the database holds, table by table."""
        with sqlite3.connect(self.data / "groundwork.db") as database:
            queries = [f"SELECT * FROM {name} ORDER BY 1, 2, 3" for name in tables or TABLES]
            return [row for query in queries for row in database.execute(query)]

    def staff(self, path: str, **fields: str) -> int:
        """The owner posts a form."""
        request = urllib.request.Request(
            self.server.origin + path,
            urllib.parse.urlencode(fields).encode(),
            {"Cookie": f"__Host-account={self.world.staff}", "Origin": self.server.origin},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status

    def ensure_quiet_log(self) -> None:
        """No traceback, and nothing that belongs to anybody."""
        log = self.server.log.read_text()
        assert "Traceback" not in log, log
        private = [*self.world.secrets.values(), self.world.staff, self.world.meeting.join_code, *self.said]
        private += [seat.pseudonym(self.world.poll.id) for seat in self.world.seats.values()]
        assert not [one for one in private if one in log], log


def _another_project(session: Session, world: World) -> str:
    """An open poll that is none of this project's business."""
    owner = session.get_one(Account, _owner(session))
    project = projects.create(session, slug="orchard", title=cast.text("An orchard"), owner=owner, synthetic=True)
    meeting = meetings.add(session, project, cast.text("Theirs"), code="M1")
    activity = activities.add(session, meeting, kind="poll", title=cast.text("Theirs"), setup=cast.POLL)
    activity.state = activities.OPEN
    return activity.id


def _owner(session: Session) -> str:
    return session.connection().exec_driver_sql("SELECT id FROM account").scalar_one()


@contextmanager
def under_way(data: Path) -> Iterator[Place]:
    """The place, with its server running; at the end its log has told nothing."""
    place = Place(data)
    place.server.start()
    try:
        yield place
    finally:
        place.server.kill()
    place.ensure_quiet_log()
