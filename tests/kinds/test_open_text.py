"""Open texts: one a person and question, read by nobody before the reveal, never with a sector that gives one away."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain.activities import Activity
from app.domain.refusals import NotFound, Refusal
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import USEFUL, opened
from tests.kit.writing import FIELDS, MOMENT, own, page_of, readers, seen, sends

KIND: Any = kind_of("open_text")
DRAW = drawing.renderer()


def begun(session: Session, world: World, **changes: Any) -> Activity:
    """The activity, open to everybody."""
    activity = opened(session, world, MOMENT | changes, kind="open_text")
    return session.get_one(Activity, activity.id)


def everybody_writes(session: Session, world: World, activity: Activity, **numbers: int) -> None:
    """So many people of each sector write a text that says who they are."""
    for who, seat in world.seats.items():
        sector, number = who.split("-")
        if int(number) <= numbers.get(sector, 0):
            sends(session, activity, seat, text=f"Text of {who}")


def sectors_named(session: Session, activity: Activity) -> set[str]:
    """The sectors that stand on the cards of the big screen."""
    return {card.sector.code for group in seen(session, activity).groups for card in group.cards if card.sector}


def test_nobody_reads_what_another_wrote_before_the_reveal_and_then_everybody_does(
    session: Session, world: World
) -> None:
    activity = begun(session, world)
    sends(session, activity, world.seats["ED-1"], text="The first call")

    assert readers(DRAW, session, world, "The first call") == []
    assert "The first call" not in page_of(DRAW, session, world, "ED-2")
    cast.close(session, activity)
    assert readers(DRAW, session, world, "The first call", console=False) == []

    cast.reveal(session, activity)

    assert len(readers(DRAW, session, world, "The first call")) == 6


def test_whoever_writes_sees_their_own_text_and_changes_it_in_its_place(session: Session, world: World) -> None:
    activity, seat = begun(session, world), world.seats["ED-1"]
    sends(session, activity, seat, text="The first call")

    sends(session, activity, seat, text="The long wait")

    assert "The long wait" in page_of(DRAW, session, world, "ED-1")
    assert [one.text for one in own(session, activity, seat).values()] == ["The long wait"]


def test_emptying_ones_text_takes_it_back(session: Session, world: World) -> None:
    activity, seat = begun(session, world), world.seats["ED-1"]
    sends(session, activity, seat, text="The first call")

    sends(session, activity, seat, text="  ")

    assert own(session, activity, seat) == {}
    cast.reveal(session, activity)
    assert seen(session, activity).groups == []


def test_a_text_too_long_is_refused_and_what_was_there_stays(session: Session, world: World) -> None:
    activity, seat = begun(session, world), world.seats["ED-1"]
    sends(session, activity, seat, text="Short")

    with pytest.raises(Refusal) as refused:
        sends(session, activity, seat, text="x" * 61)

    assert (refused.value.control, refused.value.params["limit"]) == ("text", 60)
    assert [one.text for one in own(session, activity, seat).values()] == ["Short"]


def test_what_is_written_in_fields_is_shown_under_their_names(session: Session, world: World) -> None:
    activity, seat = begun(session, world, fields=FIELDS), world.seats["ED-1"]

    sends(session, activity, seat, **{"field.well": "somebody calls back", "field.badly": "", "field.other": "no"})
    cast.reveal(session, activity)

    [card] = seen(session, activity).groups[0].cards
    assert [(label["fr"], words) for label, words in card.parts] == [("Cela va bien quand", "somebody calls back")]
    [handed] = KIND.handed_in(session, session.get_one(Activity, activity.id), seat)
    assert handed.words == {"en": "It goes well when: somebody calls back"}
    assert len(readers(DRAW, session, world, "somebody calls back")) == 6


def test_a_field_too_long_is_refused_at_that_field(session: Session, world: World) -> None:
    activity = begun(session, world, fields=FIELDS)

    with pytest.raises(Refusal) as refused:
        sends(session, activity, world.seats["ED-1"], **{"field.badly": "x" * 61})

    assert refused.value.control == "field.badly"


def test_a_sector_stands_on_a_text_only_where_five_of_each_sector_wrote(session: Session, world: World) -> None:
    activity = begun(session, world)
    everybody_writes(session, world, activity, ED=6, EPI=5, HF=4)
    assert sectors_named(session, activity) == set()

    sends(session, activity, world.seats["HF-5"], text="One more")

    assert sectors_named(session, activity) == {"ED", "EPI", "HF"}


def test_one_person_across_sectors_is_not_told_by_being_the_only_text_without_a_sector(
    session: Session, world: World
) -> None:
    activity = begun(session, world)
    everybody_writes(session, world, activity, ED=6, EPI=6, HF=6)
    across = cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, across)

    sends(session, activity, across, text="From across")

    assert sectors_named(session, activity) == set()


def test_a_sensitive_text_never_carries_a_sector(session: Session, world: World) -> None:
    activity = begun(session, world, sensitive=True)
    everybody_writes(session, world, activity, ED=6, EPI=6, HF=6)

    cast.reveal(session, activity)

    assert sectors_named(session, activity) == set()
    assert len(readers(DRAW, session, world, "Text of ED-1")) == 6


def test_nobody_withdraws_what_another_wrote(session: Session, world: World) -> None:
    activity = begun(session, world)
    sends(session, activity, world.seats["ED-1"], text="The first call")
    [text] = own(session, activity, world.seats["ED-1"]).values()

    with pytest.raises(NotFound):
        sends(session, activity, world.seats["ED-2"], do="withdraw", what=text.id)


def test_after_the_closing_nothing_is_written_any_more(session: Session, world: World) -> None:
    activity = begun(session, world)
    cast.close(session, activity)

    with pytest.raises(Refusal):
        sends(session, activity, world.seats["ED-1"], text="Too late")

    assert own(session, activity, world.seats["ED-1"]) == {}


def test_its_questions_are_planned_and_keep_their_codes() -> None:
    form = {"0.en": "What mattered?", "0.most": "200", "0.fields": "Well | Bien\nBadly | Mal", "1.en": "And why?"}
    setup = KIND.plan(form, {}, None)

    again = KIND.plan(KIND.fields(setup) | {"0.en": "What mattered most?", "1.drop": "yes"}, setup, None)

    [prompt] = again["prompts"]
    assert prompt["code"] == setup["prompts"][0]["code"]
    assert (prompt["text"]["en"], prompt["max_chars"]) == ("What mattered most?", 200)
    assert [field["label"]["fr"] for field in prompt["fields"]] == ["Bien", "Mal"]


def test_a_length_that_makes_no_sense_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        KIND.plan({"0.en": "What mattered?", "0.most": "5"}, {}, None)

    assert refused.value.control == "0.most"


def test_pulses_take_a_text_first_and_a_rating_after_it(session: Session, world: World) -> None:
    scale = {"code": "useful", "type": "scale", "text": cast.text("Useful?"), "scale": USEFUL}
    activity = opened(session, world, scale, MOMENT, kind="pulse")

    sends(session, activity, world.seats["ED-1"], text="Keep it short")
    sends(session, activity, world.seats["ED-1"], "useful", value="4")

    assert [one.value for one in own(session, activity, world.seats["ED-1"], "useful")] == ["4"]
