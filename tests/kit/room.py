"""A meeting under way, as browsers see it: a real server, real pages, and phones for everybody else."""

import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import Session

from app.db import reading_engine, writing_engine
from app.domain.activities import Activity
from app.migrate import upgrade
from tests.kit import cast
from tests.kit.phone import Phone
from tests.kit.server import Server

PHONE, LAPTOP, WALL = (360, 740), (1280, 800), (1920, 1080)


class Room:
    """The cast's meeting on a server of its own. `origin` is where pages are opened: it, or a proxy before it."""

    def __init__(self, data: Path, browser: Browser, server: Server, world: cast.World) -> None:
        self.server, self.world, self.origin = server, world, server.origin
        self.address = f"sqlite:///{data / 'groundwork.db'}"
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._engine = reading_engine(self.address)

    # --- pages ---

    def phone(self, who: str, **options: Any) -> Page:
        """The page of somebody of the cast."""
        page = self._page("seat", self.world.secrets[who], PHONE, **options)
        page.goto(f"{self.origin}/meet/{self.world.meeting.id}")
        return page

    def stranger(self, **options: Any) -> Page:
        """A phone that has never been here, at the meeting's door."""
        page = self._page("", "", PHONE, **options)
        page.goto(f"{self.origin}/join/{self.world.meeting.join_code}")
        return page

    def console(self, secret: str = "", **options: Any) -> Page:
        """The facilitator's laptop, or that of somebody else of the team, by their cookie."""
        page = self._page("account", secret or self.world.staff, LAPTOP, **options)
        page.goto(f"{self.origin}/meetings/{self.world.meeting.id}/console")
        return page

    def screen(self, **options: Any) -> Page:
        """The big screen, by its link."""
        page = self._page("", "", WALL, **options)
        page.goto(f"{self.origin}/screen/screen-key")
        return page

    # --- everybody else ---

    def answers(self, who: str, activity: Activity, **fields: Any) -> None:
        """Somebody of the cast answers by form, without a browser."""
        phone = Phone(
            self.server.origin, self.world.meeting.id, self.world.secrets[who], page_of=self.server.public_url
        )
        reply = phone.post(activity.id, **fields)
        assert reply["ok"], reply

    def do(self, verb: str, activity: Activity, **fields: str) -> None:
        """The facilitator does something, from another window."""
        body = {"do": verb, "activity": activity.id, "seen": str(self.fresh(activity).revision), **fields}
        request = urllib.request.Request(
            f"{self.server.origin}/meetings/{self.world.meeting.id}/console",
            urllib.parse.urlencode(body).encode(),
            {"Cookie": f"__Host-account={self.world.staff}", "Origin": self.server.public_url},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            assert response.status == 200

    def fresh(self, activity: Activity) -> Activity:
        """The activity as it stands in the database."""
        with Session(self._engine) as session:
            return session.get_one(Activity, activity.id)

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """A session to look into the database."""
        with Session(self._engine) as session:
            yield session

    def close(self) -> None:
        """Everybody goes home."""
        for context in self._contexts:
            context.close()
        self._engine.dispose()

    def _page(self, cookie: str, secret: str, size: tuple[int, int], *, language: str = "en", **options: Any) -> Page:
        width, height = size
        options.setdefault("viewport", {"width": width, "height": height})
        context = self._browser.new_context(locale=f"{language}-CA", **options)
        self._contexts.append(context)
        if cookie:
            context.add_cookies([
                {"name": f"__Host-{cookie}", "value": secret, "domain": "127.0.0.1", "path": "/", "secure": True,
                 "httpOnly": True, "sameSite": "Lax"},
            ])  # fmt: skip
        return context.new_page()


@contextmanager
def room(data: Path, browser: Browser, *, public_url: str = "", port: int = 0) -> Iterator[Room]:
    """A server with the cast in it, for as long as a test lasts."""
    address = f"sqlite:///{data / 'groundwork.db'}"
    upgrade(address)
    engine = writing_engine(address)
    with Session(engine, expire_on_commit=False) as session:
        world = cast.begin(session)
        session.commit()
    engine.dispose()
    with ExitStack() as ends:
        server = Server(data, public_url=public_url, port=port)
        ends.callback(server.stop)
        server.start()
        here = Room(data, browser, server, world)
        ends.callback(here.close)
        yield here
