"""The bus is a doorbell: two processes on one database show the same, quicker with it, and nothing is lost without."""

import asyncio
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.live.bus import Bus
from tests.kit.hall import Hall, hall
from tests.kit.server import Server


def _redis() -> str:
    address = os.environ.get("REDIS_URL_TEST")
    assert address, "REDIS_URL_TEST is not set: `make test-all` starts a Redis and sets it"
    return address


@contextmanager
def _two(data: Path, database: str, redis_url: str) -> Generator[tuple[Hall, Server]]:
    """The hall with its server, and a second server on the same database."""
    with hall(data, address=database, redis_url=redis_url) as here:
        other = Server(data, database_url=database, redis_url=redis_url)
        try:
            yield here, other.start()
        finally:
            other.stop()


def _three_vote(here: Hall) -> None:
    for who in ("ED-1", "EPI-1", "HF-1"):
        assert here.phone(who).post(here.world.poll.id, prompt="colour", value="red")["ok"]


@pytest.mark.redis
def test_a_ring_reaches_every_process_and_carries_no_more_than_a_revision() -> None:
    async def story() -> list[tuple[str, int]]:
        heard: list[tuple[str, int]] = []
        arrived = asyncio.Event()

        def hear(meeting_id: str, revision: int) -> None:
            heard.append((meeting_id, revision))
            arrived.set()

        one, other = Bus(_redis(), lambda _meeting, _revision: None), Bus(_redis(), hear)
        one.start()
        other.start()
        while not other.up:
            await asyncio.sleep(0.01)
        one.ring({"meeting": 7})
        await asyncio.wait_for(arrived.wait(), 5)
        await one.stop()
        await other.stop()
        return heard

    assert asyncio.run(story()) == [("meeting", 7)]


def test_a_bus_that_is_not_there_holds_up_nobody() -> None:
    async def story() -> bool:
        bus = Bus("redis://127.0.0.1:1", lambda _meeting, _revision: None)
        bus.start()
        for revision in range(5_000):
            bus.ring({"meeting": revision})
            await asyncio.sleep(0)
        up = bus.up
        await bus.stop()
        return up

    assert asyncio.run(story()) is False


@pytest.mark.redis
@pytest.mark.postgres
def test_a_vote_handed_to_one_process_shows_on_the_screen_of_the_other(postgres: str, tmp_path: Path) -> None:
    with _two(tmp_path, postgres, _redis()) as (here, other):
        here.do("open", here.world.poll)
        with here.screen(at=other) as screen, here.participant("ED-2", at=other) as page:
            screen.comes_to_show("Which colour?", part="head")

            _three_vote(here)

            assert screen.comes_to_show("3 of 18 have answered", part="turnout") < 2
            page.comes_to_equal_a_reload()


@pytest.mark.postgres
def test_without_a_bus_each_process_looks_once_a_second_and_misses_nothing(postgres: str, tmp_path: Path) -> None:
    with _two(tmp_path, postgres, "") as (here, other):
        here.do("open", here.world.poll)
        with here.screen(at=other) as screen, here.participant("ED-2", at=other) as page:
            screen.comes_to_show("Which colour?", part="head")

            _three_vote(here)

            screen.comes_to_show("3 of 18 have answered", part="turnout", within=4)
            page.comes_to_equal_a_reload()


@pytest.mark.postgres
def test_a_bus_that_fell_silent_costs_seconds_and_no_vote(postgres: str, tmp_path: Path) -> None:
    with _two(tmp_path, postgres, "redis://127.0.0.1:1") as (here, other):
        here.do("open", here.world.poll)
        with here.screen(at=other) as screen:
            _three_vote(here)
            screen.comes_to_show("3 of 18 have answered", part="turnout", within=4)


@pytest.mark.postgres
def test_somebody_removed_by_way_of_one_process_is_hung_up_on_by_the_other(postgres: str, tmp_path: Path) -> None:
    with _two(tmp_path, postgres, "") as (here, other), here.participant("ED-1", at=other) as page:
        page.catch_up()
        person = here.world.seats["ED-1"].participant_id

        assert here.posts(f"/projects/{here.world.project.slug}/people/{person}/remove", {}) == 200

        assert page.is_closed(within=3)
