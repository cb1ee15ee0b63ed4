"""People at a real server: they come in, vote when their time comes, and note what they see and when."""

import asyncio
import json
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from bench import wire
from bench.room import PROMPT, VALUES, Room

AT_ONCE = 25  # people who come through the door at the same time
_ANSWERED = re.compile(r"(\d+) of \d+ have answered")
_SO_MANY = re.compile(r">(\d+) answers?\b")
_COUNTS = [re.compile(rf"Option {value}<.*?>(\d+)<", re.DOTALL) for value in VALUES]  # the first is the whole room's


@dataclass
class Slowest:
    """A number everybody is shown, and when the last of them had reached each value of it."""

    people: int
    least: int = 0
    reached: dict[int, float] = field(default_factory=dict[int, float])
    _at: Counter[int] = field(default_factory=Counter[int])

    def __post_init__(self) -> None:
        self._at[0] = self.people

    def move(self, before: int, after: int, now: float) -> None:
        """One of them is shown `after` instead of `before`."""
        self._at[before] -= 1
        self._at[after] += 1
        if self._at[before] <= 0:
            del self._at[before]
            if before == self.least:
                self.least = min(self._at)
                self.reached[self.least] = now

    def when(self, value: int) -> float | None:
        """When the last of them was shown this or more."""
        return min((at for shown, at in self.reached.items() if shown >= value), default=None)


@dataclass
class Vote:
    """One vote: who, what, when it was sent and when it was acknowledged."""

    person: int
    value: str
    sent: float = 0.0
    acknowledged: float | None = None
    late: float = 0.0


@lru_cache(maxsize=4096)
def read(payload: bytes) -> tuple[str, int, tuple[int, ...]]:
    """What a frame shows: ("turnout", how many) or ("results", how many answers, the count of each option)."""
    text = payload.decode()
    part = json.loads(text).get("part", "")
    if part == "turnout" and (found := _ANSWERED.search(text)):
        return part, int(found[1]), ()
    if part == "results" and (found := _SO_MANY.search(text)):
        return part, int(found[1]), tuple(int(one[1]) for count in _COUNTS if (one := count.search(text)))
    return "", 0, ()


class Crowd:
    """Everybody in the room. `turnout` and `poll` follow the slowest page among the sockets."""

    def __init__(self, room: Room, port: int, people: int) -> None:
        self.room, self.port, self.people = room, port, people
        self.votes: dict[str, Vote] = {}
        self.refused: list[str] = []
        self.sockets: dict[int, wire.Socket] = {}
        self.lines: list[wire.Line] = []
        self.counts: list[tuple[int, ...]] = []

    def cookie(self, person: int) -> str:
        """This person's cookies."""
        return f"__Host-seat={self.room.secrets[person]}; __Host-language=en"

    async def load_pages(self, people: int) -> int:
        """So many people load the page, a few at a time; bytes of one page."""
        path, sizes = f"/meet/{self.room.meeting}", list[int]()

        async def some(whose: Sequence[int]) -> None:
            line = await wire.line(self.port)
            for person in whose:
                head, body = await line.ask(wire.request("GET", path, self.port, Cookie=self.cookie(person)))
                assert head.startswith(b"HTTP/1.1 200"), head
                sizes.append(len(body))
            line.close()

        await asyncio.gather(*(some(range(start, people, AT_ONCE)) for start in range(min(AT_ONCE, people))))
        return max(sizes)

    async def open_sockets(self, people: int) -> None:
        """So many people's pages connect, and are told how things stand."""
        self.turnout, self.poll = Slowest(people), Slowest(people)
        self._shown = {"turnout": [0] * people, "results": [0] * people}
        self.counts = [()] * people
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(person: int) -> None:
            asked = wire.upgrade(f"/live/{self.room.meeting}/participant?v=", self.port, self.cookie(person))
            async with gate:
                made = wire.Socket(asked, lambda payload, now: self._hear(person, payload, now))
                await asyncio.get_running_loop().create_connection(lambda: made, "127.0.0.1", self.port)
                await made.opened
            self.sockets[person] = made

        await asyncio.gather(*(one(person) for person in range(people)))

    async def open_lines(self, people: int) -> None:
        """So many people whose network blocks sockets: their forms go over plain HTTP."""
        self.lines = [await wire.line(self.port) for _ in range(people)]
        self._turns = [asyncio.Lock() for _ in range(people)]

    async def vote_by_socket(self, number: int, seconds: float) -> None:
        """So many votes spread evenly; a person's turn comes again when everybody has had theirs."""
        await self._spread(number, seconds, self._send)

    async def vote_by_form(self, number: int, seconds: float) -> None:
        """The same through the form door; a person's next vote waits for the answer to the one before."""
        await self._spread(number, seconds, self._post)

    async def _spread(self, number: int, seconds: float, give: Callable[..., None]) -> None:
        loop, began = asyncio.get_running_loop(), time.monotonic() + 0.05
        done: list[asyncio.Future[None]] = []
        for turn in range(number):
            due = began + seconds * turn / number
            done.append(loop.create_future())
            vote = Vote(turn % self.people, VALUES[(turn * 7 + turn // self.people) % len(VALUES)])
            loop.call_at(loop.time() + due - time.monotonic(), give, vote, due, done[-1])
        await asyncio.gather(*done)

    def _begin(self, vote: Vote, due: float) -> str:
        op = secrets.token_urlsafe(16)
        self.votes[op], vote.sent = vote, time.monotonic()
        vote.late = vote.sent - due
        return op

    def _send(self, vote: Vote, due: float, done: "asyncio.Future[None]") -> None:
        op = self._begin(vote, due)
        fields = {"op": op, "activity": self.room.activity, "prompt": PROMPT, "value": vote.value}
        self.sockets[vote.person].send(json.dumps(fields).encode())
        done.set_result(None)

    def _post(self, vote: Vote, due: float, done: "asyncio.Future[None]") -> None:
        task = asyncio.ensure_future(self._post_and_wait(vote, due))
        task.add_done_callback(lambda _: done.set_result(None))

    async def _post_and_wait(self, vote: Vote, due: float) -> None:
        op = self._begin(vote, due)
        fields = {"op": op, "activity": self.room.activity, "prompt": PROMPT, "value": vote.value}
        path, form = f"/meet/{self.room.meeting}/answers", "application/x-www-form-urlencoded"
        asked = wire.request(
            "POST", path, self.port, urlencode(fields).encode(),
            Cookie=self.cookie(vote.person), Accept="application/json", Content_Type=form, Sec_Fetch_Site="same-origin",
        )  # fmt: skip
        async with self._turns[vote.person]:
            head, body = await self.lines[vote.person].ask(asked)
        self._acknowledged(body if head.startswith(b"HTTP/1.1 200") else head, time.monotonic())

    def _hear(self, person: int, payload: bytes, now: float) -> None:
        if b'"ack"' in payload[:40]:
            self._acknowledged(payload, now)
            return
        part, shown, counts = read(payload)
        if not part:
            return
        before = self._shown[part][person]
        self._shown[part][person] = shown
        (self.turnout if part == "turnout" else self.poll).move(before, shown, now)
        if part == "results":
            self.counts[person] = counts

    def _acknowledged(self, payload: bytes, now: float) -> None:
        reply = json.loads(payload) if payload.startswith(b"{") else {}
        if reply.get("ok"):
            self.votes[reply["ack"]].acknowledged = now
        else:
            self.refused.append(payload.decode())

    async def until(self, what: str, true: Callable[[], bool], seconds: float = 30.0) -> None:
        """Wait until something is so for everybody, or say that it did not come."""
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                raise AssertionError(f"after {seconds:g} s still not so: {what}; refused: {self.refused[:3]}")
            await asyncio.sleep(0.02)

    async def press(self, verb: str) -> None:
        """The facilitator's button."""
        line = await wire.line(self.port)
        body = urlencode({"do": verb, "activity": self.room.activity}).encode()
        asked = wire.request(
            "POST", f"/meetings/{self.room.meeting}/console", self.port, body,
            Cookie=f"__Host-account={self.room.staff}", Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip
        head, _ = await line.ask(asked)
        assert head.startswith(b"HTTP/1.1 303"), head
        line.close()

    def leave(self) -> None:
        """Everybody goes."""
        for one in (*self.sockets.values(), *self.lines):
            one.close()
