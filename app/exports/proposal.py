"""The proposal on paper: a title page, then every section with what it must answer, its gap and its evidence."""

import re
from collections.abc import Sequence

from app import __version__
from app.domain.refusals import N_
from app.domain.text import say
from app.exports import pandoc
from app.exports.evidence import NAMES, TAGS, Printer, day
from app.exports.gathering import Draft, Section
from app.exports.pandoc import Node, para, styled, words
from app.language import LANGUAGES

_REFERENCE = re.compile(r"\s*\[R\d+\]")  # to a handbook that readers of the draft do not have
SYNTHETIC = N_("Synthetic: all people, statements and votes in this document are invented.")
APPENDICES = N_("Appendices")
LOOSE = N_("Gathered for no section yet")


def notice(draft: Draft, language: str) -> str:
    """What a synthetic project says on every page, or nothing."""
    if not draft.synthetic:
        return ""
    return say(draft.notice, language) or Printer(language).say(SYNTHETIC)


def document(draft: Draft, language: str) -> Node:
    """The draft as one document in this language."""
    printer = Printer(language)
    blocks = _title_page(draft, printer)
    for section in draft.sections:
        blocks += _section(draft, section, printer)
    blocks.append(pandoc.header(1, words(printer.say(APPENDICES)), "appendices"))
    for section in draft.appendices:
        blocks += _section(draft, section, printer)
    if draft.loose:
        blocks.append(pandoc.header(1, words(printer.say(LOOSE)), "loose"))
        blocks += [block for evidence in draft.loose for block in printer.printed(evidence, "loose")]
    return pandoc.document(
        blocks, language=TAGS[language], title=printer.text(draft.title), subtitle=printer.say(N_("Draft proposal"))
    )


def _title_page(draft: Draft, printer: Printer) -> list[Node]:
    say = printer.say
    said = notice(draft, printer.language)
    spoken = {"languages": ", ".join(say(NAMES[language]) for language in LANGUAGES)}
    made = {"date": day(draft.made, printer.language), "version": __version__}
    n = {"supported": draft.supported, "sections": len(draft.sections), "gaps": draft.gaps}
    facts = [
        say(N_("Draft of %(date)s, made with Groundwork %(version)s."), **made),
        say(N_("Languages: %(languages)s. What participants wrote stays in the language they wrote it in."), **spoken),
        say(N_("Sections with evidence: %(supported)s of %(sections)s. Passages to write: %(gaps)s."), **n),
    ]  # fmt: skip
    reading = [
        say(N_("A passage marked “Researcher to write” is missing: it says what the section has to answer.")),
        say(N_("Every figure has a footnote: meeting, activity, how many people answered (n), and when it opened.")),
        say(N_("Only results that were revealed to everybody in the meeting are here.")),
        say(
            N_("Small groups are protected: nothing for fewer than 5 people, and no count for each answer for 5 to 10.")
        ),
    ]
    return [
        *([styled([para([pandoc.strong(words(said))])], "Notice")] if said else []),
        *(para(words(fact)) for fact in facts),
        para([pandoc.strong(words(say(N_("How to read this draft"))))]),
        pandoc.bullets([words(line) for line in reading]),
    ]


def _section(draft: Draft, section: Section, printer: Printer) -> list[Node]:
    title = f"{section.number} · {printer.text(section.heading)}"
    blocks = [pandoc.header(1, words(title), section.code.lower())]
    hints = _hints(section, printer)
    if hints:
        blocks.append(styled([para(words(hints))], "Brief"))
    blocks.append(styled([para(_gap(section, printer))], "Gap"))
    for evidence in section.evidence:
        blocks += printer.printed(evidence, section.number.lower())
    if section.awaited:
        said = printer.say(N_("Not revealed yet: %(blocks)s."), blocks=", ".join(section.awaited))
        blocks.append(styled([para(words(said))], "Hint"))
    elif not section.evidence:
        blocks.append(styled([para(words(printer.say(N_("No activity has been gathered for this section."))))], "Hint"))
    return blocks


def _hints(section: Section, printer: Printer) -> str:
    said: Sequence[str] = [
        printer.say(N_("Length: %(length)s."), length=_REFERENCE.sub("", printer.text(section.length)))
        if section.length
        else "",
        printer.say(N_("Judged on: %(criterion)s."), criterion=printer.text(section.criterion))
        if section.criterion
        else "",
    ]
    return " ".join(one for one in said if one)


def _gap(section: Section, printer: Printer) -> list[Node]:
    """The mark of what is missing, and what it has to answer."""
    answers = printer.text(section.answers) or printer.text(section.heading)
    mark = pandoc.span([pandoc.strong(words(printer.say(N_("Researcher to write:"))))], style="Gap Mark")
    return [mark, {"t": "Space"}, *words(answers)]
