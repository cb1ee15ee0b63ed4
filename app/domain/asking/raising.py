"""Raising questions: several a person, shown to the room a few at a time, and backed by others if that is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import events, passages, raised, upvotes
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.passages import QUESTION, Passage
from app.domain.prompts import Prompt
from app.domain.raised import QuestionResults
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat


@dataclass(frozen=True)
class Own:
    """One person's own questions, and those of others that they back."""

    asked: Sequence[Passage]
    backed: Sequence[Passage]


class Raising(Way):
    """Questions wait until there are three, so that none is tied to whoever just typed."""

    name = "questions"
    types = frozenset({"questions"})
    keeps_own_state = False
    tallies = False
    gives_back = True

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        if sent.do == "write":
            passages.ask(session, activity, seat, prompt.code, sent.text, language=sent.language)
        elif sent.do == "edit":
            _tell_if_seen(session, activity, sent.what)
            passages.edit(session, activity, seat, sent.what, sent.text)
        elif sent.do == "withdraw":
            _tell_if_seen(session, activity, sent.what)
            passages.withdraw(session, activity, seat, sent.what)
        elif sent.do in {"upvote", "take_back"} and prompt.upvote:
            upvotes.cast(session, activity, seat, sent.what, yes=sent.do == "upvote")
        else:
            raise Refusal(N_("There is nothing to hand in here."), control=prompt.code, status=422)

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Own:
        backed = upvotes.backed_by(session, activity, seat)
        shown = [one for one in raised.of_prompt(session, activity, prompt) if one.id in backed]
        return Own(_own(session, activity, prompt, seat), [one for one in shown if one.state == passages.SHOWN])

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        own = _own(session, activity, prompt, seat)
        return [Handed(prompt.text, {one.language: one.text}, one.language, one.id) for one in own]

    def after_answer(self, session: Session, activity: Activity, prompt: Prompt) -> bool:
        """Those that wait come up together; what is withdrawn after the closing leaves the console."""
        return activity.state == CLOSED or (activity.state == OPEN and passages.release(session, activity))

    def live(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> QuestionResults | None:
        return raised.coming_up(session, activity, prompt, viewer)

    def of_room(self, what: QuestionResults, room: str) -> QuestionResults | None:
        return raised.of_room(what, room)

    def results(
        self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors
    ) -> QuestionResults:
        return raised.results(session, activity, prompt, viewer)

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        made = raised.table(session, activity, prompt)
        return [made] if made else []


def _own(session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> list[Passage]:
    mine = [one for one in passages.mine(session, activity, seat) if one.kind == QUESTION]
    return passages.texts_of(mine, prompt.code)


def _tell_if_seen(session: Session, activity: Activity, passage_id: str) -> None:
    """What everybody sees changes with it."""
    passage = session.get(Passage, passage_id)
    if passage is not None and passage.released:
        events.record(session, events.WordsChanged(activity.meeting_id, activity.id))


WAY = Raising()
