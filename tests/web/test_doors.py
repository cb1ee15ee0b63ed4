"""Two doors, one verb: an answer leaves the same rows by socket and by form, and counts once through both."""

import json
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.kit.phone import Phone
from tests.kit.place import Place, under_way


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with under_way(tmp_path_factory.mktemp("place")) as place:
        yield place


def what_is_left(place: Place, who: str) -> list[tuple[Any, ...]]:
    """This person's rows in every table of answers, without ids and pseudonyms, which differ by design."""
    seat = place.world.seats[who]
    mine = {seat.pseudonym(activity.id) for activity in place.world.agenda} | {seat.participant_id}
    mine |= {row[0] for row in place.rows("ballot") if mine & set(row)}
    rows = [row for row in place.rows() if mine & set(row)]
    drop = mine | {row[0] for row in place.rows("ballot")} | {row[0] for row in place.rows("idea")} - set(place.targets)
    return sorted((tuple(value for value in row if not _differs(value, drop)) for row in rows), key=repr)


def _differs(value: Any, drop: set[Any]) -> bool:
    return isinstance(value, str) and (value in drop or len(value) == 64 or value.startswith("op-"))


def test_the_same_answers_leave_the_same_rows_by_either_door(place: Place) -> None:
    world = place.world
    answers: list[tuple[str, dict[str, Any]]] = [
        (world.poll.id, {"prompt": "colour", "value": "red"}),
        (world.poll.id, {"prompt": "colour", "value": ["blue"]}),
        (world.poll.id, {"do": "done"}),
        (world.board.id, {"do": "write", "column": "gaps", "text": "Shade trees, é and 木"}),
        (world.board.id, {"do": "write", "column": "gaps", "text": "Benches\nin two lines", "language": "fr"}),
        (world.dots.id, {"do": "spend", "target": place.targets[0]}),
        (world.dots.id, {"do": "spend", "target": place.targets[1]}),
        (world.dots.id, {"do": "take_back", "target": place.targets[0]}),
        (world.consent.id, {"take_part": "yes"}),
    ]

    with place.phone("ED-1") as by_socket:
        for number, (activity, fields) in enumerate(answers):
            assert by_socket.answer(activity, f"op-{number:08}", **fields)["ok"]
    by_form = place.phone("ED-3")  # of the same sector and role
    for number, (activity, fields) in enumerate(answers):
        assert by_form.post(activity, f"op-{number:08}", **fields)["ok"]

    assert what_is_left(place, "ED-1") == what_is_left(place, "ED-3")
    assert len(what_is_left(place, "ED-1")) > 15


def test_what_is_sent_again_by_the_other_door_counts_once(place: Place) -> None:
    board, op = place.world.board.id, secrets.token_urlsafe(16)
    idea = {"do": "write", "column": "gaps", "text": "Once and no more"}
    place.said.append(idea["text"])

    with place.phone("EPI-1") as phone:
        replies = [phone.answer(board, op, **idea), phone.post(board, op, **idea), phone.answer(board, op, **idea)]
        changed = phone.answer(board, op, **(idea | {"text": "Another text"}))

    assert all(reply["ok"] for reply in replies)
    assert not changed["ok"]
    assert [row for row in place.rows("idea") if idea["text"] in row][1:] == []


def test_a_whole_room_listens_and_the_pages_still_open(place: Place) -> None:
    with ExitStack() as room:
        listening = [room.enter_context(place.phone(name)) for name in place.world.seats for _ in range(2)]

        assert place.phone("ED-1").request("GET", f"/meet/{place.world.meeting.id}")[0] == 200
        assert all(phone.answer(place.world.poll.id, prompt="colour", value="red")["ok"] for phone in listening)
        assert place.phone("ED-2").post(place.world.poll.id, prompt="colour", value="blue")["ok"]


def test_a_phone_that_hangs_up_mid_answer_stops_nobody_else(place: Place) -> None:
    for number in range(60):
        with place.phone("HF-1") as phone:
            for _ in range(5):
                phone.send(place.world.poll.id, prompt="colour", value="red")
            if number % 2:
                phone.cut()

    with place.phone("HF-2") as phone:
        assert phone.answer(place.world.poll.id, prompt="colour", value="green", timeout=5)["ok"]


def test_a_socket_from_another_site_or_for_another_meeting_is_not_opened(place: Place) -> None:
    secret, meeting = place.world.secrets["ED-1"], place.world.meeting.id
    foreign = Phone(place.server.origin, meeting, secret, page_of="https://elsewhere.example")
    for phone in (foreign, Phone(place.server.origin, "nowhere", secret), place.stranger()):
        with pytest.raises(Exception, match="403"), phone:
            pass
    status, _ = foreign.request("POST", f"/meet/{meeting}/answers", json.dumps({}))
    assert status == 403
