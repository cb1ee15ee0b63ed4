"""A facilitator's desk: the application itself, its pages opened and its commands posted, without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session
from starlette.testclient import TestClient

from app.db import reading
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.main import create_app
from app.settings import Settings
from tests.kit.cast import World

ORIGIN = "http://127.0.0.1:8000"


@contextmanager
def desk(address: str, data: Path) -> Iterator[TestClient]:
    """The application on this database, with its writer and its live layer at work."""
    app = create_app(Settings(data=data, database_url=address))
    with TestClient(app, base_url=ORIGIN) as client:
        yield client


class Desk:
    """One person at it. `said` is the last page, `status` its number; redirects are not followed."""

    def __init__(self, client: TestClient, world: World, secret: str, *, language: str = "en") -> None:
        self._client, self._world = client, world
        self.console = f"/meetings/{world.meeting.id}/console"
        self.said, self.status = "", 0
        self._headers = {
            "cookie": f"__Host-account={secret}; __Host-language={language}",
            "origin": ORIGIN,
            "sec-fetch-site": "same-origin",
        }

    def opens(self, path: str) -> str:
        """Open a page; returns what is on it."""
        return self._heard(self._client.get(path, headers=self._headers, follow_redirects=False))

    def does(self, verb: str, activity: Activity | None = None, *, by_script: bool = False, **fields: str) -> int:
        """Press a button of the console, upon the activity as it was seen; returns the status."""
        upon = {"activity": activity.id, "seen": str(activity.revision)} if activity else {}
        headers = self._headers | ({"hx-request": "true"} if by_script else {})
        body = {"do": verb} | upon | fields
        self._heard(self._client.post(self.console, data=body, headers=headers, follow_redirects=False))
        return self.status

    def sees(self, activity: Activity) -> Activity:
        """The activity as it is now."""
        with self._reading() as session:
            return session.get_one(Activity, activity.id)

    def everybody_is_at(self) -> str | None:
        """The id of the current activity."""
        with self._reading() as session:
            return session.get_one(Meeting, self._world.meeting.id).current_id

    def _reading(self) -> "contextmanager[Session]":  # pyright: ignore
        return reading(self._client.app.state.running.engine)  # pyright: ignore

    def _heard(self, response: object) -> str:
        self.status, self.said = response.status_code, response.text  # pyright: ignore
        return self.said
