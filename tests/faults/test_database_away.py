"""The database locked, full, or gone: nobody is told "saved" who is not, and what could not be saved comes again."""

import resource
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.language import say_in
from tests.kit.phone import Phone
from tests.kit.place import Place, under_way

LATER = "This could not be saved just now. It stays here and is sent again."
BUSY = "The database cannot be reached just now. Nothing is lost; wait a moment and try again."
RED = {"prompt": "colour", "value": "red"}


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with under_way(tmp_path_factory.mktemp("place")) as place:
        yield place


def colours(place: Place) -> int:
    """How many have answered the poll, as the file says."""
    return len(place.rows("answer"))


def seen_through(phone: Phone, activity: str, op: str, **fields: Any) -> list[dict[str, Any]]:
    """Sent by socket until it is acknowledged; every reply on the way."""
    replies = [phone.answer(activity, op, timeout=40, **fields)]
    while replies[-1].get("later"):
        replies.append(phone.answer(activity, op, timeout=40, **fields))
    return replies


@pytest.mark.parametrize("seconds", [4, 10])
def test_a_lock_held_by_another_program_delays_answers_and_loses_none(place: Place, seconds: int) -> None:
    poll = place.world.poll.id
    lock = sqlite3.connect(place.data / "groundwork.db", isolation_level=None, check_same_thread=False)
    with place.phone("ED-1") as one, place.phone("ED-2") as two, ThreadPoolExecutor(3) as pool:
        lock.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(seconds, lock.rollback)
        timer.start()
        by_socket = [pool.submit(seen_through, phone, poll, "operation-1", **RED) for phone in (one, two)]
        by_form = pool.submit(place.phone("ED-3").post, poll, **RED)

        assert all(waiting.result()[-1]["ok"] for waiting in by_socket)
        assert by_form.result()["ok"]
    timer.join()
    lock.close()
    assert colours(place) == 3


def test_a_full_disk_is_said_and_answers_go_on_when_there_is_room_again(place: Place) -> None:
    poll, board = place.world.poll.id, place.world.board.id
    words = "Words that did not fit on the disk"
    place.said.append(words)
    door, red = f"/meet/{place.world.meeting.id}/answers", f"activity={poll}&prompt=colour&value=red"
    with place.phone("ED-1", "fr") as phone:
        assert phone.answer(poll, **RED)["ok"]
        free = resource.prlimit(place.server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(place.server.pid, resource.RLIMIT_FSIZE, (4096, free[1]))

        reply = phone.answer(poll, "operation-2", prompt="colour", value="blue")
        status, page = place.phone("ED-2", "fr").request("POST", door, f"activity={board}&column=gaps&text={words}")
        by_script = place.phone("ED-2").request("POST", door, red, accept="application/json")

        assert (reply["later"], reply["said"]) == (True, say_in("fr", LATER))
        assert (status, by_script[0]) == (503, 503)
        assert say_in("fr", BUSY) in page
        assert words in page
        assert [row[4] for row in place.rows("answer")] == ["red"]

        resource.prlimit(place.server.pid, resource.RLIMIT_FSIZE, free)
        assert phone.answer(poll, "operation-2", prompt="colour", value="blue")["ok"]
    assert [row[4] for row in place.rows("answer")] == ["blue"]


def test_a_database_that_was_deleted_is_missed_at_once_and_no_empty_one_takes_its_place(place: Place) -> None:
    file, aside = place.data / "groundwork.db", place.data / "aside.db"
    poll = place.world.poll.id
    with place.phone("ED-1") as phone:
        assert phone.answer(poll, **RED)["ok"]
        file.rename(aside)

        assert phone.answer(poll, "operation-2", prompt="colour", value="blue")["later"]
        assert not file.exists()

        aside.rename(file)
        assert phone.answer(poll, "operation-2", prompt="colour", value="blue")["ok"]
    assert [row[4] for row in place.rows("answer")] == ["blue"]
