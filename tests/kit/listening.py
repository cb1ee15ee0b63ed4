"""An open page without a browser: it takes frames as the page's script does, and can say what it shows."""

import json
import time
import urllib.request
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from app.live.parts import parts_of
from tests.kit.tree import Node, parse


class Listening:
    """One page of one audience. `frames` is everything that was ever sent to it."""

    def __init__(self, origin: str, surface: str, page: str, live: str, poll: str, cookies: str) -> None:
        self.origin, self.frames, self.closed_with = origin, list[str](), 0
        self._names = [part.name for part in parts_of(surface)]
        self._page, self._live, self._poll, self._cookies = page, live, poll, cookies
        self._socket: ClientConnection | None = None
        self.version = ""
        self.body = Node("body")

    def load(self) -> "Listening":
        """Open the page."""
        self.body = parse(self.get(self._page))
        self.version = self.body.first("live-page").attributes["data-version"]
        return self

    def connect(self) -> "Listening":
        """Open its socket, saying what it holds."""
        address = f"{self.origin.replace('http', 'ws', 1)}{self._live}?v={self.version}"
        self._socket = connect(
            address,
            origin=Origin(self.origin),
            additional_headers={"Cookie": self._cookies},
            compression=None,
            legacy=True,
            max_size=2**24,
            max_queue=None,  # a page that is not looked at for a while still hears
            ping_interval=None,
            proxy=None,
        )
        return self

    def __enter__(self) -> "Listening":
        return self if self._socket else self.load().connect()

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def catch_up(self) -> "Listening":
        """Hear every part once, as the first page of a meeting does."""
        missing = set(self._names)
        while missing:
            missing.discard(self.hear().get("part"))
        return self

    def hang_up(self) -> None:
        """Close the socket, if it is open."""
        if self._socket is not None:
            self._socket.close()

    @property
    def socket(self) -> ClientConnection:
        """The open socket."""
        assert self._socket is not None
        return self._socket

    def hear(self, timeout: float = 5) -> dict[str, Any]:
        """Take the next frame."""
        frame = self.socket.recv(timeout)
        assert isinstance(frame, str)
        return self.take(frame)

    def ask(self) -> list[dict[str, Any]]:
        """Ask for what is newer, as a page does whose socket is blocked."""
        messages: list[dict[str, Any]] = json.loads(self.get(f"{self._poll}?v={self.version}"))
        return [self.take(json.dumps(message)) for message in messages]

    def take(self, frame: str) -> dict[str, Any]:
        """Do with a frame what the page's script does."""
        self.frames.append(frame)
        message: dict[str, Any] = json.loads(frame)
        if "ack" in message or "now" in message or "again" in message:
            return message
        self.version = message["v"] or self.version
        if message.get("gone"):
            self.body.remove(message["part"])
            return message
        _, new = parse(message["content"]).first("hx-partial").only_element()
        old = self.body.find(message["part"])
        if message["part"] == "stage" and old and old.attributes.get("data-key", 0) == message.get("key"):
            return message
        place = self.body.find(message["place"]) if message.get("place") else None
        if old is not None:
            old.become(new)
        elif place is not None:
            place.insert_by_id(new)
        return message

    def shown(self) -> dict[str, str]:
        """What each part looks like now."""
        return {name: str(self.body.find(name)) for name in self._names}

    def get_page(self) -> str:
        """The page as it comes now."""
        return self.get(self._page)

    def fresh(self) -> dict[str, str]:
        """What each part would look like if the page were opened now."""
        body = parse(self.get(self._page))
        return {name: str(body.find(name)) for name in self._names}

    def comes_to_show(self, words: str, part: str = "results", within: float = 5) -> float:
        """Listen until a part says these words; how long it took."""
        began = time.monotonic()
        while words not in self.shown()[part]:
            left = began + within - time.monotonic()
            assert left > 0, f"{words!r} did not come: {self.shown()[part]}"
            self._hear_within(left)
        return time.monotonic() - began

    def comes_to_equal_a_reload(self, within: float = 5) -> None:
        """Listen until it shows what a fresh page shows."""
        deadline = time.monotonic() + within
        while True:
            fresh, shown = self.fresh(), self.shown()
            if shown == fresh:
                return
            left = deadline - time.monotonic()
            different = [f"{name}: {shown[name]}\n{fresh[name]}" for name in shown if shown[name] != fresh[name]]
            assert left > 0, "\n".join(different)
            self._hear_within(min(left, 0.5))

    def is_closed(self, within: float) -> bool:
        """Whether the server hangs up in this time."""
        deadline = time.monotonic() + within
        try:
            while (left := deadline - time.monotonic()) > 0:
                self._hear_within(left)
        except ConnectionClosed as closed:
            self.closed_with = closed.rcvd.code if closed.rcvd else 0
            return True
        return False

    def get(self, path: str) -> str:
        """A page or a poll, with this page's cookies."""
        request = urllib.request.Request(self.origin + path, headers={"Cookie": self._cookies})
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read().decode()

    def _hear_within(self, timeout: float) -> None:
        try:
            self.hear(timeout)
        except TimeoutError:
            return
