"""Everybody's page stays in step: what it holds is what a reload would show, whatever happened in between."""

import random
import re
from contextlib import ExitStack

import pytest
from sqlmodel import select

from app.domain.ideas import Idea
from tests.kit.hall import Hall
from tests.kit.listening import Listening

VERBS = ("next", "open", "close", "reveal", "extend", "pause", "resume", "go")


def test_a_vote_reaches_the_screen_within_a_second(here: Hall) -> None:
    poll = here.world.poll
    here.do("open", poll)
    for who in ("ED-1", "ED-2"):
        here.phone(who).post(poll.id, prompt="colour", value="red")
    with here.screen() as screen:
        screen.catch_up()

        here.phone("HF-1").post(poll.id, prompt="colour", value="blue")

        assert screen.comes_to_show("3 of 18 have answered", part="turnout") < 1


def test_the_first_page_and_the_next_get_exactly_what_a_reload_shows(here: Hall) -> None:
    with here.participant("ED-1", language="fr") as page, here.screen() as screen, here.console() as console:
        for verb in ("open", "close", "reveal"):
            here.do(verb, here.world.secret_poll)
            for one in (page, screen, console):
                one.comes_to_equal_a_reload()


def test_a_listener_that_comes_while_things_change_misses_nothing(here: Hall) -> None:
    poll = here.world.poll
    here.do("open", poll)
    with ExitStack() as ends:
        pages: list[Listening] = []
        for number, who in enumerate(list(here.world.secrets)):
            page = ends.enter_context(here.participant(who).load())
            here.phone(who).post(poll.id, prompt="colour", value="red")  # after the page was drawn, before it listens
            pages.append(page.connect() if number % 2 else page)
        here.do("close", poll)
        for page in pages:
            page.comes_to_equal_a_reload()


def test_a_page_that_lacks_nothing_is_sent_nothing(here: Hall) -> None:
    with here.participant("ED-1") as first, here.participant("EPI-1") as page:
        first.catch_up()
        page.comes_to_equal_a_reload()
        page.hang_up()
        page.load()
        before = len(page.frames)

        page.connect()
        here.do("open", here.world.poll)
        page.comes_to_show("Which colour?", part="stage")

        parts = [frame for frame in page.frames[before:] if '"part"' in frame]
        assert len([frame for frame in parts if '"part": "stage"' in frame]) == 1
        assert len([frame for frame in parts if '"part": "head"' in frame]) == 1


def test_the_heartbeat_says_how_far_everybody_should_be_and_what_time_it_is(here: Hall) -> None:
    with here.participant("ED-1") as page:
        page.catch_up()
        page.socket.send('{"probe": 1}')
        while "now" not in (beat := page.hear()):
            pass
        assert beat["v"] == page.version
        assert beat["now"] > 1_700_000_000_000


def test_asking_gives_the_same_parts_as_listening(here: Hall) -> None:
    asking, listening = here.participant("ED-1").load(), here.participant("ED-1")
    with listening:
        listening.catch_up()
        asking.ask()
        for verb, activity in (("open", here.world.poll), ("close", here.world.poll), ("reveal", here.world.poll)):
            here.do(verb, activity)
            listening.comes_to_equal_a_reload()
            asking.ask()
            assert asking.shown() == listening.shown()
            assert asking.version == listening.version


def test_a_removed_person_is_hung_up_on_within_two_seconds(here: Hall) -> None:
    with here.participant("ED-1") as page, here.participant("ED-2") as other:
        page.catch_up()
        person = here.world.seats["ED-1"].participant_id

        removed = here.posts(f"/projects/{here.world.project.slug}/people/{person}/remove", {})

        assert removed == 200
        assert page.is_closed(within=2)
        assert page.closed_with == 1008
        assert not other.is_closed(within=0.2)


def test_a_screen_whose_link_was_replaced_is_hung_up_on_within_two_seconds(here: Hall) -> None:
    with here.screen() as screen:
        screen.catch_up()
        here.posts(f"/meetings/{here.world.meeting.id}/door", {"do": "new_screen"})
        assert screen.is_closed(within=2.5)


def test_the_live_poll_moves_in_steps(here: Hall) -> None:
    poll, names = here.world.poll, iter(here.world.secrets)
    here.do("open", poll)
    steps: list[int] = []
    with here.screen() as screen:
        screen.catch_up()
        for cast in range(1, 11):
            here.phone(next(names)).post(poll.id, prompt="colour", value="red")
            screen.comes_to_equal_a_reload()
            steps.append(_shown_total(screen))
            assert steps[-1] <= cast
        here.do("close", poll)
        screen.comes_to_equal_a_reload()
        here.do("reveal", poll)
        screen.comes_to_equal_a_reload()
        steps.append(_shown_total(screen))
    assert steps == [0, 0, 0, 0, 5, 5, 5, 8, 8, 8, 10]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_run_of_commands_every_page_shows_what_a_reload_would(here: Hall, seed: int) -> None:
    chance = random.Random(seed)
    with ExitStack() as ends:
        pages = [
            ends.enter_context(page)
            for page in (
                here.participant("ED-1"),
                here.participant("EPI-2", language="fr"),
                here.participant("HF-3"),
                here.screen(),
                here.screen(language="fr"),
                here.console(),
                here.console(language="fr"),
            )
        ]
        for step in range(40):
            _something(here, chance)
            if step % 5 == 4:
                for page in pages:
                    page.comes_to_equal_a_reload()


def _something(here: Hall, chance: random.Random) -> None:
    """A facilitator or a participant does something, sensible or not."""
    world = here.world
    activity = chance.choice(world.agenda[1:5])
    if chance.random() < 0.4:
        with here.looking() as session:
            current = session.get_one(type(world.meeting), world.meeting.id).current_id
        on = next((a for a in world.agenda if a.id == current), world.consent)
        here.do(chance.choice(VERBS), chance.choice([on, activity]))
        return
    with here.looking() as session:
        known = [idea.id for idea in session.exec(select(Idea))] or ["none"]
    if chance.random() < 0.2:
        here.do(chance.choice(["hide", "restore"]), world.board, idea=chance.choice(known))
        return
    words = {"text": f"Words {chance.random()}", "idea": chance.choice(known), "language": "en"}
    body = chance.choice(
        [
            {"activity": world.poll.id, "prompt": "colour", "value": chance.choice(["red", "blue"])},
            {"activity": world.secret_poll.id, "prompt": "fruit", "value": "pear"},
            {"activity": world.board.id, "do": "write", "column": "gaps", **words},
            {"activity": world.board.id, "do": "comment", **words},
            {"activity": world.board.id, "do": "withdraw", **words},
            {"activity": world.dots.id, "do": "spend", "target": words["idea"]},
            {"activity": activity.id, "do": "done", "done": "yes"},
        ]
    )
    here.phone(chance.choice(list(world.secrets))).post(**body)


def _shown_total(screen: Listening) -> int:
    found = re.search(r">(\d+) answers", screen.shown()["results"])
    return int(found[1]) if found else 0
