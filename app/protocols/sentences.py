"""What a JSON Schema finds, as sentences for whoever wrote the series."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError

from app import content
from app.domain.refusals import N_, Refusal
from app.domain.text import Text
from app.protocols.problems import MOST, named, problem, short

WHOLE_NUMBER = N_("At %(place)s: this should be a whole number.")
SHOULD_BE = {
    "string": N_("At %(place)s: this should be a text in quotation marks."),
    "integer": WHOLE_NUMBER,
    "number": N_("At %(place)s: this should be a number."),
    "boolean": N_("At %(place)s: this should be true or false."),
    "array": N_("At %(place)s: this should be a list in square brackets."),
    "object": N_("At %(place)s: this should be an object in braces, with names and values."),
}
WITHOUT = {
    "en": N_("At %(place)s: the English is missing. Everything people read is in both languages."),
    "fr": N_("At %(place)s: the French is missing. Everything people read is in both languages."),
}
LACKS = N_("At %(place)s: “%(field)s” is missing. Add it.")
UNKNOWN = N_("At %(place)s: “%(field)s” is not known here. Check its spelling, or take it out.")
NOT_ONE_OF = N_("At %(place)s: “%(value)s” is not known. It should be one of: %(known)s.")
ONLY = N_("At %(place)s: this should be %(known)s.")
NOT_A_CODE = N_("At %(place)s: “%(value)s” cannot be a code here. It should look like %(example)s.")
TOO_FEW = N_("At %(place)s: this needs at least %(least)s of them.")
TOO_LONG = N_("At %(place)s: this is too long. There is room for %(most)s characters.")
TOO_SMALL = N_("At %(place)s: this should be at least %(least)s.")
TOO_BIG = N_("At %(place)s: this should be at most %(most)s.")
OTHERWISE = N_("At %(place)s: this is not as a series of meetings has it. See how the series that ships has it.")
EXAMPLES = {r"^M\d+\.\d+$": "M7.2", r"^(S\d\d|A\d)$": "S02"}
BOUNDS = {"minItems": (TOO_FEW, "least"), "maxLength": (TOO_LONG, "most"), "minimum": (TOO_SMALL, "least"),
          "maximum": (TOO_BIG, "most")}  # fmt: skip


def of_schema(whole: Any) -> Iterator[Refusal]:
    """What breaks the schema, in the order of the file."""
    validator = Draft202012Validator(content.read("protocol.schema.json"))
    found = cast("Iterator[ValidationError]", validator.iter_errors(whole))
    for error in islice(found, MOST):
        yield _said(whole, _deepest(error))


def without(place: str, text: Text) -> Iterator[Refusal]:
    """The languages in which a text says nothing."""
    for language, message in WITHOUT.items():
        if not text.get(language, "").strip():
            yield problem(place, message)


def _deepest(error: ValidationError) -> ValidationError:
    """Of several shapes a value may have, the problem with the one it was meant to be."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [found for found in branches.values() if not any(_of_another_type(one) for one in found)]
        if not meant:
            return error
        error = meant[0][0]
    return error


def _of_another_type(error: ValidationError) -> bool:
    return error.validator == "type" and not error.path


def _said(whole: Any, error: ValidationError) -> Refusal:
    place, rule, value = named(whole, [*error.absolute_path]), str(error.validator), cast("Any", error.validator_value)
    if rule == "required":
        field = _lacking(error)
        return problem(place, WITHOUT[field]) if field in WITHOUT else problem(place, LACKS, field=field)
    if rule == "additionalProperties":
        known: dict[str, Any] = cast("Any", error.schema).get("properties", {})
        extra = next((name for name in cast("dict[str, Any]", error.instance) if name not in known), "")
        return problem(place, UNKNOWN, field=short(extra))
    if rule == "minLength":
        step = str(error.absolute_path[-1]) if error.absolute_path else ""
        return problem(place.rpartition("/")[0], WITHOUT[step]) if step in WITHOUT else problem(place, OTHERWISE)
    if rule in BOUNDS:
        message, name = BOUNDS[rule]
        return problem(place, message, **{name: value})
    return _of_value(place, rule, value, error.instance)


def _of_value(place: str, rule: str, value: Any, given: Any) -> Refusal:
    if rule == "type" and value in [*SHOULD_BE]:
        return problem(place, SHOULD_BE[value])
    if rule == "enum" and isinstance(given, str | int | float):
        return problem(place, NOT_ONE_OF, value=short(given), known=", ".join(str(one) for one in value))
    if rule in {"const", "enum"}:
        return problem(place, ONLY, known=json.dumps(value))
    if rule == "pattern":
        return problem(place, NOT_A_CODE, value=short(given), example=EXAMPLES.get(value, "north_2"))
    return problem(place, OTHERWISE)


def _lacking(error: ValidationError) -> str:
    found = re.match(r"'(\w+)'", error.message)
    return found.group(1) if found else ""
