"""The contract of a way to answer one prompt: what is taken, what is one's own, what may be shown, what is printed."""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, cast

from pydantic import Field, model_validator
from sqlmodel import Session

from app.domain.activities import Activity
from app.domain.kind import Answer, Gathered, Handed, Viewer
from app.domain.projects import Sector
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat

Sectors = Sequence[Sector]


class Sent(Answer):
    """What one form of a sheet hands in: which prompt (and item) it answers, and the answer in the form's own terms.

    `value` holds codes chosen; `words` what was written beside one; `text` what was written; `fields` its parts by
    code, from controls named "field.CODE"; `what` names one's own earlier words or somebody's question.
    """

    do: Literal["answer", "write", "edit", "withdraw", "reason", "upvote", "take_back", "spend", "up", "down"] = (
        "answer"
    )
    prompt: str = ""
    item: str = ""
    dimension: str = ""
    value: list[str] = Field(default_factory=list[str])
    words: str = ""
    text: str = ""
    mark: str = ""
    signed: str = ""
    sign: str | list[str] = ""  # "yes" among it where the box beside the name is ticked
    language: Literal["", "en", "fr"] = ""
    what: str = ""
    fields: dict[str, str] = Field(default_factory=dict[str, str])

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        body = cast("dict[str, Any]", data)
        value = body.get("value")
        parts = {
            name.removeprefix("field."): said
            for name, said in body.items()
            if name.startswith("field.") and isinstance(said, str)
        }
        named = {"what": body["idea"]} if "idea" in body and "what" not in body else {}  # what "My words" calls it
        return {**body, **named, "value": [value] if isinstance(value, str) else value or [], "fields": parts}


class Way:
    """How one type of prompt is answered. Every method is given the prompt as the activity asks it (carried, settled).

    Templates stand in app/templates/prompts: NAME.html draws the controls with `asked` (a sheet.Asked) and `own`,
    NAME_results.html what may be shown, with `shown` (a sheet.Shown).
    """

    name: ClassVar[str]
    types: ClassVar[frozenset[str]]
    keeps_own_state: ClassVar[bool] = True  # its form shows what was sent; no drawing need follow an answer
    tallies: ClassVar[bool] = True  # what it shows are counts
    gives_back: ClassVar[bool] = False  # one's own words can be withdrawn after the closing too

    def fits(self, prompt: Prompt) -> bool:
        """Whether this prompt is answered so."""
        return prompt.type in self.types

    def ask(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> Any:
        """What its controls need beyond the prompt, the same for everybody who sees as `viewer` does."""
        return None

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        """Take one answer, or refuse it naming its control."""
        raise Refusal(N_("There is nothing to hand in here."))

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Any:
        """This person's own state on this prompt."""
        return None

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        """What this person handed in, in words, for their own eyes."""
        return []

    def after_answer(self, session: Session, activity: Activity, prompt: Prompt) -> bool:
        """Bookkeeping before a commit; True when what everybody sees has changed."""
        return False

    def live(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> Any:
        """What may be seen before the reveal; None for nothing."""
        return None

    def of_room(self, what: Any, room: str) -> Any:
        """The part of what `results` gave that one room may see of itself first; None for nothing."""
        return None

    def results(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors) -> Any:
        """Where the room stands, within the small-group rules; None when there is nothing to show of this prompt."""
        return None

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        """What it brings to the proposal, safe for a document (T2)."""
        return []

    @property
    def template(self) -> str:
        """Its controls."""
        return f"prompts/{self.name}.html"

    @property
    def results_template(self) -> str:
        """What is shown of it."""
        return f"prompts/{self.name}_results.html"
