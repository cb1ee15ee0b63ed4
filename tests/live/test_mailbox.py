"""A mailbox keeps the newest of each part, sends them in the order they were last said, and gives up on the slow."""

import asyncio

import pytest

from app.live import mailbox
from app.live.mailbox import Mailbox


def test_a_slow_reader_gets_the_newest_drawing_and_skips_those_before() -> None:
    async def story() -> list[str]:
        sent: list[str] = []
        reading = asyncio.Event()

        async def slowly(frame: str) -> None:
            await reading.wait()
            sent.append(frame)

        box = Mailbox(slowly)
        delivery = asyncio.create_task(box.deliver())
        box.post("results", "first")
        await asyncio.sleep(0)
        for number in range(5):
            box.post("results", f"results {number}")
            box.post("turnout", f"turnout {number}")
        reading.set()
        while len(sent) < 3:
            await asyncio.sleep(0)
        delivery.cancel()
        return sent

    assert asyncio.run(story()) == ["first", "results 4", "turnout 4"]


def test_what_is_said_again_waits_its_turn_so_that_versions_never_go_back() -> None:
    async def story() -> list[str]:
        sent: list[str] = []

        async def send(frame: str) -> None:
            sent.append(frame)

        box = Mailbox(send)
        for part, frame in (("results", "5"), ("turnout", "6"), ("results", "7")):
            box.post(part, frame)
        delivery = asyncio.create_task(box.deliver())
        while len(sent) < 2:
            await asyncio.sleep(0)
        delivery.cancel()
        return sent

    assert asyncio.run(story()) == ["6", "7"]


def test_a_send_that_takes_too_long_ends_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "SEND_SECONDS", 0.01)

    async def story() -> None:
        async def never(frame: str) -> None:
            await asyncio.Event().wait()

        box = Mailbox(never)
        box.post("results", "drawing")
        delivery = asyncio.create_task(box.deliver())
        done, _ = await asyncio.wait({delivery}, timeout=5)
        assert done

    asyncio.run(story())


def test_once_ended_nothing_more_is_sent() -> None:
    async def story() -> list[str]:
        sent: list[str] = []

        async def send(frame: str) -> None:
            sent.append(frame)

        box = Mailbox(send)
        box.post("results", "drawing")
        box.end()
        await box.deliver()
        return sent

    assert asyncio.run(story()) == []
