"""Lists of short words: counted without regard to capitals and accents, and shown where two people said one."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots, figures
from app.domain.activities import Activity
from app.domain.ballots import Given
from app.domain.kind import Table
from app.domain.projects import Sector
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.text import clean
from app.evidence.small_groups import Counted, Tier, release

LONGEST, USUAL_MOST, TOGETHER = 40, 3, 2


@dataclass(frozen=True)
class Word:
    """One word as most people spell it, how many said it, and its share of all who answered (0-100)."""

    text: str
    count: int
    share: float


@dataclass(frozen=True)
class WordResults:
    """The words of a prompt, most said first; `n` people answered, none where that is too few to show anything."""

    prompt: Prompt
    n: int | None
    words: Sequence[Word]
    others: int  # words that one person alone said


def most(prompt: Prompt) -> int:
    """How many words each person may send."""
    return prompt.max_choices or USUAL_MOST


def alike(word: str) -> str:
    """What two spellings of a word have in common: neither capitals, nor accents, nor spaces more or less."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def given(prompt: Prompt, values: Sequence[str]) -> list[Given]:
    """One person's words, each once. None takes the answer back."""
    words = [clean(value, limit=LONGEST, control="value", may_be_empty=True).replace("\n", " ") for value in values]
    by_likeness = {alike(word): word for word in reversed([word for word in words if word])}
    if len(by_likeness) > most(prompt):
        message = N_("Send %(most)s words at most. Leave one out first.")
        raise Refusal(message, control="value", most=most(prompt))
    return [Given(word, item=likeness[:LONGEST]) for likeness, word in reversed(by_likeness.items())]


def results(
    session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector], *, tier: Tier = Tier.LIVE
) -> WordResults:
    """Everybody's words together, never by sector: one word could tell who said it."""
    by_sector = ballots.count(session, activity, prompt.code)
    groups = {sector: Counted(count.n, dict(count.counts), count.opt_out) for sector, count in by_sector.items()}
    pseudo = {sector.code for sector in sectors if sector.pseudo}
    offered = {sector.code for sector in sectors} - pseudo
    whole = release(groups, pseudo=pseudo, tier=tier, sensitive=True, offered=offered).total
    if whole is None:
        return WordResults(prompt, None, [], 0)
    spelt: dict[str, Counter[str]] = {}
    for word, number in whole.counts.items():
        spelt.setdefault(alike(word), Counter())[word] += number
    said = [Word(_usual(ways), ways.total(), 100 * ways.total() / whole.n) for ways in spelt.values()]
    shown = sorted((w for w in said if w.count >= TOGETHER), key=lambda w: (-w.count, alike(w.text)))
    return WordResults(prompt, whole.n, shown, sum(1 for word in said if word.count < TOGETHER))


def table(shown: WordResults) -> Table | None:
    """The words for a document, with how many said each; nothing where too few answered."""
    if shown.n is None:
        return None
    if figures.is_small(shown.n):
        return Table(shown.prompt.text, [], [], shown.n, figures.why("small_whole"), shown.prompt.code)
    people = figures.with_n({"en": "People", "fr": "Personnes"}, shown.n)
    rows = [[{"en": w.text, "fr": w.text}, figures.share(w.count, shown.n)] for w in shown.words]
    rows += [[{"en": "Other words", "fr": "Autres mots"}, figures.number(shown.others)]] if shown.others else []
    return Table(shown.prompt.text, [{"en": "Word", "fr": "Mot"}, people], rows, shown.n, prompt=shown.prompt.code)


def _usual(ways: Counter[str]) -> str:
    return min(ways, key=lambda word: (-ways[word], word))
