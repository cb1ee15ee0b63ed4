"""A frame for a thousand pages is encoded and packed once, then written to each: the one place inside uvicorn.

Where the server is another, there is no `write`, and frames go out by ASGI one by one. tests/live/test_frames.py says
what must hold of uvicorn; its minor version is pinned.
"""

import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request

EXTENSION = "groundwork.write"
TEXT, PACKED = 0x81, 0x40  # the first byte of a frame (RFC 6455, 5.2)
WORTH_PACKING = 120  # bytes; acknowledgements are not
Write = Callable[[str], bool]


class WritesAtOnce(WebSocketsSansIOProtocol):
    """Uvicorn's socket, whose application may also write a text without waiting.

    Packing never refers to earlier messages, so that what is packed for one is packed for all, and no socket keeps
    a dictionary in memory.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        packing = ServerPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)
        self.conn.available_extensions = [packing]

    def handle_connect(self, event: Request) -> None:
        """As before; and the scope says how to write."""
        super().handle_connect(event)
        if not self.close_sent:
            extensions: dict[str, object] = self.scope.setdefault("extensions", {})  # pyright: ignore
            extensions[EXTENSION] = self.write_now

    def write_now(self, text: str) -> bool:
        """Send a text; False when it would have to wait, or nobody listens: then `send` knows what to do."""
        ready = self.handshake_complete and self.initial_response is None and self.writable.is_set()
        if not ready or self.close_sent or self.disconnected or self.transport.is_closing():
            return False
        self.transport.write(_encoded(text, bool(self.conn.extensions)))
        return True


def writer(socket: WebSocket) -> Write | None:
    """How to write to this socket at once, if its server can."""
    return socket.scope.get("extensions", {}).get(EXTENSION)


@lru_cache(maxsize=64)
def _encoded(text: str, packed: bool) -> bytes:
    data, first = text.encode(), TEXT
    if packed and len(data) >= WORTH_PACKING:
        deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        data = (deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH))[:-4]  # RFC 7692, 7.2.1
        first = TEXT | PACKED
    size = len(data)
    if size < 126:
        return struct.pack("!BB", first, size) + data
    return (struct.pack("!BBH", first, 126, size) if size < 65536 else struct.pack("!BBQ", first, 127, size)) + data
