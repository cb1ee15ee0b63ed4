"""The documentation speaks of this program: what it names is there, and what there is it names."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from app.__main__ import app as command_line
from app.settings import Settings

ROOT = Path(__file__).parent.parent
FOLDERS = ("app", "bench", "docs", "locale", "migrations", "tests", "tools")
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PLACEHOLDER = re.compile(r"<[^>]+>|\bNNNN\b|…|\.\.\.")
TARGET = re.compile(r"^([a-z][a-z-]*):.*## ", re.MULTILINE)
TOLD = ("README.md", "docs/operations.md")


def said(*names: str) -> str:
    """The text of those of these documents that there are."""
    return "\n".join((ROOT / name).read_text() for name in names if (ROOT / name).exists())


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def paths_in(text: str) -> Iterator[str]:
    """What looks like a file or folder of ours, in `code` marks: `app/db.py`, `app/kinds/<kind>/setup.html`."""
    for code in CODE.findall(text):
        for word in code.split():
            if re.match(rf"({'|'.join(FOLDERS)})/[\w<*]", word) and "://" not in word:
                yield re.sub(r"(::.*|:\d+)$", "", word).rstrip(".,;:")


def anchors(path: Path) -> set[str]:
    """The headings of a document, as links name them."""
    headings = re.findall(r"^#+ +(.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands() -> set[str]:
    """Every command of the command line, as it is typed after `python -m app`."""
    found: set[str] = set()
    for name, command in vars(get_command(command_line))["commands"].items():
        inner = getattr(command, "commands", None)
        found |= {f"{name} {each}" for each in inner} if inner else {name}
    return found


def targets() -> set[str]:
    return set(TARGET.findall((ROOT / "Makefile").read_text()))


def test_there_is_something_to_read() -> None:
    wanted = {
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/architecture.md",
        "docs/operations.md",
    }

    assert wanted - {place(path) for path in DOCS} == set()


@pytest.mark.parametrize("path", DOCS, ids=place)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken: list[str] = []
    for link in LINK.findall(path.read_text()):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("path", DOCS, ids=place)
def test_every_file_it_speaks_of_is_there(path: Path) -> None:
    missing = [name for name in paths_in(path.read_text()) if not list(ROOT.glob(PLACEHOLDER.sub("*", name)))]

    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=place)
def test_every_command_it_gives_exists(path: Path) -> None:
    code = "\n".join([*CODE.findall(path.read_text()), *re.findall(r"```.*?```", path.read_text(), re.DOTALL)])
    made = set(re.findall(r"\bmake ([a-z][a-z-]*)", code))
    typed = set(re.findall(r"python -m app ([a-z]+(?: [a-z]+\b)?)", code))

    assert made - targets() == set()
    assert [line for line in typed if line not in commands() and line.split()[0] not in commands()] == []


def test_every_setting_is_explained() -> None:
    text = said(*TOLD)

    assert [name.upper() for name in Settings.model_fields if not re.search(rf"\b{name.upper()}\b", text)] == []


def test_every_make_target_is_mentioned() -> None:
    text = said(*TOLD, "CONTRIBUTING.md")

    assert len(targets()) > 8
    assert [target for target in sorted(targets() - {"help"}) if not re.search(rf"\bmake {target}\b(?!-)", text)] == []


def test_every_command_is_mentioned() -> None:
    text = said(*TOLD)

    assert len(commands()) >= 5
    assert [command for command in sorted(commands()) if f"python -m app {command}" not in text] == []


def test_the_newest_change_is_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (.+)$", said("CHANGELOG.md"), re.MULTILINE)

    assert newest is not None
    assert version in newest[1]
