"""Playing a recording: figures computed elsewhere come out of the package, whoever answered first."""

import copy
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from app import content, protocols
from app.db import writing_engine
from app.domain.ballots import Ballot
from app.domain.participants import Participant
from app.domain.projects import Project
from app.domain.refusals import Refusal
from app.exports import data
from app.migrate import upgrade
from app.play.playing import play
from tests.play.test_command_line import assert_said, run

Row = dict[str, Any]


def package(folder: Path, recorded: Any, seed: int = 0) -> dict[str, bytes]:
    """The files that come out of a recording."""
    address = f"sqlite:///{folder / 'groundwork.db'}"
    upgrade(address)
    engine = writing_engine(address)
    with Session(engine, expire_on_commit=False) as session:
        project = play(session, protocols.shipped(), recorded, seed=seed)
        session.commit()
        made = data.made(session, project)
    engine.dispose()
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def results(files: dict[str, bytes]) -> dict[tuple[Any, ...], Row]:
    rows: list[Row] = json.loads(files["results.json"])
    found = {key_of(row): row for row in rows}
    assert len(found) == len(rows)
    return found


def key_of(row: Row) -> tuple[Any, ...]:
    return row["block"], row["item"], row.get("dimension"), row["round"], row["scope"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return package(tmp_path_factory.mktemp("played"), content.read("demo.json"))


def expected() -> Iterator[Row]:
    yield from content.read("demo.json")["expected"]["rows"]


def test_every_expected_row_is_there_and_equal(played: dict[str, bytes]):
    found = results(played)

    assert [key_of(row) for row in expected() if key_of(row) not in found] == []
    for row in expected():
        got = found[key_of(row)]
        assert {name: got.get(name) for name in row} == {
            name: pytest.approx(value, abs=1e-9) if isinstance(value, float) else value for name, value in row.items()
        }


def test_the_same_people_in_another_order_give_the_same_results(played: dict[str, bytes], tmp_path: Path):
    shuffled = copy.deepcopy(content.read("demo.json"))
    for block in shuffled["blocks"]:
        for name in ("answers", "questions", "comments"):
            random.Random(7).shuffle(block.get(name, []))
    random.Random(8).shuffle(shuffled["participants"])

    again = package(tmp_path, shuffled, seed=5)

    assert again["results.json"] == played["results.json"]
    assert len(again["responses.csv"].splitlines()) == len(played["responses.csv"].splitlines())


def test_people_who_trade_answers_within_their_sector_and_group_change_no_figure(
    played: dict[str, bytes], tmp_path: Path
):
    traded = copy.deepcopy(content.read("demo.json"))
    alike: dict[Any, list[str]] = {}
    for person in traded["participants"]:
        kept = (person["sector"], person["report_group"], tuple(person["attended"]), person["sector_lead"])
        alike.setdefault(kept, []).append(person["code"])
    other = {code: some[place - 1] for some in alike.values() for place, code in enumerate(some)}
    for block in traded["blocks"]:
        for name in ("answers", "ideas", "questions", "comments"):
            for one in block.get(name, []):
                one["who"] = other[one["who"]]
        for question in block.get("questions", []):
            question["upvotes"] = [other[who] for who in question.get("upvotes", [])]

    again = package(tmp_path, traded)

    assert any(code != name for code, name in other.items())
    assert again["results.json"] == played["results.json"]


def test_it_stops_before_a_meeting_or_a_block(session: Session):
    play(session, protocols.shipped(), content.read("demo.json"), until="M1.3")

    project = session.exec(select(Project)).one()
    assert project.definition["consensus_rule"] == "c75_no_disagreement"
    assert len(session.exec(select(Participant)).all()) == 36
    blocks = {ballot.activity_id for ballot in session.exec(select(Ballot))}
    assert len(blocks) >= 1


def rule(r: Any) -> None:
    r.update(consensus_rule="none_such")


def sector(r: Any) -> None:
    r["participants"][0].update(sector="ZZ")


def somebody(r: Any) -> None:
    r["blocks"][1]["answers"][0].update(who="ED-99")


def value(r: Any) -> None:
    r["blocks"][1]["answers"][0].update(value="no_such")


def block(r: Any) -> None:
    r["blocks"][1].update(block="M9.9")


def nothing(r: Any) -> None:
    r.pop("blocks")


def twice(r: Any) -> None:
    r["blocks"].append(r["blocks"][0])


PLACES = (
    (rule, "consensus_rule"), (sector, "participants/ED-01/sector"), (somebody, "blocks/M1.2/answers"),
    (value, "M1.2"), (block, "blocks/M9.9"), (nothing, "blocks"), (twice, "given twice"),
)  # fmt: skip


@pytest.mark.parametrize(("change", "place"), PLACES)
def test_a_recording_that_does_not_fit_is_refused_with_the_place(
    session: Session, change: Callable[[Any], None], place: str
):
    recorded = copy.deepcopy(content.read("demo.json"))
    recorded["blocks"] = recorded["blocks"][:3]
    change(recorded)

    with pytest.raises(Refusal) as refused:
        play(session, protocols.shipped(), recorded)

    assert place in refused.value.message % refused.value.params


def test_the_command_makes_a_database_whole_or_not_at_all(tmp_path: Path):
    protocol, recording = tmp_path / "protocol.json", tmp_path / "recording.json"
    protocol.write_text(json.dumps(protocols.shipped()))
    recorded = content.read("demo.json") | {"blocks": content.read("demo.json")["blocks"][:2]}
    recording.write_text(json.dumps(recorded))
    bad = copy.deepcopy(recorded)
    bad["blocks"][1]["answers"][-1]["value"] = 99
    (tmp_path / "bad.json").write_text(json.dumps(bad))
    (tmp_path / "none.json").write_text("{")
    at = str(tmp_path / "var")

    assert_said(run("play", str(protocol), str(tmp_path / "bad.json"), "--data", at), "M1.2")
    assert_said(run("play", str(protocol), str(tmp_path / "none.json"), "--data", at), "no JSON")
    assert_said(run("play", str(protocol), str(tmp_path / "missing.json"), "--data", at), "cannot be read")
    assert list((tmp_path / "var").iterdir()) == []

    held = run("play", str(protocol), str(recording), "--data", at)
    assert held.returncode == 0, held.stderr
    assert_said(run("play", str(protocol), str(recording), "--data", at), "database already")
    slug = run("project", "list", "--data", at).stdout.split()[0]
    out = [run("export", slug, "--format", "data", "--out", str(tmp_path / f"{n}.zip"), "--data", at) for n in "12"]
    assert [one.returncode for one in out] == [0, 0], out[0].stderr
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
