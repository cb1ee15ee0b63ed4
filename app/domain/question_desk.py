"""The desk where questions are answered: those that wait are shown, and what has been answered is marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import events, passages, raised
from app.domain.activities import OPEN, Activity
from app.domain.kind import Viewer
from app.domain.prompts import Prompt, Setup
from app.domain.raised import QuestionResults
from app.domain.refusals import N_, Refusal

SHOW_WAITING, ANSWERED, UNANSWERED = "show_waiting", "answered", "unanswered"
DESK = Viewer("facilitator")


@dataclass(frozen=True)
class Raised:
    """What was asked, prompt by prompt, and whether there are any that the room has not seen yet."""

    asked: Sequence[QuestionResults]
    waiting: bool


def desk(session: Session, activity: Activity, setup: Setup) -> Raised | None:
    """The questions the team works on: while open those the room sees, later all. Nothing where none are asked for."""
    prompts = [prompt for prompt in setup.prompts if prompt.type == "questions"]
    if not prompts:
        return None
    asked = [_of(session, activity, prompt) for prompt in prompts]
    return Raised([one for one in asked if one is not None], activity.state == OPEN and _wait(session, activity))


def direct(session: Session, activity: Activity, order: Mapping[str, str]) -> None:
    """Show those that wait, or say of one that it has been answered, or not yet; also when all is over."""
    if order.get("order") == SHOW_WAITING and activity.state == OPEN:
        passages.release(session, activity, all_of_them=True)
    elif order.get("order") in {ANSWERED, UNANSWERED}:
        done = order["order"] == ANSWERED
        passages.mark_answered(session, activity, order.get("what", ""), answered=done)
    else:
        raise Refusal(N_("There is nothing to do here."), status=422)
    events.record(session, events.WordsChanged(activity.meeting_id, activity.id))


def _of(session: Session, activity: Activity, prompt: Prompt) -> QuestionResults | None:
    if activity.state == OPEN:
        return raised.coming_up(session, activity, prompt, DESK)
    return raised.results(session, activity, prompt, DESK)


def _wait(session: Session, activity: Activity) -> bool:
    return any(not one.released for one in passages.of_activity(session, activity, kind=passages.QUESTION))
