"""How the crowd goes through the same doors as people: addresses, cookies, frames and messages, and nothing else."""

import hashlib
import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from websockets.asyncio.client import connect

from app.play.recording import Deed, Person

Message = dict[str, Any]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Turned(Exception):
    """The door did not open: the status it answered with. A busy door is a broken line, not this."""


@dataclass
class Shown:
    """What a frame or page tells: the activity (if it says so), and what may be backed there by the text it shows."""

    activity: str = ""
    block: str = ""
    accepting: bool = False
    targets: dict[str, str] = field(default_factory=dict[str, str])  # a target's or question's name -> all it says


class Door:
    """One meeting's doors at one address. `origin` is what people's browsers see; `at` is where we knock."""

    def __init__(self, origin: str, code: str, at: str = "") -> None:
        self.origin = _checked(origin).geturl()
        self._at = _checked(at or origin)
        if at and self._at.hostname not in LOOPBACK and self._at.netloc != urlsplit(origin).netloc:
            raise ValueError("the crowd goes to this machine or to the meeting's own address only")
        self._code = code

    def come_in(self, person: Person, cookie: str = "") -> tuple[str, str]:
        """Join with the code, and the seat from last time if there is one; returns the meeting's id and the cookie."""
        form = {"sector": person.sector, "role": person.role, "name": person.name, "language": person.language}
        status, headers = self._ask("POST", f"/join/{quote(self._code)}", person, cookie, urlencode(form))
        place = urlsplit(headers.get("location", "")).path
        if status not in {302, 303} or not place.startswith("/meet/"):
            raise _turned(status)
        for header in headers.get_all("set-cookie") or []:
            seats = {name: kept.value for name, kept in SimpleCookie(header).items() if name.endswith("seat")}
            cookie = next((f"{name}={value}" for name, value in seats.items() if value), cookie)
        return place.removeprefix("/meet/"), cookie

    def look(self, person: Person, meeting_id: str, cookie: str) -> None:
        """Open the page, as a browser would before its socket."""
        status, _ = self._ask("GET", f"/meet/{meeting_id}", person, cookie)
        if status != 200:
            raise _turned(status)

    def socket(self, person: Person, meeting_id: str, cookie: str) -> connect:
        """The page's socket, not yet connected."""
        scheme = "wss" if self._at.scheme == "https" else "ws"
        return connect(
            f"{scheme}://{self._at.netloc}/live/{meeting_id}/participant?v=",
            origin=self.origin,  # pyright: ignore[reportArgumentType]
            additional_headers={"Cookie": cookie, "Accept-Language": person.language},
            compression=None, max_size=4 * 1024 * 1024, open_timeout=20, proxy=None,
        )  # fmt: skip

    def _ask(
        self, method: str, path: str, person: Person, cookie: str, body: str | None = None
    ) -> tuple[int, http.client.HTTPMessage]:
        kind = http.client.HTTPSConnection if self._at.scheme == "https" else http.client.HTTPConnection
        headers = {"Origin": self.origin, "Accept-Language": person.language, "Accept": "text/html"}
        headers |= {"Cookie": cookie} if cookie else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection = kind(self._at.hostname or "", self._at.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
        except http.client.HTTPException as broken:
            raise ConnectionError from broken
        else:
            return response.status, response.headers
        finally:
            connection.close()


def shown_in(html: str) -> Shown:
    """Read the stage's attributes and the targets out of a drawing."""
    reader = _Reader()
    reader.feed(html)
    return reader.shown


def message(deed: Deed, shown: Shown) -> Message | None:
    """A deed as the message a page would send for it; None while the page does not show what it would be done to."""
    place = "what" if deed.backs else "target" if "target" in deed.body else ""
    if not place or deed.body.get(place) in shown.targets:
        return dict(deed.body)
    found = next((name for words in deed.finds for name, says in shown.targets.items() if _plain(words) in says), None)
    return None if found is None else deed.body | {place: found}


def finished() -> Message:
    """The button under boards and dots."""
    return {"do": "done", "done": "yes"}


def operation(cookie: str, activity: str, place: int) -> str:
    """The same answer always gets the same id: sent again after a restart, it counts once."""
    return hashlib.sha256(f"{cookie}|{activity}|{place}".encode()).hexdigest()[:32]


class _Reader(HTMLParser):
    """Keeps the first stage it meets, and the text inside every element that is a target or holds a question's form."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = Shown()
        self._open: list[_Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("data-activity") and not self.shown.activity:
            self.shown.activity, self.shown.block = given["data-activity"] or "", given.get("data-block") or ""
            self.shown.accepting = given.get("data-accepting") == "yes" and given.get("data-kind") != "talk"
        if given.get("name") == "what":
            row = next((one for one in reversed(self._open) if one.tag == "li"), None)
            if row is not None:
                row.target = row.target or given.get("value") or ""
        if tag not in VOID:
            self._open.append(_Element(tag, given.get("data-target") or ""))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == opened.tag for opened in self._open):
            closed = self._open.pop()
            if closed.target:
                self.shown.targets[closed.target] = _plain(closed.says)
            if self._open:
                self._open[-1].says += f" {closed.says}"
            if closed.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].says += data


@dataclass
class _Element:
    tag: str
    target: str = ""
    says: str = ""


def _turned(status: int) -> Exception:
    return ConnectionError(status) if status == 429 or status >= 500 else Turned(status)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _checked(address: str) -> SplitResult:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{address} is not an address like http://127.0.0.1:8000")
    return parts
