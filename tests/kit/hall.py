"""A meeting under way without browsers: a real server with the cast in it, and somebody who runs the meeting."""

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import reading_engine, writing_engine
from app.domain.activities import Activity
from app.migrate import upgrade
from tests.kit import cast
from tests.kit.listening import Listening
from tests.kit.phone import Phone
from tests.kit.server import Server


class Hall:
    """The cast's meeting, and the server (or one of the servers) it is held on."""

    def __init__(self, server: Server, world: cast.World, engine: Engine) -> None:
        self.server, self.world, self._engine = server, world, engine

    def phone(self, who: str, **options: str) -> Phone:
        """Somebody's phone, not connected yet."""
        return Phone(self.server.origin, self.world.meeting.id, self.world.secrets[who], **options)

    def participant(self, who: str, *, language: str = "en", at: Server | None = None) -> Listening:
        """Somebody's open page."""
        path = f"/meet/{self.world.meeting.id}"
        return self._listening("participant", path, f"{path}/parts", "seat", self.world.secrets[who], language, at)

    def screen(self, *, language: str = "en", at: Server | None = None) -> Listening:
        """The big screen."""
        return self._staff("screen", "screen", "screen-key", language, at)

    def console(self, *, language: str = "en", at: Server | None = None) -> Listening:
        """A facilitator's console."""
        return self._staff("facilitator", "account", self.world.staff, language, at)

    def do(self, verb: str, activity: Activity, **fields: str) -> int:
        """The facilitator does something; the status of the answer."""
        body = {"do": verb, "activity": activity.id, "seen": str(self.fresh(activity).revision), **fields}
        return self.posts(f"/meetings/{self.world.meeting.id}/console", body)

    def posts(self, path: str, body: dict[str, str]) -> int:
        """The owner posts a form, by script: no page comes back."""
        request = urllib.request.Request(
            self.server.origin + path,
            urllib.parse.urlencode(body).encode(),
            {"Cookie": f"__Host-account={self.world.staff}", "Origin": self.server.origin, "HX-Request": "true"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def fresh(self, activity: Activity) -> Activity:
        """The activity as it stands in the database."""
        with self.looking() as session:
            return session.get_one(Activity, activity.id)

    @contextmanager
    def looking(self) -> Generator[Session]:
        """A session to look into the database."""
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    def _staff(self, surface: str, cookie: str, secret: str, language: str, at: Server | None) -> Listening:
        under = f"/meetings/{self.world.meeting.id}"
        page = f"{under}/{'console' if surface == 'facilitator' else surface}"
        return self._listening(surface, page, f"{under}/parts/{surface}", cookie, secret, language, at)

    def _listening(
        self, surface: str, page: str, poll: str, cookie: str, secret: str, language: str, at: Server | None
    ) -> Listening:
        live = f"/live/{self.world.meeting.id}/{surface}"
        cookies = f"__Host-{cookie}={secret}; __Host-language={language}"
        return Listening((at or self.server).origin, surface, page, live, poll, cookies)


@contextmanager
def hall(data: Path, *, address: str = "", redis_url: str = "") -> Generator[Hall]:
    """A server with the cast in it, for as long as a test lasts."""
    database = address or f"sqlite:///{data / 'groundwork.db'}"
    upgrade(database)
    engine = writing_engine(database)
    with Session(engine, expire_on_commit=False) as session:
        world = cast.begin(session)
        session.commit()
    engine.dispose()
    reader = reading_engine(database)
    server = Server(data, database_url=address, redis_url=redis_url)
    try:
        server.start()
        yield Hall(server, world, reader)
    finally:
        server.stop()
        reader.dispose()
