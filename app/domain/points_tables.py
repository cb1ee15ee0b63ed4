"""Points as a document prints them: sum, share, people and median of each thing, and the share by sector."""

from collections.abc import Sequence

from app.domain.figures import ALL, is_small, number, share, sizes, together, why, with_n
from app.domain.kind import Quote, Table
from app.domain.points import PointsResults, Row, Tally
from app.domain.projects import Sector
from app.domain.prompts import Item
from app.domain.text import Text

THING: Text = {"en": "What", "fr": "Élément"}
MEDIAN: Text = {"en": "Median a person", "fr": "Médiane par personne"}


def tables(results: PointsResults, sectors: Sequence[Sector]) -> list[Table]:
    """The prompt's points, whole and by sector where that is safe; a table a sector where each has its own list."""
    groups = [(sector, results.sectors[sector.code]) for sector in sectors if sector.code in results.sectors]
    if results.whole is None:
        return [_one(results, sector, tally) for sector, tally in groups]
    small = is_small(results.whole.n) or any(is_small(tally.n) for _, tally in groups)
    whole = _together(results, results.whole, groups if small else [])
    return [whole] if small or not groups else [whole, _by_sector(results, results.whole, groups)]


def named(item: Item) -> Text | Quote:
    """An item's words, in the language somebody wrote them in where it was somebody."""
    return Quote(next(iter(item.text.values()), ""), item.language) if item.language else item.text


def _together(results: PointsResults, whole: Tally, unshown: Sequence[tuple[Sector, Tally]]) -> Table:
    """Everybody's points; `unshown` are the sectors of which only the size is said."""
    held = why("small_whole") if is_small(whole.n) else why("small_group") if unshown else {}
    listed = sizes([(sector.label, tally.n) for sector, tally in unshown])
    note = together(_opted_out(whole), why(results.reason), held, listed)
    rows = [_cells(row, whole) for row in whole.rows]
    return Table(results.prompt.text, _heads(whole), rows, whole.n, note, results.prompt.code)


def _by_sector(results: PointsResults, whole: Tally, groups: Sequence[tuple[Sector, Tally]]) -> Table:
    heads = [THING, with_n(ALL, whole.n), *(with_n(sector.label, tally.n) for sector, tally in groups)]
    rows = [
        [named(row.item), *(_share(tally, row.item) for tally in (whole, *(t for _, t in groups)))]
        for row in whole.rows
    ]
    note: Text = {"en": "Shares of each group's points.", "fr": "Parts des points de chaque groupe."}
    return Table(results.prompt.text, heads, rows, whole.n, note, results.prompt.code, "columns")


def _one(results: PointsResults, sector: Sector, tally: Tally) -> Table:
    after = {"en": ": ", "fr": "\u00a0: "}
    caption = {
        code: f"{words}{after.get(code, ': ')}{results.prompt.text.get(code, '')}"
        for code, words in sector.label.items()
    }
    rows = [_cells(row, tally) for row in tally.rows]
    note = together(_opted_out(tally), why("small_whole") if is_small(tally.n) else {})
    return Table(caption, _heads(tally), rows, tally.n, note, results.prompt.code)


def _heads(tally: Tally) -> list[Text]:
    if is_small(tally.n):
        return [THING, MEDIAN]
    people = with_n({"en": "People", "fr": "Personnes"}, tally.n)
    return [THING, {"en": "Points", "fr": "Points"}, people, MEDIAN]


def _cells(row: Row, tally: Tally) -> list[Text | Quote]:
    if is_small(tally.n):
        return [named(row.item), number(row.median)]
    points = {language: f"{row.points} ({said})" for language, said in row.percent.items()}
    return [named(row.item), points, share(row.people, tally.n), number(row.median)]


def _share(tally: Tally, item: Item) -> Text:
    return next(row.percent for row in tally.rows if row.item.code == item.code)


def _opted_out(tally: Tally) -> Text:
    if not tally.opt_out:
        return {}
    return {
        "en": f"Chose not to answer: {tally.opt_out}, not part of n.",
        "fr": f"Ont choisi de ne pas répondre\u00a0: {tally.opt_out}, hors du n.",
    }
