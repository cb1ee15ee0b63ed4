"""A matrix as a document prints it: each thing's medians and middle halves, and its quarter; whole and by sector."""

from collections.abc import Mapping, Sequence

from app.domain.figures import number, share, together, why
from app.domain.kind import Quote, Table
from app.domain.matrices import Axis, MatrixResults, Placed
from app.domain.projects import Sector
from app.domain.prompts import Item
from app.domain.text import Text
from app.evidence import quadrant

HEADS: Sequence[Text] = (
    {"en": "What", "fr": "Élément"},
    {"en": "Important: median (quartiles)", "fr": "Importance\u00a0: médiane (quartiles)"},
    {"en": "Rated important", "fr": "Jugé important"},
    {"en": "Doable: median (quartiles)", "fr": "Faisabilité\u00a0: médiane (quartiles)"},
    {"en": "Quarter", "fr": "Quadrant"},
)
QUARTERS: Mapping[str, Text] = {
    quadrant.START_NOW: {"en": "Start now", "fr": "Commencer"},
    quadrant.INVEST: {"en": "Invest", "fr": "Investir"},
    quadrant.EASY_EXTRA: {"en": "Easy extra", "fr": "Bonus facile"},
    quadrant.PARK: {"en": "Park", "fr": "Mettre de côté"},
}
HELD: Text = {"en": "–", "fr": "–"}
CLOSE: Text = {"en": "close call", "fr": "cas limite"}
HOW: Text = {
    "en": "Close call: the middle half of the ratings reaches over the cut.",
    "fr": "Cas limite\u00a0: la moitié centrale des évaluations chevauche le seuil.",
}
FEW: Text = {
    "en": "A dash: fewer than 5 people rated it on that scale.",
    "fr": "Un tiret\u00a0: moins de 5 personnes l'ont évalué sur cette échelle.",
}


def tables(results: MatrixResults, sectors: Sequence[Sector]) -> list[Table]:
    """What everybody rated, as a whole; then each sector that may be shown, with its own things."""
    found = [_table(results, results.whole, {})] if any(one.quarter for one in results.whole) else []
    for sector in sectors:
        if sector.code in results.sectors:
            found.append(_table(results, results.sectors[sector.code], sector.label))
    return found


def _table(results: MatrixResults, placed: Sequence[Placed], sector: Text) -> Table:
    asked, after = results.prompt.text, {"en": ": ", "fr": "\u00a0: "}
    caption = {code: f"{words}{after.get(code, ': ')}{asked.get(code, '')}" for code, words in sector.items()} or asked
    n = max(axis.n for one in placed for axis in (one.x, one.y) if axis is not None)
    held = any(not one.quarter for one in placed)
    close = any(one.close for one in placed)
    note = together(HOW if close else {}, FEW if held else {}, {} if sector else why(results.reason))
    return Table(caption, HEADS, [_row(one) for one in placed], n, note, results.prompt.code)


def _row(one: Placed) -> list[Text | Quote]:
    important = share(one.y.agree, one.y.n) if one.y else HELD
    return [_named(one.item), _figures(one.y), important, _figures(one.x), _quarter(one)]


def _named(item: Item) -> Text | Quote:
    return Quote(next(iter(item.text.values()), ""), item.language) if item.language else item.text


def _figures(axis: Axis | None) -> Text:
    if axis is None:
        return HELD
    middle, low, high = number(axis.median), number(axis.low), number(axis.high)
    return {code: f"{middle[code]} ({low[code]}–{high[code]}), n\u00a0=\u00a0{axis.n}" for code in ("en", "fr")}


def _quarter(one: Placed) -> Text:
    if not one.quarter:
        return HELD
    said = QUARTERS[one.quarter]
    return {code: f"{words} ({CLOSE[code]})" for code, words in said.items()} if one.close else said
