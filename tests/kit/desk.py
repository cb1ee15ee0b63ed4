"""A facilitator's desk: the application itself, its pages opened and its commands posted, without a browser."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.db import reading
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.main import create_app
from app.settings import Settings
from app.web.running import Running
from tests.kit.cast import World

ORIGIN = "http://127.0.0.1:8000"


@contextmanager
def desk(address: str, data: Path) -> Generator[TestClient]:
    """The application on this database, with its writer and its live layer at work."""
    app = create_app(Settings(data=data, database_url=address, host="127.0.0.1", port=8000, public_url=""))
    with TestClient(app, base_url=ORIGIN) as client:
        yield client


class Desk:
    """One person at it. `said` is the last page, `status` its number; redirects are not followed."""

    def __init__(self, client: TestClient, world: World, secret: str, *, language: str = "en") -> None:
        self.console = f"/meetings/{world.meeting.id}/console"
        self.said, self.status = "", 0
        self._world = world
        self._client: Any = client
        self._running: Running = self._client.app.state.running
        self._headers = {"cookie": f"__Host-account={secret}; __Host-language={language}", "origin": ORIGIN}

    def opens(self, path: str) -> str:
        """Open a page; returns what is on it."""
        return self._heard(self._client.get(path, headers=self._headers, follow_redirects=False))

    def does(
        self,
        verb: str,
        activity: Activity | None = None,
        *,
        by_script: bool = False,
        come_from: str = "",
        **fields: str,
    ) -> int:
        """Press a button of the console, upon the activity as it was seen; returns the status."""
        upon = {"activity": activity.id, "seen": str(activity.revision)} if activity else {}
        headers = self._headers | ({"hx-request": "true"} if by_script else {})
        body = {"do": verb} | upon | ({"from": come_from} if come_from else {}) | fields
        self._heard(self._client.post(self.console, data=body, headers=headers, follow_redirects=False))
        return self.status

    def posts(self, path: str, **fields: str) -> int:
        """Send a form that stands elsewhere; returns the status."""
        self._heard(self._client.post(path, data=fields, headers=self._headers, follow_redirects=False))
        return self.status

    def sees(self, activity: Activity) -> Activity:
        """The activity as it is now."""
        with reading(self._running.engine) as session:
            return session.get_one(Activity, activity.id)

    def everybody_is_at(self) -> str | None:
        """The id of the current activity."""
        with reading(self._running.engine) as session:
            return session.get_one(Meeting, self._world.meeting.id).current_id

    def _heard(self, response: Any) -> str:
        self.status, self.said = response.status_code, response.text
        return self.said
