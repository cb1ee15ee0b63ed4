"""The contract a kind of activity keeps. A kind is a folder in `app/kinds`; nothing else knows its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import Session

from app.domain import activities, prompts, roles
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.projects import Sector
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text


class Answer(BaseModel):
    """What one person hands in. Kinds extend it; unknown fields are dropped, wrong ones refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")


AnyAnswer = Answer  # a Kind has an attribute of that name, which hides the class from its own body


@dataclass(frozen=True)
class Viewer:
    """For whom results are made: who may see what differs by surface, never by person.

    `surface` is participant, screen, facilitator or document; `room` the sector room a participant sits in;
    `hand` which order of shuffled items.
    """

    surface: str
    room: str | None = None
    hand: int = 0
    leads: bool = False  # speaks for the sector


@dataclass(frozen=True)
class Piece:
    """A piece of the results that changes on its own: one element whose id is `id`, drawn by `template`.

    `what` is all that its drawing depends on: equal things look alike. It hangs in `place`, together with others or
    alone; pieces of one place hang in the order of their ids.
    """

    id: str
    place: str
    template: str
    what: Any


@dataclass(frozen=True)
class Handed:
    """One thing somebody handed in, as they may read it again: what it was about, and what they said.

    `language` of words they wrote; `idea` is the id of what they may withdraw, `prompt` what that answered.
    """

    about: Text
    words: Text
    language: str = ""
    idea: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class Quote:
    """Words that may be quoted, in the language they were written in."""

    text: str
    language: str


@dataclass(frozen=True)
class Table:
    """Figures for the proposal: a row a thing, a column a group. Cells are text ready to print, in both languages.

    No rows: how many people answered is all that may be said. `by` says where sectors stand: in the columns after
    the second, in the rows after the first, or nowhere, so that a section may take the whole alone.
    """

    caption: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Text | Quote]]
    n: int  # how many people answered
    note: Text = field(default_factory=dict[str, str])
    prompt: str = ""
    by: Literal["", "columns", "rows"] = ""


@dataclass(frozen=True)
class Words:
    """What may be quoted of one column, by the sector it came from where that is safe; `n` people wrote."""

    heading: Text
    sector: Text | None
    n: int
    quotes: Sequence[Quote]
    prompt: str = ""


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
    tallies: ClassVar[bool] = True  # results are counts: what one more answer changed in them would tell it
    results_by_room: ClassVar[bool] = False  # what is shown begins with the viewer's own sector
    desk_right: ClassVar[str] = roles.MODERATE  # what working at its desk asks for: this, or to group
    prompt_types: ClassVar[frozenset[str]] = frozenset()
    Setup: ClassVar[type[prompts.Setup]] = prompts.Setup
    Answer: ClassVar[type[AnyAnswer]] = AnyAnswer

    def setup_of(self, activity: Activity) -> prompts.Setup:
        """What was decided beforehand, parsed."""
        return self.Setup.model_validate(activity.setup)

    def asked(self, session: Session, activity: Activity) -> prompts.Setup:
        """The setup as it is asked now, with what it carries over put in."""
        return self.setup_of(activity)

    def differs_by_room(self, setup: prompts.Setup) -> bool:
        """Whether the stage differs by sector room, even in plenary."""
        return False

    def shows_results(self, setup: prompts.Setup) -> bool:
        """Whether there is anything to reveal."""
        return type(self).results is not Kind.results

    def redraws_after(self, answer: Any) -> bool:
        """Whether the form such an answer came from does not show it, so that the pen has to follow."""
        return not self.keeps_own_state

    def parse(self, body: Mapping[str, Any]) -> AnyAnswer:
        """What came in by form or socket as this kind's Answer, or a Refusal."""
        try:
            return self.Answer.model_validate(body)
        except ValidationError as error:
            where = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
            message = N_("This answer could not be read. Reload the page and try again; what you typed is kept.")
            raise Refusal(message, control=where, status=422) from None

    def ensure_may_open(self, session: Session, activity: Activity) -> None:
        """Whether it can begin now; a Refusal says what has to come first."""

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

    def handed_in(self, session: Session, activity: Activity, seat: Seat) -> Sequence[Handed]:
        """What this person handed in, in words, for their own eyes."""
        return []

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> Any:
        """Where the room stands, safe for `viewer`. Called only once results may be seen."""
        return None

    def about(self, several: Any, prompt: prompts.Prompt) -> Any:
        """What of `ask` or `results` belongs to this prompt; all of it where it is not made of prompts."""
        if not isinstance(several, list):
            return several
        made = cast("list[Any]", several)
        return [one for one in made if getattr(one, "prompt", prompt).code == prompt.code]

    def pieces(self, results: Any) -> Sequence[Piece]:
        """The parts of `results` that are sent one by one; their template says where with `hang(place)`."""
        return []

    def live(self, session: Session, activity: Activity, viewer: Viewer) -> Any:
        """What everybody may see before the reveal, in the form of `results`; None for nothing."""
        return None

    def in_room(self, session: Session, activity: Activity, viewer: Viewer) -> Any:
        """What `viewer.room` may see of itself once its lead closed or showed it, before everybody sees everything."""
        return None

    def after_answer(self, session: Session, activity: Activity) -> bool:
        """Bookkeeping before a commit, once for all its answers; True when what everybody sees has changed."""
        return False

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        """What this activity brings to the proposal, safe for a document (T2)."""
        return []

    def desk(self, session: Session, activity: Activity, room: str | None) -> Any:
        """What staff work on here beyond the run of show (grouping, marking questions), on a page of its own.

        `room`: the sector somebody leads, None for all. None as answer: there is nothing to work on. The template is
        `desk.html`, its forms post `order` and whatever else `direct` reads.
        """
        return None

    def has_desk(self, setup: prompts.Setup) -> bool:
        """Whether there is such a page for an activity set up like this."""
        return type(self).desk is not Kind.desk

    def works_at_desk(self, rights: frozenset[str]) -> bool:
        """Whether somebody with these rights works at the desk: a sector lead where things are grouped."""
        return self.desk_right in rights or (self.desk_right == roles.GROUP and roles.GROUP_SECTOR in rights)

    def direct(self, session: Session, activity: Activity, order: Mapping[str, str], room: str | None) -> None:
        """Carry out what the desk's form orders: domain verbs only. `room` limits a sector lead to their own."""
        raise Refusal(N_("There is nothing to do here."), status=422)

    def material(self, session: Session, meeting: Meeting) -> Any:
        """What a setup of this kind may build on in this meeting's project: scales, say, or earlier boards."""
        return None

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        """The setup as its form shows it: what each field holds. The form's template is `setup.html`."""
        return {}

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        """What a filled form makes of the setup. Codes that were there stay: answers go by them.

        Prompts this kind does not know are kept as they are. Raises a Refusal naming the field that is not right.
        """
        return dict(before)

    def template(self, part: str) -> str:
        """The template of one part: participant, screen, facilitator, results or setup."""
        return f"kinds/{self.name}/{part}.html"
