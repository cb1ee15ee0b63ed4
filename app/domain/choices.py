"""Prompts answered by choosing (single, multi, scale): reading the answer, counting it safely, and saying it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots
from app.domain.activities import Activity
from app.domain.ballots import Given
from app.domain.kind import Table
from app.domain.projects import Sector
from app.domain.prompts import Option, Prompt
from app.domain.refusals import N_, Refusal
from app.domain.text import Text, clean
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


def table(results: PromptResults, sectors: Sequence[Sector]) -> Table | None:
    """The prompt's figures for a document, or None when nothing may be said."""
    if results.total is None:
        return None
    groups = results.sectors or {}
    named = [(sector.label, groups[sector.code]) for sector in sectors if sector.code in groups]
    heads: list[Text] = [{"en": "Answer", "fr": "Réponse"}, _head({"en": "All", "fr": "Ensemble"}, results.total.n)]
    heads += [_head(label, group.n) for label, group in named]
    columns = [results.total, *(group for _, group in named)]
    rows = [
        [row.option.label, *(_cell(column, place) for column in columns)]
        for place, row in enumerate(results.total.rows)
    ]
    return Table(caption=results.prompt.text, heads=heads, rows=rows, n=results.total.n)


def _one(prompt: Prompt, value: str, opt_out: bool, option: Option | None, words: str) -> Given:
    kept = clean(words, limit=WORDS_LIMIT, control="words", may_be_empty=True) if option and option.free_text else ""
    return Given(value, item=value if prompt.type == "multi" else "", opt_out=opt_out, words=kept or None)


def _head(label: Text, n: int) -> Text:
    return {language: f"{words} (n = {n})" for language, words in label.items()}


def _cell(column: Bars, place: int) -> Text:
    count = column.rows[place].count
    percent = round(100 * count / column.n) if column.n else 0
    return {"en": f"{count} ({percent}%)", "fr": f"{count} ({percent} %)"}
