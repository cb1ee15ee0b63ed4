"""The one thing everybody is asked to look at: a prompt of an activity, an item of it, or an idea everybody can see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import activities
from app.domain.activities import REVEALED, Activity
from app.domain.ideas import SHOWN, Idea
from app.domain.prompts import Setup
from app.domain.refusals import N_, Refusal
from app.domain.text import Text


@dataclass(frozen=True)
class Focus:
    """What everybody is at; `prompt` is the code of the prompt it is or belongs to, "" for an idea."""

    code: str
    prompt: str
    text: Text


def offered(setup: Setup) -> list[Focus]:
    """What an activity's prompts and items offer: each prompt, then what is under it."""
    found: list[Focus] = []
    for prompt in setup.prompts:
        found.append(Focus(prompt.code, prompt.code, prompt.text))
        found += [Focus(item.code, prompt.code, item.text) for item in prompt.every_item]
    return found


def of(session: Session, activity: Activity | None, setup: Setup | None) -> Focus | None:
    """What everybody is at, if anything still is what it was."""
    if activity is None or setup is None or not activity.focus:
        return None
    return _among(offered(setup), activity.focus) or _idea(session, activity, activity.focus)


def focus(session: Session, activity: Activity, setup: Setup, code: str) -> None:
    """Bring everybody to one thing. Their answers stay where they are."""
    if _among(offered(setup), code) is None and _idea(session, activity, code) is None:
        raise Refusal(N_("This is no longer part of the activity. Choose something else."), control="what")
    activity.focus = code
    activities.touched(session, activity)


def let_go(session: Session, activity: Activity) -> None:
    """Everybody looks where they like again."""
    activity.focus = ""
    activities.touched(session, activity)


def _among(offers: Sequence[Focus], code: str) -> Focus | None:
    return next((one for one in offers if one.code == code), None)


def _idea(session: Session, activity: Activity, code: str) -> Focus | None:
    """An idea, once everybody has seen it: before that, nobody but its writer may."""
    idea = session.get(Idea, code) if activity.state == REVEALED else None
    if idea is None or idea.activity_id != activity.id or idea.state != SHOWN:
        return None
    return Focus(idea.id, "", {idea.language or "en": idea.text})
