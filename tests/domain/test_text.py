"""The one gate for all text: what passes can be stored, shown, exported and sent, and what people type passes."""

import unicodedata
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.refusals import Refusal
from app.domain.text import IDEA_LIMIT, clean, say

# Letters, accents and joiners crowd together with what must not pass: chance alone would never bring them so close.
AWKWARD = "\x00\t\n\r\x0b\x1b\x7f\x85\u200b\u200d\u200e\u202e\u2066\u2069\ufdd0\ufffe\uffff\ud800\udfff \u00a0\u3000"
COMBINING = "\u0301\u0300\u0327\u20dd\ufe0f"
PLAIN = "aeéE\u1e69한👩🏽‍⚕🇨🇦ﬁ<&"
text = st.text() | st.text(st.sampled_from(AWKWARD + COMBINING + PLAIN), max_size=60)
names = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40)
STRIPPED_BIDI = regex.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
CONTROL = regex.compile(r"[^\P{Cc}\n\t]|\p{Cs}|\p{Noncharacter_Code_Point}")


def passed(written: str, limit: int = IDEA_LIMIT) -> str | None:
    """What the gate lets through, or None; anything but a Refusal fails the test."""
    try:
        return clean(written, limit=limit)
    except Refusal as refusal:
        assert refusal.message and refusal.control == "text"
        return None


@given(text)
@example("e\u200e\u0301")
@example("\u202e\u2066")
def test_what_passed_once_passes_again_unchanged(written: str) -> None:
    once = passed(written)

    if once is not None:
        assert clean(once) == once


@given(text)
@example("e\u200e\u0301")
def test_what_passed_can_be_stored_compared_and_sent(written: str) -> None:
    kept = passed(written)

    if kept is not None:
        assert kept.encode().decode() == kept
        assert unicodedata.is_normalized("NFC", kept)
        assert not CONTROL.search(kept)


@given(text)
def test_what_passed_can_stand_in_a_document(written: str) -> None:
    kept = passed(written)

    if kept is not None:
        assert ET.fromstring(f"<w>{escape(kept)}</w>").text == kept


@given(text)
def test_nobodys_words_can_turn_the_rest_of_a_page_around(written: str) -> None:
    kept = passed(written)

    assert kept is None or not STRIPPED_BIDI.search(kept)


@given(text)
@example("\U00018d09")  # a letter newer than the tables of some Pythons, to which it is not assigned
def test_what_passed_says_something_and_has_no_loose_ends(written: str) -> None:
    kept = passed(written)

    if kept is not None:
        assert kept == kept.strip() != ""
        seen = (unicodedata.category(letter) for letter in kept)
        assert any(category[0] not in "ZCM" or category == "Cn" for category in seen)


@given(text, st.integers(1, 20))
def test_nothing_longer_than_there_is_room_for_passes(written: str, limit: int) -> None:
    kept = passed(written, limit)

    if kept is not None:
        assert len(regex.findall(r"\X", kept)) <= limit
        assert len(kept.encode()) <= 8 * limit


@given(names)
def test_what_people_type_passes_as_they_typed_it(written: str) -> None:
    assert clean(written) == unicodedata.normalize("NFC", written)


@pytest.mark.parametrize(
    "written",
    [
        "L'été, « à côté » : déjà 100 %",
        "ᐃᓄᒃᑎᑐᑦ",
        "سلام دنیا",
        "日本語",
        "👩🏽‍⚕️ and 🇨🇦",
        "a\tb\nc",
        "Zürich–Genève",
        "x < y & z",
    ],
)
def test_every_script_and_every_family_of_emoji_passes(written: str) -> None:
    assert clean(written) == written


def test_a_family_emoji_counts_as_one_character() -> None:
    assert clean("👩‍👩‍👧‍👦", limit=4) == "👩‍👩‍👧‍👦"
    assert clean("🇨🇦" * 10, limit=10)
    with pytest.raises(Refusal):
        clean("🇨🇦" * 11, limit=10)


def test_too_long_says_how_long_it_is_and_how_much_room_there_is() -> None:
    with pytest.raises(Refusal) as refused:
        clean("é" * 61, limit=60, control="name")

    assert refused.value.params == {"length": 61, "limit": 60}
    assert refused.value.control == "name"


@pytest.mark.parametrize("written", ["", "   ", "\n\t ", "\u200b\u200b", "\u202e", "\u0301", "\u3000\u00a0"])
def test_nothing_visible_is_nothing(written: str) -> None:
    assert clean(written, may_be_empty=True) == ""
    with pytest.raises(Refusal, match="Write something first"):
        clean(written)


def test_lines_end_the_same_way_whatever_they_were_typed_on() -> None:
    assert clean("one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


def test_what_exists_in_one_language_only_is_shown_in_that_one() -> None:
    assert say({"en": "shade", "fr": "ombre"}, "fr") == "ombre"
    assert say({"en": "shade", "fr": ""}, "fr") == "shade"
    assert say({"fr": "ombre"}, "en") == "ombre"
    assert say({}, "en") == ""
