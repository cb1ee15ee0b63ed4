"""The recorded people: what they hand in is what the shipped meetings ask for."""

from typing import Any

import pytest

from app import content, protocols
from app.domain import choices, prompts
from app.domain.prompts import Prompt
from app.play.recording import Recording


@pytest.fixture(scope="module")
def recording() -> Recording:
    return Recording(content.read("demo.json"))


def questions() -> dict[str, dict[str, Prompt]]:
    shipped = protocols.shipped()
    found: dict[str, dict[str, Prompt]] = {}
    for block in (block for meeting in shipped["meetings"] for block in meeting["blocks"] if block["kind"] == "poll"):
        found[block["code"]] = {}
        for prompt in block["prompts"]:
            carried: dict[str, list[Any]] = (
                prompt["options"].get("fallback", {}) if isinstance(prompt.get("options"), dict) else {}
            )
            settled = prompts.settle(prompt, scales=shipped["scales"], sectors=shipped["sectors"])
            if carried:
                settled["options"] = [option for some in carried.values() for option in some]
            found[block["code"]][prompt["code"]] = Prompt.model_validate(settled)
    return found


def test_everybody_agrees_to_take_part_before_anything_else(recording: Recording):
    for person in recording.people(36):
        agreement = recording.deeds(person.code, "M1.1")[0]

        assert agreement.agrees
        assert agreement.body["take_part"] == agreement.body["no_health_details"] == "yes"


def test_every_recorded_choice_is_one_the_poll_offers(recording: Recording):
    taken = 0
    for block, asked in questions().items():
        for person in recording.people(36):
            for deed in recording.deeds(person.code, block):
                choices.given(asked[str(deed.body["prompt"])], list(deed.body["value"]))
                taken += 1

    assert taken > 36 * 4


def test_everybody_spends_their_four_dots_on_gaps_of_their_own_sector(recording: Recording):
    gaps = {
        person.sector: {
            str(deed.body["text"])
            for other in recording.people(36) if other.sector == person.sector
            for deed in recording.deeds(other.code, "M1.7") if deed.body.get("column") == "gaps"
        }
        for person in recording.people(3)
    }  # fmt: skip

    for person in recording.people(36):
        spent = recording.deeds(person.code, "M1.9")
        assert [deed.body["do"] for deed in spent] == ["spend"] * 4
        assert all(gaps[person.sector] & set(deed.finds) for deed in spent)


def test_words_that_were_held_back_are_never_sent(recording: Recording):
    blocks = content.read("demo.json")["blocks"]
    held = {idea["text"] for block in blocks for idea in block.get("ideas", []) if idea["state"] == "held"}

    written = {
        str(deed.body["text"])
        for person in recording.people(36) for block in blocks
        for deed in recording.deeds(person.code, block["block"]) if "text" in deed.body
    }  # fmt: skip

    assert held
    assert not written & held


@pytest.mark.parametrize(
    ("who", "block", "body"),
    [
        ("ED-01", "M3.3", {"prompt": "measures", "item": "fidelity", "dimension": "importance", "value": ["7"]}),
        ("EPI-07", "M2.1", {"prompt": "heard_right", "value": ["dk"]}),
        ("ED-04", "M4.11", None),
        ("ED-01", "M4.10", {"prompt": "commitments", "value": ["letter", "site", "share_results"]}),
    ],
)
def test_an_answer_is_the_body_that_its_form_sends(
    recording: Recording, who: str, block: str, body: dict[str, str] | None
):
    sent = [deed.body for deed in recording.deeds(who, block)]

    assert sent == [] if body is None else body in sent


def test_words_in_fields_and_reasons_say_what_they_are_about(recording: Recording):
    moment = next(deed.body for deed in recording.deeds("ED-02", "M1.5"))
    reason = next(d.body for d in recording.deeds("ED-05", "M4.0") if d.body.get("do") == "reason")

    assert moment["field.point"] == "The first call"
    assert (reason["prompt"], reason["item"]) == ("shared", "C08")


def test_an_up_vote_says_by_its_words_which_question_it_is_for(recording: Recording):
    backed = [deed for deed in recording.deeds("ED-04", "M1.4") if deed.backs]

    assert "M1.4-q01" in {deed.backs for deed in backed}
    assert ("How many hours a month would this really take from a small team?",) in {deed.finds for deed in backed}


def test_the_sectors_come_mixed_and_nobody_has_anothers_name(recording: Recording):
    people = recording.people(80)

    assert [person.sector for person in people[:6]] == ["ED", "EPI", "HF"] * 2
    assert len({person.name for person in people}) == 80
    assert all(person.name.endswith("(demo)") for person in people)


def test_nobody_does_anything_where_nothing_was_recorded(recording: Recording):
    assert recording.deeds("ED-01", "M1.3") == []
    assert recording.deeds("nobody", "M1.2") == []
