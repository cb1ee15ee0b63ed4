"""English and French, each as somebody who lives in it would write it, and every sentence in both."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from app.assets import Assets
from app.domain.refusals import Refusal
from app.language import catalogue_files, chosen, say_date, say_in, say_number, say_time, translations
from app.render import Renderer

APP = Path(__file__).parent.parent / "app"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(Assets())


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that the interface asks the catalogues for, and the file it stands in."""
    for path in sorted(APP.rglob("*")):
        if path.suffix in METHODS:
            for _, words, *_ in extract_from_file(METHODS[path.suffix], path, keywords=KEYWORDS):
                yield words[0] if isinstance(words, tuple) else words, path.relative_to(APP).as_posix()


def entries() -> Iterator[tuple[Message, str]]:
    """Every sentence of the French catalogues, and the file it stands in."""
    for path in catalogue_files("fr"):
        with path.open("rb") as file:
            for message in read_po(file, locale="fr"):
                if message.id:
                    yield message, path.relative_to(APP.parent).as_posix()


def forms(message: Message) -> list[tuple[str, str]]:
    """Each English form beside its French one."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string, strict=True))


def test_in_french_nought_and_one_are_singular_and_in_english_one_alone(renderer: Renderer):
    source = '{{ ngettext("%(num)s dot", "%(num)s dots", n) }}'

    french, english = (
        [renderer._environments[language].from_string(source).render(n=n) for n in (0, 1, 2)]  # pyright: ignore
        for language in ("fr", "en")
    )

    assert french == ["0 point", "1 point", "2 points"]
    assert english == ["0 dots", "1 dot", "2 dots"]


def test_a_refusal_with_numbers_in_it_is_said_on_the_page_in_french(renderer: Renderer):
    refusal = Refusal(
        "This is %(length)s characters long; there is room for %(limit)s. Shorten it, nothing is lost.",
        length=70,
        limit=60,
    )

    page = renderer.draw("pages/code.html", "fr", refusal=refusal, code="")

    assert "Ce texte compte 70 caractères; il y a de la place pour 60." in page
    assert say_in("fr", refusal.message, refusal.params) in page


def test_what_somebody_typed_stays_text_inside_a_translated_sentence(renderer: Renderer):
    template = renderer._environments["fr"].from_string('{{ _("%(column)s: one idea at a time", column=label) }}')

    assert template.render(label="<b>Écarts</b>") == "&lt;b&gt;Écarts&lt;/b&gt;\u00a0: une idée à la fois"


@pytest.mark.parametrize(
    ("cookie", "kept", "browser", "language"),
    [
        ("en", "fr", "fr-CA", "en"),
        (None, "fr", "en-CA", "fr"),
        ("klingon", None, "fr", "fr"),
        (None, None, "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        (None, None, "FR-ca", "fr"),
        (None, None, "en;q=0.4, fr;q=0.6", "fr"),
        (None, None, "fr;q=0, en", "en"),
        (None, None, "de, es;q=0.5", "en"),
        (None, None, "fr;q=much", "en"),
        (None, None, "", "en"),
    ],
)
def test_peoples_own_choice_comes_before_their_seat_and_their_seat_before_their_browser(
    cookie: str | None, kept: str | None, browser: str, language: str
):
    assert chosen(cookie, kept, browser) == language


def test_the_time_of_a_meeting_names_the_zone_it_is_in():
    local, zone = "2026-12-02T13:00", "America/Toronto"

    assert say_date("en", local, zone) == "Wednesday, December 2, 2026 at 1:00\u00a0p.m. (Eastern Time)"
    assert say_date("fr", local, zone) == "mercredi 2 décembre 2026 à 13\u00a0h (heure de l’Est)"
    assert say_date("fr", local, "America/Halifax").endswith("(heure de l’Atlantique)")
    assert say_date("en", local, "UTC").endswith("(Coordinated Universal Time)")


def test_the_time_of_a_meeting_stays_what_its_clock_shows_when_summer_time_ends():
    assert [say_time("en", day, "America/Toronto") for day in ("2026-10-31T09:05", "2026-11-01T09:05")] == [
        "9:05\u00a0a.m.",
        "9:05\u00a0a.m.",
    ]
    assert say_time("fr", "2026-11-01T09:05", "America/Toronto") == "9\u00a0h\u00a005"


def test_a_meeting_without_a_time_yet_says_nothing(renderer: Renderer):
    template = renderer._environments["fr"].from_string('[{{ none|when("America/Toronto") }}]')

    assert template.render() == "[]"
    assert say_time("en", None, "America/Toronto") == ""


def test_what_a_team_writes_in_french_does_not_break_before_its_colon(renderer: Renderer):
    template = renderer._environments["fr"].from_string("{{ title|say }}")

    said = template.render(title={"en": "Learn together: the model", "fr": "« Apprendre » : le modèle ?"})

    assert said == "«\u00a0Apprendre\u00a0»\u00a0: le modèle\u00a0?"


def test_french_numbers_have_a_decimal_comma():
    assert [say_number(language, number) for language in ("en", "fr") for number in (7.5, 7.0)] == [
        "7.5",
        "7",
        "7,5",
        "7",
    ]


def test_every_sentence_of_the_interface_exists_in_french():
    french = translations("fr")._catalog  # pyright: ignore
    known = {key[0] if isinstance(key, tuple) else key for key in french}

    missing = sorted({f"{place}: {sentence}" for sentence, place in sentences() if sentence not in known})

    assert missing == []


def test_no_sentence_is_translated_in_two_ways():
    said: dict[object, set[object]] = {}
    for message, _ in entries():
        said.setdefault((message.id, message.context), set()).add(message.string)

    assert {key: ways for key, ways in said.items() if len(ways) > 1} == {}


def test_a_translation_keeps_the_blanks_to_be_filled():
    for message, place in entries():
        for english, french in forms(message):
            assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(french)), (place, english)
            assert "%" not in PLACEHOLDER.sub("", french).replace("%%", ""), (place, english)


def test_french_marks_are_set_as_in_canada():
    """A no-break space before the colon and inside quotation marks; none before ; ? !, as in the content that ships."""
    crowded = re.compile(r"[^\u00a0][:»](\s|$)|«[^\u00a0]|\s[;?!]")
    for message, place in entries():
        for _, french in forms(message):
            assert crowded.search(french) is None, f"{place}: spaces in {french!r}"
            assert "'" not in french, f"{place}: a typographic apostrophe in {french!r}"


def test_no_template_fills_in_a_sentence_that_is_filled_in_already():
    for path in APP.rglob("*.html"):
        assert not re.search(r"\b_\([^()]*\) *%(?!\})", path.read_text()), f"{path}: hand the names to _() itself"
