"""Roles: who may do what, as the table of roles says it, written out by hand."""

import pytest
from sqlmodel import Session

from app.domain import projects, roles
from app.domain.accounts import Account
from app.domain.refusals import NotAllowed, NotFound, Refusal
from tests.kit import cast
from tests.kit.cast import World

# a column each: owner, facilitator, co-facilitator, note-taker, sector lead, analyst, coordinator, observer
IN_ORDER = (
    "owner", "facilitator", "co_facilitator", "note_taker", "sector_lead", "analyst", "coordinator", "observer",
)  # fmt: skip
MATRIX = {
    "plan": "xx------",
    "see_plan": "xx---xx-",
    "run": "xxx-----",
    "run_room": "----x---",
    "see_console": "xxxxxx--",
    "see_screen": "xxxxxx-x",
    "moderate": "xxxx----",
    "group": "xxxx-x--",
    "group_sector": "----x---",
    "blueprint": "x----x--",
    "see_blueprint": "xxx-xx--",
    "blueprint_sector": "----x---",
    "findings": "x----x--",
    "see_findings": "xxxxxx--",
    "comment": "x---xx--",
    "lock_rule": "xx---x--",
    "export": "x----x--",
    "export_public": "x----x--",
    "invite": "xx----x-",
    "see_counts": "xxx---x-",
    "see_roster": "x-----x-",
    "retention": "x-------",
    "settings": "x-------",
}


@pytest.mark.parametrize("right", MATRIX)
def test_each_role_may_do_what_the_table_says_and_nothing_more(right: str) -> None:
    may = {role for role in IN_ORDER if roles.may(role, right)}

    assert may == {role for role, mark in zip(IN_ORDER, MATRIX[right], strict=True) if mark == "x"}


def test_the_table_names_every_role_and_every_right() -> None:
    rights = frozenset[str]().union(*roles.RIGHTS.values())

    assert (set(roles.RIGHTS), rights) == (set(IN_ORDER), set(MATRIX))
    assert set(roles.TITLES) == set(IN_ORDER) and set(roles.MEANS) == set(roles.GIVEN) == set(IN_ORDER) - {"owner"}


def test_a_role_nobody_knows_may_do_nothing() -> None:
    assert [right for right in MATRIX if roles.may("stranger", right)] == []


def test_a_sector_lead_needs_a_sector_that_is_led(session: Session, world: World) -> None:
    for room in (None, "", "XX", "X"):
        with pytest.raises(Refusal, match="Choose the sector") as refused:
            cast.team(session, world, f"Lu{room}", roles.SECTOR_LEAD, room=room)
        assert refused.value.control == "room"

    lea, _ = cast.team(session, world, "Lea", roles.SECTOR_LEAD, room="ED")

    assert projects.member_of(session, world.project.id, lea).room == "ED"


def test_another_role_lets_go_of_the_sector(session: Session, world: World) -> None:
    lea, _ = cast.team(session, world, "Lea", roles.SECTOR_LEAD, room="ED")

    member = projects.set_role(session, world.project, lea.id, roles.ANALYST, "ED")

    assert (member.role, member.room) == (roles.ANALYST, None)


def test_nobody_is_made_an_owner_and_the_owner_stays_one(session: Session, world: World) -> None:
    ana, _ = cast.team(session, world, "Ana", roles.ANALYST)
    owner = next(account for member, account in projects.members_of(session, world.project) if member.role == "owner")

    with pytest.raises(Refusal, match="Choose one of the roles"):
        projects.set_role(session, world.project, ana.id, roles.OWNER)
    with pytest.raises(Refusal, match="their role stays"):
        projects.set_role(session, world.project, owner.id, roles.OBSERVER)

    assert projects.role_of(session, world.project.id, owner) == "owner"


def test_who_may_not_hears_so_and_a_stranger_hears_nothing(session: Session, world: World) -> None:
    ana, _ = cast.team(session, world, "Ana", roles.ANALYST)
    stranger = Account(email="sam@example.org", name="Sam")

    with pytest.raises(NotAllowed, match="Your role in this project"):
        projects.ensure_may(session, world.project.id, ana, roles.RUN)
    with pytest.raises(NotAllowed, match="Only the project's owner"):
        projects.ensure_may(session, world.project.id, ana, roles.SETTINGS)
    with pytest.raises(NotFound):
        projects.ensure_may(session, world.project.id, stranger, roles.SEE_SCREEN)
