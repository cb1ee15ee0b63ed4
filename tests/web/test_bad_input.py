"""Whatever comes in, a person reads a plain sentence in their language, nothing is lost, and the log tells nothing."""

import html
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from app.language import say_in
from tests.kit.phone import Phone
from tests.kit.place import Place, under_way

UNSTORABLE = "This text holds characters that cannot be stored. Type it again without them."
GONE = "This question is no longer part of the activity. Reload the page."
UNREADABLE = "This answer could not be read. Reload the page and try again; what you typed is kept."
NOTHING = "There is nothing at this address. Check the link, or ask for a new one."
OUT_OF_STEP = "This page is out of step. Reload it, then send your answer again."
REMOVED = "Your seat in this project has been closed. Ask the team if this is a mistake."
NO_SEAT = "You have no seat in this meeting. Join with your link, or with the meeting's code."
NO_CODE = "No meeting has this code. It has 8 letters and numbers; look at the big screen or your invitation."
NO_LINK = "This personal link is no longer valid. Ask the team for a new one, or join with the meeting's code."
NO_SCREEN = "This screen link is no longer valid. Ask the facilitator for a new one."
USED = "This link has been used or has expired. Ask for a new one, or sign in with your password."
SHUT = "The door of this meeting is closed. Ask the facilitator to open it."
NOT_OPEN = "Not sent: this activity has not opened yet. Wait for the facilitator."
SPENT = "All %(dots)s of your dots are spent. Take one back first."
LONG = "This is %(length)s characters long; there is room for %(limit)s. Shorten it, nothing is lost."
TOO_LONG = "This is too long to send. Shorten it, nothing is lost."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with under_way(tmp_path_factory.mktemp("place")) as place:
        yield place


def reads(page: str, sentence: str, language: str, **params: object) -> bool:
    """Whether the page says it in this language, and no more than it should."""
    said = say_in(language, sentence, params)
    assert language == "en" or said != sentence % params, f"no French for: {sentence}"
    return html.escape(said, quote=False) in html.unescape(page).replace("&", "&amp;") and "Traceback" not in page


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/meet/{meeting}", 403, NO_SEAT),
        ("/meet/nowhere", 403, NO_SEAT),
        ("/invitation/not-a-link", 404, NO_LINK),
        ("/join/ABCDEFGH", 404, NO_CODE),
        ("/join/%00%ED%A0%80", 404, NO_CODE),
        ("/screen/not-a-key", 404, NO_SCREEN),
        ("/sign-in/link/not-a-link", 404, USED),
        ("/sign-in/link/expired-link", 404, USED),
        ("/nothing/here", 404, NOTHING),
    ],
)
def test_a_stranger_with_a_wrong_address_is_told_what_to_do(
    place: Place, path: str, status: int, sentence: str, language: str
) -> None:
    found, page = place.stranger(language).request("GET", path.format(meeting=place.world.meeting.id))

    assert found == status
    assert reads(page, sentence, language), page


@pytest.mark.parametrize("code", ["", "ABC", "ABCDEFGH", "x" * 5000, "\x00", "é" * 8])
def test_a_wrong_code_comes_back_with_what_was_typed(place: Place, code: str) -> None:
    status, page = place.stranger().request("POST", "/join", f"code={code.replace(chr(0), '%00')}")

    assert status == 404
    assert reads(page, NO_CODE, "en")


def test_a_closed_door_says_so_and_opens_again(place: Place) -> None:
    world = place.world
    place.staff(f"/meetings/{world.meeting.id}/door", do="close")
    status, page = place.stranger("fr").request("GET", f"/join/{world.meeting.join_code}")
    place.staff(f"/meetings/{world.meeting.id}/door", do="open")

    assert status == 403
    assert reads(page, SHUT, "fr")
    assert place.stranger().request("GET", f"/join/{world.meeting.join_code}")[0] == 200


def refused_answers(place: Place) -> dict[str, tuple[str, dict[str, Any], str, dict[str, object]]]:
    """Answers that may not be: activity, fields, the sentence, and what fills it."""
    world, board = place.world, {"do": "write", "column": "gaps"}
    return {
        "planned": (world.secret_poll.id, {"prompt": "fruit", "value": "pear"}, NOT_OPEN, {}),
        "elsewhere": (place.elsewhere, {"prompt": "colour", "value": "red"}, NOTHING, {}),
        "unknown": ("f" * 20, {"prompt": "colour", "value": "red"}, NOTHING, {}),
        "no activity": ("", {"prompt": "colour", "value": "red"}, NOTHING, {}),
        "odd activity": ("\x00'--", {"prompt": "colour", "value": "red"}, NOTHING, {}),
        "long": (world.board.id, {**board, "text": "long " * 201}, LONG, {"length": 1004, "limit": 1000}),
        "NUL": (world.board.id, {**board, "text": "half\x00way"}, UNSTORABLE, {}),
        "NUL target": (world.dots.id, {"target": "a\x00b"}, UNSTORABLE, {}),
        "no fields": (world.poll.id, {}, GONE, {}),
        "wrong column": (
            world.board.id,
            {"do": "write", "column": "no", "text": "A"},
            "Choose one of the columns.",
            {},
        ),
        "empty": (world.board.id, {**board, "text": " \u200b "}, "Write something first.", {}),
    }


SORTS = ("planned", "elsewhere", "unknown", "no activity", "odd activity", "long", "NUL", "NUL target", "no fields",
         "wrong column", "empty")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("sort", SORTS)
def test_an_answer_that_may_not_be_is_refused_alike_at_both_doors(place: Place, sort: str, language: str) -> None:
    activity, fields, sentence, params = refused_answers(place)[sort]
    place.said += [str(value) for value in fields.values() if len(str(value)) > 8]
    before = place.rows()

    with place.phone("ED-1", language) as phone:
        replies = [phone.answer(activity, **fields), phone.post(activity, **fields)]

    assert [(reply["ok"], reply["said"]) for reply in replies] == [(False, say_in(language, sentence, params))] * 2
    assert language == "en" or replies[0]["said"] != sentence % params, f"no French for: {sentence}"
    assert place.rows() == before


def test_half_a_character_is_refused_and_the_socket_stays(place: Place) -> None:
    with place.phone("ED-1") as phone:
        reply = phone.answer(place.world.board.id, do="write", column="gaps", text="half \ud83d a character")

        assert (reply["ok"], reply["said"]) == (False, UNSTORABLE)
        assert phone.answer(place.world.poll.id, prompt="colour", value="red")["ok"]


def test_a_form_of_a_megabyte_is_refused_before_it_is_read(place: Place) -> None:
    before = place.rows()

    status, page = place.phone("ED-1", "fr").request(
        "POST", f"/meet/{place.world.meeting.id}/answers", "text=" + "x" * 1_000_000
    )

    assert status == 413
    assert reads(page, TOO_LONG, "fr")
    assert place.rows() == before


def test_a_form_without_an_end_is_refused_too(place: Place) -> None:
    head = (
        f"POST /meet/{place.world.meeting.id}/answers HTTP/1.1\r\nHost: x\r\nOrigin: {place.server.origin}\r\n"
        f"Cookie: __Host-seat={place.world.secrets['ED-1']}\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", place.server.port), timeout=10) as line:
        line.sendall(head.encode() + b"4\r\nop=1\r\n0\r\n\r\n")

        assert b" 413 " in line.recv(200)


def test_a_refused_form_comes_back_as_a_page_with_what_was_typed(place: Place) -> None:
    words = "Words that were typed without scripts " * 30
    place.said.append(words)

    status, page = place.phone("ED-1", "fr").request(
        "POST", f"/meet/{place.world.meeting.id}/answers", f"activity={place.world.board.id}&column=gaps&text={words}"
    )

    assert status == 409
    assert reads(page, LONG, "fr", length=len(words.strip()), limit=1000)
    assert words.strip() in page


def test_spent_dots_say_how_many_there_were(place: Place) -> None:
    with place.phone("HF-6", "fr") as phone:
        dots = place.world.dots.id
        assert all(phone.answer(dots, target=target)["ok"] for target in place.targets[:4])

        replies = [phone.answer(dots, target=place.targets[4]), phone.post(dots, target=place.targets[4])]

    assert {reply["said"] for reply in replies} == {say_in("fr", SPENT, {"dots": 4})}
    assert {reply["control"] for reply in replies} == {place.targets[4]}


@pytest.mark.parametrize("op", [["a-list-of-one"], 7, None, {}, "", "short", "x" * 65, "with spaces here", "é" * 10])
def test_an_operation_id_that_is_none_is_refused_politely(place: Place, op: Any) -> None:
    message = {"op": op, "activity": place.world.poll.id, "prompt": "colour", "value": "red"}
    with place.phone("ED-1") as phone:
        _raw(phone, json.dumps(message))

        assert _next_ack(phone)["said"] == OUT_OF_STEP
        assert phone.answer(place.world.poll.id, prompt="colour", value="red")["ok"]


@pytest.mark.parametrize(
    "change", [{"activity": 5}, {"activity": []}, {"prompt": 3}, {"value": {"a": 1}}, {"value": [1]}, {"value": None}]
)
def test_a_field_of_the_wrong_sort_is_refused_politely(place: Place, change: dict[str, Any]) -> None:
    message = {"op": "an-operation", "activity": place.world.poll.id, "prompt": "colour", "value": "red"}
    with place.phone("ED-1") as phone:
        _raw(phone, json.dumps(message | change))

        assert _next_ack(phone)["said"] in {UNREADABLE, NOTHING}
        assert phone.answer(place.world.poll.id, prompt="colour", value="red")["ok"]


def test_too_large_a_frame_ends_the_socket_and_nothing_else(place: Place) -> None:
    with place.phone("ED-1") as phone, place.phone("ED-2") as other:
        phone.send(place.world.board.id, do="write", column="gaps", text="x" * 30_000)

        assert _closed_with(phone) == 1009
        assert other.answer(place.world.poll.id, prompt="colour", value="red")["ok"]


JUNK = st.one_of(
    st.text(max_size=200),
    st.binary(max_size=200),
    st.integers(1, 15_000).map(lambda depth: "[" * depth),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["op", "activity", "do", "value", "prompt", "target", "headers"]), inner)
        ),
        max_leaves=12,
    ).map(json.dumps),
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(junk=JUNK)
def test_no_frame_whatever_breaks_the_server(place: Place, junk: str | bytes) -> None:
    with place.phone("EPI-1") as phone:
        _raw(phone, junk)
        try:
            assert phone.answer(place.world.poll.id, prompt="colour", value="red")["ok"]
        except ConnectionClosed as closed:
            assert closed.rcvd is not None and closed.rcvd.code in {1007, 1008}
            assert not _is_object(junk)


def test_both_tabs_of_a_seat_show_the_same_pen(place: Place) -> None:
    with place.phone("EPI-2") as one, place.phone("EPI-2") as other:
        assert one.answer(place.world.dots.id, target=place.targets[0])["ok"]

        assert other.hear_part("pen") == one.hear_part("pen")


def test_somebody_removed_is_cut_off_at_once_and_told_why(place: Place) -> None:
    person = place.world.seats["HF-5"].participant_id
    with place.phone("HF-5", "fr") as phone:
        place.staff(f"/projects/garden/people/{person}/remove")

        assert _closed_with(phone, within=2) == 1008
    reply = phone.post(place.world.poll.id, prompt="colour", value="red")
    assert (reply["ok"], reply["said"]) == (False, say_in("fr", REMOVED))
    assert reads(phone.request("GET", f"/meet/{place.world.meeting.id}")[1], REMOVED, "fr")
    with pytest.raises(Exception, match="403"), phone:
        pass


def _raw(phone: Phone, frame: str | bytes) -> None:
    try:
        phone.raw(frame)
    except UnicodeEncodeError:  # half a character is no frame at all
        phone.raw("half")


def _is_object(junk: str | bytes) -> bool:
    try:
        return isinstance(junk, str) and isinstance(json.loads(junk), dict)
    except (ValueError, RecursionError):
        return False


def _next_ack(phone: Phone) -> dict[str, Any]:
    while "ack" not in (frame := phone.hear()):
        pass
    return frame


def _closed_with(phone: Phone, within: float = 10) -> int:
    try:
        while True:
            phone.hear(within)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
