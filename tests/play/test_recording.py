"""The recorded people: what they hand in is what the shipped meetings ask for."""

import pytest

from app import content, protocols
from app.domain import choices, prompts
from app.domain.prompts import Prompt
from app.play.recording import Agreement, Choice, Dots, Recording, Written


@pytest.fixture(scope="module")
def recording() -> Recording:
    return Recording(content.read("demo.json"))


def questions() -> dict[str, dict[str, Prompt]]:
    shipped = protocols.shipped()
    found: dict[str, dict[str, Prompt]] = {}
    for block in (block for meeting in shipped["meetings"] for block in meeting["blocks"] if block["kind"] == "poll"):
        found[block["code"]] = {}
        for prompt in block["prompts"]:
            carried = prompt["options"].get("fallback", {}) if isinstance(prompt.get("options"), dict) else {}
            settled = prompts.settle(prompt, scales=shipped["scales"], sectors=shipped["sectors"])
            settled["options"] = settled.get("options") or [option for some in carried.values() for option in some]
            found[block["code"]][prompt["code"]] = Prompt.model_validate(settled)
    return found


def test_everybody_agrees_to_take_part_before_anything_else(recording: Recording):
    for person in recording.people(36):
        agreement = recording.deeds(person.code, "M1.1")[0]

        assert isinstance(agreement, Agreement)
        assert agreement.ticks["take_part"] and agreement.ticks["no_health_details"]


def test_every_recorded_choice_is_one_the_poll_offers(recording: Recording):
    taken = 0
    for block, asked in questions().items():
        for person in recording.people(36):
            for deed in recording.deeds(person.code, block):
                assert isinstance(deed, Choice)
                choices.given(asked[deed.prompt], deed.codes)
                taken += 1

    assert taken > 36 * 4


def test_everybody_spends_their_four_dots_on_gaps_of_their_own_sector(recording: Recording):
    gaps = {
        person.sector: {
            deed.text
            for other in recording.people(36) if other.sector == person.sector
            for deed in recording.deeds(other.code, "M1.7") if isinstance(deed, Written) and deed.column == "gaps"
        }
        for person in recording.people(3)
    }  # fmt: skip

    for person in recording.people(36):
        spent = recording.deeds(person.code, "M1.9")
        assert sum(deed.number for deed in spent if isinstance(deed, Dots)) == 4
        assert {deed.text for deed in spent if isinstance(deed, Dots)} <= gaps[person.sector]


def test_words_that_were_held_back_are_never_sent(recording: Recording):
    blocks = content.read("demo.json")["blocks"]
    held = {idea["text"] for block in blocks for idea in block.get("ideas", []) if idea["state"] == "held"}

    written = {
        deed.text
        for person in recording.people(36) for block in blocks
        for deed in recording.deeds(person.code, block["block"]) if isinstance(deed, Written)
    }  # fmt: skip

    assert held
    assert not written & held


def test_the_sectors_come_mixed_and_nobody_has_anothers_name(recording: Recording):
    people = recording.people(80)

    assert [person.sector for person in people[:6]] == ["ED", "EPI", "HF"] * 2
    assert len({person.name for person in people}) == 80
    assert all(person.name.endswith("(demo)") for person in people)


def test_nobody_does_anything_where_nothing_was_recorded(recording: Recording):
    assert recording.deeds("ED-01", "M1.3") == []
    assert recording.deeds("nobody", "M1.2") == []
