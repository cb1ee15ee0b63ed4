"""Turning a setup's form into prompts and back: numbered rows, texts in two languages, and codes that stay."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.refusals import N_, Refusal
from app.domain.text import Text, clean, say

Form = Mapping[str, str]
Raw = dict[str, Any]  # a prompt or option as it is stored
LANGUAGES = ("en", "fr")
MOST_ROWS = 30
LONGEST_CODE = 40


def both(form: Form, name: str, *, limit: int = 300, may_be_empty: bool = False) -> Text:
    """A text in the languages it was written in: the fields `name.en` and `name.fr`."""
    text: Text = {}
    for language in LANGUAGES:
        field = f"{name}.{language}"
        said = clean(form.get(field, ""), limit=limit, control=field, may_be_empty=True)
        if said:
            text[language] = said
    if not text and not may_be_empty:
        raise Refusal(N_("Write this in English, in French, or in both."), control=f"{name}.en")
    return text


def spread(name: str, text: Text) -> dict[str, str]:
    """The two fields that show a text."""
    return {f"{name}.{language}": text.get(language, "") for language in LANGUAGES}


def number(written: str, *, control: str, least: int, most: int) -> int:
    """A whole number as a form has it, within these bounds."""
    written = written.strip()
    if not (written.isdecimal() and len(written) <= 4 and least <= int(written) <= most):
        message = N_("Choose a number from %(least)s to %(most)s.")
        raise Refusal(message, control=control, least=least, most=most)
    return int(written)


def rows(form: Form) -> list[str]:
    """The numbers of a form's rows, in order: what stands before the first dot of fields such as `2.en`."""
    found = {name.split(".")[0] for name in form if "." in name}
    return [str(number) for number in sorted(int(n) for n in found if n.isdecimal() and len(n) < 4)]


def written_rows(form: Form) -> list[str]:
    """The rows somebody wrote in, to show again; the first at least, where there are any."""
    every = rows(form)
    return [r for r in every if not is_blank(form, r, "code", "en", "fr", "options", "name.en", "name.fr")] or every[:1]


def is_blank(form: Form, row: str, *names: str) -> bool:
    """Whether nothing was written in a row, so that it was not meant."""
    return not any(form.get(f"{row}.{name}", "").strip() for name in names)


def dropped(form: Form, row: str) -> bool:
    """Whether the row's "leave this out" is ticked."""
    return form.get(f"{row}.drop") == "yes"


def code_of(text: Text, taken: Iterable[str]) -> str:
    """A new stable code, made of the text's plain letters and unlike those taken."""
    plain = unicodedata.normalize("NFKD", say(text, "en")).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_CODE - 4].strip("_") or "item"
    code, number, known = stem, 2, set(taken)
    while code in known:
        code, number = f"{stem}_{number}", number + 1
    return code


def prompts_of(setup: Mapping[str, Any], types: frozenset[str] | None = None) -> list[Raw]:
    """The prompts of a setup, in order; of these types where any are named."""
    prompts: list[Raw] = setup.get("prompts", [])
    return [prompt for prompt in prompts if types is None or prompt["type"] in types]


def first_of(setup: Mapping[str, Any], types: frozenset[str] | None = None) -> Raw:
    """The first of them, or nothing yet."""
    return next(iter(prompts_of(setup, types)), Raw())


def prompt_named(before: Mapping[str, Any], code: str) -> Raw:
    """The prompt with this code as it was, or nothing yet."""
    return next((dict(prompt) for prompt in prompts_of(before) if prompt["code"] == code), Raw())


def merged(before: Mapping[str, Any], types: frozenset[str], made: Sequence[Raw]) -> Raw:
    """The setup with the prompts of these types as they are now; those of other types stay where they were."""
    if len(made) > MOST_ROWS:
        raise Refusal(N_("This is more than one activity can hold. Spread it over two."))
    others = [p for p in prompts_of(before) if p["type"] not in types]
    left = list(made)
    prompts: list[Raw] = []
    for prompt in prompts_of(before):
        if prompt in others:
            prompts.append(prompt)
            continue
        still = next((p for p in left if p["code"] == prompt["code"]), None)
        if still is not None:
            prompts.append(still)
            left.remove(still)
    return dict(before) | {"prompts": prompts + left}


def tongue_of(text: Text) -> str:
    """The language of lines that do not say theirs: French where the question is in French alone."""
    return "fr" if text.get("fr") and not text.get("en") else "en"


def options_shown(options: Sequence[Mapping[str, Any]], language: str) -> str:
    """Options one a line, "English | Français"; those in `language` alone without the bar."""
    lines: list[str] = []
    for option in options:
        english, french = option["label"].get("en", ""), option["label"].get("fr", "")
        alone = {"en": english, "fr": french}[language] if not (english and french) else ""
        lines.append(alone or f"{english} | {french}".strip())
    return "\n".join(lines)


def options_read(lines: str, before: Sequence[Raw], *, control: str, language: str) -> list[Raw]:
    """The options a text of lines names. An option keeps its code when its words are the same, or its place is.

    A line without a bar is in `language`.
    """
    labels = [_label(line, control, language) for line in lines.splitlines() if line.strip()]
    same = {place: _same(label, before) for place, label in enumerate(labels)}
    kept = {found["code"] for found in same.values() if found}
    options: list[Raw] = []
    for place, label in enumerate(labels):
        old = same[place] or _at(before, place, kept)
        taken = {o["code"] for o in options} | {o["code"] for o in before}
        if old is not None and old["code"] not in {o["code"] for o in options}:
            options.append({**old, "label": label})
        else:
            options.append({"code": code_of(label, taken), "label": label})
    return options


def _label(line: str, control: str, language: str) -> Text:
    first, bar, second = line.partition("|")
    said = {"en": first, "fr": second} if bar else {language: first}
    label = {
        name: kept
        for name, words in said.items()
        if (kept := clean(words, limit=200, control=control, may_be_empty=True))
    }
    if not label:
        raise Refusal(N_("One of the lines is empty beside its bar. Write an answer there."), control=control)
    return label


def _same(label: Text, before: Sequence[Raw]) -> Raw | None:
    return next((o for o in before if any(o["label"].get(name) == words for name, words in label.items())), None)


def _at(before: Sequence[Raw], place: int, kept: set[str]) -> Raw | None:
    old = before[place] if place < len(before) else None
    return None if old is None or old["code"] in kept else old
