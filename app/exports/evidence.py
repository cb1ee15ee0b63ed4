"""One activity's evidence on paper: its tables, its quotes, and the footnote that stands behind every figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from babel.dates import format_date

from app.domain.figures import NOT_QUOTED
from app.domain.kind import Quote, Table, Words
from app.domain.refusals import N_
from app.domain.text import Text, say
from app.evidence.small_groups import Tier
from app.exports import pandoc
from app.exports.gathering import Evidence, Source
from app.exports.pandoc import Node, para, words
from app.language import say_in

LOCALES = {"en": "en_CA", "fr": "fr_CA"}
TAGS = {"en": "en-CA", "fr": "fr-CA"}
NAMES = {"en": N_("English"), "fr": N_("French")}
MARKS = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}
NARROW, WIDE = 10, 44  # letters: no column of a table is narrower or counts as wider
FIGURE = 14  # letters: a column with nothing longer holds figures


@dataclass
class Printer:
    """Prints evidence in one language. Remembers which words have been quoted, so that each is quoted once."""

    language: str
    quoted: dict[int, str] = field(default_factory=dict[int, str])

    def say(self, message: str, **params: object) -> str:
        """A sentence of the interface."""
        return say_in(self.language, message, params)

    def text(self, text: Text) -> str:
        """A text of the content."""
        return say(text, self.language)

    def printed(self, evidence: Evidence, where: str) -> list[Node]:
        """All that one activity brings to the section `where`."""
        source = evidence.source
        title = self.say(N_("%(block)s, %(title)s"), block=source.block, title=self.text(source.title))
        blocks = [pandoc.header(2, words(title), f"{where}-{source.block}-{source.round}".lower())]
        if not evidence.items:
            said = self.say(N_("Too few people took part in this activity to show anything of it."))
            return [*blocks, para([*words(said), self.note(source, None)])]
        tables = [item for item in evidence.items if isinstance(item, Table)]
        quotes = [item for item in evidence.items if isinstance(item, Words)]
        for table in tables:
            blocks += self._table(table, source)
        return blocks + self._quotes(quotes, source, where)

    def note(self, source: Source, n: int | None) -> Node:
        """The footnote: meeting, activity, n, date, and that small groups are protected."""
        said = [
            self.say(
                N_("Meeting %(number)s (%(meeting)s), activity %(block)s “%(title)s” (%(kind)s)."),
                number=source.number,
                meeting=self.text(source.meeting),
                block=source.block,
                title=self.text(source.title),
                kind=self.say(source.kind),
            )
        ]
        least = Tier.DOCUMENT.least
        said.append(
            self.say(N_("n = %(n)s."), n=n) if n is not None else self.say(N_("n under %(least)s."), least=least)
        )
        if source.round > 1:
            said.append(self.say(N_("Round %(round)s."), round=source.round))
        if source.opened:
            said.append(self.say(N_("Opened on %(date)s."), date=day(source.opened, self.language)))
        said.append(
            self.say(N_("Small groups are protected: no figure stands for fewer than %(least)s people."), least=least)
        )
        return pandoc.note(words(" ".join(said)))

    def _table(self, table: Table, source: Source) -> list[Node]:
        caption = [*words(self.text(table.caption)), self.note(source, table.n)]
        remark = [pandoc.styled([para(words(self.text(table.note)))], "Table Note")] if table.note else []
        if not table.rows:
            n = self.say(N_("n = %(n)s."), n=table.n)
            return [pandoc.styled([para(caption)], "Table Caption"), para(words(n)), *remark]
        heads = [words(self.text(head)) for head in table.heads]
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        texts = [[self._plain(cell) for cell in column] for column in zip(*table.rows, strict=True)]
        widths = _widths([self.text(head) for head in table.heads], texts)
        figures = [place > 0 and max(map(len, column)) <= FIGURE for place, column in enumerate(texts)]
        return [pandoc.table(caption, heads, rows, widths, figures), *remark]

    def _plain(self, cell: Text | Quote) -> str:
        return cell.text if isinstance(cell, Quote) else self.text(cell)

    def _cell(self, cell: Text | Quote) -> list[Node]:
        if isinstance(cell, Quote):
            return self.quote(cell)
        said = words(self.text(cell))
        return [{"t": "Emph", "c": said}] if cell is NOT_QUOTED else said

    def quote(self, quote: Quote) -> list[Node]:
        """Somebody's words, in their own language; another one than the document's is named."""
        first, last = MARKS.get(quote.language, MARKS[self.language])
        said = words(f"{first}{quote.text}{last}")
        if quote.language == self.language or quote.language not in TAGS:
            return said
        named = words(f" ({self.say(NAMES[quote.language])})")
        return [pandoc.span(said, language=TAGS[quote.language]), *named]

    def _quotes(self, quotes: Sequence[Words], source: Source, where: str) -> list[Node]:
        """Quotes once in the document: later sections say where they stand."""
        new = [item for item in quotes if id(item.quotes) not in self.quoted]
        if quotes and not new:
            said = self.say(
                N_("The words that may be quoted stand in section %(number)s."),
                number=self.quoted[id(quotes[0].quotes)],
            )
            return [para(words(said))]
        if not new:
            return []
        lead = [*words(self.say(N_("In participants' own words"))), self.note(source, new[0].n)]
        blocks = [pandoc.styled([para(lead)], "Quotes Lead")]
        for item in new:
            self.quoted[id(item.quotes)] = where
            label = self.text(item.heading)
            if item.sector:
                label = self.say(N_("%(column)s, %(sector)s"), column=label, sector=self.text(item.sector))
            blocks.append(pandoc.styled([para(words(label))], "Quotes From"))
            blocks.append(pandoc.bullets([self.quote(quote) for quote in item.quotes]))
        return blocks


def day(date: object, language: str) -> str:
    """A date in words."""
    return format_date(date, "long", locale=LOCALES[language])  # pyright: ignore[reportArgumentType]


def _widths(heads: Sequence[str], columns: Sequence[Sequence[str]]) -> list[float]:
    """Parts of the line in step with what the columns hold; a heading may take three lines."""
    held: list[int] = []
    for head, cells in zip(heads, columns, strict=True):
        word = 2 + max((len(part) for part in re.split(r"[ \n]", head)), default=0)
        longest = max((len(cell) for cell in cells), default=0)
        held.append(min(max(longest, word, len(head) // 3, NARROW), WIDE))
    return [round(one / sum(held), 4) for one in held]
