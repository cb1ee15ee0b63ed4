"""Noting: several short ideas a person in one column, beside other questions; shown as cards after the reveal."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import activities, idea_cards, ideas, noted
from app.domain.activities import CLOSED, Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.figures import is_small, number
from app.domain.idea_cards import Card
from app.domain.ideas import Idea
from app.domain.kind import Gathered, Handed, Piece, Quote, Table, Viewer, Words
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text
from app.evidence.small_groups import Tier

ON_SCREEN = 6  # cards a page of the big screen


@dataclass(frozen=True)
class Cards:
    """The cards of one column."""

    prompt: Prompt
    pieces: Sequence[Piece]

    @property
    def pages(self) -> list[Sequence[Piece]]:
        """As the big screen turns them."""
        return [self.pieces[start : start + ON_SCREEN] for start in range(0, len(self.pieces), ON_SCREEN)]


class Noting(Way):
    """Ideas are written one by one, and each can be changed or withdrawn; nobody else reads them before the reveal."""

    name = "ideas"
    types = frozenset({"ideas"})
    keeps_own_state = False
    tallies = False
    gives_back = True

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        if sent.do == "withdraw":
            ideas.withdraw(session, activity, seat, sent.what)
            return
        activities.ensure_open(activity)
        if sent.do == "edit":
            _edit(session, activity, prompt, seat, sent)
            return
        if sent.do not in {"answer", "write"}:
            raise Refusal(N_("There is nothing to hand in here."), control=prompt.code, status=422)
        kept = _read(prompt, sent, sent.mark, sent.language or seat.language)
        ideas.write(
            session, activity, seat, column=noted.column_of(prompt), text=kept.text, language=sent.language,
            mark=kept.mark, parts=kept.parts, signed=kept.signed,
        )  # fmt: skip

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> list[Idea]:
        column = noted.column_of(prompt)
        return [idea for idea in ideas.mine(session, activity, seat) if idea.column == column]

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        about = prompt.column.label if prompt.column else prompt.text
        mine = self.mine(session, activity, prompt, seat)
        return [Handed(about, {idea.language: idea.text}, idea.language, idea.id) for idea in mine]

    def after_answer(self, session: Session, activity: Activity, prompt: Prompt) -> bool:
        """Words withdrawn after the closing leave the console, which sees them already."""
        return activity.state == CLOSED

    def results(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors) -> Cards:
        written = _written(session, activity, prompt, hidden_too=viewer.surface == "facilitator")
        cards = [idea_cards.card(activity, idea, [], sectors, viewer, prompt) for idea in written]
        return Cards(prompt, [_piece(activity, card) for card in cards])

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        """How many ideas, and those that may be quoted; from fewer than 5 writers, nothing. Never by sector."""
        written = _written(session, activity, prompt)
        if any(idea.pseudonym is None for idea in written):
            return []
        writers = len({idea.pseudonym for idea in written})
        if writers < Tier.DOCUMENT.least:
            return []
        label = prompt.column.label if prompt.column else prompt.text
        heads: list[Text] = [{"en": "Column", "fr": "Colonne"}, {"en": "Ideas", "fr": "Idées"}]
        rows: list[list[Text | Quote]] = [[label, number(len(written))]]
        heads, rows = ([], []) if is_small(writers) else (heads, rows)
        caption = {"en": "Ideas written (n: people who wrote)", "fr": "Idées écrites (n\u00a0: personnes ayant écrit)"}
        counted = Table(caption, heads, rows, writers, prompt=prompt.code)
        quotes = [Quote(idea.text, idea.language) for idea in written if idea.quotable]
        return [counted, *([Words(label, None, writers, quotes, prompt.code)] if quotes else [])]


def _written(session: Session, activity: Activity, prompt: Prompt, *, hidden_too: bool = False) -> list[Idea]:
    column = noted.column_of(prompt)
    return [idea for idea in ideas.of_activity(session, activity, hidden_too=hidden_too) if idea.column == column]


def _piece(activity: Activity, card: Card) -> Piece:
    return Piece(f"idea-{card.id}", f"cards-{activity.id}", "components/idea_card.html", card)


def _edit(session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
    idea = next((one for one in ideas.mine(session, activity, seat) if one.id == sent.what), None)
    if idea is None:
        ideas.edit(session, activity, seat, sent.what, sent.text)
        return
    kept = _read(prompt, sent, sent.mark or idea.mark, idea.language)
    signed = kept.signed if sent.sign else idea.signed
    also = {"mark": kept.mark, "parts": dict(kept.parts or idea.parts), "signed": signed}
    ideas.edit(session, activity, seat, idea.id, kept.text, **also)


def _read(prompt: Prompt, sent: Sent, mark: str, language: str) -> noted.Noted:
    return noted.read(
        prompt, text=sent.text, fields=sent.fields, mark=mark, signed=sent.signed, sign=sent.sign, language=language
    )


WAY = Noting()
