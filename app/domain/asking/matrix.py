"""Matrix: each of several things rated along two scales, one small answer a scale; opting out is one too."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots, matrices, matrix_pictures, matrix_tables, ratings
from app.domain.activities import Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.matrix_pictures import Drawn
from app.domain.prompts import Dimension, Item, Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text, say
from app.evidence.small_groups import Tier


@dataclass(frozen=True)
class Scaled:
    """One of the two scales, and the prompt as a rating on it."""

    dimension: Dimension
    prompt: Prompt


@dataclass(frozen=True)
class Controls:
    """What is rated here, and along what."""

    items: Sequence[Item]
    scales: Sequence[Scaled]


class Matrix(Way):
    """A rating a thing and scale, each saved by itself."""

    name = "matrix"
    types = frozenset({"matrix"})

    def ask(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> Controls:
        everything = viewer.surface != "participant"
        items = prompt.every_item if everything else ratings.asked_of(prompt, viewer.room)
        return Controls(items, [Scaled(one, matrices.rated_on(prompt, one)) for one in prompt.dimensions])

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        item = ratings.named(prompt, seat.room, sent.item)
        dimension = next((one for one in prompt.dimensions if one.code == sent.dimension), None)
        if dimension is None or sent.do not in {"answer", "take_back"}:
            message = N_("This rating does not fit the question. Reload the page, then rate it again.")
            raise Refusal(message, control="value", status=422)
        given = None if sent.do == "take_back" else ratings.chosen(matrices.rated_on(prompt, dimension), sent.value)
        ballots.put_one(session, activity, seat, prompt.code, given, item=item.code, dimension=dimension.code)

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> dict[tuple[str, str], str]:
        given = ballots.mine(session, activity, seat).get(prompt.code, [])
        return {(one.item, one.dimension): one.value or "" for one in given}

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        own = self.mine(session, activity, prompt, seat)
        said = [(item, _said(prompt, own, item)) for item in ratings.asked_of(prompt, seat.room)]
        return [Handed(item.text, words) for item, words in said if words]

    def results(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors) -> Drawn:
        return matrix_pictures.drawn(matrices.results(session, activity, prompt, sectors))

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        results = matrices.results(session, activity, prompt, sectors, tier=Tier.DOCUMENT)
        return matrix_tables.tables(results, sectors)


def _said(prompt: Prompt, own: dict[tuple[str, str], str], item: Item) -> Text:
    """What somebody gave one thing, in the order of the scales: the number with its words, where it has any."""
    words: list[Text] = []
    for dimension in prompt.dimensions:
        value = own.get((item.code, dimension.code))
        scaled = matrices.rated_on(prompt, dimension)
        words += [option.label for option in (*scaled.choices, *scaled.ways_out) if option.code == value]
    return {language: ", ".join(say(text, language) for text in words) for language in ("en", "fr")} if words else {}


WAY = Matrix()
