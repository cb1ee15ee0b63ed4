"""Rankings as a document prints them: the shared order, how far people agree on it, and the order by sector."""

from collections.abc import Sequence

from app.domain.figures import ALL, number, together, why, with_n
from app.domain.kind import Quote, Table
from app.domain.projects import Sector
from app.domain.prompts import Option
from app.domain.rank_orders import AGREE, Order, RankingResults, Row
from app.domain.text import Text

THING: Text = {"en": "What", "fr": "Élément"}
PLACE: Text = {"en": "Place", "fr": "Rang"}
POINTS: Text = {"en": "Points", "fr": "Points"}
MEAN: Text = {"en": "Mean place", "fr": "Rang moyen"}
HOW: Text = {
    "en": "Points: an item ranked r of m gets m less r; those left out share the places that remain.",
    "fr": "Points\u00a0: un élément classé au rang r sur m reçoit m moins r; les éléments omis partagent les rangs "
    "restants.",
}


def tables(results: RankingResults, sectors: Sequence[Sector]) -> list[Table]:
    """The order of all lists together, and by sector where that is safe; a table a sector where each has its own."""
    groups = [(sector, results.sectors[sector.code]) for sector in sectors if sector.code in results.sectors]
    if results.whole is None:
        return [_one(results, order, sector.label) for sector, order in groups]
    whole = _one(results, results.whole, {})
    return [whole, _by_sector(results, results.whole, groups)] if groups else [whole]


def named(option: Option) -> Text | Quote:
    """An option's words, in the language somebody wrote them in where it was somebody."""
    return Quote(next(iter(option.label.values()), ""), option.language) if option.language else option.label


def agreement(order: Order) -> Text:
    """How far people agree on the order: Kendall's W with its word."""
    if order.concordance is None:
        return {}
    w, words = number(round(order.concordance, 2)), AGREE[order.agreement]
    return {
        "en": f"Agreement on the order: {words['en']} (Kendall's W {w['en']}).",
        "fr": f"Accord sur l'ordre\u00a0: {words['fr']} (W de Kendall {w['fr']}).",
    }


def _one(results: RankingResults, order: Order, sector: Text) -> Table:
    after = {"en": ": ", "fr": "\u00a0: "}
    asked = results.prompt.text
    caption = {code: f"{words}{after.get(code, ': ')}{asked.get(code, '')}" for code, words in sector.items()} or asked
    rows = [
        [number(row.place), named(row.option), number(row.points), number(round(row.mean, 1))] for row in order.rows
    ]
    note = together(agreement(order), HOW, _opted_out(order), why(results.reason))
    return Table(caption, [PLACE, THING, POINTS, MEAN], rows, order.n, note, results.prompt.code)


def _by_sector(results: RankingResults, whole: Order, groups: Sequence[tuple[Sector, Order]]) -> Table:
    heads = [THING, with_n(ALL, whole.n), *(with_n(sector.label, order.n) for sector, order in groups)]
    rows = [
        [named(row.option), *(_cell(order, row) for order in (whole, *(o for _, o in groups)))] for row in whole.rows
    ]
    said = [(sector.label, agreement(order)) for sector, order in groups if order.concordance is not None]
    note: Text = {"en": "Points, and the place.", "fr": "Points, et le rang."}
    lines = [{code: f"{label.get(code, '')} – {words[code]}" for code in ("en", "fr")} for label, words in said]
    return Table(results.prompt.text, heads, rows, whole.n, together(note, *lines), results.prompt.code, "columns")


def _cell(order: Order, row: Row) -> Text:
    there = next(one for one in order.rows if one.option.code == row.option.code)
    points, place = number(there.points), number(there.place)
    return {language: f"{points[language]} ({place[language]})" for language in ("en", "fr")}


def _opted_out(order: Order) -> Text:
    if not order.opt_out:
        return {}
    return {
        "en": f"Chose not to answer: {order.opt_out}, not part of n.",
        "fr": f"Ont choisi de ne pas répondre\u00a0: {order.opt_out}, hors du n.",
    }
