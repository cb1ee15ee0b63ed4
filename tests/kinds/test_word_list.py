"""Word lists: a few words from everybody, counted alike however spelt, and never one that a single person said."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain.activities import Activity
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import opened
from tests.kit.unshipped import SETUPS
from tests.kit.writing import own, page_of, readers, seen, sends

KIND: Any = kind_of("word_list")
DRAW = drawing.renderer()


def begun(session: Session, world: World, **changes: Any) -> Activity:
    """The activity, open to everybody."""
    activity = opened(session, world, SETUPS["word_list"]["prompts"][0] | changes, kind="word_list")
    return session.get_one(Activity, activity.id)


def say(session: Session, world: World, activity: Activity, *words: list[str]) -> None:
    """The cast, in order, sends these words each."""
    for seat, sent in zip(world.seats.values(), words, strict=False):
        sends(session, activity, seat, "words", value=sent)


def counts(session: Session, activity: Activity) -> dict[str, int]:
    """The words as the screen shows them, in its order."""
    return {word.text: word.count for word in seen(session, activity).words}


def test_words_count_alike_whatever_their_capitals_and_accents(session: Session, world: World) -> None:
    activity = begun(session, world)

    say(session, world, activity, ["Équité"], ["équité"], ["EQUITE "], ["équité", "hope"], ["Hope", "trust"])
    cast.reveal(session, activity)

    assert {word.lower(): number for word, number in counts(session, activity).items()} == {"équité": 4, "hope": 2}


def test_a_word_that_one_person_alone_said_is_shown_to_nobody(session: Session, world: World) -> None:
    activity = begun(session, world)

    say(session, world, activity, ["hope"], ["hope"], ["hope"], ["hope"], ["Marguerite"])
    cast.reveal(session, activity)

    assert readers(DRAW, session, world, "Marguerite") == []
    assert seen(session, activity).others == 1


def test_one_person_saying_a_word_twice_has_said_it_once(session: Session, world: World) -> None:
    activity = begun(session, world)

    say(session, world, activity, ["hope", "HOPE"], ["calm"], ["calm"], ["calm"], ["calm"])
    cast.reveal(session, activity)

    assert counts(session, activity) == {"calm": 4}
    assert own(session, activity, world.seats["ED-1"], "words") == ["hope"]


def test_with_fewer_than_five_people_no_word_is_shown(session: Session, world: World) -> None:
    activity = begun(session, world)

    say(session, world, activity, ["hope"], ["hope"], ["hope"], ["hope"])
    cast.reveal(session, activity)

    assert seen(session, activity).n is None
    assert readers(DRAW, session, world, "hope") == []


def test_nothing_is_seen_before_the_reveal_but_by_whoever_sent_it(session: Session, world: World) -> None:
    activity = begun(session, world)
    say(session, world, activity, *[["hopeful"]] * 8)

    assert readers(DRAW, session, world, "hopeful") == []
    cast.close(session, activity)
    assert readers(DRAW, session, world, "hopeful", console=False) == []
    cast.reveal(session, activity)
    assert len(readers(DRAW, session, world, "hopeful")) == 6


def test_sending_again_replaces_and_nothing_takes_back(session: Session, world: World) -> None:
    activity, seat = begun(session, world), world.seats["ED-1"]
    sends(session, activity, seat, "words", value=["hope", "calm"])

    sends(session, activity, seat, "words", value=["trust", ""])
    assert own(session, activity, seat, "words") == ["trust"]
    assert 'value="trust"' in page_of(DRAW, session, world, "ED-1")

    sends(session, activity, seat, "words", value=["", ""])
    assert own(session, activity, seat, "words") == []


def test_more_words_than_asked_for_are_refused(session: Session, world: World) -> None:
    activity = begun(session, world)

    with pytest.raises(Refusal) as refused:
        say(session, world, activity, ["hope", "calm", "trust"])

    assert refused.value.params == {"most": 2}


def test_it_is_planned_and_keeps_its_code() -> None:
    setup = KIND.plan({"question.en": "Three words?", "most": "4"}, {}, None)

    again = KIND.plan(KIND.fields(setup) | {"question.fr": "Trois mots?"}, setup, None)

    [prompt] = again["prompts"]
    assert (prompt["code"], prompt["max_choices"]) == (setup["prompts"][0]["code"], 4)
    with pytest.raises(Refusal) as refused:
        KIND.plan({"question.en": "Words?", "most": "11"}, {}, None)
    assert refused.value.control == "most"
