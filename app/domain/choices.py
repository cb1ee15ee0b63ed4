"""Prompts answered by choosing (single, multi, scale): reading the answer, counting it safely, and saying it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots, figures
from app.domain.activities import Activity
from app.domain.ballots import Given
from app.domain.figures import is_small, number, share, sizes, together, why, with_n
from app.domain.kind import Handed, Table
from app.domain.projects import Sector
from app.domain.prompts import Option, Prompt
from app.domain.refusals import N_, Refusal
from app.domain.text import Text, clean, say
from app.evidence import spread
from app.evidence.small_groups import Counted, Tier, release

TYPES = frozenset({"single", "multi", "scale"})
WORDS_LIMIT = 200


@dataclass(frozen=True)
class Row:
    """One option: how many chose it, as a share of `n` for the length of a bar (0-100)."""

    option: Option
    count: int
    share: float


@dataclass(frozen=True)
class Bars:
    """One group's rows; `n` is how many answered."""

    n: int
    opt_out: int
    rows: Sequence[Row]
    median: float | None = None
    agree: int | None = None

    @property
    def stacked(self) -> list[tuple[Row, float, int]]:
        """The rows end to end: each with where it begins (0-100) and its tone, 1 to 5."""
        shares = [row.share for row in self.rows]
        return [(row, sum(shares[:place]), place * 5 // len(shares) + 1) for place, row in enumerate(self.rows)]


@dataclass(frozen=True)
class PromptResults:
    """One prompt as it may be shown: whole, by sector code where that is safe, and why not where it is not."""

    prompt: Prompt
    total: Bars | None
    sectors: dict[str, Bars] | None
    reason: str | None


def given(prompt: Prompt, values: Sequence[str], words: str = "") -> list[Given]:
    """The values chosen, checked against the prompt. Nothing chosen takes the answer back."""
    options = {o.code: o for o in prompt.choices}
    outs = {o.code for o in prompt.ways_out}
    chosen = list(dict.fromkeys(values))
    if any(value not in options and value not in outs for value in chosen):
        raise Refusal(N_("Choose from the answers listed."), control=prompt.code, status=422)
    if prompt.type != "multi" and len(chosen) > 1:
        raise Refusal(N_("Choose one answer."), control=prompt.code, status=422)
    alone = [v for v in chosen if v in outs or options[v].exclusive]
    if alone and len(chosen) > 1:
        raise Refusal(N_("One of these answers stands alone. Untick it, or untick the others."), control=prompt.code)
    if prompt.max_choices and len(chosen) > prompt.max_choices:
        message = N_("Choose %(most)s at most. Untick one first.")
        raise Refusal(message, control=prompt.code, most=prompt.max_choices)
    return [_one(prompt, value, value in outs, options.get(value), words) for value in chosen]


def results(
    session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector], *, tier: Tier = Tier.LIVE
) -> PromptResults:
    """The answers to one prompt, released by the small-group rules."""
    counted = {
        sector: Counted(count.n, dict(count.counts), count.opt_out)
        for sector, count in ballots.count(session, activity, prompt.code).items()
    }
    pseudo = {s.code for s in sectors if s.pseudo}
    offered = {s.code for s in sectors} - pseudo
    released = release(
        counted,
        pseudo=pseudo,
        tier=tier,
        sensitive=prompt.sensitive,
        offered=offered,
        whole_seen=prompt.live and not prompt.sensitive,
    )
    by_sector = None
    if released.groups is not None:
        by_sector = {sector: bars(prompt, group) for sector, group in released.groups.items()}
    return PromptResults(prompt, bars(prompt, released.total) if released.total else None, by_sector, released.reason)


def bars(prompt: Prompt, counted: Counted) -> Bars:
    """A group's counts as rows in the order of the options."""
    rows = [
        Row(o, counted.counts.get(o.code, 0), 100 * counted.counts.get(o.code, 0) / counted.n if counted.n else 0)
        for o in prompt.choices
    ]
    if prompt.scale is None or not counted.n:
        return Bars(counted.n, counted.opt_out, rows)
    ratings = {int(value): number for value, number in counted.counts.items()}
    agree = spread.agreement(ratings, agree_from=prompt.scale.agree_from).count
    return Bars(counted.n, counted.opt_out, rows, spread.median(ratings), agree)


def handed(prompt: Prompt, given: Sequence[Given]) -> Handed:
    """Somebody's own answer in words."""
    chosen = {one.value for one in given}
    labels = [option.label for option in (*prompt.choices, *prompt.ways_out) if option.code in chosen]
    written = [one.words for one in given if one.words]
    words = {language: ", ".join([*(say(label, language) for label in labels), *written]) for language in ("en", "fr")}
    return Handed(prompt.text, words)


def tables(results: PromptResults, sectors: Sequence[Sector]) -> list[Table]:
    """The prompt's figures for a document: by answer, and for scales by centre and spread; none when too few."""
    if results.total is None:
        return []
    groups = results.sectors or {}
    named = [(sector.label, groups[sector.code]) for sector in sectors if sector.code in groups]
    if results.prompt.scale is None:
        return [_by_answer(results, results.total, named)]
    spreads = _spreads(results, results.total, named)
    return [spreads] if is_small(results.total.n) else [_by_answer(results, results.total, named), spreads]


def _one(prompt: Prompt, value: str, opt_out: bool, option: Option | None, words: str) -> Given:
    kept = clean(words, limit=WORDS_LIMIT, control="words", may_be_empty=True) if option and option.free_text else ""
    return Given(value, item=value if prompt.type == "multi" else "", opt_out=opt_out, words=kept or None)


def _by_answer(results: PromptResults, total: Bars, named: Sequence[tuple[Text, Bars]]) -> Table:
    """A row an answer; groups and totals that are too small for that (T2) have no column."""
    small = any(is_small(group.n) for _, group in named)
    columns = _columns(total, [] if small else named)
    heads: list[Text] = [{"en": "Answer", "fr": "Réponse"}] if columns else []
    heads += [with_n(label, bars.n) for label, bars in columns]
    rows = [
        [row.option.label, *(share(bars.rows[place].count, bars.n) for _, bars in columns)]
        for place, row in enumerate(total.rows if columns else [])
    ]
    note = together(
        _opted_out(total),
        why(results.reason),
        why("small_whole") if is_small(total.n) else why("small_group") if small else {},
        sizes([(label, bars.n) for label, bars in named]) if small or not columns else {},
    )
    by = "columns" if len(columns) > 1 else ""
    return Table(results.prompt.text, heads, rows, total.n, note, results.prompt.code, by)


def _columns(total: Bars, named: Sequence[tuple[Text, Bars]]) -> list[tuple[Text, Bars]]:
    return [] if is_small(total.n) else [(figures.ALL, total), *named]


def _spreads(results: PromptResults, total: Bars, named: Sequence[tuple[Text, Bars]]) -> Table:
    """A row a group: median, quartiles and how many agree, which a group of five people may show."""
    least = results.prompt.scale.agree_from if results.prompt.scale else 0
    heads: list[Text] = [
        {"en": "Group", "fr": "Groupe"},
        {"en": "Median", "fr": "Médiane"},
        {"en": "Quartiles", "fr": "Quartiles"},
        {"en": f"Agree ({least} or more)", "fr": f"D'accord ({least} ou plus)"},
    ]
    rows = [_spread(label, bars) for label, bars in [(figures.ALL, total), *named]]
    note = together(_opted_out(total), why(results.reason)) if is_small(total.n) else {}
    by = "rows" if named else ""
    return Table(results.prompt.text, heads, rows, total.n, note, results.prompt.code, by)


def _spread(label: Text, bars: Bars) -> list[Text]:
    counts = {int(row.option.code): row.count for row in bars.rows}
    low, high = (number(value) for value in spread.quartiles(counts))
    quartiles = {language: f"{low[language]}–{high[language]}" for language in low}
    return [with_n(label, bars.n), number(spread.median(counts)), quartiles, share(bars.agree or 0, bars.n)]


def _opted_out(bars: Bars) -> Text:
    if not bars.opt_out:
        return {}
    return {
        "en": f"Chose not to answer: {bars.opt_out}, not part of n.",
        "fr": f"Ont choisi de ne pas répondre\u00a0: {bars.opt_out}, hors du n.",
    }
