"""What every row of the results begins with: which thing, for whom, how many answered, and why if it is held back."""

from collections.abc import Sequence
from typing import Any

from app.exports.data.scopes import Scope
from app.exports.data.series import Held, Series

Row = dict[str, Any]


def head(held: Held, item: str | None, scope: Scope, *, dimension: str = "") -> Row:
    """What every row begins with. What is held back has no figure, and says why."""
    counted = scope.counted
    kind, nth = held.activity.kind, held.activity.round
    row: Row = {**held.place, "kind": kind, "item": item, "round": nth, "scope": scope.code}
    row |= {"n": counted.n if counted else None, "opt_out": counted.opt_out if counted else None}
    row |= {"dimension": dimension} if dimension else {}
    return row | ({"suppressed": False} if counted else {"suppressed": True, "reason": scope.reason})


def offered_to(sectors: Sequence[str], series: Series) -> list[str]:
    """The sectors that something was offered to alone; none where all of them had it."""
    own = [sector for sector in series.real if sector in sectors]
    return [] if "" in sectors or not sectors or set(own) == set(series.real) else own
