"""A wall of cards: each card travels alone, and finds its place."""

from sqlmodel import select

from app.domain.ideas import Idea
from tests.kit.hall import Hall


def _filled(here: Hall, cards: int = 40) -> None:
    board = here.world.board
    assert here.do("open", board) == 200
    names = list(here.world.secrets)
    for number in range(cards):
        phone = here.phone(names[number % len(names)])
        assert phone.post(board.id, do="write", column="gaps", text=f"Idea number {number}", language="en")["ok"]
    assert here.do("close", board) == 200


def _an_idea(here: Hall) -> Idea:
    with here.looking() as session:
        return min(session.exec(select(Idea)), key=lambda idea: idea.id)


def test_a_comment_costs_each_listener_about_one_card(here: Hall) -> None:
    _filled(here)
    assert here.do("reveal", here.world.board) == 200
    with here.participant("ED-1") as page:
        page.catch_up()
        whole = len(page.shown()["results"])
        before = len(page.frames)

        said = here.phone("HF-2").post(here.world.board.id, do="comment", idea=_an_idea(here).id, text="How true")
        assert said["ok"]
        page.comes_to_show("How true")

        heard = [frame for frame in page.frames[before:] if '"part"' in frame and '"part": "pen"' not in frame]
        assert [len(frame) for frame in heard if "How true" in frame] != []
        assert sum(map(len, heard)) < whole / 10
        page.comes_to_equal_a_reload()


def test_a_hidden_card_leaves_every_screen_and_comes_back_where_it_was(here: Hall) -> None:
    _filled(here)
    assert here.do("reveal", here.world.board) == 200
    idea = _an_idea(here)
    with here.participant("ED-1") as page, here.screen(language="fr") as screen, here.console() as console:
        for one in (page, screen, console):
            one.comes_to_equal_a_reload()
        assert idea.text in page.shown()["results"]
        assert idea.text in screen.shown()["results"]

        assert here.do("hide", here.world.board, idea=idea.id) == 200

        console.comes_to_show("Hidden from everybody else")
        for one in (page, screen, console):
            one.comes_to_equal_a_reload()
        assert page.body.find(f"idea-{idea.id}") is None
        assert f"{idea.text}<" not in screen.shown()["results"]

        assert here.do("restore", here.world.board, idea=idea.id) == 200

        page.comes_to_show(f"{idea.text}<")
        for one in (page, screen, console):
            one.comes_to_equal_a_reload()


def test_the_big_screen_shows_a_few_cards_and_says_how_many_more(here: Hall) -> None:
    _filled(here, cards=7)
    with here.screen() as screen:
        assert here.do("reveal", here.world.board) == 200
        screen.comes_to_show("and 3 more, on your phone")
        assert screen.shown()["results"].count('class="idea"') == 4


def test_whoever_missed_a_hidden_card_and_a_comment_gets_just_these(here: Hall) -> None:
    _filled(here)
    assert here.do("reveal", here.world.board) == 200
    idea = _an_idea(here)
    with here.participant("EPI-1").load().connect().catch_up() as other, here.participant("ED-1") as page:
        whole = len(page.shown()["results"])
        page.hang_up()
        before = len(page.frames)
        assert here.do("hide", here.world.board, idea=idea.id) == 200
        other.comes_to_equal_a_reload()

        page.connect()

        page.comes_to_equal_a_reload()
        assert sum(map(len, page.frames[before:])) < whole / 10
