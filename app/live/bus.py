"""The bus is a doorbell, never a store: it carries "(meeting, revision)", and each process then reads the database."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import redis.asyncio as redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import RedisError

CHANNEL = "groundwork"
LOUDEST = 1_000  # rings that wait while the bus is slow; more are dropped, as looking once a second finds them
log = logging.getLogger("groundwork.bus")
Hear = Callable[[str, int], None]


class Bus:
    """Rings at every other process, and hears their rings. `up` while others can be heard."""

    def __init__(self, address: str, hear: Hear) -> None:
        self._hear = hear
        self._redis: redis.Redis = redis.from_url(  # pyright: ignore[reportUnknownMemberType]
            address,
            retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=1), retries=3),
            health_check_interval=10,
            socket_connect_timeout=2,
            socket_timeout=None,
        )
        self._rings: asyncio.Queue[str] = asyncio.Queue(LOUDEST)
        self._tasks: list[asyncio.Task[None]] = []
        self.up = False

    def start(self) -> None:
        """Listen, and ring when asked to."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._ring())]

    async def stop(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(RedisError, OSError):
            await self._redis.aclose()

    def ring(self, revisions: dict[str, int]) -> None:
        """Say that these meetings stand at these revisions. Never waits."""
        for meeting_id, revision in revisions.items():
            with contextlib.suppress(asyncio.QueueFull):
                self._rings.put_nowait(f"{meeting_id} {revision}")

    async def _ring(self) -> None:
        while True:
            said = await self._rings.get()
            with contextlib.suppress(RedisError, OSError):
                await self._redis.publish(CHANNEL, said)  # pyright: ignore[reportUnknownMemberType]

    async def _listen(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as line:  # pyright: ignore[reportUnknownMemberType]
                    await line.subscribe(CHANNEL)  # pyright: ignore[reportUnknownMemberType]
                    await self._take(line)
            except (RedisError, OSError) as problem:
                if self.up:
                    log.warning("the bus is down (%s): looking once a second instead", type(problem).__name__)
                self.up = False
                await asyncio.sleep(1)

    async def _take(self, line: PubSub) -> None:
        while True:
            message: dict[str, Any] | None = await line.get_message(timeout=5)  # pyright: ignore
            if message is None:
                continue  # nothing said for a while; the connection checks its health by itself
            self.up = True
            if message["type"] == "message":
                said: bytes = message["data"]
                meeting_id, _, revision = said.decode().partition(" ")
                if revision.isdigit():
                    self._hear(meeting_id, int(revision))
