"""Leading: handing over takes a yes, taking over takes a press, and nothing moves by itself."""

import pytest
import time_machine
from sqlmodel import Session

from app.domain import accounts, leading, projects, roles
from app.domain.accounts import Account
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from tests.kit import cast
from tests.kit.cast import World


@pytest.fixture
def olive(session: Session, world: World) -> Account:
    """The owner, who leads."""
    olive = accounts.by_email(session, "olive@example.org")
    assert olive is not None
    leading.take(session, meeting_of(session, world), olive, seen="")
    return olive


@pytest.fixture
def cora(session: Session, world: World) -> Account:
    return cast.team(session, world, "Cora", roles.CO_FACILITATOR)[0]


def meeting_of(session: Session, world: World) -> Meeting:
    return session.get_one(Meeting, world.meeting.id)


def leads(session: Session, world: World) -> str | None:
    leader = leading.lead(session, meeting_of(session, world)).leader
    return leader.name if leader else None


def test_nobody_leads_until_somebody_says_so(session: Session, world: World) -> None:
    lead = leading.lead(session, meeting_of(session, world))

    assert (lead.leader, lead.offered, lead.offered_ms) == (None, None, None)


def test_an_offer_changes_nothing_until_it_is_accepted(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    meeting = meeting_of(session, world)

    leading.offer(session, meeting, olive, cora.id)
    between = leads(session, world)
    leading.accept(session, meeting, cora)

    assert (between, leads(session, world)) == ("Olive", "Cora")
    assert leading.lead(session, meeting).offered is None


def test_an_offer_stands_for_days_if_nobody_answers_it(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    leading.offer(session, meeting_of(session, world), olive, cora.id)

    with time_machine.travel("2030-01-01T12:00:00Z"):
        lead = leading.lead(session, meeting_of(session, world))

    assert (lead.leader, lead.offered) == (olive, cora)


def test_a_declined_or_withdrawn_offer_leaves_the_lead_where_it_was(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    meeting = meeting_of(session, world)

    leading.offer(session, meeting, olive, cora.id)
    leading.decline(session, meeting, cora)
    leading.offer(session, meeting, olive, cora.id)
    leading.take_back(session, meeting, olive)

    assert leads(session, world) == "Olive"
    with pytest.raises(Refusal, match="no longer offered to you"):
        leading.accept(session, meeting, cora)
    assert leads(session, world) == "Olive"


def test_only_whoever_leads_hands_over_and_only_to_somebody_who_runs_meetings(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    meeting = meeting_of(session, world)
    nell, _ = cast.team(session, world, "Nell", roles.NOTE_TAKER)

    with pytest.raises(Refusal, match="Only whoever leads"):
        leading.offer(session, meeting, cora, olive.id)
    for nobody in (nell.id, olive.id, "nowhere"):
        with pytest.raises(Refusal, match="Choose somebody else"):
            leading.offer(session, meeting, olive, nobody)

    assert leading.lead(session, meeting).offered is None


def test_an_offer_to_one_is_not_accepted_or_declined_by_another(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    meeting = meeting_of(session, world)
    fay, _ = cast.team(session, world, "Fay", roles.FACILITATOR)
    leading.offer(session, meeting, olive, cora.id)

    leading.decline(session, meeting, fay)
    with pytest.raises(Refusal, match="no longer offered to you"):
        leading.accept(session, meeting, fay)

    assert leading.lead(session, meeting).offered == cora


def test_whoever_is_gone_is_followed_by_somebody_who_takes_the_lead(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    leading.take(session, meeting_of(session, world), cora, seen=olive.id)

    assert leads(session, world) == "Cora"


def test_of_two_who_take_the_lead_at_once_the_second_is_told(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    meeting = meeting_of(session, world)
    fay, _ = cast.team(session, world, "Fay", roles.FACILITATOR)

    leading.take(session, meeting, cora, seen=olive.id)
    with pytest.raises(Refusal, match="Somebody else leads since a moment ago"):
        leading.take(session, meeting, fay, seen=olive.id)

    assert leads(session, world) == "Cora"


def test_taking_the_lead_ends_an_offer_that_was_open(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    meeting = meeting_of(session, world)
    fay, _ = cast.team(session, world, "Fay", roles.FACILITATOR)
    leading.offer(session, meeting, olive, cora.id)

    leading.take(session, meeting, fay, seen=olive.id)

    with pytest.raises(Refusal, match="no longer offered to you"):
        leading.accept(session, meeting, cora)
    assert leads(session, world) == "Fay"


def test_whoever_may_no_longer_run_the_meeting_leads_it_no_longer(
    session: Session, world: World, olive: Account, cora: Account
) -> None:
    meeting = meeting_of(session, world)
    leading.take(session, meeting, cora, seen=olive.id)

    projects.set_role(session, world.project, cora.id, roles.OBSERVER)
    nobody = leads(session, world)
    leading.take(session, meeting, olive, seen="")

    assert (nobody, leads(session, world)) == (None, "Olive")
