"""Figures as a document prints them, in both languages at once, and the reasons why some are held back."""

from collections.abc import Sequence

from app.domain.text import Text
from app.evidence.small_groups import Counted, Tier, in_document

ALL: Text = {"en": "All", "fr": "Ensemble"}
NOT_QUOTED: Text = {
    "en": "(words their writer did not allow to be quoted)",
    "fr": "(mots que la personne n'a pas permis de citer)",
}
_WHY: dict[str, Text] = {
    "group_too_few": {
        "en": "Not shown by sector: at least one sector had fewer than 5 people answering.",
        "fr": "Non ventilé par secteur\u00a0: au moins un secteur comptait moins de 5 personnes.",
    },
    "sensitive": {
        "en": "Sensitive question: the whole alone is shown.",
        "fr": "Question sensible\u00a0: seul l'ensemble est présenté.",
    },
    "small_group": {
        "en": "At least one sector had 5 to 10 people answering, so sectors are shown without a count for each answer.",
        "fr": "Au moins un secteur comptait de 5 à 10 personnes\u00a0: les secteurs sont présentés sans le détail de "
        "chaque réponse.",
    },
    "small_whole": {
        "en": "Fewer than 11 people answered, so there is no count for each answer.",
        "fr": "Moins de 11 personnes ont répondu\u00a0: le détail de chaque réponse n'est pas donné.",
    },
}


def why(reason: str | None) -> Text:
    """Why something is not shown, or nothing."""
    return _WHY.get(reason or "", {})


def together(*sentences: Text) -> Text:
    """Several sentences, one after the other; empty ones fall away."""
    return {language: " ".join(s[language] for s in sentences if s) for language in ("en", "fr")}


def is_small(n: int) -> bool:
    """Whether a group of `n` people is given without a count for each value in a document (T2: 5 to 10 people)."""
    return in_document(Counted(n), Tier.DOCUMENT)


def number(value: float) -> Text:
    """A number without needless decimals."""
    said = f"{value:g}"
    return {"en": said, "fr": said.replace(".", ",")}


def with_n(label: Text, n: int) -> Text:
    """A heading with its denominator."""
    return {language: f"{words} (n\u00a0=\u00a0{n})" for language, words in label.items()}


def share(count: int, n: int) -> Text:
    """A count beside its percentage of `n` people (0 where there is nobody)."""
    percent = round(100 * count / n) if n else 0
    return {"en": f"{count} ({percent}%)", "fr": f"{count} ({percent}\u00a0%)"}


def of(count: int, n: int) -> Text:
    """So many of so many."""
    return {"en": f"{count} of {n}", "fr": f"{count} sur {n}"}


def sizes(groups: Sequence[tuple[Text, int]]) -> Text:
    """How many people answered in each group, as one sentence."""
    if not groups:
        return {}
    named = [with_n(label, n) for label, n in groups]
    listed = {language: "; ".join(name[language] for name in named) for language in ("en", "fr")}
    return {"en": f"People answering: {listed['en']}.", "fr": f"Personnes ayant répondu\u00a0: {listed['fr']}."}
