"""What the French catalogues lack: `python -m tools.catalogues [FILE_OR_FOLDER...]`; everything where none is named."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po

from app import language

ROOT = Path(__file__).parent.parent
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "say_in": (2,)}
OPTIONS = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
LONE_PERCENT = re.compile(r"%(?![(%])")
BREAKS = re.compile(r" [:»]|« ")  # an ordinary space, where a line could end


@dataclass
class Wanted:
    """One sentence of the interface: its plural, if it has one, and the files that say it."""

    plural: str = ""
    files: set[str] = field(default_factory=set[str])

    @property
    def drawn(self) -> bool:
        """Whether a template says it: there every sentence is formatted, so a lone % breaks the page."""
        return any(file.endswith(".html") for file in self.files)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right, in the file where somebody would look for it."""

    file: str
    says: str


def sources() -> list[Path]:
    """Every file that speaks to people. The command line and the demo's crowd speak English to who runs them."""
    python = [p for p in ROOT.glob("app/**/*.py") if p.relative_to(ROOT).parts[1] not in {"cli", "__main__.py"}]
    return sorted([*python, *ROOT.glob("app/templates/**/*.html"), *ROOT.glob("app/kinds/*/*.html")])


def wanted(files: list[Path]) -> dict[str, Wanted]:
    """Every sentence these files say, by its English."""
    found: dict[str, Wanted] = {}
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        for english, plural in _said_in(path):
            entry = found.setdefault(english, Wanted())
            entry.files.add(name)
            entry.plural = entry.plural or plural
    return found


def _said_in(path: Path) -> Iterator[tuple[str, str]]:
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    with path.open("rb") as file:
        for _, words, _, _ in extract(method, file, KEYWORDS, options=OPTIONS):
            first, *more = [words] if isinstance(words, str) else words
            if first:
                yield first, more[0] if more else ""


def catalogues() -> dict[str, dict[str, Message]]:
    """Every French catalogue by its path, its messages by their English."""
    found: dict[str, dict[str, Message]] = {}
    for path in language.catalogue_files("fr"):
        with path.open("rb") as file:
            messages = [message for message in read_po(file, locale="fr") if message.id]
        found[path.relative_to(ROOT).as_posix()] = {_english(message): message for message in messages}
    return found


def problems() -> list[Problem]:
    """All there is to put right, in order of the files."""
    said, there = wanted(sources()), catalogues()
    return sorted({*_missing(said, there), *_wrong(said, there), *_two_ways(there), *_stale(said, there)})


def _missing(said: dict[str, Wanted], there: dict[str, dict[str, Message]]) -> Iterator[Problem]:
    known = {english for messages in there.values() for english, m in messages.items() if all(_french(m))}
    for english, entry in said.items():
        if english not in known:
            yield from (Problem(file, f"not in French: {english!r}") for file in entry.files)


def _wrong(said: dict[str, Wanted], there: dict[str, dict[str, Message]]) -> Iterator[Problem]:
    for file, messages in there.items():
        for english, message in messages.items():
            yield from (
                Problem(file, f"{fault}: {english!r}") for fault in _faults(said.get(english, Wanted()), message)
            )


def _faults(entry: Wanted, message: Message) -> list[str]:
    english, french = _english(message), _french(message)
    percent = entry.drawn and any(LONE_PERCENT.search(words) for words in (english, entry.plural, *french))
    checks = {
        "marked fuzzy, so it is not used": message.fuzzy,
        "empty, in one of its forms at least": not all(french),
        "needs a singular and a plural": bool(entry.plural) and len(french) != 2,
        "its placeholders are not those of the English": not _same_places(english, entry.plural, french),
        "a lone % breaks the page, write %%": percent,
        "needs a no-break space before : » or after «": any(BREAKS.search(words) for words in french),
    }
    return [fault for fault, found in checks.items() if found]


def _same_places(english: str, plural: str, french: list[str]) -> bool:
    """One thing may be said without its number; everything else stands in both languages."""
    places = [set(PLACEHOLDER.findall(words)) for words in french]
    whole = set(PLACEHOLDER.findall(plural or english))
    return all(each == whole or (plural and at == 0 and each | {"num", "n"} >= whole) for at, each in enumerate(places))


def _two_ways(there: dict[str, dict[str, Message]]) -> Iterator[Problem]:
    first: dict[str, tuple[str, list[str]]] = {}
    for file, messages in there.items():
        for english, message in messages.items():
            other, french = first.setdefault(english, (file, _french(message)))
            if french != _french(message):
                yield Problem(file, f"said otherwise in {other}: {english!r}")


def _stale(said: dict[str, Wanted], there: dict[str, dict[str, Message]]) -> Iterator[Problem]:
    for file, messages in there.items():
        yield from (Problem(file, f"nothing says this any more: {each!r}") for each in messages if each not in said)


def _english(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _french(message: Message) -> list[str]:
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return [str(form or "") for form in forms]


def main(places: list[str]) -> int:
    """Print what is wrong at these places, by file; 1 when there is anything."""
    here = [(ROOT / place).resolve().relative_to(ROOT).as_posix() for place in places]
    shown = [p for p in problems() if not here or any(p.file == at or p.file.startswith(f"{at}/") for at in here)]
    for file in sorted({problem.file for problem in shown}):
        print(file, *(f"  {problem.says}" for problem in shown if problem.file == file), sep="\n")
    print(f"{len(shown)} to put right" if shown else "Everything is there in French")
    return 1 if shown else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
