"""Nothing kept back is on the wire before its time, to anybody; and nobody's slowness is anybody else's."""

import socket
import time
from contextlib import ExitStack

import pytest

from tests.kit.hall import Hall
from tests.kit.listening import Listening


def _audiences(here: Hall, ends: ExitStack) -> list[Listening]:
    pages = [
        here.participant("ED-1"),
        here.participant("HF-1", language="fr"),
        here.screen(),
        here.screen(language="fr"),
        here.console(),
        here.console(language="fr"),
    ]
    return [ends.enter_context(page) for page in pages]


def test_a_hidden_tally_is_in_no_byte_that_is_sent_before_it_may_be_seen(here: Hall) -> None:
    poll, board = here.world.secret_poll, here.world.board
    with ExitStack() as ends:
        pages = _audiences(here, ends)
        here.do("open", poll)
        for who in here.world.secrets:
            here.phone(who).post(poll.id, prompt="fruit", value="pear" if who.startswith("ED") else "apple")
        here.do("close", poll)
        here.do("open", board)
        for who in set(here.world.secrets) - {"ED-1", "HF-1"}:  # whose own words are on their own pages
            here.phone(who).post(board.id, do="write", column="gaps", text=f"CANARY {who}", language="en")
        for page in pages:
            page.comes_to_equal_a_reload()
            assert not [frame for frame in page.frames if "CANARY" in frame]
            assert "CANARY" not in page.get_page()

        here.do("close", board)  # from here on the console sees where the room stands, and nobody else
        for page in pages:
            page.comes_to_equal_a_reload()

        for page in pages[:4]:
            assert not [frame for frame in page.frames if "CANARY" in frame or "bar__fill" in frame]
            assert "CANARY" not in page.get_page()
        for page in pages[4:]:
            page.comes_to_show("CANARY")

        here.do("reveal", board)
        for page in pages[:2]:
            page.comes_to_show("CANARY")


def test_the_console_sees_no_tally_while_answers_come_in(here: Hall) -> None:
    poll = here.world.secret_poll
    with here.console() as console:
        here.do("open", poll)
        for who in here.world.secrets:
            here.phone(who).post(poll.id, prompt="fruit", value="pear")
        console.comes_to_show("18", part="turnout")
        console.comes_to_equal_a_reload()
        assert not [frame for frame in console.frames if "bar__fill" in frame]


def test_somebody_who_stops_reading_holds_up_nobody_and_skips_frames(here: Hall) -> None:
    board = here.world.board
    here.do("open", board)
    names = list(here.world.secrets)
    for number in range(120):
        words = f"Idea {number} " + "which needs a good many words to be said " * 15
        here.phone(names[number % 18]).post(board.id, do="write", column="gaps", text=words, language="en")
    here.do("close", board)
    with here.participant("ED-1") as quick, _deaf(here, "ED-2") as deaf:
        quick.comes_to_equal_a_reload()
        for round_ in range(12):
            here.do("reveal" if round_ == 0 else ("hide" if round_ % 2 else "restore"), board, idea=_any_idea(here))
            began = time.monotonic()
            quick.comes_to_equal_a_reload()
            assert time.monotonic() - began < 2, round_
        assert deaf.fileno() >= 0


def _any_idea(here: Hall) -> str:
    from sqlmodel import select

    from app.domain.ideas import Idea

    with here.looking() as session:
        return min(idea.id for idea in session.exec(select(Idea)))


def _deaf(here: Hall, who: str) -> socket.socket:
    """A socket that was opened properly and is never read again."""
    host, port = here.server.origin.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)))
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    line.sendall(
        (
            f"GET /live/{here.world.meeting.id}/participant?v= HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Origin: {here.server.origin}\r\nCookie: __Host-seat={here.world.secrets[who]}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode()
    )
    assert b"101" in line.recv(64)
    return line


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_in_either_language_is_told_in_it(here: Hall, language: str) -> None:
    with here.participant("ED-1", language=language) as page:
        here.do("open", here.world.poll)
        page.comes_to_show({"en": "Which colour?", "fr": "Quelle couleur?"}[language], part="stage")
