"""The steps of a grouping, as the desk's forms order them: each is one verb on themes, and can be undone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import planning, themes
from app.domain.activities import Activity
from app.domain.ideas import Idea
from app.domain.refusals import N_, Refusal
from app.domain.text import Text
from app.domain.themes import DOES_NOT_FIT, Theme
from app.kinds.grouping.laying import ALONE, SHARED, Table

Order = Mapping[str, str]
MISFIT: Text = {"en": "Does not fit anywhere", "fr": "N’entre dans aucun groupe"}


@dataclass(frozen=True)
class Desk:
    """Where a step is taken: on which grouping, with which ideas, and within which sector if in one only."""

    session: Session
    activity: Activity
    table: Table
    room: str | None


def take(desk: Desk, order: Order) -> None:
    """Take the step that a form orders, or refuse it with what to do."""
    step = STEPS.get(order.get("order", ""))
    if step is None:
        raise Refusal(N_("This page is out of step. Reload it and try again."), status=422)
    if not desk.table.ready:
        raise Refusal(N_("Reveal the ideas first: everybody watches while they are grouped."))
    step(desk, order)


def _make(desk: Desk, order: Order) -> None:
    chosen = _chosen(desk, order)
    sectors = {desk.table.places[idea.id] for idea in chosen}
    shared = len(sectors) > 1
    if shared and SHARED not in desk.table.tags:
        message = N_("These ideas are of several sectors. Make a group for each sector, since each votes on its own.")
        raise Refusal(message, control="idea")
    name = planning.both(order, "name", limit=120)
    sector = None if shared else next(iter(sectors)) or None
    column, mark = _same(idea.column for idea in chosen), _same(idea.mark for idea in chosen)
    before = _around(desk, chosen)
    tag = SHARED if shared else ALONE if SHARED in desk.table.tags else ""
    themes.begin(desk.session, desk.activity, name=name, ideas=chosen, sector=sector, column=column, mark=mark, tag=tag)
    _describe(desk, before)


def _put(desk: Desk, order: Order) -> None:
    chosen, theme = _chosen(desk, order), _theme(desk, order, "into")
    if theme.sector is not None and any(desk.table.places[idea.id] != theme.sector for idea in chosen):
        message = N_("This group belongs to one sector, and not all of these ideas do. Share the group first.")
        raise Refusal(message, control="into")
    _move(desk, chosen, theme)


def _take_out(desk: Desk, order: Order) -> None:
    _move(desk, _chosen(desk, order), None)


def _set_aside(desk: Desk, order: Order) -> None:
    chosen = _chosen(desk, order)
    made = themes.of_activity(desk.session, desk.activity)
    for place in dict.fromkeys(desk.table.places[idea.id] for idea in chosen):
        here = [idea for idea in chosen if desk.table.places[idea.id] == place]
        misfit = next((t for t in made if t.tag == DOES_NOT_FIT and (t.sector or "") == place), None)
        if misfit is not None:
            _move(desk, here, misfit)
            continue
        before = _around(desk, here)
        themes.begin(desk.session, desk.activity, name=MISFIT, ideas=here, sector=place or None, tag=DOES_NOT_FIT)
        _describe(desk, before)


def _rename(desk: Desk, order: Order) -> None:
    theme = _theme(desk, order, "theme")
    themes.rename(desk.session, desk.activity, theme, planning.both(order, "name", limit=120))


def _merge(desk: Desk, order: Order) -> None:
    theme, into = _theme(desk, order, "theme"), _theme(desk, order, "into")
    if into.sector is not None and theme.sector != into.sector:
        message = N_("These groups are of different sectors. Share the one they go into first.")
        raise Refusal(message, control="into")
    themes.merge(desk.session, desk.activity, theme, into)
    _describe(desk, [into])


def _dissolve(desk: Desk, order: Order) -> None:
    themes.dissolve(desk.session, desk.activity, _theme(desk, order, "theme"))


def _tag(desk: Desk, order: Order) -> None:
    theme, given = _theme(desk, order, "theme"), order.get("tag", "")
    if given not in desk.table.tags or theme.tag == DOES_NOT_FIT:
        raise Refusal(N_("This page is out of step. Reload it and try again."), status=422)
    if desk.room is not None and given == SHARED:
        raise Refusal(N_("Only the whole team can share a group between sectors."), status=403)
    inside = _inside(desk, theme)
    sectors = {desk.table.places[idea.id] for idea in inside}
    if given == ALONE and theme.sector is None and len(sectors) != 1:
        message = N_("Ideas of several sectors are in this group. Take the others out first.")
        raise Refusal(message, control="tag")
    themes.tag(desk.session, desk.activity, theme, given, shared=given == SHARED)
    if given == ALONE and theme.sector is None:
        own = next(iter(sectors)) or None
        themes.describe(desk.session, theme, column=theme.column, mark=theme.mark, sector=own)


def _undo(desk: Desk, order: Order) -> None:
    if order.get("seen") != str(themes.steps(desk.session, desk.activity)):
        raise Refusal(N_("Somebody else changed this a moment ago. Look again, then decide."))
    themes.undo(desk.session, desk.activity, desk.room)


STEPS: Mapping[str, Callable[[Desk, Order], None]] = {
    "make": _make,
    "put": _put,
    "take_out": _take_out,
    "set_aside": _set_aside,
    "rename": _rename,
    "merge": _merge,
    "dissolve": _dissolve,
    "tag": _tag,
    "undo": _undo,
}


def _chosen(desk: Desk, order: Order) -> list[Idea]:
    """The ticked ideas that are still there; those of other sectors are not a sector lead's to move."""
    found = [desk.table.ideas[id_] for id_ in order.get("idea", "").split("\n") if id_ in desk.table.ideas]
    if not found:
        raise Refusal(N_("Tick one or more ideas first."), control="idea")
    if desk.room is not None and any(desk.table.places[idea.id] != desk.room for idea in found):
        raise Refusal(N_("You can group the ideas of your own sector."), control="idea", status=403)
    return found


def _theme(desk: Desk, order: Order, control: str) -> Theme:
    if not order.get(control):
        raise Refusal(N_("Choose a group first."), control=control)
    theme = themes.get(desk.session, desk.activity, order[control])
    if desk.room is not None and theme.sector != desk.room:
        raise Refusal(N_("You can change the groups of your own sector."), control=control, status=403)
    return theme


def _move(desk: Desk, chosen: Sequence[Idea], theme: Theme | None) -> None:
    before = _around(desk, chosen)
    themes.put(desk.session, desk.activity, chosen, theme)
    _describe(desk, [*before, *([theme] if theme else [])])


def _around(desk: Desk, chosen: Sequence[Idea]) -> list[Theme]:
    """The groups these ideas are in."""
    by_theme = themes.ideas_in(desk.session, desk.activity)
    moving = {idea.id for idea in chosen}
    return [one for one in themes.of_activity(desk.session, desk.activity) if moving & set(by_theme.get(one.id, []))]


def _inside(desk: Desk, theme: Theme) -> list[Idea]:
    held = themes.ideas_in(desk.session, desk.activity).get(theme.id, [])
    return [desk.table.ideas[id_] for id_ in held if id_ in desk.table.ideas]


def _describe(desk: Desk, groups: Iterable[Theme]) -> None:
    """A group is of the column and has the mark that all its ideas share; an empty one stays what it was."""
    for theme in groups:
        inside = _inside(desk, theme)
        if inside:
            column, mark = _same(idea.column for idea in inside), _same(idea.mark for idea in inside)
            themes.describe(desk.session, theme, column=column, mark=mark, sector=theme.sector)


def _same(values: Iterable[str]) -> str:
    found = set(values)
    return next(iter(found)) if len(found) == 1 else ""
