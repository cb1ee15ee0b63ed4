"""Phones as bare asyncio protocols, so that the load costs as little as it can: a websocket, and plain HTTP."""

import asyncio
import time
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Hear = Callable[[bytes, float], None]
TEXT, PACKED, PING, PONG = 0x81, 0xC1, 0x89, 0x8A


class Socket(asyncio.Protocol):
    """One open page. `hear` gets each message and when it came; `received` counts bytes after the handshake."""

    def __init__(self, request: bytes, hear: Hear) -> None:
        self.hear = hear
        self.received = 0
        self.lost = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request
        self._waiting = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionError("closed before it opened"))

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        data = self._waiting + data if self._waiting else data
        if not self.opened.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._waiting = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(ConnectionError(head.split(b"\r\n", 1)[0].decode()))
                return
            self.opened.set_result(None)
        self.received += len(data) - len(self._waiting)
        self._waiting = self._frames(data, now)

    def _frames(self, data: bytes, now: float) -> bytes:
        at, size = 0, len(data)
        while size - at >= 2:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(data[start : start + 2], "big"), start + 2
            elif length == 127:
                length, start = int.from_bytes(data[start : start + 8], "big"), start + 8
            if start + length > size:
                break
            self._message(data[at], data[start : start + length], now)
            at = start + length
        return data[at:]

    def _message(self, kind: int, payload: bytes, now: float) -> None:
        if kind in {TEXT, PACKED}:
            self.hear(unpacked(payload) if kind == PACKED else payload, now)
        elif kind == PING:
            self._write(PONG, payload)

    def send(self, payload: bytes) -> None:
        """Send a text message."""
        self._write(TEXT, payload)

    def _write(self, kind: int, payload: bytes) -> None:
        short = len(payload) < 126
        length = bytes([0x80 | len(payload)]) if short else b"\xfe" + len(payload).to_bytes(2, "big")
        self._transport.write(bytes([kind]) + length + b"\0\0\0\0" + payload)  # a mask of zeros changes nothing

    def close(self) -> None:
        """Go without a word, as a phone does."""
        self._transport.abort()


@lru_cache(maxsize=4096)
def unpacked(payload: bytes) -> bytes:
    """A message as it was before it was packed; the same for everybody is unpacked once."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(payload + b"\0\0\xff\xff")


class Line(asyncio.Protocol):
    """A kept-alive HTTP connection: one request at a time."""

    def __init__(self) -> None:
        self._waiting = b""
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError("the server hung up"))

    async def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Send a request; the head and the body of its answer."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        head, end, body = self._waiting.partition(b"\r\n\r\n")
        if not end or self._answer is None:
            return
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(body) >= length:
            self._waiting = b""
            self._answer.set_result((head, body))

    def close(self) -> None:
        """Hang up."""
        self._transport.abort()


async def line(port: int) -> Line:
    """Connect."""
    return (await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", port))[1]


def request(method: str, path: str, port: int, body: bytes = b"", **headers: str) -> bytes:
    """An HTTP request from one of our own pages."""
    origin = f"http://127.0.0.1:{port}"
    said = {"Host": f"127.0.0.1:{port}", "Origin": origin, "Content-Length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def upgrade(path: str, port: int, cookie: str) -> bytes:
    """The request that opens a socket."""
    key = "AAAAAAAAAAAAAAAAAAAAAA=="
    said = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Key": key, "Sec_WebSocket_Version": "13"}
    packing = "permessage-deflate; client_max_window_bits"  # as browsers ask
    return request("GET", path, port, Cookie=cookie, Sec_WebSocket_Extensions=packing, **said)
