"""Bytes that somebody brings, as plain values that can be stored; or a sentence that says where they cannot be read."""

import json
import math
from typing import Any, cast

from app.domain.refusals import N_, Refusal
from app.domain.text import clean
from app.protocols.problems import TOP, Place, named, problem

MOST_BYTES = 2 * 1024 * 1024
DEEPEST = 30
MOST_VALUES = 60_000  # ten times what a long series holds
LONGEST_TEXT = 12_000
MOST_DIGITS = 12
LARGEST = 1_000_000.0

NOT_TEXT = N_("This file is not text in UTF-8. Save it again as JSON in UTF-8, then bring it here.")
NOT_JSON = N_(
    "This is not JSON that can be read: see line %(line)s, character %(column)s. Put it right, or export again."
)
TOO_LARGE = N_("This is larger than a series of meetings can be. There is room for %(megabytes)s MB.")
TOO_DEEP = N_(
    "At %(place)s: the brackets are nested too deep. A series of meetings needs no more than %(most)s levels."
)
TOO_MANY = N_("This holds more than a series of meetings can. Split it into several.")
TWICE = N_("At %(place)s: “%(field)s” is given twice. Keep one of the two.")
NO_NUMBER = N_("At %(place)s: this is not a number that can be kept. Use a plain number such as 5.")
NO_WORDS = N_("At %(place)s: this text is too long, or holds characters that cannot be stored. Type it again.")


class _Doubled(dict[str, Any]):
    """An object in which one name stands twice."""

    field: str


def parse(raw: bytes) -> Any:
    """The values of a JSON file, its texts as they may be stored; or a Refusal that names the place if there is one."""
    if len(raw) > MOST_BYTES:
        raise Refusal(TOO_LARGE, control="protocol", status=413, megabytes=MOST_BYTES // 1024 // 1024)
    try:
        return parse_text(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal(NOT_TEXT, control="protocol", status=422) from None


def parse_text(written: str) -> Any:
    """The same of text that was pasted or typed."""
    if len(written) > MOST_BYTES:
        raise Refusal(TOO_LARGE, control="protocol", status=413, megabytes=MOST_BYTES // 1024 // 1024)
    try:
        whole = json.loads(
            written, object_pairs_hook=_once_each, parse_int=_whole, parse_float=_fraction, parse_constant=_constant
        )
    except json.JSONDecodeError as wrong:
        place = {"line": wrong.lineno, "column": wrong.colno}
        raise Refusal(NOT_JSON, control="protocol", status=422, **place) from None
    except RecursionError:
        raise problem(TOP, TOO_DEEP, most=DEEPEST) from None
    return _Walk(whole).kept()


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    doubled = _Doubled(made)
    seen: set[str] = set()
    doubled.field = next(name for name, _ in pairs if name in seen or seen.add(name))
    return doubled


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= MOST_DIGITS else math.inf


def _fraction(digits: str) -> float:
    value = float(digits)
    return int(value) if math.isfinite(value) and value.is_integer() and abs(value) <= LARGEST else value


def _constant(_name: str) -> float:
    return math.nan


class _Walk:
    """One look at every value: how deep, how many, and whether each can be stored."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole
        self.left = MOST_VALUES

    def kept(self) -> Any:
        """Everything, with texts made clean."""
        return self._value(self.whole, ())

    def _value(self, value: Any, path: Place) -> Any:
        self.left -= 1
        if self.left < 0:
            raise Refusal(TOO_MANY, control="protocol", status=422)
        if len(path) > DEEPEST:
            raise self._at(path[:4], TOO_DEEP, most=DEEPEST)
        if isinstance(value, dict):
            return self._object(cast("dict[str, Any]", value), path)
        if isinstance(value, list):
            listed = cast("list[Any]", value)
            return [self._value(inner, (*path, place)) for place, inner in enumerate(listed)]
        if isinstance(value, str):
            return self._words(value, path)
        if isinstance(value, float | int) and not (math.isfinite(value) and abs(value) <= LARGEST):
            raise self._at(path, NO_NUMBER)
        return value

    def _object(self, value: dict[str, Any], path: Place) -> dict[str, Any]:
        if isinstance(value, _Doubled):
            raise self._at(path, TWICE, field=self._words(value.field, path))
        return {self._words(name, path): self._value(inner, (*path, name)) for name, inner in value.items()}

    def _words(self, words: str, path: Place) -> str:
        try:
            return clean(words, limit=LONGEST_TEXT, may_be_empty=True)
        except Refusal:
            raise self._at(path, NO_WORDS) from None

    def _at(self, path: Place, message: str, **params: object) -> Refusal:
        place = named(self.whole, path).encode(errors="replace").decode()
        return problem("".join(letter if letter.isprintable() else "�" for letter in place), message, **params)
