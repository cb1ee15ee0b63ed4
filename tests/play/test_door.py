"""The crowd's way through the doors: what it reads, what it sends, and where it never goes."""

import pytest

from app.play import door
from app.play.door import Door, Shown
from app.play.recording import Deed, agreement

STAGE = """<hx-partial hx-target="#stage"><section id="stage" data-activity="a1" data-block="M1.9" data-kind="dot_vote"
 data-accepting="yes"><h1>Which gaps<br>matter?</h1><ul>
 <li data-target="i1"><span>Long
   waits</span><form><input name="target" value="i1"><button>One more</button></form></li>
 <li data-target="i2"><span>Drift</span></li></ul><p>Secret</p></section></hx-partial>"""


def test_the_stage_says_which_activity_it_is_and_what_may_be_backed():
    shown = door.shown_in(STAGE)

    assert (shown.activity, shown.block, shown.accepting) == ("a1", "M1.9", True)
    assert shown.targets == {"i1": "Long waits One more", "i2": "Drift"}


@pytest.mark.parametrize("says", ['data-accepting="no"', 'data-accepting="yes" data-kind="talk"', ""])
def test_nobody_answers_what_takes_no_answers(says: str):
    shown = door.shown_in(f'<section id="stage" data-activity="a1" data-block="M1.10" {says}><p>Talk</p></section>')

    assert not shown.accepting


QUESTIONS = """<ul><li id="q1"><p>How long?</p><form><input name="what" value="p1"><button>Back it</button>
</form></li><li><p>Who <b>pays</b>?</p><form><button name="what" value="p2">Back it</button></form></li></ul>"""


def test_a_deed_becomes_the_message_a_page_sends():
    write = {"do": "write", "column": "gaps", "text": "Long waits", "language": "en"}

    assert door.message(agreement({"take_part": True, "quote": False}), Shown()) == {
        "do": "agree", "take_part": "yes", "quote": "no"
    }  # fmt: skip
    assert door.message(Deed({"prompt": "familiarity", "value": ["heard"]}), Shown()) == {
        "prompt": "familiarity", "value": ["heard"]
    }  # fmt: skip
    assert door.message(Deed(dict(write)), Shown()) == write


def test_dots_go_to_what_the_page_calls_by_the_same_name_or_says_in_the_same_words():
    spent = Deed({"do": "spend", "target": "ed_wait"}, finds=("Wait times", "Long  waits"))

    assert door.message(spent, Shown(targets={"ed_wait": "Wait times One more"})) == spent.body
    assert door.message(spent, Shown(targets={"i1": "Long waits One more"})) == {"do": "spend", "target": "i1"}
    assert door.message(spent, Shown(targets={"i2": "Drift"})) is None


def test_a_question_is_backed_by_the_name_its_own_form_has():
    shown = door.shown_in(QUESTIONS)

    backed = door.message(Deed({"do": "upvote", "prompt": "q"}, backs="q01", finds=("Who pays?",)), shown)

    assert backed == {"do": "upvote", "prompt": "q", "what": "p2"}


def test_the_same_answer_after_a_restart_is_the_same_operation():
    first = door.operation("seat=a", "a1", 0)

    assert first == door.operation("seat=a", "a1", 0)
    assert len({first, door.operation("seat=b", "a1", 0), door.operation("seat=a", "a1", 1)}) == 3


@pytest.mark.parametrize("at", ["http://203.0.113.7:8000", "https://example.org"])
def test_the_crowd_never_goes_to_another_host(at: str):
    with pytest.raises(ValueError, match="own address"):
        Door("http://127.0.0.1:8000", "ABCD2345", at)


def test_the_crowd_may_knock_on_this_machine_for_a_public_address():
    assert (
        Door("https://groundwork.example", "ABCD2345", "http://127.0.0.1:8000").origin == "https://groundwork.example"
    )
