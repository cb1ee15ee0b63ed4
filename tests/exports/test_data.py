"""The data package: every file in its form, the same bytes every time, and nobody to be found in it."""

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.domain.ballots import Ballot
from app.domain.ideas import Idea
from app.domain.participants import Participant
from app.exports import data
from app.exports.data import codebook
from app.exports.data.files import RUNS, Table, as_csv, cell
from tests.kit import cast, paper
from tests.kit.cast import World

FILES = [
    "manifest.json", "codebook.csv", "agenda.csv", "ideas.csv", "themes.csv", "lineage.csv", "texts.csv",
    "responses.csv", "results.csv", "results.json", "methods.md",
]  # fmt: skip
Row = dict[str, str]


def files(session: Session, world: World) -> dict[str, bytes]:
    session.flush()
    with zipfile.ZipFile(io.BytesIO(data.made(session, world.project))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(session: Session, world: World, name: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(files(session, world)[name].decode("utf-8-sig"), newline="")))


def results(session: Session, world: World, item: str) -> dict[str, dict[str, Any]]:
    """An item's rows by scope."""
    rows = json.loads(files(session, world)["results.json"])
    return {row["scope"]: row for row in rows if row["item"] == item}


def answered(session: Session, world: World, **colours: str) -> None:
    """The poll answered by everybody with red but those named, and revealed."""
    cast.open_(session, world, world.poll)
    for name in paper.everybody(world):
        colour = colours.get(name.replace("-", "_"), "red")
        if colour:
            paper.answer(session, world, world.poll, [name], prompt="colour", value=colour)
    paper.reveal(session, world.poll)


def test_every_file_is_there_as_the_manifest_says(session: Session, full: World):
    answered(session, full)

    found = files(session, full)

    manifest = json.loads(found["manifest.json"])
    assert list(found) == FILES
    assert [one["name"] for one in manifest["files"]] == FILES[1:]
    for one in manifest["files"]:
        assert one["sha256"] == hashlib.sha256(found[one["name"]]).hexdigest()
    assert (manifest["tier"], manifest["mode"]) == ("T2", "planning consultation")
    assert [one["name"] for one in manifest["left_out"]] == ["findings.json", "proposal.json"]


def test_two_packages_of_the_same_state_are_the_same_bytes(session: Session, full: World):
    answered(session, full)
    paper.written_board(session, full, "An idea of mine")

    assert data.made(session, full.project) == data.made(session, full.project)


def test_tables_are_what_spreadsheets_read(session: Session, full: World):
    answered(session, full)

    for name, body in files(session, full).items():
        if name.endswith(".csv"):
            lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
            assert body.startswith(b"\xef\xbb\xbf") and body.endswith(b"\r\n")
            assert {len(line) for line in lines} == {len(lines[0])}
            assert name == "codebook.csv" or lines[0] == codebook.columns_of(name)


def test_the_codebook_explains_every_column_in_both_languages():
    for row in codebook.rows():
        assert (row["en"] and row["fr"] and row["en"] != row["fr"]) or row["column"] == "chi2", row


@given(st.sampled_from(RUNS), st.text(max_size=20))
def test_no_cell_begins_like_a_formula(begins: str, rest: str):
    written = as_csv(Table("t.csv", ["a"], [{"a": begins + rest}])).body.decode("utf-8-sig")

    (_, (read,)) = csv.reader(io.StringIO(written, newline=""))
    assert cell(begins + rest) == f"'{begins}{rest}"
    assert read == f"'{begins}{rest}" or "\r" in read or "\n" in read


def test_an_idea_that_looks_like_a_formula_is_only_words(session: Session, full: World):
    paper.written_board(session, full, '=HYPERLINK("https://example.org","x")')

    texts = [row["text"] for row in table(session, full, "ideas.csv")]
    assert '\'=HYPERLINK("https://example.org","x")' in texts


def test_nobody_is_to_be_found_in_it(session: Session, full: World):
    answered(session, full)
    paper.written_board(session, full, "An idea of mine")
    people = list(session.exec(select(Participant)))

    everything = b"\n".join(files(session, full).values()).decode()

    secrets = [seat.pseudonym(a.id) for seat in full.seats.values() for a in full.agenda]
    ids = [one.id for table in (Ballot, Idea) for one in session.exec(select(table))]
    for trace in [*secrets, *ids, *(p.id for p in people), *full.secrets.values(), *(str(p.seat_hash) for p in people)]:
        assert trace not in everything


def test_what_was_not_revealed_is_not_there(session: Session, full: World):
    cast.open_(session, full, full.poll)
    paper.answer(session, full, full.poll, paper.everybody(full), prompt="colour", value="red")
    cast.close(session, full.poll)

    assert table(session, full, "responses.csv") == []
    assert results(session, full, "red") == {}


def test_a_breakdown_is_for_all_sectors_or_for_none(session: Session, full: World):
    answered(session, full, **{f"HF_{n}": "" for n in range(1, 8)})  # four of HF have answered

    red = results(session, full, "red")

    assert (red["all"]["n"], red["all"]["suppressed"]) == (26, False)
    for sector in ("ED", "EPI", "HF"):
        assert (red[sector]["suppressed"], red[sector]["n"]) == (True, None)
        assert red[sector]["reason"] == "group_too_few"
        assert "count" not in red[sector]
    assert {row["sector"] for row in table(session, full, "responses.csv")} == {""}


def test_under_five_answers_nothing_is_said(session: Session, full: World):
    silent = {name.replace("-", "_"): "" for name in paper.everybody(full)[4:]}
    answered(session, full, **silent)

    assert results(session, full, "red")["all"]["suppressed"] is True
    assert table(session, full, "responses.csv") == []


def test_sectors_and_reporting_groups_are_told_apart_from_each_other(session: Session, full: World):
    answered(session, full, ED_1="blue", ED_2="pna")

    red = results(session, full, "red")

    assert {"all", "ED", "EPI", "HF", "lived", "direct"} == set(red)
    assert (red["ED"]["n"], red["ED"]["opt_out"], red["ED"]["count"]) == (10, 1, 9)
    assert red["lived"]["n"] + red["direct"]["n"] == red["all"]["n"] == 32
    assert all("reporting_group" not in row for row in table(session, full, "responses.csv"))


def test_what_is_sensitive_has_no_sector_and_joins_no_answer_that_has_one(session: Session, full: World):
    second = full.poll.setup["prompts"][0] | {"code": "mood", "sensitive": True, "live": False}
    full.poll.setup = {"prompts": [full.poll.setup["prompts"][0], second]}
    session.add(full.poll)
    session.flush()
    cast.open_(session, full, full.poll)
    for prompt in ("colour", "mood"):
        paper.answer(session, full, full.poll, paper.everybody(full), prompt=prompt, value="red")
    paper.reveal(session, full.poll)

    rows = table(session, full, "responses.csv")

    by_prompt = {prompt: [row for row in rows if row["prompt"] == prompt] for prompt in ("colour", "mood")}
    assert {row["sector"] for row in by_prompt["mood"]} == {""}
    assert Counter(row["sector"] for row in by_prompt["colour"]) == {"ED": 11, "EPI": 11, "HF": 11}
    assert not {row["ballot"] for row in by_prompt["mood"]} & {row["ballot"] for row in by_prompt["colour"]}


def test_one_who_speaks_to_several_sectors_is_in_no_row(session: Session, full: World):
    guest = cast.take_seat(session, full, "X-1", "X", room="ED")
    cast.agree(session, full, guest)
    answered(session, full, X_1="green")

    rows = table(session, full, "responses.csv")

    # the live total has been seen with the guest in it, so the sectors are not told at all
    assert {row["sector"] for row in rows} == {""}
    assert results(session, full, "red")["ED"]["suppressed"] is True


def test_a_ballot_joins_answers_within_an_activity_and_never_across(session: Session, full: World):
    answered(session, full)
    cast.open_(session, full, full.secret_poll)
    paper.answer(session, full, full.secret_poll, paper.everybody(full), prompt="fruit", value="pear")
    paper.reveal(session, full.secret_poll)

    rows = table(session, full, "responses.csv")

    names = {block: {row["ballot"] for row in rows if row["block"] == block} for block in ("M1.2", "M1.3")}
    assert {block: len(some) for block, some in names.items()} == {"M1.2": 33, "M1.3": 33}
    assert not names["M1.2"] & names["M1.3"]


def test_words_taken_off_the_screens_leave_their_row_and_not_their_words(session: Session, full: World):
    paper.written_board(session, full, "Somebody's name")
    found = next(one for one in session.exec(select(Idea)) if one.text == "Somebody's name")
    found.state = "hidden"
    session.add(found)

    rows = table(session, full, "ideas.csv")

    assert [row["text"] for row in rows if row["status"] == "hidden"] == [""]
    assert "Somebody's name" not in files(session, full)["ideas.csv"].decode()


@pytest.mark.parametrize("writers", [4, 11])
def test_words_carry_their_sector_where_enough_of_every_sector_wrote(session: Session, full: World, writers: int):
    cast.open_(session, full, full.board)
    for sector in ("ED", "EPI", "HF"):
        who = paper.everybody(full, sector)[: writers if sector == "HF" else 11]
        paper.answer(session, full, full.board, who, column="gaps", text="A plain idea")
    paper.reveal(session, full.board)

    sectors = {row["sector"] for row in table(session, full, "ideas.csv")}

    assert sectors == ({""} if writers < 5 else {"ED", "EPI", "HF"})
