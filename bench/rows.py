"""The rows: each a fresh server on a copy of its room, the load, the figures, and the gate every row must pass."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bench import figures
from bench.crowd import Crowd
from bench.figures import Figures
from bench.process import cpu_seconds, resident_kb
from bench.room import VALUES, Room
from tests.kit.server import Server

WATCHERS = 10  # pages that watch while others answer by form


@dataclass(frozen=True)
class Load:
    """So many votes in so many seconds from so many people, through one door."""

    name: str
    people: int
    votes: int
    seconds: float
    door: str = "socket"

    @property
    def is_workshop(self) -> bool:
        """Whether everybody votes once and watches, rather than all at once."""
        return self.name.startswith("workshop")


async def run(load: Load, room: Room, folder: Path) -> Figures:
    """One row once. Raises AssertionError when acknowledged, stored and shown are not the same."""
    room = room.copy(folder)
    server = Server(folder).start()
    crowd = Crowd(room, server.port, load.people)
    try:
        found = await _join(load, crowd, server.pid)
        found |= await _vote(load, crowd, server.pid)
        await _ensure_same(crowd)
    finally:
        crowd.leave()
        server.kill()  # -9: what was acknowledged is there all the same
    assert room.stored().values == _expected(crowd), "after kill -9 something acknowledged is not stored"
    return found


async def _join(load: Load, crowd: Crowd, pid: int) -> Figures:
    if load.door == "form":
        await crowd.open_sockets(min(WATCHERS, load.people))
        await crowd.open_lines(load.people)
        await crowd.until("everybody's page is connected", lambda: all(one.received for one in crowd.sockets.values()))
        return {}
    began = cpu_seconds(pid)
    await crowd.load_pages(load.people)
    pages, memory = cpu_seconds(pid), resident_kb(pid)
    await crowd.open_sockets(load.people)
    await crowd.until("everybody's page is connected", lambda: all(one.received for one in crowd.sockets.values()))
    sockets = cpu_seconds(pid)
    return {
        "join_page_cpu_ms": round(1000 * (pages - began) / load.people, 2),
        "join_socket_cpu_ms": round(1000 * (sockets - pages) / load.people, 2),
        "memory_a_socket_kb": round((resident_kb(pid) - memory) / load.people, 1),
    }


async def _vote(load: Load, crowd: Crowd, pid: int) -> Figures:
    received = sum(one.received for one in crowd.sockets.values())
    used, own, began = cpu_seconds(pid), time.process_time(), time.monotonic()
    give = crowd.vote_by_form if load.door == "form" else crowd.vote_by_socket
    await give(load.votes, load.seconds)
    await crowd.until(
        "every vote is acknowledged", lambda: all(vote.acknowledged for vote in crowd.votes.values()) or crowd.refused
    )
    assert not crowd.refused, f"refused: {crowd.refused[:3]}"
    voters = min(load.people, load.votes)
    await crowd.until(f"{voters} answered, on every page", lambda: crowd.turnout.least == voters)
    found = figures.acknowledged(crowd) | {
        "cpu_a_vote_ms": round(1000 * (cpu_seconds(pid) - used) / load.votes, 3),
        "load_cpu_share": round((time.process_time() - own) / (time.monotonic() - began), 2),
    }
    if load.is_workshop:
        found |= figures.visible(crowd)
        found["bytes_a_client"] = round((sum(one.received for one in crowd.sockets.values()) - received) / load.people)
    return found


async def _ensure_same(crowd: Crowd) -> None:
    """Acknowledged = stored = the final tally on every page."""
    stored, expected = crowd.room.stored(), _expected(crowd)
    assert stored.operations == len(crowd.votes), f"{len(crowd.votes)} acknowledged, {stored.operations} stored"
    assert stored.values == expected, f"acknowledged {expected}, stored {stored.values}"
    await crowd.press("close")
    await crowd.press("reveal")
    counts = tuple(expected[value] for value in VALUES)
    await crowd.until(f"the final tally {counts}, on every page", lambda: set(crowd.counts) == {counts})


def _expected(crowd: Crowd) -> Counter[str]:
    return Counter(figures.last_values(list(crowd.votes.values())).values())
