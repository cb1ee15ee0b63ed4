"""What a participant's browser fetches on the first visit, as it travels: the page and everything it names."""

import asyncio
import gzip
import re
import urllib.request
from pathlib import Path

from bench.figures import Figures
from bench.room import Room
from tests.kit.server import Server

# Fonts of other scripts are named in the styles too, and fetched only when a page needs one.
_NAMED = re.compile(r'(?:src|href)="(/static/[^"#]+)')


async def run(room: Room, folder: Path) -> Figures:
    """Bytes and requests of the first load, socket aside."""
    room = room.copy(folder)
    server = Server(folder).start()
    try:
        return await asyncio.to_thread(_load, server.origin, room)
    finally:
        server.kill()


def _load(origin: str, room: Room) -> Figures:
    page, size = _get(f"{origin}/meet/{room.meeting}", room.secrets[0])
    sizes = [size, *(_get(origin + address)[1] for address in set(_NAMED.findall(page)))]
    return {"first_load_bytes": sum(sizes), "first_load_requests": len(sizes), "page_bytes": size}


def _get(address: str, secret: str = "") -> tuple[str, int]:
    headers = {"Accept-Encoding": "gzip", "Cookie": f"__Host-seat={secret}"}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as response:
        body = response.read()
        packed = response.headers.get("content-encoding") == "gzip"
    return (gzip.decompress(body) if packed else body).decode("utf-8", "replace"), len(body)
