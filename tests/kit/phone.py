"""A participant's phone without a browser: a seat cookie, the socket door and the form door."""

import json
import secrets
import socket
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from websockets import Origin
from websockets.sync.client import ClientConnection, connect


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Phone:
    """One seat at one server. `frames` is everything that was ever sent to it."""

    def __init__(self, origin: str, meeting_id: str, secret: str, *, language: str = "en", page_of: str = "") -> None:
        self.origin, self.meeting_id, self.frames = origin, meeting_id, list[str]()
        self._headers = {"Cookie": f"__Host-seat={secret}; __Host-language={language}", "Origin": page_of or origin}
        self._line = ExitStack()
        self._socket: ClientConnection | None = None

    def __enter__(self) -> "Phone":
        address = self.origin.replace("http", "ws", 1) + f"/live/{self.meeting_id}/participant?v="
        headers = {"Cookie": self._headers["Cookie"]}
        origin = Origin(self._headers["Origin"])
        self._socket = self._line.enter_context(
            connect(address, origin=origin, additional_headers=headers, compression=None, max_size=2**22, proxy=None)
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def send(self, activity: str, op: str = "", **fields: Any) -> str:
        """Hand in by socket; returns the operation id without waiting."""
        op = op or secrets.token_urlsafe(16)
        assert self._socket is not None
        self._socket.send(json.dumps({"op": op, "activity": activity, **fields}))
        return op

    def cut(self) -> None:
        """Go without a word, as a phone in a tunnel does."""
        assert self._socket is not None
        self._socket.socket.shutdown(socket.SHUT_RDWR)

    def raw(self, frame: str | bytes) -> None:
        """Send whatever this is."""
        assert self._socket is not None
        self._socket.send(frame)

    def hear_part(self, part: str, timeout: float = 10) -> dict[str, Any]:
        """The next drawing of this part."""
        while True:
            frame = self.hear(timeout)
            if frame.get("part") == part:
                return frame

    def hear(self, timeout: float = 10) -> dict[str, Any]:
        """The next frame."""
        assert self._socket is not None
        frame = self._socket.recv(timeout)
        assert isinstance(frame, str)
        self.frames.append(frame)
        return json.loads(frame)

    def answer(self, activity: str, op: str = "", timeout: float = 10, **fields: Any) -> dict[str, Any]:
        """Hand in by socket and wait for the acknowledgement of this very operation."""
        op = self.send(activity, op, **fields)
        while True:
            frame = self.hear(timeout)
            if frame.get("ack") == op:
                return frame

    def post(self, activity: str, op: str = "", **fields: Any) -> dict[str, Any]:
        """Hand in by form, as a page does when sockets are blocked."""
        body = urllib.parse.urlencode(
            {"op": op or secrets.token_urlsafe(16), "activity": activity, **fields}, doseq=True
        )
        return json.loads(self.request("POST", f"/meet/{self.meeting_id}/answers", body, accept="application/json")[1])

    def request(self, method: str, path: str, body: str | None = None, accept: str = "text/html") -> tuple[int, str]:
        """Any request with this seat; redirects are not followed."""
        request = urllib.request.Request(
            self.origin + path,
            body.encode() if body is not None else None,
            {**self._headers, "Accept": accept},
            method=method,
        )
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
