"""Everything people read is there in English and in French, in the same places, and in one way only."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from app.domain import refusals
from tools import catalogues
from tools.catalogues import ROOT

CONTENT = ROOT / "app" / "content"
SHOWN = ("protocol.json", "proposal_sections.json", "blueprint.json")
NAMES = {"Groundwork", "Fran", "ais", "English"}  # said alike in both languages, or each in its own
REFUSALS = {name for name, value in vars(refusals).items() if isinstance(value, type) and issubclass(value, Exception)}
SAID = re.compile(r"\b(aria-label|title|alt|placeholder|content)\s*=\s*\"([^\"{]*[A-Za-z]{3,}[^\"{]*)\"")


def bilingual(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text in two languages, and where it stands."""
    if isinstance(value, dict):
        if value.keys() & {"en", "fr"}:
            yield place, value
        for name, inner in value.items():
            yield from bilingual(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from bilingual(inner, f"{place}/{number}")


def words_in(path: Path) -> list[str]:
    """What a template says without asking the catalogue."""
    tokens = Environment().lex(path.read_text())
    markup = "".join(text if kind == "data" else "\x00" for _, kind, text in tokens if kind in {"data", "block_begin"})
    attributes = [words for name, words in SAID.findall(markup) if name != "content"]
    markup = re.sub(r"[\w-]+=\"[^\"]*\"", " ", markup)  # a macro may hold attributes and no tag around them
    plain = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^<>]*>|&\w+;", " ", markup, flags=re.DOTALL)
    return [word for word in re.findall(r"[A-Za-z]{3,}", " ".join([plain, *attributes])) if word not in NAMES]


def test_every_sentence_of_the_interface_is_there_in_french_and_says_the_same() -> None:
    problems = [f"{problem.file}: {problem.says}" for problem in catalogues.problems()]

    assert len(catalogues.wanted(catalogues.sources())) > 100
    assert problems == [], f"{len(problems)} to put right\n" + "\n".join(problems)


def test_no_template_says_anything_that_cannot_be_translated() -> None:
    templates = [path for path in catalogues.sources() if path.suffix == ".html"]

    bare = {path.relative_to(ROOT).as_posix(): words_in(path) for path in templates}

    assert {file: words for file, words in bare.items() if words} == {}


def test_every_refusal_is_marked_for_the_catalogues() -> None:
    unmarked: list[str] = []
    for path in [p for p in catalogues.sources() if p.suffix == ".py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant | ast.JoinedStr):
                    unmarked.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert unmarked == []


@pytest.mark.parametrize("file", SHOWN)
def test_the_content_people_read_is_there_in_both_languages(file: str) -> None:
    texts = list(bilingual(json.loads((CONTENT / file).read_text())))

    lacking = [place for place, text in texts if not all(str(text.get(one) or "").strip() for one in ("en", "fr"))]

    assert len(texts) > 20
    assert lacking == []


def test_the_demo_says_in_both_languages_that_it_is_invented() -> None:
    demo = json.loads((CONTENT / "demo.json").read_text())

    assert "SYNTHETIC" in demo["notice"]["en"]
    assert "SYNTHÉTIQUE" in demo["notice"]["fr"]


def test_every_briefing_is_there_in_both_languages_slide_by_slide() -> None:
    english = {p.name.removesuffix(".en.md"): p.read_text() for p in CONTENT.glob("briefings/*.en.md")}
    french = {p.name.removesuffix(".fr.md"): p.read_text() for p in CONTENT.glob("briefings/*.fr.md")}

    assert english.keys() == french.keys()
    assert {code: text.count("\n---\n") for code, text in english.items()} == {
        code: text.count("\n---\n") for code, text in french.items()
    }
