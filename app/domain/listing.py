"""Planning a question about a list of things: one line a thing, in both languages, and codes that stay."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from app.domain import planning
from app.domain.planning import Form, Raw
from app.domain.questions import NOT_SAYING, QUESTION_LIMIT
from app.domain.refusals import N_, Refusal
from app.domain.text import Text

WORDS = {"options": "label", "items": "text"}  # what a thing's words are called among each


def fields(setup: Mapping[str, Any], types: frozenset[str], name: str) -> dict[str, str]:
    """The first question of these types, and its list, as a form shows them."""
    prompt = planning.first_of(setup, types)
    text: Text = prompt.get("text", {})
    outs = [out["code"] for out in prompt.get("opt_out", [])]
    return planning.spread("question", text) | {
        "things": lines(things_of(prompt, name), name, planning.tongue_of(text)),
        "carried": "yes" if carries(prompt, name) else "",
        "pna": "yes" if NOT_SAYING["code"] in outs else "",
        "sensitive": "yes" if prompt.get("sensitive") else "",
    }


def read(form: Form, before: Mapping[str, Any], types: frozenset[str], name: str, *, least: int = 2) -> Raw:
    """The first question as the form has it; what is carried over from another activity stays as it is."""
    old = planning.first_of(before, types)
    text = planning.both(form, "question", limit=QUESTION_LIMIT)
    made = old | {
        "code": old.get("code") or planning.code_of(text, [p["code"] for p in planning.prompts_of(before)]),
        "type": old.get("type") or min(types),
        "text": text,
        "sensitive": form.get("sensitive") == "yes",
        "opt_out": _ways_out(form, old),
    }
    if carries(old, name) and not form.get("things", "").strip():
        return made
    things = read_lines(form, "things", things_of(old, name), name, planning.tongue_of(text))
    if len(things) < least and not carries(old, name):
        raise Refusal(N_("Name at least %(least)s things, one a line."), control="things", least=least)
    return made | {name: things}


def merged(before: Mapping[str, Any], types: frozenset[str], first: Raw) -> Raw:
    """The setup with its first question of these types as it is now; the others stay."""
    return planning.merged(before, types, [first, *planning.prompts_of(before, types)[1:]])


def carries(prompt: Mapping[str, Any], name: str) -> bool:
    """Whether the list, or part of it, comes from an earlier activity."""
    return bool(prompt.get(f"{name}_from")) or isinstance(prompt.get(name), Mapping)


def things_of(prompt: Mapping[str, Any], name: str) -> list[Raw]:
    """The list as it was written, without what is carried."""
    listed: Any = prompt.get(name) or []
    return [] if isinstance(listed, Mapping) else cast("list[Raw]", listed)


def lines(things: Sequence[Mapping[str, Any]], name: str, language: str) -> str:
    """Things one a line, "English | Français"."""
    return planning.options_shown([{"label": thing[WORDS[name]]} for thing in things], language)


def read_lines(form: Form, control: str, before: Sequence[Raw], name: str, language: str) -> list[Raw]:
    """The things that lines name; each keeps its code, and whatever else was said of it."""
    word = WORDS[name]
    known = [{**thing, "label": thing[word]} for thing in before]
    found = planning.options_read(form.get(control, ""), known, control=control, language=language)
    return [{key: value for key, value in one.items() if key != "label"} | {word: one["label"]} for one in found]


def _ways_out(form: Form, old: Raw) -> list[Raw]:
    others = [out for out in old.get("opt_out", []) if out["code"] != NOT_SAYING["code"]]
    return [*others, NOT_SAYING] if form.get("pna") == "yes" else others
