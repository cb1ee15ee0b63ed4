"""Ratings of items as a document prints them: centre, spread and agreement of each, and the same by sector."""

from collections.abc import Sequence

from app.domain.choices import Bars
from app.domain.figures import ALL, NOT_QUOTED, number, share, together, why, with_n
from app.domain.judging import counts_of
from app.domain.kind import Table
from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt
from app.domain.ratings import Rated
from app.domain.text import Text
from app.evidence import consensus, spread

STATEMENT: Text = {"en": "Statement", "fr": "Énoncé"}
HELD: Text = {"en": "–", "fr": "–"}
SAID: dict[str, Text] = {
    consensus.CONSENSUS: {"en": "Consensus", "fr": "Consensus"},
    consensus.NOT_IN_EVERY_SECTOR: {
        "en": "Consensus overall, not in every sector",
        "fr": "Consensus dans l'ensemble, pas dans chaque secteur",
    },
    consensus.NO_CONSENSUS: {"en": "No consensus", "fr": "Pas de consensus"},
    consensus.DISAGREEMENT: {"en": "Disagreement", "fr": "Désaccord"},
    "consensus out": {"en": "Consensus to leave it out", "fr": "Consensus pour l'exclure"},
    "uncertain": {"en": "Uncertain", "fr": "Incertain"},
}
TOO_FEW: Text = {
    "en": "Items that fewer than 5 people rated are left out.",
    "fr": "Les éléments évalués par moins de 5 personnes sont omis.",
}


def tables(prompt: Prompt, rated: Sequence[Rated], sectors: Sequence[Sector]) -> list[Table]:
    """One table of the whole, one by sector where that is safe; none where too few rated anything."""
    shown = [(one, one.total) for one in rated if one.total is not None and one.total.n]
    if not shown or prompt.scale is None:
        return []
    n = max(total.n for _, total in shown)
    note = together(*{why(one.reason)["en"]: why(one.reason) for one, _ in shown if why(one.reason)}.values())
    note = together(note, TOO_FEW if len(shown) < len(rated) else {})
    whole = _whole(prompt, prompt.scale.agree_from, shown, n, note)
    return [whole, *_by_sector(prompt, shown, n, sectors)]


def _whole(prompt: Prompt, least: int, shown: Sequence[tuple[Rated, Bars]], n: int, note: Text) -> Table:
    heads: list[Text] = [
        STATEMENT,
        {"en": "Median", "fr": "Médiane"},
        {"en": "Quartiles", "fr": "Quartiles"},
        {"en": f"Agree ({least} or more)", "fr": f"D'accord ({least} ou plus)"},
    ]
    judged = any(one.verdict for one, _ in shown)
    if judged:
        heads += [
            {"en": "Disagreement index", "fr": "Indice de désaccord"},
            {"en": "By the rule", "fr": "Selon la règle"},
        ]
    rows = [_row(one, total, judged) for one, total in shown]
    return Table(prompt.text, heads, rows, n, note, prompt.code)


def _row(one: Rated, total: Bars, judged: bool) -> list[Text]:
    counts = counts_of(total)
    low, high = (number(value) for value in spread.quartiles(counts))
    quartiles = {language: f"{low[language]}–{high[language]}" for language in low}
    figures = [number(spread.median(counts)), quartiles, share(total.agree or 0, total.n)]
    said = SAID.get(one.verdict, {"en": one.verdict, "fr": one.verdict})
    index = HELD if one.index is None else number(one.index)
    return [with_n(_words(one.item), total.n), *figures, *([index, said] if judged else [])]


def _by_sector(prompt: Prompt, shown: Sequence[tuple[Rated, Bars]], n: int, sectors: Sequence[Sector]) -> list[Table]:
    """Only where some item has more than one group: a sector's own statements say it in the table of the whole."""
    apart = [(one, total) for one, total in shown if len(one.sectors or {}) > 1]
    held = {code for one, _ in apart for code in one.sectors or {}}
    named = [sector for sector in sectors if sector.code in held]
    if not named:
        return []
    heads = [STATEMENT, ALL, *(sector.label for sector in named)]
    rows = [
        [_words(one.item), _cell(total), *(_cell((one.sectors or {}).get(sector.code)) for sector in named)]
        for one, total in apart
    ]
    note: Text = {
        "en": "How many agree, of how many who answered, and the median.",
        "fr": "Nombre de personnes d'accord, sur le nombre ayant répondu, et médiane.",
    }
    return [Table(prompt.text, heads, rows, n, note, prompt.code, "columns")]


def _cell(bars: Bars | None) -> Text:
    if bars is None or bars.median is None:
        return HELD
    agree, n, median = bars.agree or 0, bars.n, number(bars.median)
    return {
        "en": f"{agree} of {n}; {median['en']}",
        "fr": f"{agree} sur {n}; {median['fr']}",
    }


def _words(item: Item) -> Text:
    """A statement's words; what somebody wrote is not printed just because it was rated."""
    return NOT_QUOTED if item.language else item.text
