"""Statements rated one by one: each saved by itself, taken back at will, and shown within the small-group rules."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlmodel import Session

from app.domain import meetings
from app.domain.activities import Activity
from app.domain.kind import Quote, Table
from app.domain.refusals import Refusal
from app.domain.text import Text
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import everybody, opened, own, prompt, rates, shown, statement


def test_rating_one_statement_leaves_the_others_as_they_were(session: Session, world: World) -> None:
    activity, seat = opened(session, world, prompt()), world.seats["ED-1"]
    rates(session, activity, seat, "C01", "8")

    rates(session, activity, seat, "C08", "3")
    rates(session, activity, seat, "C08", "4")

    assert {code: one.value for code, one in own(session, activity, seat).given.items()} == {"C01": "8", "C08": "4"}


@pytest.mark.parametrize("back", [{"value": [""]}, {"value": []}, {"value": ["8"], "do": "take_back"}])
def test_a_rating_can_be_taken_back(session: Session, world: World, back: dict[str, object]) -> None:
    activity, seat = opened(session, world, prompt()), world.seats["ED-1"]
    rates(session, activity, seat, "C01", "8")
    rates(session, activity, seat, "C08", "5")

    rates(session, activity, seat, "C01", **back)

    assert own(session, activity, seat).given.keys() == {"C08"}


def test_who_opts_out_of_a_statement_is_never_part_of_n(session: Session, world: World) -> None:
    activity = opened(session, world, prompt())
    everybody(session, world, activity, "C01", [8] * 16)
    for who in ("HF-5", "HF-6"):
        rates(session, activity, world.seats[who], "C01", "na")

    total = shown(session, activity)["C01"].total

    assert (total.n, total.opt_out, total.agree, total.median) == (16, 2, 16, 8)


@pytest.mark.parametrize(("item", "value"), [("C99", "5"), ("C01", "10"), ("C01", "dk")])
def test_what_is_not_on_the_form_is_refused(session: Session, world: World, item: str, value: str) -> None:
    activity = opened(session, world, prompt())

    with pytest.raises(Refusal) as refused:
        rates(session, activity, world.seats["ED-1"], item, value)

    assert refused.value.control == "shared"


def test_a_statement_that_few_rated_is_not_shown(session: Session, world: World) -> None:
    activity = opened(session, world, prompt())
    everybody(session, world, activity, "C01", [8] * 18)
    everybody(session, world, activity, "C08", [8] * 4)

    rated = shown(session, activity)

    assert rated["C08"].total is None
    assert rated["C01"].sectors.keys() == {"ED", "EPI", "HF"}


def test_sectors_are_shown_together_or_not_at_all(session: Session, world: World) -> None:
    activity = opened(session, world, prompt())
    everybody(session, world, activity, "C01", [8] * 16)  # four of HF

    one = shown(session, activity)["C01"]

    assert (one.total.n, one.sectors, one.reason) == (16, None, "group_too_few")


def test_what_is_sensitive_is_shown_for_everybody_alone(session: Session, world: World) -> None:
    activity = opened(session, world, prompt(sensitive=True))

    everybody(session, world, activity, "C01", [8] * 18)

    assert shown(session, activity)["C01"].sectors is None


def test_a_sectors_statement_is_asked_of_its_room_alone(session: Session, world: World) -> None:
    activity = opened(session, world, prompt(items=[], items_by_sector={"ED": [statement("ED1")]}))

    with pytest.raises(Refusal):
        rates(session, activity, world.seats["HF-1"], "ED1", "9")

    page = drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["HF-1"])
    assert "Statement ED1" not in page
    assert "Statement ED1" in drawing.own_page(drawing.renderer(), session, world.meeting.id, world.seats["ED-1"])


def test_a_sectors_statement_needs_no_other_sector_to_be_shown(session: Session, world: World) -> None:
    activity = opened(session, world, prompt(items=[], items_by_sector={"ED": [statement("ED1")]}))

    everybody(session, world, activity, "ED1", [9, 9, 9, 8, 2, 7])

    one = shown(session, activity)["ED1"]
    assert (one.total.n, one.total.agree, one.reason) == (6, 5, None)


def test_a_guest_counts_in_the_room_and_is_told_from_it_nowhere(session: Session, world: World) -> None:
    activity = opened(session, world, prompt(items=[], items_by_sector={"ED": [statement("ED1")]}))
    everybody(session, world, activity, "ED1", [9] * 6)
    guest = cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, guest)

    rates(session, activity, guest, "ED1", "1")

    one = shown(session, activity)["ED1"]
    assert (one.total.n, one.total.agree, one.sectors) == (7, 6, None)


def test_a_reason_stands_beside_its_statement_without_a_sector(session: Session, world: World) -> None:
    activity = opened(session, world, prompt(comment=True))
    everybody(session, world, activity, "C01", [8] * 18)

    rates(session, activity, world.seats["ED-1"], "C01", do="reason", text="It costs little.", language="en")

    assert own(session, activity, world.seats["ED-1"]).reasons == {"C01": "It costs little."}
    assert [quote.text for quote in shown(session, activity)["C01"].reasons] == ["It costs little."]
    assert shown(session, activity)["C08"].reasons == []


def test_a_reason_is_heard_by_nobody_before_the_reveal(session: Session, world: World) -> None:
    activity = opened(session, world, prompt(comment=True))
    everybody(session, world, activity, "C01", [8] * 18)
    rates(session, activity, world.seats["ED-1"], "C01", do="reason", text="It costs little.")

    cast.close(session, activity)

    for surface in ("participant", "screen"):
        seen = replace(drawing.audience_of(world.seats["HF-1"]), surface=surface)
        parts = drawing.parts(drawing.renderer(), session, world.meeting.id, seen)
        assert "It costs little." not in "".join(parts.values())


def test_a_reason_emptied_is_taken_back(session: Session, world: World) -> None:
    activity, seat = opened(session, world, prompt(comment=True)), world.seats["ED-1"]
    rates(session, activity, seat, "C01", do="reason", text="It costs little.")

    rates(session, activity, seat, "C01", do="reason", text=" ")

    assert own(session, activity, seat).reasons == {}


def test_no_reason_is_taken_where_none_is_asked(session: Session, world: World) -> None:
    activity = opened(session, world, prompt())

    with pytest.raises(Refusal):
        rates(session, activity, world.seats["ED-1"], "C01", do="reason", text="It costs little.")


def test_a_document_prints_centre_and_agreement_and_sectors_where_safe(session: Session, world: World) -> None:
    activity = opened(session, world, prompt())
    everybody(session, world, activity, "C01", [8] * 12 + [3] * 6)  # HF disagrees
    everybody(session, world, activity, "C08", [8] * 4)

    whole, by_sector = tables(session, world, activity)

    assert english(whole.rows[0])[:1] == ["Statement C01 (n\u00a0=\u00a018)"]
    assert english(whole.rows[0])[1:] == ["8", "3–8", "12 (67%)"]
    assert english(by_sector.rows[0]) == [
        "Statement C01",
        "12 of 18; 8",
        "6 of 6; 8",
        "6 of 6; 8",
        "0 of 6; 3",
    ]


def test_a_document_prints_no_words_of_somebody_just_because_they_were_rated(session: Session, world: World) -> None:
    activity = opened(session, world, prompt(items=[statement("i1", language="en")]))

    everybody(session, world, activity, "i1", [8] * 18)

    assert "Statement i1" not in str(tables(session, world, activity))


def test_my_words_hold_ones_own_ratings(session: Session, world: World) -> None:
    activity, seat = opened(session, world, prompt()), world.seats["ED-1"]

    rates(session, activity, seat, "C08", "na")

    kind = kind_of("agreement")
    handed = kind.handed_in(session, session.get_one(Activity, activity.id), seat)
    assert [(one.about["en"], one.words["fr"]) for one in handed] == [("Statement C08", "Hors de mon domaine")]


def tables(session: Session, world: World, activity: Activity) -> list[Table]:
    """What the activity brings to the proposal."""
    kind, fresh = kind_of(activity.kind), session.get_one(Activity, activity.id)
    gathered = kind.gather(session, fresh, meetings.sectors_at(session, world.meeting.id))
    return [one for one in gathered if isinstance(one, Table)]


def english(row: Sequence[Text | Quote]) -> list[str]:
    """A row's cells as an English document prints them."""
    return [cell.text if isinstance(cell, Quote) else cell["en"] for cell in row]
