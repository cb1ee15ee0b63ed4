"""What people write comes out as they wrote it, whatever it looks like."""

import re

from sqlmodel import Session

from app import exports
from app.domain.text import clean
from tests.kit import paper
from tests.kit.cast import World

MARKUP = [
    "*not markup* $x$ <b> #import [x](y)",
    "# Heading\n- item\n1. one\n> quoted\n---\n```\ncode\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "&lt;script&gt; &amp; <!-- x --> \\alpha ^[note] [^1]: x",
    "https://example.org www.example.org me@example.org :smile: ~~gone~~ H~2~O {=html} `x`",
]
HOSTILE = [
    "👩‍👩‍👧‍👦 🇨🇦",
    "שלום עולם, مرحبا بالعالم",
    "e\u0301\u0302\u0323 o\u0308",
    "\u2028 line \ufeff",
    "𝕳𝖊𝖑𝖑𝖔",
    "x" * 900,
]


def test_what_people_write_is_words_and_never_markup(session: Session, full: World) -> None:
    paper.written_board(session, full, *MARKUP)

    word = _one_line(paper.flat(paper.word(session, full)))
    markdown = paper.read_as_markdown(paper.markdown(session, full))

    for text in MARKUP:
        assert _one_line(text) in word
        assert _one_line(text) in markdown


def test_any_text_that_can_be_stored_can_be_printed(session: Session, full: World) -> None:
    paper.written_board(session, full, *HOSTILE)

    word, markdown = _one_line(paper.flat(paper.word(session, full))), _one_line(paper.markdown(session, full))

    for text in HOSTILE:
        assert _one_line(clean(text)) in word
        assert _one_line(clean(text)) in markdown


def test_a_title_with_characters_no_file_can_hold_is_printed_without_them(session: Session, full: World) -> None:
    full.project.title = {"en": "Bad\x00\x0b\ud800\ufffe & <title>", "fr": "x"}

    document = exports.made(exports.draft(session, full.project), "docx", "en")

    assert "Bad & <title>" in paper.text_of(paper.part(document, "document"))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
