"""The contract a kind of activity keeps. A kind is a folder in `app/kinds`; nothing else knows its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import Session

from app.domain import activities
from app.domain.activities import Activity
from app.domain.projects import Sector
from app.domain.prompts import Setup
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text


class Answer(BaseModel):
    """What one person hands in. Kinds extend it; unknown fields are dropped, wrong ones refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@dataclass(frozen=True)
class Viewer:
    """For whom results are made: who may see what differs by surface, never by person.

    `surface` is participant, screen, facilitator or document; `room` the sector room a participant sits in;
    `hand` which order of shuffled items.
    """

    surface: str
    room: str | None = None
    hand: int = 0


@dataclass(frozen=True)
class Table:
    """Figures for the proposal: a row a thing, a column a group. Cells are text ready to print, in both languages."""

    caption: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    n: int  # how many people answered
    note: Text = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Quote:
    """Words that may be quoted, in the language they were written in."""

    text: str
    language: str


@dataclass(frozen=True)
class Words:
    """What one sector wrote in one column: how much, and what of it may be quoted."""

    heading: Text
    sector: str | None
    number: int
    quotes: Sequence[Quote]


Gathered = Table | Words


class Kind:
    """A way of taking part. Subclasses live in `app/kinds/<name>/kind.py` as KIND."""

    name: ClassVar[str]
    title: ClassVar[str]  # msgid: what facilitators call it
    icon: ClassVar[str] = "circle-dot"
    takes_answers: ClassVar[bool] = True
    asks_everybody: ClassVar[bool] = False  # those too who have not agreed to take part yet
    stays_open: ClassVar[bool] = False  # latecomers may answer when everybody else has moved on
    keeps_own_state: ClassVar[bool] = True  # the form shows what was sent; no pen need follow an answer
    shuffles: ClassVar[bool] = False  # the stage differs by hand
    by_room: ClassVar[bool] = False  # the stage differs by sector room even in plenary
    prompt_types: ClassVar[frozenset[str]] = frozenset()
    Setup: ClassVar[type[Setup]] = Setup
    Answer: ClassVar[type[Answer]] = Answer

    def setup_of(self, activity: Activity) -> Setup:
        """What was decided beforehand, parsed."""
        return self.Setup.model_validate(activity.setup)

    def parse(self, body: Mapping[str, Any]) -> Answer:
        """What came in by form or socket as this kind's Answer, or a Refusal."""
        try:
            return self.Answer.model_validate(body)
        except ValidationError as error:
            where = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
            message = N_("This answer could not be read. Reload the page and try again; what you typed is kept.")
            raise Refusal(message, control=where, status=422) from None

    def ensure_may_answer(self, activity: Activity) -> None:
        """Whether an answer counts now."""
        activities.ensure_open(activity)

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Any) -> None:
        """Take one answer: domain verbs only, no counting, no commit."""
        raise Refusal(N_("There is nothing to hand in here."))

    def ask(self, session: Session, activity: Activity, viewer: Viewer) -> Any:
        """What the stage needs beyond the prompts (targets, say): the same for everybody who sees as `viewer` does."""
        return None

    def mine(self, session: Session, activity: Activity, seat: Seat) -> Any:
        """This person's own state: what their pen shows."""
        return None

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> Any:
        """Where the room stands, safe for `viewer`. Called only once results may be seen."""
        return None

    def live(self, session: Session, activity: Activity) -> Any:
        """What everybody may see before the reveal, in the form of `results`; None for nothing."""
        return None

    def after_answer(self, session: Session, activity: Activity) -> bool:
        """Bookkeeping in the same transaction; True when what everybody sees of the results has changed."""
        return False

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        """What this activity brings to the proposal, safe for a document (T2)."""
        return []

    def template(self, part: str) -> str:
        """The template of one part: participant, screen, facilitator, results or setup."""
        return f"kinds/{self.name}/{part}.html"
