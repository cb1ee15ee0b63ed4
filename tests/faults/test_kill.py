"""The server dies at any moment: what people were told is saved is there, once."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.kit import load
from tests.kit.cast import World
from tests.kit.load import Hand
from tests.kit.server import Server

KILLS = 20
Answering = tuple[Server, World, list[Hand]]
PEOPLE = ("ED-1", "ED-2", "ED-3", "EPI-1", "EPI-2", "EPI-3", "HF-1", "HF-2")


@pytest.fixture
def answering(engine: Engine, tmp_path: Path) -> Iterator[Answering]:
    """Eight people answering at a server in a process of its own."""
    world, targets = load.all_open(engine)
    server = Server(tmp_path).start()
    hands = [Hand(server.origin, world, name, targets) for name in PEOPLE]
    for hand in hands:
        hand.start()
    yield server, world, hands
    for hand in hands:
        hand.ending.set()
    server.kill()


def test_twenty_kills_under_load_lose_nothing_and_double_nothing(
    answering: Answering, engine: Engine, tmp_path: Path
) -> None:
    server, world, hands = answering

    for number in range(KILLS):
        load.wait_for_acks(hands, 20 + 3 * number)
        server.kill()
        server.start()
    load.wait_for_acks(hands, 20)
    load.end(hands)

    acknowledged = sum(len(hand.told.operations) for hand in hands)
    print(f"{KILLS} kills, {acknowledged} answers acknowledged")
    assert acknowledged > KILLS * 40
    load.ensure_nothing_lost(engine, world, hands)
    with sqlite3.connect(tmp_path / "groundwork.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert "Traceback" not in server.log.read_text()


def test_told_to_stop_under_load_it_ends_in_time_and_loses_nothing(answering: Answering, engine: Engine) -> None:
    server, world, hands = answering
    load.wait_for_acks(hands, 100)

    asked = time.monotonic()
    server.stop()
    took = time.monotonic() - asked
    server.start()
    load.wait_for_acks(hands, 20)
    load.end(hands)

    assert took < 12
    load.ensure_nothing_lost(engine, world, hands)
    assert "Traceback" not in server.log.read_text()


def test_a_restart_keeps_the_clock_and_every_answer(answering: Answering, engine: Engine) -> None:
    server, world, hands = answering
    load.wait_for_acks(hands, 50)
    with engine.connect() as connection:
        clocks = connection.exec_driver_sql("SELECT id, state, ends_ms, paused_left_ms FROM activity ORDER BY id").all()

    server.kill()
    server.start()
    load.wait_for_acks(hands, 50)
    load.end(hands)

    with engine.connect() as connection:
        after = connection.exec_driver_sql("SELECT id, state, ends_ms, paused_left_ms FROM activity ORDER BY id").all()
    assert after == clocks
    assert any(ends for _, _, ends, _ in clocks)
    load.ensure_nothing_lost(engine, world, hands)
