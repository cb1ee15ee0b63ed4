"""A recorded series as what each person in it hands in, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Recorded = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody invented. `code` finds their answers; `name` tells two apart who give the same ones."""

    code: str
    name: str
    sector: str
    role: str
    language: str


@dataclass(frozen=True)
class Agreement:
    """Ticks on a consent, by prompt, and what else was chosen on the same page."""

    ticks: dict[str, bool]


@dataclass(frozen=True)
class Choice:
    """The codes chosen for one prompt."""

    prompt: str
    codes: list[str]


@dataclass(frozen=True)
class Written:
    """An idea in a column."""

    column: str
    text: str
    language: str


@dataclass(frozen=True)
class Dots:
    """How many dots on the theme that began with this text."""

    text: str
    number: int


Deed = Agreement | Choice | Written | Dots


class Recording:
    """A recording, ready to be asked what somebody did in a block."""

    def __init__(self, recorded: Recorded) -> None:
        self._people: list[Recorded] = recorded["participants"]
        self._blocks: dict[str, Recorded] = {block["block"]: block for block in recorded["blocks"]}
        ideas = {idea["id"]: idea["text"] for block in recorded["blocks"] for idea in block.get("ideas", [])}
        self._first_words: dict[str, str] = {
            theme["code"]: ideas[theme["ideas"][0]]
            for block in recorded["blocks"] for theme in block.get("themes", [])
            if theme["ideas"] and theme["ideas"][0] in ideas
        }  # fmt: skip

    def people(self, number: int) -> list[Person]:
        """So many people, the sectors mixed; beyond those recorded they come again under another name."""
        by_sector: dict[str, list[Recorded]] = {}
        for person in self._people:
            by_sector.setdefault(person["sector"], []).append(person)
        longest = max(map(len, by_sector.values()), default=0)
        mixed = [some[place] for place in range(longest) for some in by_sector.values() if place < len(some)]
        return [_person(mixed[place % len(mixed)], 1 + place // len(mixed)) for place in range(number)]

    def deeds(self, who: str, block: str) -> list[Deed]:
        """What this person handed in here, in order. Words that were held back for their content are left out."""
        recorded = self._blocks.get(block)
        return [] if recorded is None else [*self._answers(who, recorded), *_ideas(who, recorded)]

    def _answers(self, who: str, block: Recorded) -> Iterator[Deed]:
        mine = [a for a in block.get("answers", []) if a["who"] == who and "item" not in a]
        ticks = {a["prompt"]: a["value"] for a in mine if isinstance(a.get("value"), bool)}
        if ticks:
            yield Agreement(ticks)
        for answer in mine:
            value: Any = answer.get("value", answer.get("opt_out"))
            if isinstance(value, dict):
                yield from self._dots(value)  # pyright: ignore[reportUnknownArgumentType]
            elif isinstance(value, list):
                yield Choice(answer["prompt"], [str(code) for code in value])  # pyright: ignore
            elif not isinstance(value, bool) and "lang" not in answer:  # what has a language is words, not a code
                yield Choice(answer["prompt"], [str(value)])

    def _dots(self, spent: dict[str, Any]) -> Iterator[Deed]:
        for theme, number in spent.items():
            if theme in self._first_words and isinstance(number, int):
                yield Dots(self._first_words[theme], number)


def _ideas(who: str, block: Recorded) -> Iterator[Deed]:
    for idea in block.get("ideas", []):
        if idea["who"] == who and idea["state"] == "kept":
            yield Written(idea["column"], idea["text"], idea["lang"])


def _person(recorded: Recorded, copy: int) -> Person:
    name = recorded["alias"] if copy == 1 else recorded["alias"].replace(" (demo)", f" {copy} (demo)")
    return Person(recorded["code"], name, recorded["sector"], recorded["role"], recorded["lang"])
