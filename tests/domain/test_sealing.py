"""After the reveal nobody with the whole database, files and all, can tell who said what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import Writer, writing_engine
from app.domain import conduct, ideas, ids, sealing
from app.domain.activities import CUT, KEPT, Activity
from app.domain.seats import Seat
from tests.kit import attacker, random_meeting
from tests.kit.attacker import Attacker
from tests.kit.random_meeting import Gathering

MEETINGS, FEW = 24, 8
FOUND = 6.0  # standard deviations beyond chance: some thousand attacks are tried, and the best of them counts


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    """The one writer, as in a server."""
    writer = Writer(engine)
    writer.start()
    yield writer
    writer.stop()


@pytest.fixture
def writer_on_postgres(postgres: str) -> Iterator[Writer]:
    writer = Writer(writing_engine(postgres))
    writer.start()
    yield writer
    writer.stop()


def attacked(writer: Writer, number: int) -> tuple[str, attacker.Score]:
    """Hold so many meetings, steal the database, and try everything: the attack that did best."""
    truths = [truth for seed in range(number) for truth in random_meeting.held(writer, seed)]
    if writer.engine.dialect.name == "sqlite":
        with writer.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    tables, thief = attacker.dump(writer.engine), Attacker()
    for truth in truths:
        thief.try_all(tables, truth)
    assert len(thief.scores) > 300, "the attacker hardly tried"
    attack, score = thief.worst()
    print(
        f"{len(thief.scores)} attacks; best: {attack}, {score.hits:.0f} of {score.tried}, chance {score.expected:.0f}"
    )
    return thief.worst()


def test_the_stolen_database_tells_no_more_than_chance(writer: Writer) -> None:
    attack, score = attacked(writer, MEETINGS)

    assert score.beyond_chance < FOUND, f"{attack}: {score}"


@pytest.mark.postgres
def test_nor_does_a_stolen_postgresql(writer_on_postgres: Writer) -> None:
    attack, score = attacked(writer_on_postgres, MEETINGS)

    assert score.beyond_chance < FOUND, f"{attack}: {score}"


def left_as_they_came(_session: Session, _activity: Activity) -> None:
    """A reveal that forgets to seal."""


def test_the_attacker_finds_rows_left_in_the_order_they_came(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "seal", left_as_they_came)
    monkeypatch.setattr(sealing, "shuffle", left_as_they_came)

    assert attacked(writer, FEW)[1].beyond_chance > FOUND


class Unmoved:
    """A shuffler that leaves everything where it was."""

    def shuffle(self, rows: list[Any]) -> None:
        """Not at all."""


@pytest.mark.postgres
@pytest.mark.parametrize("forgotten", ["to rewrite", "to shuffle"])
def test_and_so_on_postgresql(writer_on_postgres: Writer, forgotten: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if forgotten == "to shuffle":
        monkeypatch.setattr(sealing, "_shuffler", Unmoved())
    else:
        monkeypatch.setattr(sealing, "seal", left_as_they_came)
        monkeypatch.setattr(sealing, "shuffle", left_as_they_came)

    assert attacked(writer_on_postgres, FEW)[1].beyond_chance > FOUND


def test_the_attacker_finds_a_column_made_of_the_participant(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = ideas.write

    def leaky(session: Session, activity: Activity, seat: Seat, **said: Any) -> ideas.Idea:
        idea = honest(session, activity, seat, **said)
        idea.version_of = ids.digest(seat.participant_id)
        return idea

    monkeypatch.setattr(ideas, "write", leaky)

    assert attacked(writer, FEW)[1].beyond_chance > FOUND


def test_the_attacker_finds_a_permission_to_quote_kept_beside_the_name(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Seat, "mark", lambda _seat, _what, value: str(int(value)))

    assert attacked(writer, MEETINGS)[1].beyond_chance > FOUND


def everything_on_disk(folder: Path) -> bytes:
    """The database and its write-ahead log, byte for byte."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("groundwork.db*")))


@pytest.mark.parametrize("secrecy", [KEPT, CUT])
def test_what_was_cut_is_in_no_byte_of_any_file(writer: Writer, tmp_path: Path, secrecy: str) -> None:
    now = Gathering(writer, random_meeting.random.Random(1), secrecy)
    now.plan(6)
    consent, poll, board, _ = now.agenda
    now.step(conduct.open_, consent)
    now.everybody(consent, take_part=lambda _: "yes")
    now.step(conduct.open_, board)
    now.everybody(board, column=lambda _: "gaps", text=lambda _: "Some words")
    now.step(conduct.open_, poll)
    now.everybody(poll, prompt=lambda _: "fruit", value=lambda _: "pear")
    groups = [f"{seat.sector}{seat.report_group}".encode() for seat in now.people]
    pseudonyms = [seat.pseudonym(activity.id).encode() for seat in now.people for activity in (poll, board)]
    before = everything_on_disk(tmp_path)
    assert all(trace in before for trace in (*groups, *pseudonyms))

    for activity in (poll, board):
        now.step(conduct.reveal, activity)
    writer.do_now(lambda _session: None)  # the log is emptied before the next command

    after = everything_on_disk(tmp_path)
    assert not [trace for trace in groups if trace in after]
    left = [trace for trace in pseudonyms if trace in after]
    assert left == ([] if secrecy == CUT else pseudonyms)


def test_a_reader_in_the_way_delays_the_emptying_but_does_not_prevent_it(writer: Writer, tmp_path: Path) -> None:
    now = Gathering(writer, random_meeting.random.Random(2), CUT)
    now.plan(2)
    consent, poll, _, _ = now.agenda
    now.step(conduct.open_, consent)
    now.everybody(consent, take_part=lambda _: "yes")
    now.step(conduct.open_, poll)
    now.everybody(poll, prompt=lambda _: "fruit", value=lambda _: "pear")
    trace = now.people[0].pseudonym(poll.id).encode()

    reader = writing_engine(f"sqlite:///{tmp_path / 'groundwork.db'}")
    with reader.connect() as looking:
        looking.exec_driver_sql("COMMIT")
        looking.exec_driver_sql("BEGIN")
        looking.exec_driver_sql("SELECT COUNT(*) FROM ballot").scalar_one()
        now.step(conduct.reveal, poll)
        now.everybody(consent, take_part=lambda _: "yes")  # answers do not wait for the reader
        assert trace in everything_on_disk(tmp_path)
    reader.dispose()

    for _ in range(200):
        if trace not in everything_on_disk(tmp_path):
            return
        random_meeting.pause()
    raise AssertionError("the write-ahead log still holds what was cut")
