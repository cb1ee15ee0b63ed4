"""Carry-over: by reference, fixed when it opens, and by a rule that was there before."""

import pytest
from sqlmodel import Session

from app.domain import carry_over, carrying, conduct, ideas, second_round, themes
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.prompts import Carry, Item
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World

JUDGED = {
    "C01": "consensus",
    "C02": "consensus overall, not in every sector",
    "C03": "no consensus",
    "C08": "disagreement",
}


def statements(*codes: str) -> list[Item]:
    return [Item(code=code, text={"en": code}) for code in codes]


def dots(session: Session, world: World) -> Activity:
    return session.get_one(Activity, world.dots.id)


def taken(session: Session, world: World) -> list[str]:
    """The words of what the vote is about now."""
    activity = dots(session, world)
    (prompt,) = carry_over.asked(session, activity, kind_of("dot_vote").setup_of(activity)).prompts
    return sorted(item.text["en"] for item in prompt.items)


@pytest.fixture
def two_ideas(session: Session, world: World) -> list[str]:
    cast.open_(session, world, world.board)
    written = [
        ideas.write(session, world.board, world.seats[who], column="gaps", text=f"Idea of {who}").id
        for who in ("ED-1", "HF-1")
    ]
    cast.reveal(session, world.board)
    return written


def test_what_is_carried_is_read_where_it_was_written(session: Session, world: World, two_ideas: list[str]) -> None:
    cast.open_(session, world, world.dots)

    ideas.edit(session, session.get_one(Activity, world.board.id), world.seats["ED-1"], two_ideas[0], "In better words")

    assert taken(session, world) == ["Idea of HF-1", "In better words"]
    assert "Idea of" not in str(dots(session, world).carried)


def test_the_opening_fixes_what_is_carried(session: Session, world: World, two_ideas: list[str]) -> None:
    cast.open_(session, world, world.dots)

    ideas.write(session, world.board, world.seats["ED-2"], column="gaps", text="Too late")

    assert taken(session, world) == ["Idea of ED-1", "Idea of HF-1"]


def test_the_team_chooses_before_it_opens_and_not_after(session: Session, world: World, two_ideas: list[str]) -> None:
    activity = dots(session, world)
    (prompt,) = kind_of("dot_vote").setup_of(activity).prompts

    carrying.choose(session, activity, prompt, {"items": [two_ideas[1]]})

    assert taken(session, world) == ["Idea of HF-1"]
    cast.open_(session, world, world.dots)
    with pytest.raises(Refusal, match="what it builds on stays"):
        carrying.choose(session, dots(session, world), prompt, {"items": two_ideas})


def test_nothing_is_carried_before_everybody_has_seen_it(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    ideas.write(session, world.board, world.seats["ED-1"], column="gaps", text="Not yet")

    with pytest.raises(Refusal, match="Reveal"):
        meeting = session.get_one(Meeting, world.meeting.id)
        conduct.open_(session, meeting, dots(session, world), kind_of)


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        (["no_consensus"], ["C03", "C08"]),
        (["any_sector_below_75"], ["C02"]),
        (["no_consensus", "any_sector_below_75"], ["C02", "C03", "C08"]),
        (["disagreement"], ["C08"]),
    ],
)
def test_which_statements_return_follows_from_their_verdicts(where: list[str], wanted: list[str]) -> None:
    carry = Carry.model_validate({"from": "M4.0", "what": "statements", "where": where})

    found = second_round.taken(JUDGED, carry, statements("C01", "C02", "C03", "C08"))

    assert [item.code for item in found] == wanted


def test_a_reworded_statement_is_asked_in_place_of_the_old_one_and_stays_linked_to_it() -> None:
    version = Item(code="C01b", text={"en": "Better"}, version_of="C01")
    carry = Carry.model_validate({"from": "M4.0", "what": "statements", "where": ["no_consensus", "reworded"]})

    found = second_round.taken(JUDGED, carry, [*statements("C01", "C03"), version])

    assert [(item.code, item.version_of) for item in found] == [("C01b", "C01"), ("C03", "")]


def test_a_group_keeps_its_code_when_it_is_renamed_and_undo_brings_back_what_was(
    session: Session, world: World, two_ideas: list[str]
) -> None:
    board = session.get_one(Activity, world.board.id)
    theme = themes.begin(session, board, name={"en": "The wait"}, sector="ED")
    code = theme.code

    themes.rename(session, board, theme, {"en": "Waiting"})
    renamed = themes.of_activity(session, board)[0]
    themes.undo(session, board)

    assert (renamed.code, renamed.name) == (code, {"en": "Waiting"})
    assert [one.name for one in themes.of_activity(session, board)] == [{"en": "The wait"}]
