"""Fixing what an activity carries over: the team chooses, or the rule does when it opens."""

from sqlmodel import Session

from app.domain import carry_over
from app.domain.activities import CLOSED, OPEN, PLANNED, Activity
from app.domain.carry_over import Choice, carry_of, source_of
from app.domain.prompts import Prompt, Setup
from app.domain.refusals import N_, Refusal


def settle(session: Session, activity: Activity, setup: Setup) -> None:
    """At the opening: where nobody chose, what the rule gives now is what is asked, whatever changes elsewhere."""
    chosen = dict(activity.carried)
    for prompt in setup.prompts:
        if prompt.code not in chosen and carry_of(prompt) is not None:
            chosen[prompt.code] = carry_over.by_rule(session, activity, prompt)
    activity.carried = chosen
    session.add(activity)


def choose(session: Session, activity: Activity, prompt: Prompt, choice: Choice) -> None:
    """The team's own choice of what is carried, before the opening."""
    if activity.state != PLANNED:
        raise Refusal(N_("This activity has been opened, so what it builds on stays as it is."))
    activity.carried = {**activity.carried, prompt.code: choice}
    session.add(activity)


def forget(session: Session, activity: Activity, prompt: Prompt) -> None:
    """Leave it to the rule again, before the opening."""
    if activity.state == PLANNED:
        activity.carried = {name: choice for name, choice in activity.carried.items() if name != prompt.code}
        session.add(activity)


def ensure_ready(session: Session, activity: Activity, setup: Setup) -> None:
    """What it builds on has been shown to everybody; else this activity would show it before its time."""
    for prompt in setup.prompts:
        carry = carry_of(prompt)
        source = source_of(session, activity, carry) if carry and not prompt.options else None
        if source is not None and source.state in {OPEN, CLOSED} and _hidden_until_reveal(source):
            message = N_("Reveal “%(title)s” first: this activity would show it to everybody before that.")
            raise Refusal(message, title=source.title.get("en") or next(iter(source.title.values()), source.block))


def _hidden_until_reveal(source: Activity) -> bool:
    """Whether what this activity holds is nobody's to see before it is revealed."""
    return any(prompt.get("type") != "grouping" for prompt in source.setup.get("prompts", []))
