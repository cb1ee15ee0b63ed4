"""Open texts once they are shown: hidden and restored, withdrawn at any time, quoted only where they may be."""

from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.domain import accounts, meetings
from app.domain.activities import Activity
from app.domain.kind import Words
from app.kinds import kind_of
from app.web.commands import carry_out
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.desk import ORIGIN, desk
from tests.kit.rating import opened
from tests.kit.writing import MOMENT, own, readers, seen, sends

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


def test_hiding_a_text_does_not_change_what_is_said_of_the_others(session: Session, world: World) -> None:
    activity = begun(session, world)
    everybody_writes(session, world, activity, ED=5, EPI=5, HF=5)
    [mine] = own(session, activity, world.seats["HF-1"]).values()

    presses(session, world, activity, "hide", mine.id)

    assert sectors_named(session, activity) == {"ED", "EPI", "HF"}


def presses(session: Session, world: World, activity: Activity, verb: str, passage: str) -> None:
    """The facilitator hides words on the console, or restores them."""
    olive = accounts.by_email(session, "olive@example.org")
    assert olive is not None
    fresh = session.get_one(Activity, activity.id, populate_existing=True)
    form = {"do": verb, "activity": activity.id, "idea": passage, "seen": str(fresh.revision)}
    carry_out(session, world.meeting.id, olive, form)


def test_a_hidden_text_leaves_every_screen_but_the_teams_and_can_come_back(session: Session, world: World) -> None:
    activity, seat = begun(session, world), world.seats["ED-1"]
    sends(session, activity, seat, text="About a person")
    cast.reveal(session, activity)
    [mine] = own(session, activity, seat).values()

    presses(session, world, activity, "hide", mine.id)
    assert readers(DRAW, session, world, "About a person") == ["facilitator/en", "facilitator/fr"]
    assert [one.text for one in own(session, activity, seat).values()] == ["About a person"]

    presses(session, world, activity, "restore", mine.id)
    assert len(readers(DRAW, session, world, "About a person")) == 6


def test_ideas_are_hidden_by_the_same_button(session: Session, world: World) -> None:
    cast.open_(session, world, world.board)
    board = kind_of("idea_board")
    body = {"do": "write", "column": "gaps", "text": "Shade"}
    board.receive(session, session.get_one(Activity, world.board.id), world.seats["ED-1"], board.parse(body))
    cast.reveal(session, world.board)
    [idea] = board.mine(session, world.board, world.seats["ED-1"])

    presses(session, world, world.board, "hide", idea.id)

    assert readers(DRAW, session, world, "Shade", console=False) == []


def test_ones_text_can_be_withdrawn_from_my_words_when_all_is_over(
    session: Session, world: World, address: str, tmp_path: Path
) -> None:
    activity, seat = begun(session, world), world.seats["ED-1"]
    sends(session, activity, seat, text="The first call")
    cast.reveal(session, activity)
    session.commit()
    words = f"/meet/{world.meeting.id}/words"

    with desk(address, tmp_path) as opened_app:
        client: Any = opened_app
        headers = {"cookie": f"__Host-seat={world.secrets['ED-1']}", "origin": ORIGIN}
        page = client.get(words, headers=headers).text
        [body] = [one for one in drawing.bodies(page, "") if one.get("do") == "withdraw"]
        sent = body | {"activity": activity.id, "op": "a" * 12}
        client.post(words, data=sent, headers=headers, follow_redirects=False)
        after = client.get(words, headers=headers).text

    assert "The first call" in page
    assert "The first call" not in after
    session.expire_all()
    assert readers(DRAW, session, world, "The first call") == []


def quotes(session: Session, activity: Activity) -> list[Words]:
    """What the activity brings to the proposal."""
    sectors = meetings.sectors_at(session, activity.meeting_id)
    found = KIND.gather(session, session.get_one(Activity, activity.id), sectors)
    return [one for one in found if isinstance(one, Words)]


def test_only_what_may_be_quoted_reaches_the_proposal(session: Session, world: World) -> None:
    activity = begun(session, world)
    cast.agree(session, world, world.seats["ED-1"], quote=False)
    everybody_writes(session, world, activity, ED=6, EPI=5, HF=5)

    cast.reveal(session, activity)

    quoted = {one.text for words in quotes(session, activity) for one in words.quotes}
    assert "Text of ED-2" in quoted
    assert "Text of ED-1" not in quoted
    assert {words.sector["en"] for words in quotes(session, activity) if words.sector} == {
        "Eating disorders treatment", "Early Psychosis Intervention", "Housing First"
    }  # fmt: skip


def test_fewer_than_five_writers_are_not_quoted_at_all(session: Session, world: World) -> None:
    activity = begun(session, world)
    everybody_writes(session, world, activity, ED=4)

    cast.reveal(session, activity)

    assert quotes(session, activity) == []
