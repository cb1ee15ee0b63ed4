"""An idea board keeps what was written under a pseudonym and a sector, and shows it as a wall of cards."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from pydantic import Field, model_validator
from sqlmodel import Session

from app.domain import activities, carry_over, carrying, electorate, idea_cards, ideas, meetings, noted, rooms
from app.domain.activities import CLOSED, PLANNED, REVEALED, Activity
from app.domain.ideas import Idea
from app.domain.kind import Answer, Gathered, Handed, Kind, Piece, Viewer
from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt, Setup
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text
from app.kinds.idea_board import gathering, preparing, wall
from app.kinds.idea_board.wall import Column


class Note(Answer):
    """One thing done with words: write in a column, edit or withdraw one's own, or comment once all is shown."""

    do: Literal["write", "edit", "withdraw", "comment"] = "write"
    column: str = ""
    idea: str = ""
    text: str = ""
    language: Literal["", "en", "fr"] = ""
    mark: str = ""
    fields: dict[str, str] = Field(default_factory=dict[str, str])  # parts by code, from controls "field.CODE"
    sign: str | list[str] = ""  # "yes" among it where the box is ticked
    signed: str = ""

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        body = cast("dict[str, Any]", data)
        parts = {name.removeprefix("field."): said for name, said in body.items() if name.startswith("field.")}
        return {**body, "fields": {name: said for name, said in parts.items() if isinstance(said, str)}}


class IdeaBoard(Kind):
    """Short texts in columns."""

    name = "idea_board"
    title = N_("Idea board")
    icon = "layout-grid"
    keeps_own_state = False
    tallies = False  # cards, which stand each for itself, and which the console must see to hide one in time
    prompt_types = frozenset({"ideas"})
    Answer = Note

    def columns(self, activity: Activity) -> list[Prompt]:
        """The prompts that have a column, in order."""
        return [p for p in self.setup_of(activity).prompts if p.type == "ideas" and p.column]

    def asked(self, session: Session, activity: Activity) -> Setup:
        return carry_over.asked(session, activity, self.setup_of(activity))

    def differs_by_room(self, setup: Setup) -> bool:
        return any(prompt.differs_by_room for prompt in setup.prompts)

    def ensure_may_open(self, session: Session, activity: Activity) -> None:
        carrying.ensure_ready(session, activity, self.setup_of(activity))

    def ask(self, session: Session, activity: Activity, viewer: Viewer) -> dict[str, list[Item]]:
        """What each column is about, by its prompt: to a participant, what their own sector carries over."""
        room = viewer.room if viewer.surface == "participant" else None
        return {p.code: p.for_room(room).every_item for p in self.asked(session, activity).prompts if p.about}

    def ensure_may_answer(self, activity: Activity) -> None:
        if activity.state == PLANNED:
            super().ensure_may_answer(activity)

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Note) -> None:
        if answer.do == "comment" and activity.state != REVEALED:
            raise Refusal(N_("Comments open once the ideas are shown."))
        if answer.do in {"write", "edit"}:
            activities.ensure_open(activity)
        if answer.do == "write":
            prompt = self._column(activity, answer.column)
            if prompt is None:
                raise Refusal(N_("Choose one of the columns."), control="column", status=422)
            kept = _noted(prompt, answer, answer.mark, answer.language or seat.language)
            ideas.write(
                session, activity, seat, column=answer.column, text=kept.text, language=answer.language,
                mark=kept.mark, parts=kept.parts, signed=kept.signed,
            )  # fmt: skip
        elif answer.do == "edit":
            self._edit(session, activity, seat, answer)
        elif answer.do == "withdraw":
            ideas.withdraw(session, activity, seat, answer.idea)
        else:
            ideas.remark(session, activity, seat, answer.idea, answer.text)

    def _edit(self, session: Session, activity: Activity, seat: Seat, answer: Note) -> None:
        idea = next((one for one in ideas.mine(session, activity, seat) if one.id == answer.idea), None)
        prompt = self._column(activity, idea.column) if idea else None
        if idea is None or prompt is None:
            ideas.edit(session, activity, seat, answer.idea, answer.text)
            return
        kept = _noted(prompt, answer, answer.mark or idea.mark, idea.language)
        signed = kept.signed if answer.sign else idea.signed  # a form without the box says nothing of it
        also = {"mark": kept.mark, "parts": dict(kept.parts or idea.parts), "signed": signed}
        ideas.edit(session, activity, seat, idea.id, kept.text, **also)

    def _column(self, activity: Activity, code: str) -> Prompt | None:
        return next((p for p in self.columns(activity) if noted.column_of(p) == code), None)

    def mine(self, session: Session, activity: Activity, seat: Seat) -> list[Idea]:
        return ideas.mine(session, activity, seat)

    def handed_in(self, session: Session, activity: Activity, seat: Seat) -> list[Handed]:
        labels = {p.column.code: p.column.label for p in self.columns(activity) if p.column}
        return [
            Handed(labels.get(idea.column, activity.title), {idea.language: idea.text}, idea.language, idea.id)
            for idea in ideas.mine(session, activity, seat)
        ]

    def after_answer(self, session: Session, activity: Activity) -> bool:
        """Words withdrawn after the closing leave the console, which sees them already."""
        return activity.state == CLOSED

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[Column]:
        everything = ideas.of_activity(session, activity, hidden_too=viewer.surface == "facilitator")
        return self._wall(session, activity, viewer, everything)

    def in_room(self, session: Session, activity: Activity, viewer: Viewer) -> list[Column]:
        """The room's own ideas, as far as its lead has shown them."""
        shown = [i for i in ideas.of_activity(session, activity) if i.room == viewer.room and i.released]
        return self._wall(session, activity, viewer, shown)

    def _wall(self, session: Session, activity: Activity, viewer: Viewer, everything: Sequence[Idea]) -> list[Column]:
        """A column a prompt; what was written in sector rooms comes back to everybody as a column a room."""
        comments = ideas.comments_of(session, activity)
        sectors = meetings.sectors_at(session, activity.meeting_id)
        at = f"comment-{activity.id}" if activity.state == REVEALED else ""
        columns: list[Column] = []
        for prompt in self.columns(activity):
            code, label = noted.column_of(prompt), prompt.column.label if prompt.column else {}
            here = sorted((idea for idea in everything if idea.column == code), key=lambda idea: idea.id)
            for name, some, row in _side_by_side(activity, label, here, sectors, viewer):
                cards = [
                    idea_cards.card(activity, i, comments.get(i.id, []), sectors, viewer, prompt, comment_at=at)
                    for i in some
                ]
                place = f"cards-{activity.id}-{activity.revision}-{len(columns) + 1}"
                columns.append(wall.column(place, name, cards, viewer, row))
        return columns

    def about(self, several: Any, prompt: Prompt) -> Any:
        if prompt.column is None or not isinstance(several, list):
            return several
        columns = cast("list[Column]", several)
        label = prompt.column.label
        return [column for column in columns if label in (column.head.label, column.row)]

    def pieces(self, results: list[Column]) -> list[Piece]:
        return list(wall.pieces(results))

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        answered = electorate.turnout(session, activity)
        everybody = sum(turnout.answered for turnout in answered.values())
        return gathering.gathered(self.columns(activity), ideas.of_activity(session, activity), everybody, sectors)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


def _side_by_side(
    activity: Activity, label: Text, here: Sequence[Idea], sectors: Sequence[Sector], viewer: Viewer
) -> list[tuple[Text, Sequence[Idea], Text]]:
    """The columns of one prompt: their names, their ideas, and what stands above them."""
    if activity.rooms != rooms.BY_SECTOR or (activity.state != REVEALED and viewer.room is not None):
        return [(label, here, {})]
    held = [sector for sector in sectors if not sector.pseudo]
    return [(sector.label, [idea for idea in here if idea.room == sector.code], label) for sector in held]


def _noted(prompt: Prompt, answer: Note, mark: str, language: str) -> noted.Noted:
    return noted.read(
        prompt, text=answer.text, fields=answer.fields, mark=mark, signed=answer.signed, sign=answer.sign,
        language=language,
    )  # fmt: skip


KIND = IdeaBoard()
