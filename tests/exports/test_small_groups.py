"""A draft says nothing of a handful of people: whole sectors or none, no single answers of 5 to 10, never who."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain import projects
from app.domain.activities import Activity
from app.domain.kind import Table, Words
from app.domain.text import say
from app.kinds import kind_of
from tests.kit import cast, paper
from tests.kit.cast import World

SCALE = {
    "code": "sure",
    "type": "scale",
    "text": cast.text("How sure?"),
    "scale": {
        "code": "five", "min": 1, "max": 5, "agree_from": 4,
        "points": [{"code": str(n), "value": n, "label": cast.text(f"Step {n}")} for n in range(1, 6)],
    },
}  # fmt: skip


def gathered(session: Session, world: World, activity: Activity) -> list[Any]:
    fresh = session.get_one(Activity, activity.id, populate_existing=True)
    return list(kind_of(fresh.kind).gather(session, fresh, projects.sectors_of(session, world.project)))


def printed(item: Any) -> str:
    """All that a table says, in English."""
    assert isinstance(item, Table)
    cells = [cell for row in (item.heads, *item.rows) for cell in row]
    return " | ".join(say(cell, "en") if isinstance(cell, dict) else cell.text for cell in cells)


def sized(session: Session, each: int, sectors: tuple[str, ...] = ("ED", "EPI", "HF")) -> World:
    return cast.begin(session, each=each, sectors=sectors)


def test_eleven_in_every_sector_are_shown_answer_by_answer(session: Session) -> None:
    world = sized(session, 11)
    cast.open_(session, world, world.poll)
    paper.answer(session, world, world.poll, paper.everybody(world, "ED"), prompt="colour", value="red")
    paper.answer(session, world, world.poll, paper.everybody(world, "EPI"), prompt="colour", value="blue")
    paper.answer(session, world, world.poll, paper.everybody(world, "HF"), prompt="colour", value="blue")
    paper.reveal(session, world.poll)

    (table,) = gathered(session, world, world.poll)

    assert [say(cell, "en") for cell in table.rows[0]] == ["Option red", "11 (33%)", "11 (100%)", "0 (0%)", "0 (0%)"]
    assert say(table.rows[1][1], "fr") == "22 (67\u00a0%)"


def test_one_sector_of_five_to_ten_takes_single_answers_from_all_sectors(session: Session) -> None:
    world = sized(session, 11)
    cast.open_(session, world, world.poll)
    here = paper.everybody(world, "ED") + paper.everybody(world, "EPI") + paper.everybody(world, "HF")[:10]
    paper.answer(session, world, world.poll, here, prompt="colour", value="red")
    paper.reveal(session, world.poll)

    (table,) = gathered(session, world, world.poll)

    assert [len(row) for row in table.rows] == [2, 2, 2]  # the answer and the whole
    assert "Housing First (n\u00a0=\u00a010)" in table.note["en"]


def test_a_scale_shows_small_sectors_by_centre_and_spread_alone(session: Session, world: World) -> None:
    world.poll.setup = {"prompts": [SCALE]}
    session.add(world.poll)
    session.flush()
    cast.open_(session, world, world.poll)
    paper.answer(session, world, world.poll, paper.everybody(world), prompt="sure", value="4")
    paper.reveal(session, world.poll)

    by_answer, spreads = gathered(session, world, world.poll)

    assert all(len(row) == 2 for row in by_answer.rows)
    assert [say(cell, "en") for cell in spreads.rows[1]][1:] == ["4", "4–4", "6 (100%)"]


@pytest.mark.parametrize("few", [1, 4])
def test_with_one_sector_under_five_no_sector_is_shown(session: Session, few: int) -> None:
    world = sized(session, 11)
    cast.open_(session, world, world.poll)
    here = paper.everybody(world, "ED") + paper.everybody(world, "EPI") + paper.everybody(world, "HF")[:few]
    paper.answer(session, world, world.poll, here, prompt="colour", value="red")
    paper.reveal(session, world.poll)

    (table,) = gathered(session, world, world.poll)

    assert "Housing" not in printed(table) + table.note["en"] and table.by == ""
    assert "Eating" not in printed(table) + table.note["en"]


def test_four_people_leave_nothing(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    paper.answer(session, world, world.poll, paper.everybody(world)[:4], prompt="colour", value="red")
    paper.reveal(session, world.poll)

    assert gathered(session, world, world.poll) == []


def test_eight_people_in_all_are_a_number_and_no_answers(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    paper.answer(session, world, world.poll, paper.everybody(world)[:8], prompt="colour", value="red")
    paper.reveal(session, world.poll)

    (table,) = gathered(session, world, world.poll)

    assert table.n == 8 and not table.rows


def test_a_sensitive_prompt_is_shown_for_all_alone(session: Session) -> None:
    world = sized(session, 12)
    prompt = world.poll.setup["prompts"][0] | {"sensitive": True, "live": False}
    world.poll.setup = {"prompts": [prompt]}
    session.add(world.poll)
    session.flush()
    cast.open_(session, world, world.poll)
    paper.answer(session, world, world.poll, paper.everybody(world), prompt="colour", value="red")
    paper.reveal(session, world.poll)

    (table,) = gathered(session, world, world.poll)

    assert [len(row) for row in table.rows] == [2, 2, 2]
    assert "Eating" not in printed(table) + table.note["en"]


def test_ideas_are_counted_by_sector_only_where_eleven_wrote(session: Session) -> None:
    world = sized(session, 11)
    cast.open_(session, world, world.board)
    for sector in ("ED", "EPI", "HF"):
        paper.answer(session, world, world.board, paper.everybody(world, sector), column="gaps", text=f"From {sector}")
    paper.reveal(session, world.board)

    table, *words = gathered(session, world, world.board)

    assert [say(cell, "en") for cell in table.rows[0]] == ["Gaps", "33", "11", "11", "11"]
    assert [w.sector["en"] for w in words] == [
        "Eating disorders treatment",
        "Early Psychosis Intervention",
        "Housing First",
    ]


def test_a_sector_of_six_writers_is_given_by_its_number_alone(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    paper.answer(session, world, world.board, paper.everybody(world), column="gaps", text="Something")
    paper.reveal(session, world.board)

    table = gathered(session, world, world.board)[0]

    assert [say(cell, "en") for cell in table.rows[0]] == ["Gaps", "18"]
    assert "Housing First (n\u00a0=\u00a06)" in table.note["en"]


def test_words_of_too_few_writers_carry_no_sector(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    here = [*paper.everybody(world, "ED"), *paper.everybody(world, "EPI"), "HF-1"]
    paper.answer(session, world, world.board, here, column="gaps", text="Something")
    paper.reveal(session, world.board)

    words = [item for item in gathered(session, world, world.board) if isinstance(item, Words)]

    assert [w.sector for w in words] == [None]
    assert len(words[0].quotes) == 13


def test_a_handful_across_sectors_leaves_no_word_that_could_only_be_theirs(session: Session) -> None:
    world = sized(session, 11)
    cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, world.seats["X-1"])
    cast.open_(session, world, world.board)
    paper.answer(session, world, world.board, paper.everybody(world)[:-1], column="gaps", text="Something")
    paper.answer(session, world, world.board, ["X-1"], column="gaps", text="Canary of one")
    paper.reveal(session, world.board)

    items = gathered(session, world, world.board)

    assert items[0].n == 33
    assert "Canary" not in repr(items)


def test_dots_of_a_sector_count_its_own_people_and_no_guest_of_the_room(session: Session) -> None:
    world = sized(session, 11)
    cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, world.seats["X-1"])
    voted(session, world, [*paper.everybody(world, "ED"), "X-1"], rest=11)

    tables = gathered(session, world, world.dots)

    assert [say(cell, "en") for cell in tables[0].rows[0][1:]] == ["11", "11 (100%)"]


def test_the_screen_counts_no_guest_of_the_room_either(session: Session) -> None:
    world = sized(session, 6)
    cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, world.seats["X-1"])
    voted(session, world, [*paper.everybody(world, "ED"), "X-1"], rest=6)

    (first, *_) = kind_of("dot_vote").results(session, session.get_one(Activity, world.dots.id), _screen())

    assert (first.voters, first.standings[0].dots, first.standings[0].people) == (6, 6, 6)


def test_where_all_vote_on_all_the_screen_counts_everybody_behind_each_idea(session: Session) -> None:
    world = sized(session, 6)
    voted(session, world, [*paper.everybody(world, "ED"), *paper.everybody(world, "EPI")], rest=0, own=False)

    (first, *_) = kind_of("dot_vote").results(session, session.get_one(Activity, world.dots.id), _screen())

    assert (first.voters, first.standings[0].people) == (12, 12)


def test_a_room_of_six_voters_gives_an_order_and_no_counts(session: Session, world: World) -> None:
    voted(session, world, paper.everybody(world, "ED"), rest=6)

    tables = gathered(session, world, world.dots)

    assert len(tables) == 3
    assert say(tables[0].heads[0], "en") == "Place" and len(tables[0].rows[0]) == 2


def test_with_one_room_under_five_voters_no_room_is_shown(session: Session, world: World) -> None:
    voted(session, world, paper.everybody(world, "ED"), rest=4)

    (table,) = gathered(session, world, world.dots)

    assert not table.rows and table.n == 14


def voted(session: Session, world: World, first: list[str], *, rest: int, own: bool = True) -> None:
    """One idea a room; `first` vote in ED's, so many people in each of the others'."""
    world.dots.setup = {
        "prompts": [
            cast.DOTS["prompts"][0]
            | {"targets": {"from": "M1.4", "column": "gaps"} | ({"by": "sector"} if own else {})}
        ]
    }
    session.add(world.dots)
    session.flush()
    cast.open_(session, world, world.board)
    for sector in ("ED", "EPI", "HF"):
        paper.answer(session, world, world.board, [f"{sector}-1"], column="gaps", text=f"Gap of {sector}")
    paper.reveal(session, world.board)
    cast.open_(session, world, world.dots)
    targets = {item.sector: item.code for item in kind_of("dot_vote").ask(session, world.dots, _screen())}
    paper.answer(session, world, world.dots, first, target=targets["ED"])
    for sector in ("EPI", "HF"):
        paper.answer(session, world, world.dots, paper.everybody(world, sector)[:rest], target=targets[sector])
    paper.reveal(session, world.dots)


def _screen() -> Any:
    from app.domain.kind import Viewer

    return Viewer("screen")
