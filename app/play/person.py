"""One synthetic participant: comes in, listens, thinks for a while, and answers as recorded."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from app.play import door as doors
from app.play.door import Door, Message, Shown
from app.play.recording import Deed, Person, Recording

ARRIVING, AGREEING, THINKING, BETWEEN = (0.0, 9.0), (0.5, 6.0), (1.0, 25.0), (0.4, 3.0)  # seconds, from and to
PATIENCE = 15.0
ENDS = {"write", "spend"}  # after these people say that they are done
UNREAD = {"head", "turnout", "door", "agenda", "now"}
NOT_ALLOWED = 1008


@dataclass
class Lifeline:
    """When any of the crowd last heard from the meeting."""

    heard: float = field(default_factory=time.monotonic)

    def touch(self) -> None:
        """Somebody heard something now."""
        self.heard = time.monotonic()

    @property
    def silence(self) -> float:
        """Seconds since then."""
        return time.monotonic() - self.heard


@dataclass
class Participant:
    """A person at a door; `cookie` is the seat once they have one; `pace` stretches or shortens their thinking."""

    door: Door
    person: Person
    recording: Recording
    lifeline: Lifeline
    cookie: str = ""
    pace: float = 1.0
    when_answered: Callable[[], object] = lambda: None
    _shown: Shown = field(default_factory=Shown)
    _answered: set[str] = field(default_factory=set[str])
    _answering: "asyncio.Task[None] | None" = None
    _noticed: asyncio.Event = field(default_factory=asyncio.Event)
    _replies: dict[str, "asyncio.Future[dict[str, Any]]"] = field(default_factory=dict[str, Any])

    def has_answered(self, activity: str) -> bool:
        """Whether they have done everything they did there."""
        return activity in self._answered

    async def arrive(self) -> str:
        """Come in by the door within the first seconds; returns the meeting's id. Raises Turned when not let in."""
        await self._pause(ARRIVING)
        while True:
            with contextlib.suppress(OSError):
                meeting_id, self.cookie = await asyncio.to_thread(self.door.come_in, self.person, self.cookie)
                await asyncio.to_thread(self.door.look, self.person, meeting_id, self.cookie)
                self.lifeline.touch()
                return meeting_id
            await self._pause((1.0, 4.0))

    async def stay(self, meeting_id: str) -> None:
        """Take part until sent away; a cut line is taken up again."""
        while True:
            try:
                async with self.door.socket(self.person, meeting_id, self.cookie) as socket:
                    await self._listen(socket)
            except ConnectionClosed as closed:
                if closed.rcvd is not None and closed.rcvd.code == NOT_ALLOWED:
                    return
            except InvalidStatus as refused:
                if refused.response.status_code == 403:
                    return
            except (OSError, WebSocketException):
                pass
            await self._pause((1.0, 4.0))

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                self.lifeline.touch()
                self._hear(socket, json.loads(text))
        finally:
            await self._put_down()

    def _hear(self, socket: ClientConnection, frame: dict[str, Any]) -> None:
        if "ack" in frame:
            waiting = self._replies.pop(str(frame["ack"]), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(frame)
        elif "content" in frame and frame.get("part") not in UNREAD:
            self._see(socket, frame["part"], doors.shown_in(frame["content"]))

    def _see(self, socket: ClientConnection, part: str, shown: Shown) -> None:
        if part != "stage":
            self._shown.targets |= shown.targets
            self._noticed.set()
            return
        moved = shown.activity != self._shown.activity or not shown.accepting
        self._shown = shown
        if moved and self._answering is not None:
            self._answering.cancel()
            self._answering = None
        deeds = self.recording.deeds(self.person.code, shown.block) if shown.accepting else []
        if deeds and shown.activity not in self._answered and self._answering is None:
            self._answering = asyncio.create_task(self._answer(socket, shown.activity, deeds))

    async def _answer(self, socket: ClientConnection, activity: str, deeds: Sequence[Deed]) -> None:
        await self._pause(AGREEING if any(deed.agrees for deed in deeds) else THINKING)
        try:
            left = await self._do(socket, activity, dict(enumerate(deeds)))
            if any(deed.body.get("do") in ENDS for deed in deeds):
                operation = doors.operation(self.cookie, activity, len(deeds))
                await self._send(socket, {"op": operation, "activity": activity, **doors.finished()})
            while left:  # until they see what others have to show, or the meeting moves on
                self._noticed.clear()
                await self._noticed.wait()
                left = await self._do(socket, activity, left)
        except (ConnectionClosed, TimeoutError):
            await socket.close()  # the stage comes again with the next connection, and these answers with it
            return
        self._answered.add(activity)
        self.when_answered()

    async def _do(self, socket: ClientConnection, activity: str, deeds: Mapping[int, Deed]) -> dict[int, Deed]:
        """Send what can be sent now; returns what is about something that the page does not show yet."""
        left: dict[int, Deed] = {}
        for place, deed in deeds.items():
            message = doors.message(deed, self._shown)
            if message is None:
                left[place] = deed
                continue
            operation = doors.operation(self.cookie, activity, place)
            await self._send(socket, {"op": operation, "activity": activity, **message})
            await self._pause(BETWEEN)
        return left

    async def _send(self, socket: ClientConnection, message: Message) -> None:
        """Send until it is taken or refused; what is refused is let go, as a person would."""
        while True:
            reply = self._replies[message["op"]] = asyncio.get_running_loop().create_future()
            await socket.send(json.dumps(message, ensure_ascii=False))
            answer = await asyncio.wait_for(reply, PATIENCE)
            if not answer.get("later"):
                return
            await self._pause(BETWEEN)

    async def _put_down(self) -> None:
        self._shown = Shown()
        if self._answering is not None:
            self._answering.cancel()
            await asyncio.gather(self._answering, return_exceptions=True)
            self._answering = None

    async def _pause(self, between: tuple[float, float]) -> None:
        await asyncio.sleep(self.pace * random.uniform(*between))
