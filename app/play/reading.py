"""Reading a recording, and refusing one that does not fit its protocol, with the place where it does not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match  # pyright: ignore[reportUnknownVariableType]

from app import content
from app.domain.refusals import N_, Refusal
from app.play.recording import Recorded

LONGEST = 200  # a validator may quote the whole file back
LARGEST = 50 * 1024 * 1024


def from_file(path: Path) -> Any:
    """What a JSON file holds. Errors: Refusal naming the file, whatever is wrong with it."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(N_("%(path)s is too large to be a series of meetings."), path=path)
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Refusal(N_("%(path)s cannot be read: %(problem)s."), path=path, problem=problem.strerror) from None
    except (ValueError, RecursionError):
        raise Refusal(N_("%(path)s is no JSON file."), path=path) from None


def check(recorded: Any, protocol: dict[str, Any]) -> Recorded:
    """The recording, once it keeps to its schema and names only what the protocol has. Errors: Refusal."""
    validator = Draft202012Validator(content.read("recording.schema.json"))
    worst = cast("ValidationError | None", best_match(validator.iter_errors(recorded)))
    if worst is not None:
        raise _refusal("/".join(str(step) for step in worst.absolute_path) or "the top", worst.message[:LONGEST])
    for place, problem in _loose_ends(recorded, protocol):
        raise _refusal(place, problem)
    return recorded


def _refusal(place: str, problem: str) -> Refusal:
    message = N_("This recording cannot be played. At %(place)s: %(problem)s")
    return Refusal(message, status=422, place=place, problem=problem)


def _loose_ends(recorded: Recorded, protocol: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a schema cannot see: people, blocks, prompts and rules that are named and not there, or twice."""
    rule = recorded["consensus_rule"]
    if rule not in {preset["code"] for preset in protocol["consensus_presets"]}:
        yield "consensus_rule", f"the protocol has no rule '{rule}'"
    yield from _people(recorded, protocol)
    known = {person["code"] for person in recorded["participants"]}
    prompts = {b["code"]: {p["code"] for p in b["prompts"]} for m in protocol["meetings"] for b in m["blocks"]}
    seen: set[str] = set()
    for block in recorded["blocks"]:
        code = block["block"]
        if code not in prompts or code in seen:
            yield f"blocks/{code}", "it is given twice" if code in seen else "the protocol has no such block"
            return
        seen.add(code)
        for name in ("answers", "ideas", "questions", "comments"):
            for one in block.get(name, []):
                if one["who"] not in known:
                    yield f"blocks/{code}/{name}", f"'{one['who']}' is not among the participants"
                if one["prompt"] not in prompts[code]:
                    yield f"blocks/{code}/{name}", f"the block does not ask '{one['prompt']}'"


def _people(recorded: Recorded, protocol: dict[str, Any]) -> Iterator[tuple[str, str]]:
    held = {meeting["code"] for meeting in protocol["meetings"]}
    known = {
        "sector": {sector["code"] for sector in protocol["sectors"]},
        "role": {role["code"] for role in protocol["roles"]},
        "report_group": {group["code"] for group in protocol["reporting_groups"]["groups"]},
    }
    seen: set[str] = set()
    for person in recorded["participants"]:
        place = f"participants/{person['code']}"
        if person["code"] in seen:
            yield place, "it is given twice"
        seen.add(person["code"])
        for name, codes in known.items():
            if person[name] not in codes:
                yield f"{place}/{name}", f"the protocol has no {name} '{person[name]}'"
        for meeting in person["attended"]:
            if meeting not in held:
                yield f"{place}/attended", f"the protocol has no meeting '{meeting}'"
