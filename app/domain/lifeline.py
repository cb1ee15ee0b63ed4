"""The life-line of an idea: where it was written, which groups it is in, how it was backed, and what was made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.domain import carry_over, ideas, meetings, rewordings, votes
from app.domain.activities import PLANNED, REVEALED, Activity
from app.domain.ideas import SHOWN, Idea
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.rewordings import Rewording
from app.domain.themes import Theme, ThemeIdea
from app.evidence.small_groups import Counted, Tier, release, set_aside


@dataclass(frozen=True)
class Grouped:
    """A group it is in, and the grouping that was made in."""

    activity: Activity
    theme: Theme


@dataclass(frozen=True)
class Voted:
    """A revealed vote on it, or on its group; `dots` and `people` are None where too few voted to say."""

    activity: Activity
    target: str
    dots: int | None
    people: int | None


@dataclass(frozen=True)
class Lifeline:
    """One idea through the meetings."""

    idea: Idea
    board: Activity
    groups: Sequence[Grouped]
    votes: Sequence[Voted]
    carried: Sequence[tuple[Activity, str]]  # into which prompts of which activities, opened or chosen for
    versions: Sequence[Idea | Rewording]  # the same in other words


def of(session: Session, idea: Idea) -> Lifeline | None:
    """The life-line of an idea that everybody has seen; None of one that was not revealed, or was hidden since."""
    board = session.get_one(Activity, idea.activity_id)
    if board.state != REVEALED or idea.state != SHOWN:
        return None
    later = _of_project(session, board)
    groups = _groups(session, idea)
    names = {idea.id, carry_over.code_of(idea), *(grouped.theme.code for grouped in groups)}
    carried = [(one, prompt, codes & names) for one in later for prompt, codes in _carried(one) if codes & names]
    voted = [
        _voted(session, one, target)
        for one, prompt, found in carried
        if one.state == REVEALED and _asks_dots(one, prompt)
        for target in sorted(found)
    ]
    return Lifeline(
        idea, board, groups, voted, [(one, prompt) for one, prompt, _ in carried], _versions(session, board, idea)
    )


def _of_project(session: Session, board: Activity) -> list[Activity]:
    """Every activity of the project, in the order of the series."""
    project = session.get_one(Project, session.get_one(Meeting, board.meeting_id).project_id)
    found: list[Activity] = []
    for meeting in meetings.of_project(session, project):
        query = select(Activity).where(Activity.meeting_id == meeting.id).order_by(col(Activity.position))
        found += session.exec(query)
    return found


def _groups(session: Session, idea: Idea) -> list[Grouped]:
    query = select(Theme).join(ThemeIdea).where(ThemeIdea.idea_id == idea.id).order_by(col(Theme.code))
    found = [Grouped(session.get_one(Activity, theme.activity_id), theme) for theme in session.exec(query)]
    return [one for one in found if one.activity.state != PLANNED]


def _carried(activity: Activity) -> list[tuple[str, set[str]]]:
    """The codes that each prompt of an activity carries over."""
    carried: dict[str, dict[str, Any]] = activity.carried
    return [
        (prompt, {*choice.get("items", []), *(c for codes in choice.get("by_sector", {}).values() for c in codes)})
        for prompt, choice in carried.items()
    ]


def _asks_dots(activity: Activity, code: str) -> bool:
    prompts: list[dict[str, Any]] = activity.setup.get("prompts", [])
    return any(prompt["code"] == code and prompt["type"] == "dots" for prompt in prompts)


def _voted(session: Session, activity: Activity, target: str) -> Voted:
    """The whole, by the rule for small groups: no handful that is kept out elsewhere is in it."""
    sensitive = any(prompt.get("sensitive") for prompt in activity.setup.get("prompts", []))
    groups = {sector: Counted(n) for sector, n in votes.voters(session, activity).items()}
    backed = votes.count(session, activity).get(target, {})
    sectors = meetings.sectors_at(session, activity.meeting_id)
    pseudo = {sector.code for sector in sectors if sector.pseudo}
    offered = {sector.code for sector in sectors} - pseudo
    shown = release(groups, pseudo=pseudo, tier=Tier.LIVE, sensitive=sensitive, offered=offered)
    if shown.total is None:
        return Voted(activity, target, None, None)
    aside = set_aside(groups, pseudo=pseudo, offered=offered, sensitive=sensitive)
    own = _offered_to(activity, target)
    if own and shown.groups is None:
        return Voted(activity, target, None, None)
    whose = own or (shown.groups.keys() if shown.groups is not None else groups.keys() - aside)
    given = [backed[sector] for sector in backed if sector in whose]
    return Voted(activity, target, sum(one.dots for one in given), sum(one.people for one in given))


def _offered_to(activity: Activity, target: str) -> set[str]:
    """The sectors that alone could back it; none where all of them could."""
    choices: list[dict[str, list[str]]] = [choice.get("by_sector", {}) for choice in activity.carried.values()]
    by_sector = {sector: codes for choice in choices for sector, codes in choice.items()}
    own = {sector for sector, codes in by_sector.items() if target in codes}
    return own if len(own) < len(by_sector) else set()


def _versions(session: Session, board: Activity, idea: Idea) -> list[Idea | Rewording]:
    code = carry_over.code_of(idea)
    written = [one for one in ideas.of_activity(session, board) if one.version_of in {idea.id, code}]
    reworded = [one for one in rewordings.of_project(session, board) if one.version_of == code]
    return [*written, *reworded]
