"""A crowd at a real server: they join, agree and answer as people do, once each."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from app.db import reading, reading_engine
from app.domain import meetings, participants, projects, seats
from app.domain.ballots import Answer, Ballot
from app.domain.participants import Participant
from app.play.demo import SLUG, DemoLinks, prepare
from app.settings import Settings
from tests.kit.phone import Phone
from tests.kit.server import ROOT, Server


@pytest.fixture
def links(session: Session, tmp_path: Path) -> DemoLinks:
    links = prepare(session, Settings(data=tmp_path))
    session.commit()
    return links


@pytest.fixture
def watcher(session: Session, links: DemoLinks) -> tuple[str, str]:
    """Somebody who came in and only watches."""
    project = projects.find(session, SLUG)
    meeting = meetings.at_code(session, links.join_code)
    person = participants.newcomer(session, project)
    participants.introduce(session, project, person, sector="HF")
    secret = participants.take_seat(session, person)
    meetings.attend(session, meeting, person.id).consented = True
    assert seats.recognise(session, secret)
    session.commit()
    return meeting.id, secret


@pytest.fixture
def server(watcher: tuple[str, str], engine: object, tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path).start()
    yield server
    server.stop()


def gather(server: Server, links: DemoLinks, people: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "app.play.crowd", server.origin, links.join_code, str(people)]
    kept = ["--pace", "0.02", "--seats", str(server.log.parent / "crowd.json")]
    return subprocess.Popen([*command, *kept], cwd=ROOT, env=os.environ)


def counts(data: Path) -> tuple[int, int, int]:
    """Synthetic people who joined, their ballots, the values on them."""
    engine = reading_engine(f"sqlite:///{data / 'groundwork.db'}")
    with reading(engine) as session:
        people = select(func.count()).where(col(Participant.name).endswith("(demo)"))
        found = (people, select(func.count()).select_from(Ballot), select(func.count()).select_from(Answer))
        numbers = [session.exec(query).one() for query in found]
    engine.dispose()
    return numbers[0], numbers[1], numbers[2]


def watch_until(phone: Phone, data: Path, expected: tuple[int, int, int]) -> None:
    for _ in range(300):
        if counts(data) == expected:
            return
        with contextlib.suppress(TimeoutError):  # nothing new was drawn meanwhile
            phone.hear(timeout=0.3)
    raise AssertionError(f"{counts(data)} is not {expected}")


def test_a_crowd_joins_agrees_and_answers_the_open_poll(
    server: Server, links: DemoLinks, watcher: tuple[str, str], tmp_path: Path
):
    with Phone(server.origin, *watcher) as phone:
        crowd = gather(server, links, 5)

        watch_until(phone, tmp_path, (5, 5, 10))

        crowd.send_signal(signal.SIGTERM)
        assert crowd.wait(10) == 0


def test_a_crowd_that_comes_back_is_the_same_people_and_counts_once(
    server: Server, links: DemoLinks, watcher: tuple[str, str], tmp_path: Path
):
    with Phone(server.origin, *watcher) as phone:
        first = gather(server, links, 3)
        watch_until(phone, tmp_path, (3, 3, 6))
        first.terminate()
        first.wait(10)

        second = gather(server, links, 4)
        watch_until(phone, tmp_path, (4, 4, 8))

        second.terminate()
        assert second.wait(10) == 0


def test_a_wrong_code_ends_the_crowd_with_a_sentence(server: Server):
    command = [sys.executable, "-m", "app.play.crowd", server.origin, "WRNGCDE2", "2", "--pace", "0.02"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)

    assert ended.returncode == 1
    assert "not let in" in ended.stderr and "Traceback" not in ended.stderr
