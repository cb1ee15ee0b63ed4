"""Themes: ideas under a name. The ideas stay as they were written; every step can be undone."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, func, select

from app.domain import Noun, events
from app.domain.activities import PLANNED, Activity
from app.domain.ideas import Idea
from app.domain.ids import new_id
from app.domain.meetings import Meeting
from app.domain.planning import code_of
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import Text

Kept = TypeVar("Kept", bound="Theme | None")
DOES_NOT_FIT = "does_not_fit"  # the tag of a group for what belongs nowhere: a group like others, but never voted on


class Theme(Noun, table=True):
    """A name over ideas. `sector` is null where all sectors share it; `code` names it in votes and results."""

    __tablename__ = "theme"
    id: str = Field(default_factory=new_id, primary_key=True)
    activity_id: str = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    code: str
    sector: str | None = None
    column: str = ""
    mark: str = ""
    tag: str = ""
    name: Text = Field(sa_column=Column(JSON, nullable=False))


class ThemeIdea(Noun, table=True):
    """An idea is in one theme of a grouping, or in none."""

    __tablename__ = "theme_idea"
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    idea_id: str = Field(primary_key=True)
    theme_id: str = Field(foreign_key="theme.id", index=True, ondelete="CASCADE")


class GroupingStep(Noun, table=True):
    """How the grouping stood before a step, so that it can be undone."""

    __tablename__ = "grouping_step"
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    number: int = Field(primary_key=True)
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


def begin(
    session: Session,
    activity: Activity,
    *,
    name: Text,
    ideas: Sequence[Idea] = (),
    sector: str | None = None,
    column: str = "",
    mark: str = "",
    tag: str = "",
    code: str = "",
) -> Theme:
    """A new theme, with ideas in it. Its code is made of its name unless one is given."""
    _remember(session, activity)
    taken = _codes(session, activity)
    if code in taken:
        raise Refusal(N_("There is already a group with this short name. Choose another."), control="name")
    code = code or code_of(name, taken)
    theme = Theme(activity_id=activity.id, code=code, sector=sector, column=column, mark=mark, tag=tag, name=name)
    session.add(theme)
    session.flush()
    for idea in ideas:
        _put(session, activity, idea.id, theme.id)
    return _told(session, activity, theme)


def put(session: Session, activity: Activity, ideas: Idea | Sequence[Idea], theme: Theme | None) -> None:
    """Put an idea, or several in one step, into a theme, out of the one they were in; or out of all."""
    _remember(session, activity)
    for idea in [ideas] if isinstance(ideas, Idea) else ideas:
        _put(session, activity, idea.id, theme.id if theme else None)
    _told(session, activity, theme)


def describe(session: Session, theme: Theme, *, column: str, mark: str, sector: str | None) -> None:
    """What a theme is by its ideas, as part of the step that changed them."""
    theme.column, theme.mark, theme.sector = column, mark, sector
    session.add(theme)


def rename(session: Session, activity: Activity, theme: Theme, name: Text) -> Theme:
    """Call a theme something else. Its code stays: votes and results go by it."""
    _remember(session, activity)
    theme.name = name
    session.add(theme)
    return _told(session, activity, theme)


def tag(session: Session, activity: Activity, theme: Theme, given: str, *, shared: bool) -> Theme:
    """Say of a theme what the grouping asks: shared by all sectors, or one sector's own."""
    _remember(session, activity)
    theme.tag = given
    theme.sector = None if shared else theme.sector
    session.add(theme)
    return _told(session, activity, theme)


def merge(session: Session, activity: Activity, theme: Theme, into: Theme) -> Theme:
    """Put two themes together under the second one's name."""
    if theme.id == into.id:
        raise Refusal(N_("Choose another group to merge it with."), control="into")
    _remember(session, activity)
    for held in _of_theme(session, theme):
        held.theme_id = into.id
        session.add(held)
    session.flush()
    session.delete(theme)
    return _told(session, activity, into)


def dissolve(session: Session, activity: Activity, theme: Theme) -> None:
    """Take a name away; its ideas are in no theme then."""
    _remember(session, activity)
    for held in _of_theme(session, theme):
        session.delete(held)
    session.flush()
    session.delete(theme)
    _told(session, activity, None)


def undo(session: Session, activity: Activity, sector: str | None = None) -> None:
    """Take back the last step, and the one before it when asked again; only where it was about `sector`, if given."""
    ensure_free(session, activity)
    step = session.get(GroupingStep, (activity.id, steps(session, activity)))
    if step is None:
        raise Refusal(N_("There is nothing to undo."))
    if sector is not None and _elsewhere(step.before, sector) != _elsewhere(_as_it_is(session, activity), sector):
        raise Refusal(N_("The last step was about another sector. Ask its lead or the team to undo it."), status=403)
    for held in _held(session, activity):
        session.delete(held)
    session.flush()
    for theme in of_activity(session, activity):
        session.delete(theme)
    session.delete(step)
    session.flush()
    session.add_all(Theme(**row) for row in step.before["themes"])
    session.flush()
    session.add_all(ThemeIdea(**row) for row in step.before["ideas"])
    _told(session, activity, None)


def steps(session: Session, activity: Activity) -> int:
    """The number of the last step that can be undone; 0 for none."""
    mine = GroupingStep.activity_id == activity.id
    return session.exec(select(func.max(GroupingStep.number)).where(mine)).one() or 0


def ensure_free(session: Session, activity: Activity) -> None:
    """Once people vote on the groups these stay as they are."""
    if not is_free(session, activity):
        raise Refusal(N_("A vote on these groups has been opened, so they stay as they are."), status=409)


def is_free(session: Session, activity: Activity) -> bool:
    """Whether nobody votes on the groups yet."""
    project = session.get_one(Meeting, activity.meeting_id).project_id
    opened = select(Activity).join(Meeting).where(Meeting.project_id == project, Activity.state != PLANNED)
    targets: list[dict[str, Any]] = [
        p.get("targets") or {} for later in session.exec(opened) for p in later.setup.get("prompts", [])
    ]
    return all(carry.get("from") != activity.block for carry in targets)


def of_activity(session: Session, activity: Activity) -> list[Theme]:
    """The themes of a grouping, by sector, column and code."""
    found = session.exec(select(Theme).where(Theme.activity_id == activity.id))
    return sorted(found, key=lambda theme: (theme.sector or "", theme.column, theme.code))


def ideas_in(session: Session, activity: Activity) -> dict[str, list[str]]:
    """The ids of the ideas in each theme, by the theme's id."""
    by_theme: dict[str, list[str]] = {}
    for held in _held(session, activity):
        by_theme.setdefault(held.theme_id, []).append(held.idea_id)
    return by_theme


def get(session: Session, activity: Activity, theme_id: str) -> Theme:
    """A theme of this grouping."""
    theme = session.get(Theme, theme_id)
    if theme is None or theme.activity_id != activity.id:
        raise NotFound(N_("This group is no longer there. Somebody may have merged it."))
    return theme


def _put(session: Session, activity: Activity, idea_id: str, theme_id: str | None) -> None:
    held = session.get(ThemeIdea, (activity.id, idea_id))
    if held is not None and theme_id is None:
        session.delete(held)
    elif held is not None and theme_id is not None:
        held.theme_id = theme_id
        session.add(held)
    elif theme_id is not None:
        session.add(ThemeIdea(activity_id=activity.id, idea_id=idea_id, theme_id=theme_id))
    session.flush()


def _held(session: Session, activity: Activity) -> list[ThemeIdea]:
    query = select(ThemeIdea).where(ThemeIdea.activity_id == activity.id)
    return list(session.exec(query.order_by(col(ThemeIdea.idea_id))))


def _of_theme(session: Session, theme: Theme) -> list[ThemeIdea]:
    return list(session.exec(select(ThemeIdea).where(ThemeIdea.theme_id == theme.id)))


def _codes(session: Session, activity: Activity) -> set[str]:
    """Codes taken anywhere in the project: results and votes go by them across meetings."""
    project = session.get_one(Meeting, activity.meeting_id).project_id
    query = select(Theme.code).join(Activity).join(Meeting).where(Meeting.project_id == project)
    return set(session.exec(query))


def _remember(session: Session, activity: Activity) -> None:
    ensure_free(session, activity)
    before = _as_it_is(session, activity)
    session.add(GroupingStep(activity_id=activity.id, number=steps(session, activity) + 1, before=before))
    session.flush()


def _as_it_is(session: Session, activity: Activity) -> dict[str, Any]:
    made, held = of_activity(session, activity), _held(session, activity)
    return {"themes": [one.model_dump() for one in made], "ideas": [one.model_dump() for one in held]}


def _elsewhere(state: dict[str, Any], sector: str) -> tuple[list[Any], list[Any]]:
    """What of a grouping is not this sector's."""
    others = [theme for theme in state["themes"] if theme["sector"] != sector]
    ids = {theme["id"] for theme in others}
    return others, [held for held in state["ideas"] if held["theme_id"] in ids]


def _told(session: Session, activity: Activity, theme: Kept) -> Kept:
    session.flush()
    events.record(session, events.WordsChanged(activity.meeting_id, activity.id))
    return theme
