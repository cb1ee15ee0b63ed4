"""An idea board keeps what was written under a pseudonym and a sector, and shows it as a wall of cards."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlmodel import Session

from app.domain import activities, electorate, ideas, meetings
from app.domain.activities import CLOSED, PLANNED, REVEALED, Activity
from app.domain.ideas import Idea
from app.domain.kind import Answer, Gathered, Handed, Kind, Piece, Viewer
from app.domain.projects import Sector
from app.domain.prompts import Option
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.kinds.idea_board import gathering, preparing, wall
from app.kinds.idea_board.wall import Column


class Note(Answer):
    """One thing done with words: write in a column, edit or withdraw one's own, or comment once all is shown."""

    do: Literal["write", "edit", "withdraw", "comment"] = "write"
    column: str = ""
    idea: str = ""
    text: str = ""
    language: Literal["", "en", "fr"] = ""


class IdeaBoard(Kind):
    """Short texts in columns."""

    name = "idea_board"
    title = N_("Idea board")
    icon = "layout-grid"
    keeps_own_state = False
    tallies = False  # cards, which stand each for itself, and which the console must see to hide one in time
    prompt_types = frozenset({"ideas"})
    Answer = Note

    def columns(self, activity: Activity) -> list[Option]:
        """The columns in the order of the prompts."""
        return [p.column for p in self.setup_of(activity).prompts if p.type == "ideas" and p.column]

    def ensure_may_answer(self, activity: Activity) -> None:
        if activity.state == PLANNED:
            super().ensure_may_answer(activity)

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Note) -> None:
        if answer.do == "comment" and activity.state != REVEALED:
            raise Refusal(N_("Comments open once the ideas are shown."))
        if answer.do in {"write", "edit"}:
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

    def handed_in(self, session: Session, activity: Activity, seat: Seat) -> list[Handed]:
        labels = {column.code: column.label for column in self.columns(activity)}
        return [
            Handed(labels.get(idea.column, activity.title), {idea.language: idea.text}, idea.language, idea.id)
            for idea in ideas.mine(session, activity, seat)
        ]

    def after_answer(self, session: Session, activity: Activity) -> bool:
        """Words withdrawn after the closing leave the console, which sees them already."""
        return activity.state == CLOSED

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[Column]:
        everything = ideas.of_activity(session, activity, hidden_too=viewer.surface == "facilitator")
        comments = ideas.comments_of(session, activity)
        sectors = meetings.sectors_at(session, activity.meeting_id)
        columns: list[Column] = []
        for number, option in enumerate(self.columns(activity), start=1):
            here = sorted((idea for idea in everything if idea.column == option.code), key=lambda idea: idea.id)
            cards = [wall.card(activity, idea, comments.get(idea.id, []), sectors, viewer) for idea in here]
            columns.append(wall.column(f"cards-{activity.id}-{activity.revision}-{number}", option, cards, viewer))
        return columns

    def pieces(self, results: list[Column]) -> list[Piece]:
        return list(wall.pieces(results))

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        answered = electorate.turnout(session, activity)
        everybody = sum(turnout.answered for turnout in answered.values())
        prompts = [p for p in self.setup_of(activity).prompts if p.type == "ideas" and p.column]
        return gathering.gathered(prompts, ideas.of_activity(session, activity), everybody, sectors)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = IdeaBoard()
