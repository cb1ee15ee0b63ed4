"""Rankings as rows: points and mean places of each thing, and how far people agree, for all and sector by sector."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain import ballots
from app.domain.prompts import Prompt
from app.evidence import ranking
from app.evidence.small_groups import Counted
from app.exports.data import scopes
from app.exports.data.heads import Row, head
from app.exports.data.scopes import ALL, Scope
from app.exports.data.series import Held, Series

ByScope = Mapping[str, Sequence[Sequence[str]]]


def ranking_rows(series: Series, held: Held, prompt: Prompt) -> Iterator[Row]:
    """Each thing, then the whole activity (no item), for everybody it may be told of.

    Reporting groups have none: sealing splits their answers item by item, and a list is more than its items.
    """
    lists = _lists(series, held, prompt)
    outs = {code: count.opt_out for code, count in ballots.count(series.session, held.activity, prompt.code).items()}
    groups = {code: Counted(len(lists.get(code, [])), {}, outs.get(code, 0)) for code in {*lists, *outs}}
    everybody = scopes.of_everybody(series, groups, sensitive=prompt.sensitive)
    shown = [scope.code for scope in everybody if scope.counted and scope.code != ALL] or list(lists)
    for scope in _asked(series, prompt, groups, everybody):
        whose = shown if scope.code == ALL else [scope.code]
        found = [one for sector in whose for one in lists.get(sector, [])]
        asked = prompt if scope.code == ALL else prompt.for_room(scope.code)
        items = [option.code for option in asked.options]
        yield from _rows(held, scope, found, items)


def _asked(series: Series, prompt: Prompt, groups: Mapping[str, Counted], everybody: list[Scope]) -> list[Scope]:
    """Where sectors rank different things there is no whole."""
    if not prompt.differs_by_room:
        return everybody
    return scopes.of_some(groups, series.real, sensitive=prompt.sensitive)


def _rows(held: Held, scope: Scope, lists: Sequence[Sequence[str]], items: Sequence[str]) -> Iterator[Row]:
    told = scope.counted is not None and bool(lists)
    places = ranking.places(lists, items) if told else {}
    for item in items:
        figures = {"borda": places[item].borda, "mean_rank": places[item].mean_rank} if told else {}
        yield head(held, item, scope) | figures
    if told and len(items) > 1:
        agreed = ranking.concordance(lists, items)
        yield head(held, None, scope) | {"kendall_w": agreed.w, "chi2": agreed.chi2, "df": agreed.df}
    else:
        yield head(held, None, scope)


def _lists(series: Series, held: Held, prompt: Prompt) -> ByScope:
    """For each sector, everybody's list, best first."""
    by_sector = ballots.valued(series.session, held.activity, prompt.code)
    return {
        sector: [sorted(placed, key=lambda item: int(placed[item])) for placed in some]
        for sector, some in by_sector.items()
    }
