"""Questions as a room may see them: those that have come up, and once revealed how many would like each answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from app.domain import electorate, figures, moderation, passages, upvotes
from app.domain.activities import OPEN, REVEALED, Activity
from app.domain.figures import NOT_QUOTED, is_small, number
from app.domain.kind import Quote, Table, Viewer
from app.domain.moderation import Moderation
from app.domain.passages import HIDDEN, QUESTION, Passage
from app.domain.prompts import Item, Prompt
from app.domain.text import Text
from app.evidence.small_groups import Tier

SCREENFUL = 6  # questions on one page of the big screen
QUESTION_HEAD: Text = {"en": "Question", "fr": "Question"}
ORDER: Text = {
    "en": "Questions with the most up-votes first; fewer than 11 people up-voted, so there is no count for each.",
    "fr": "Les questions les plus appuyées d'abord; moins de 11 personnes ont appuyé une question, le décompte n'est "
    "donc pas donné.",
}


@dataclass(frozen=True)
class Question:
    """One question; `number` is how many back it, none where that is not to be said."""

    id: str
    text: str
    language: str
    number: int | None
    answered: bool
    hidden: bool
    room: str | None
    moderation: Moderation | None


@dataclass(frozen=True)
class QuestionResults:
    """The questions of one prompt. `n`: how many people backed one of them, none where that is not to be said."""

    prompt: Prompt
    questions: Sequence[Question]
    n: int | None
    upvoting: bool  # whether they can be backed now
    about: Sequence[Item] = ()

    @property
    def pages(self) -> list[Sequence[Question]]:
        """The questions as the big screen pages them."""
        return [self.questions[at : at + SCREENFUL] for at in range(0, len(self.questions), SCREENFUL)]


def coming_up(session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> QuestionResults | None:
    """Before the reveal: what has been shown to the room, in no order and without counts."""
    everywhere = viewer.surface == "facilitator"
    seen = _seen(session, activity, prompt, viewer)
    shown = [one for one in seen if one.released and (everywhere or one.room in {None, viewer.room})]
    if not shown:
        return None
    questions = [_question(activity, one, None, viewer) for one in shown]
    return QuestionResults(prompt, questions, None, prompt.upvote and activity.state == OPEN, prompt.every_item)


def results(session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> QuestionResults:
    """All questions. Once revealed those most backed come first, with counts where at least five people backed one."""
    seen = _seen(session, activity, prompt, viewer)
    if activity.state != REVEALED or not prompt.upvote:
        return QuestionResults(
            prompt, [_question(activity, o, None, viewer) for o in seen], None, False, prompt.every_item
        )
    n, counted = _backers(session, activity, prompt)
    ordered = sorted(seen, key=lambda one: (-counted.get(one.id, 0), one.id))
    said = n >= Tier.LIVE.least
    questions = [_question(activity, o, counted.get(o.id, 0) if said else None, viewer) for o in ordered]
    return QuestionResults(prompt, questions, n if said else None, False, prompt.every_item)


def of_room(what: QuestionResults, room: str) -> QuestionResults | None:
    """What a room asked itself, without counts."""
    here = [replace(one, number=None) for one in what.questions if one.room == room]
    return replace(what, questions=here, n=None) if here else None


def table(session: Session, activity: Activity, prompt: Prompt) -> Table | None:
    """The questions for a document, most backed first; their words only where they may be quoted."""
    asked = electorate.how_many(session, activity)
    questions = [one for one in of_prompt(session, activity, prompt) if one.state != HIDDEN]
    if asked < Tier.DOCUMENT.least or not questions:
        return None
    n, counted = _backers(session, activity, prompt)
    ranked = sorted(questions, key=lambda one: (-counted.get(one.id, 0), one.id))
    counts = prompt.upvote and not is_small(n) and n >= Tier.DOCUMENT.least
    heads: list[Text] = [QUESTION_HEAD]
    heads += [figures.with_n({"en": "Up-votes", "fr": "Appuis"}, n)] if counts else []
    heads += [{"en": "Answered", "fr": "Réponse donnée"}]
    rows: list[list[Text | Quote]] = [
        [_words(one), *([number(counted.get(one.id, 0))] if counts else []), _yes_or_no(one.answered)] for one in ranked
    ]
    note = ORDER if prompt.upvote and not counts else {}
    return Table(prompt.text, heads, rows, asked, note, prompt.code)


def of_prompt(session: Session, activity: Activity, prompt: Prompt) -> list[Passage]:
    """Every question to this prompt, hidden ones too, in the order of their random ids."""
    found = passages.of_activity(session, activity, kind=QUESTION, hidden_too=True)
    return passages.texts_of(found, prompt.code)


def _seen(session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> list[Passage]:
    found = of_prompt(session, activity, prompt)
    return [one for one in found if one.state != HIDDEN or viewer.surface == "facilitator"]


def _question(activity: Activity, one: Passage, number: int | None, viewer: Viewer) -> Question:
    hidden = one.state == HIDDEN
    return Question(
        one.id, one.text, one.language, number, one.answered, hidden, one.room, moderation.of(activity, viewer)
    )


def _backers(session: Session, activity: Activity, prompt: Prompt) -> tuple[int, Mapping[str, int]]:
    ids = {one.id for one in of_prompt(session, activity, prompt)}
    counted = {id_: n for id_, n in upvotes.count(session, activity).items() if id_ in ids}
    return upvotes.people(session, activity, ids), counted


def _words(one: Passage) -> Text | Quote:
    return Quote(one.text, one.language) if one.quotable else NOT_QUOTED


def _yes_or_no(answered: bool) -> Text:
    return {"en": "Yes", "fr": "Oui"} if answered else {"en": "No", "fr": "Non"}
