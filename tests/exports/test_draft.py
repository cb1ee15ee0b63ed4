"""The draft of the proposal: everything it says has a source, and nothing is in it that should not be."""

import re

import pytest
from sqlmodel import Session

from app import content, exports
from app.domain import projects
from tests.kit import cast, paper
from tests.kit.cast import World

SECTIONS = content.read("proposal_sections.json")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_project_with_nothing_in_it_is_a_draft_of_gaps(session: Session, language: str) -> None:
    project = projects.create(session, slug="empty", title=cast.text("Nothing", "Rien"), owner=None)

    document = exports.made(exports.draft(session, project), "docx", language)

    said = paper.text_of(paper.part(document, "document"))
    mark = {"en": "Researcher to write:", "fr": "À rédiger par l’équipe de recherche\u00a0:"}[language]
    assert said.count(mark) == 25 == len(SECTIONS["sections"]) + len(SECTIONS["appendices"])
    for section in [*SECTIONS["sections"], *SECTIONS["appendices"]]:
        assert section[language] in said
    assert paper.footnotes(document) == {}


def test_every_table_and_every_quote_has_a_footnote_to_meeting_activity_and_n(session: Session, full: World) -> None:
    paper.answered_poll(session, full)
    paper.written_board(session, full)

    document = paper.word(session, full)

    notes, body = paper.footnotes(document), paper.part(document, "document")
    captions = [p for p in body.iter(f"{paper.W}p") if _style(p) in {"TableCaption", "QuotesLead"}]
    assert len(list(body.iter(f"{paper.W}tbl"))) == 4  # the poll, and the board in the three sections it serves
    assert captions
    for caption in captions:
        (reference,) = caption.iter(f"{paper.W}footnoteReference")
        note = notes[reference.get(f"{paper.W}id", "")]
        assert re.search(r"Meeting 1 \(First meeting\), activity M1\.[24] “A \w+” \(.+\)\. n = 33\.", note)
        assert "Opened on" in note and "Small groups are protected" in note


def test_a_footnote_names_the_day_in_the_meetings_own_time(session: Session, full: World) -> None:
    paper.answered_poll(session, full)
    full.poll.opened_ms = 1_767_229_200_000  # 2026-01-01 01:00 UTC, still the last of December in Toronto
    session.add(full.poll)
    session.flush()

    assert "Opened on December 31, 2025" in " ".join(paper.footnotes(paper.word(session, full)).values())
    assert "Ouverte le 31 décembre 2025" in " ".join(paper.footnotes(paper.word(session, full, "fr")).values())


@pytest.mark.parametrize("state", ["planned", "open", "closed"])
def test_nothing_of_an_activity_not_yet_revealed_is_in_any_byte(session: Session, full: World, state: str) -> None:
    full.board.title = cast.text("Canary board")
    prompt = full.board.setup["prompts"][0] | {"column": {"code": "gaps", "label": cast.text("Canary column")}}
    full.board.setup = {"prompts": [prompt]}
    session.add(full.board)
    session.flush()
    if state != "planned":
        cast.open_(session, full, full.board)
        paper.answer(session, full, full.board, paper.everybody(full), column="gaps", text="Canary words")
    if state == "closed":
        cast.close(session, full.board)

    for kind in exports.FORMATS:
        made = exports.made(exports.draft(session, full.project), kind, "en")
        assert "Canary" not in (paper.everything_in(made) if kind == "docx" else made.decode())


def test_words_their_writer_did_not_allow_are_nowhere_not_even_among_the_dots(session: Session, full: World) -> None:
    cast.agree(session, full, full.seats["ED-1"], quote=False)
    paper.written_board(session, full, "Canary, not to be quoted")
    _all_dots_on(session, full, "Canary, not to be quoted")

    document = paper.everything_in(paper.word(session, full))

    assert "Canary" not in document and "Canary" not in paper.markdown(session, full)
    assert "(words their writer did not allow to be quoted)" in document


def test_hidden_ideas_stay_hidden(session: Session, full: World) -> None:
    from app.domain import ideas

    paper.written_board(session, full, "Canary that was hidden")
    hidden = next(i for i in ideas.of_activity(session, full.board) if "Canary" in i.text)
    ideas.set_hidden(session, full.board, hidden.id, True)

    assert "Canary" not in paper.markdown(session, full)


def test_a_quote_keeps_its_language_and_says_which(session: Session, full: World) -> None:
    paper.written_board(session, full, "Une idée en français", language="fr")

    english, french = paper.word(session, full), paper.word(session, full, "fr")

    assert "« Une idée en français » (French)".replace(" »", "\u00a0»").replace("« ", "«\u00a0") in paper.flat(english)
    runs = [run for run in paper.part(english, "document").iter(f"{paper.W}r") if "idée" in paper.text_of(run)]
    assert [run.find(f".//{paper.W}lang").get(f"{paper.W}val") for run in runs] == ["fr-CA"]  # pyright: ignore
    assert "“A plain idea” (anglais)" in paper.flat(french) and "français\u00a0» (" not in paper.flat(french)


def test_the_french_document_is_in_french(session: Session, full: World) -> None:
    paper.answered_poll(session, full)

    document = paper.word(session, full, "fr")

    said = paper.flat(document) + " ".join(paper.footnotes(document).values())
    for words in ("Un jardin", "Quelle couleur?", "Choix red", "30 (91\u00a0%)", "Rencontre 1 (Première rencontre)"):
        assert words in said
    assert not re.search(r"\b(the|write|Researcher|people|answer|Opened|Draft|Length)\b", said)
    styles = paper.everything_in(document)
    assert 'w:val="fr-CA"' in styles and "<dc:language>fr-CA</dc:language>" in styles


def test_what_is_synthetic_says_so_on_every_page(session: Session, full: World) -> None:
    for language, notice in (("en", "SYNTHETIC"), ("fr", "SYNTHÉTIQUE")):
        document = paper.word(session, full, language)
        assert notice in paper.text_of(paper.part(document, "header1"))
        assert paper.flat(document).index(notice) < 100
        assert f"> **{notice}" in paper.markdown(session, full, language)
    full.project.synthetic = False

    assert "SYNTHETIC" not in paper.everything_in(paper.word(session, full))


def test_two_exports_of_the_same_state_are_the_same_bytes(session: Session, full: World) -> None:
    paper.answered_poll(session, full)
    paper.written_board(session, full, "One", "Two")

    assert paper.word(session, full) == paper.word(session, full)
    assert paper.markdown(session, full) == paper.markdown(session, full)


def test_tables_of_the_word_file_have_a_header_row(session: Session, full: World) -> None:
    paper.answered_poll(session, full)

    for table in paper.part(paper.word(session, full), "document").iter(f"{paper.W}tbl"):
        first = next(table.iter(f"{paper.W}tr"))
        assert first.find(f"{paper.W}trPr/{paper.W}tblHeader") is not None


def test_an_activity_that_feeds_nothing_is_lost_nowhere(session: Session, full: World) -> None:
    full.poll.feeds = []
    paper.answered_poll(session, full)

    draft = exports.draft(session, full.project)

    assert [e.source.block for e in draft.loose] == ["M1.2"] and draft.supported == 0
    assert "Which colour?" in paper.markdown(session, full)


def test_a_section_takes_the_prompts_it_asks_for_and_no_others(session: Session, full: World) -> None:
    second = full.poll.setup["prompts"][0] | {"code": "confidence", "text": cast.text("How confident?")}
    full.poll.setup = {"prompts": [*full.poll.setup["prompts"], second]}
    full.poll.feeds = ["S04", "S18"]  # S18 asks for the confidence of M1.2 alone
    session.add(full.poll)
    session.flush()
    cast.open_(session, full, full.poll)
    for prompt in ("colour", "confidence"):
        paper.answer(session, full, full.poll, paper.everybody(full), prompt=prompt, value="red")
    paper.reveal(session, full.poll)

    by_code = {section.code: section for section in exports.draft(session, full.project).sections}

    assert [item.prompt for e in by_code["S04"].evidence for item in e.items] == ["colour", "confidence"]
    assert [item.prompt for e in by_code["S18"].evidence for item in e.items] == ["confidence"]


def test_too_few_to_show_is_said_and_no_number_is(session: Session, full: World) -> None:
    cast.open_(session, full, full.poll)
    paper.answer(session, full, full.poll, paper.everybody(full)[:4], prompt="colour", value="red")
    paper.reveal(session, full.poll)

    document = paper.word(session, full)

    assert "Too few people took part" in paper.flat(document) and "Option red" not in paper.flat(document)
    assert all("n under 5." in note for note in paper.footnotes(document).values())


def _all_dots_on(session: Session, world: World, words: str) -> None:
    from app.domain import ideas

    target = next(i.id for i in ideas.of_activity(session, world.board) if i.text == words)
    cast.open_(session, world, world.dots)
    paper.answer(session, world, world.dots, paper.everybody(world), target=target)
    paper.reveal(session, world.dots)


def _style(paragraph: object) -> str:
    found = paragraph.find(f"{paper.W}pPr/{paper.W}pStyle")  # pyright: ignore
    return "" if found is None else found.get(f"{paper.W}val", "")
