"""A recorded series as what each person in it hands in, block by block, in the very bodies that a page sends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

Recorded = dict[str, Any]
Body = dict[str, str | list[str]]


@dataclass(frozen=True)
class Person:
    """Somebody invented. `code` finds their answers; `name` tells two apart who give the same ones."""

    code: str
    name: str
    sector: str
    role: str
    language: str
    report_group: str = ""
    leads: bool = False
    attended: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Deed:
    """One answer as a form sends it.

    `recorded`: what the recording calls the idea or question written here. `backs`: the recorded question this is an
    up-vote for. `finds`: words by which a page shows what this is about, where that may be called otherwise there.
    """

    body: Body
    recorded: str = ""
    backs: str = ""
    finds: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether it agrees to take part."""
        return self.body.get("do") == "agree"


class Recording:
    """A recording, ready to be asked what somebody did in a block."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self._people: list[Recorded] = recorded["participants"]
        self._blocks: dict[str, Recorded] = {block["block"]: block for block in recorded["blocks"]}
        ideas = {idea["id"]: idea["text"] for block in recorded["blocks"] for idea in block.get("ideas", [])}
        self._said: dict[str, tuple[str, ...]] = {
            theme["code"]: (*theme["name"].values(), *(ideas[idea] for idea in theme["ideas"][:1] if idea in ideas))
            for block in recorded["blocks"] for theme in block.get("themes", [])
        }  # fmt: skip

    def people(self, number: int) -> list[Person]:
        """So many people, the sectors mixed; beyond those recorded they come again under another name."""
        by_sector: dict[str, list[Recorded]] = {}
        for person in self._people:
            by_sector.setdefault(person["sector"], []).append(person)
        longest = max(map(len, by_sector.values()), default=0)
        mixed = [some[place] for place in range(longest) for some in by_sector.values() if place < len(some)]
        return [_person(mixed[place % len(mixed)], 1 + place // len(mixed)) for place in range(number)]

    def everybody(self) -> list[Person]:
        """Each of those recorded, once."""
        return [_person(one, 1) for one in self._people]

    def block(self, code: str) -> Recorded | None:
        """What was recorded of a block."""
        return self._blocks.get(code)

    def blocks(self) -> list[str]:
        """The codes of the recorded blocks, in the order they were held."""
        return list(self._blocks)

    def deeds(self, who: str, block: str) -> list[Deed]:
        """What this person handed in here, in order. Words that were held back for their content are left out."""
        recorded = self._blocks.get(block)
        return [] if recorded is None else list(_deeds(who, recorded, self._said))


def _deeds(who: str, block: Recorded, said: Mapping[str, tuple[str, ...]]) -> Iterator[Deed]:
    mine = [answer for answer in block.get("answers", []) if answer["who"] == who]
    ticks = {a["prompt"]: a["value"] for a in mine if isinstance(a.get("value"), bool)}
    if ticks:
        yield agreement(ticks)
    for answer in mine:
        if not isinstance(answer.get("value"), bool):
            yield from (Deed(body, finds=said.get(str(body.get("target")), ())) for body in _answer(answer))
    for comment in block.get("comments", []):
        if comment["who"] == who:
            about: Body = {"prompt": comment["prompt"], "item": comment["item"]}
            yield Deed({"do": "reason", **about, "text": comment["text"], "language": comment["lang"]})
    yield from (_idea(idea) for idea in block.get("ideas", []) if idea["who"] == who and idea["state"] == "kept")
    questions: list[Recorded] = block.get("questions", [])
    yield from (_question(question) for question in questions if question["who"] == who)
    for question in questions:
        if who in question.get("upvotes", []):
            yield Deed({"do": "upvote", "prompt": question["prompt"]}, backs=question["id"], finds=(question["text"],))


def agreement(ticks: Mapping[str, bool]) -> Deed:
    """Boxes of a consent, ticked or not."""
    boxes: Body = {prompt: "yes" if tick else "no" for prompt, tick in ticks.items()}
    return Deed({"do": "agree", **boxes})


def _answer(answer: Recorded) -> Iterator[Body]:
    """One recorded value. What has a language is words; a number for each of several things is dots on them."""
    at: Body = {name: answer[name] for name in ("prompt", "item", "dimension") if name in answer}
    value: Any = answer.get("value", answer.get("opt_out"))
    if "lang" in answer:
        yield at | _words(value) | {"language": answer["lang"]}
    elif isinstance(value, dict):
        for target, number in cast("dict[str, Any]", value).items():
            yield from [{"do": "spend", "prompt": answer["prompt"], "target": target}] * int(number)
    else:
        yield at | {"value": [str(one) for one in cast("list[Any]", value if isinstance(value, list) else [value])]}


def _words(value: Any) -> Body:
    if not isinstance(value, dict):
        return {"text": str(value)}
    return {f"field.{name}": str(said) for name, said in cast("dict[str, Any]", value).items()}


def _idea(idea: Recorded) -> Deed:
    body: Body = {name: idea[name] for name in ("prompt", "column", "text", "mark") if name in idea}
    parts = _words(idea["fields"]) if "fields" in idea else {}
    return Deed({"do": "write", **body, **parts, "language": idea["lang"]}, recorded=idea["id"])


def _question(question: Recorded) -> Deed:
    said: Body = {"prompt": question["prompt"], "text": question["text"], "language": question["lang"]}
    return Deed({"do": "write", **said}, recorded=question["id"])


def _person(recorded: Recorded, copy: int) -> Person:
    name = recorded["alias"] if copy == 1 else recorded["alias"].replace(" (demo)", f" {copy} (demo)")
    return Person(
        recorded["code"], name, recorded["sector"], recorded["role"], recorded["lang"], recorded["report_group"],
        recorded["sector_lead"] and copy == 1, frozenset(recorded["attended"]),
    )  # fmt: skip
