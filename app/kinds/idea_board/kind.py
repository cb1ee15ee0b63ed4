"""An idea board keeps what was written under a pseudonym and a sector, and shows it as a wall of cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from app.domain import activities, ideas
from app.domain.activities import REVEALED, Activity
from app.domain.ideas import Comment, Idea
from app.domain.kind import Answer, Gathered, Kind, Quote, Viewer, Words
from app.domain.projects import Sector
from app.domain.prompts import Option
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat

SHOWN_ON_WALL = 4  # cards a column on the big screen; the rest is on the phones


class Note(Answer):
    """One thing done with words: write in a column, edit or withdraw one's own, or comment once all is shown."""

    do: Literal["write", "edit", "withdraw", "comment"] = "write"
    column: str = ""
    idea: str = ""
    text: str = ""
    language: Literal["", "en", "fr"] = ""


@dataclass(frozen=True)
class Card:
    """One idea as everybody may see it."""

    idea: Idea
    comments: Sequence[Comment]


@dataclass(frozen=True)
class Column:
    """One column of the wall; `more` is how many cards the big screen leaves to the phones."""

    option: Option
    cards: Sequence[Card]
    number: int
    more: int


class IdeaBoard(Kind):
    """Short texts in columns."""

    name = "idea_board"
    title = N_("Idea board")
    icon = "layout-grid"
    keeps_own_state = False
    prompt_types = frozenset({"ideas"})
    Answer = Note

    def columns(self, activity: Activity) -> list[Option]:
        """The columns in the order of the prompts."""
        return [p.column for p in self.setup_of(activity).prompts if p.type == "ideas" and p.column]

    def ensure_may_answer(self, activity: Activity) -> None:
        if activity.state != REVEALED:
            super().ensure_may_answer(activity)

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Note) -> None:
        if (answer.do == "comment") != (activity.state == REVEALED):
            if answer.do == "comment":
                raise Refusal(N_("Comments open once the ideas are shown."))
            activities.ensure_open(activity)
        if answer.do == "write":
            if answer.column not in {c.code for c in self.columns(activity)}:
                raise Refusal(N_("Choose one of the columns."), control="column", status=422)
            ideas.write(session, activity, seat, column=answer.column, text=answer.text, language=answer.language)
        elif answer.do == "edit":
            ideas.edit(session, activity, seat, answer.idea, answer.text)
        elif answer.do == "withdraw":
            ideas.withdraw(session, activity, seat, answer.idea)
        else:
            ideas.remark(session, activity, seat, answer.idea, answer.text)

    def mine(self, session: Session, activity: Activity, seat: Seat) -> list[Idea]:
        return ideas.mine(session, activity, seat)

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[Column]:
        everything = ideas.of_activity(session, activity, hidden_too=viewer.surface == "facilitator")
        comments = ideas.comments_of(session, activity)
        columns: list[Column] = []
        for option in self.columns(activity):
            cards = [Card(i, comments.get(i.id, [])) for i in everything if i.column == option.code]
            shown = cards[:SHOWN_ON_WALL] if viewer.surface == "screen" else cards
            columns.append(Column(option, shown, len(cards), len(cards) - len(shown)))
        return columns

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        everything = ideas.of_activity(session, activity)
        found: list[Gathered] = []
        for option in self.columns(activity):
            for sector in sectors:
                here = [i for i in everything if i.column == option.code and i.sector == sector.code]
                quotes = [Quote(i.text, i.language) for i in here if i.quotable]
                if here:
                    found.append(Words(option.label, sector.code, len(here), quotes))
        return found


KIND = IdeaBoard()
