"""Somebody with an account at their desk: a browser without scripts that keeps cookies and posts forms."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session

from app.main import create_app
from app.settings import Settings

ORIGIN = "https://groundwork.example"


@contextmanager
def serving(address: str, data: Path) -> Iterator[FastAPI]:
    """The application on this database, with its writer at work."""
    app = create_app(Settings(data=data, database_url=address, public_url=ORIGIN))
    with TestClient(app, base_url=ORIGIN):
        yield app


class Desk:
    """One browser. Pages are followed; `secret` is an account's cookie for whoever is signed in already."""

    def __init__(self, app: FastAPI, secret: str = "", *, language: str = "en") -> None:
        self.client = TestClient(app, base_url=ORIGIN, headers={"sec-fetch-site": "same-origin", "origin": ORIGIN})
        self.client.cookies.set("__Host-language", language)
        if secret:
            self.client.cookies.set("__Host-account", secret)

    def get(self, path: str) -> Response:
        """Open a page."""
        return self.client.get(path.removeprefix(ORIGIN))

    def post(self, path: str, **fields: str) -> Response:
        """Send a form; a field named with `__` has a dot there."""
        data = {name.replace("__", "."): value for name, value in fields.items()}
        return self.client.post(path.removeprefix(ORIGIN), data=data)

    def send(self, path: str, fields: dict[str, str]) -> Response:
        """Send a form whose names are as they are."""
        return self.client.post(path.removeprefix(ORIGIN), data=fields)


@contextmanager
def now(session: Session) -> Iterator[Session]:
    """What is on disk at this moment. The test's own session lets go first: it would keep everybody from writing."""
    session.commit()
    with Session(session.get_bind(), expire_on_commit=False) as fresh:
        yield fresh


def typed(page: Response, name: str) -> str:
    """What a control of the page holds."""
    found = re.search(rf"""<input[^>]*\bname="{re.escape(name)}"[^>]*?\bvalue="([^"]*)\"""", page.text)
    found = found or re.search(
        rf"""<textarea[^>]*\bname="{re.escape(name)}"[^>]*>\n?(.*?)</textarea>""", page.text, re.S
    )
    assert found, f"no control {name}"
    return html.unescape(found.group(1))


def beside(page: Response, name: str) -> str:
    """The sentence that stands beside a control, for eyes and for screen readers alike."""
    control = re.search(rf"""<(?:input|textarea|select)[^>]*\bname="{re.escape(name)}"[^>]*>""", page.text)
    assert control and 'aria-invalid="true"' in control.group(), f"nothing is said beside {name}"
    described = re.search(r'aria-describedby="([^"]*)"', control.group())
    assert described
    error = next(one for one in described.group(1).split() if one.endswith("-error"))
    said = re.search(rf"""id="{error}".*?<span>(.*?)</span>""", page.text, re.S)
    assert said
    return html.unescape(said.group(1))


def links(page: Response) -> list[str]:
    """The links a page shows to be handed on."""
    return re.findall(rf"""value="({ORIGIN}/[^"]+)\"""", page.text)
