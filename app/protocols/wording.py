"""A block's words as numbered rows of a form, and the block again from the form; whatever else it holds stays."""

from collections.abc import Iterator
from typing import Any

from app.domain import planning
from app.domain.planning import Form
from app.domain.refusals import N_, Refusal
from app.protocols.editing import TITLE_LIMIT, both, minutes_of
from app.protocols.rules import SLIDES_BEGIN
from app.protocols.walking import Part, listed

NOTE_LIMIT, PROMPT_LIMIT, SLIDES_LIMIT = 2000, 1000, 12_000
LINES = {"options": "label", "items": "text"}  # lists a row shows one a line, and where their words stand
ONE_LESS = N_("Leave at least one question. To have none, take the whole activity out.")
TOO_FEW = N_("Write at least %(least)s lines.")
EACH_LINE = N_("Write each line in both languages: English | Français.")
BEGINS = N_("Begin the slides with a title: a line that starts with #.")
LEAST = {"options": 2, "items": 1}


def fields(block: Part) -> dict[str, str]:
    """The block as its form shows it."""
    shown = planning.spread("title", block["title"]) | planning.spread("note", block["note"])
    shown |= {"minutes": str(block["minutes"]), "optional": "" if block["core"] else "yes"}
    for row, prompt in enumerate(block["prompts"]):
        shown |= {f"{row}.code": prompt["code"], f"{row}.type": prompt["type"]}
        shown |= {f"{row}.{language}": words for language, words in prompt["text"].items()}
        for name, words in LINES.items():
            if isinstance(prompt.get(name), list):
                parts = [{"label": part[words]} for part in prompt[name]]
                shown[f"{row}.{name}"] = planning.options_shown(parts, "en")
        if written_here(prompt):
            shown |= planning.spread(f"{row}.slides", prompt["slides"])
    return shown


def planned(form: Form, block: Part) -> Part:
    """What a filled form makes of a block. Codes stay; a new line gets one."""
    core = form.get("optional") != "yes"
    changes = {"title": both(form, "title", limit=TITLE_LIMIT), "minutes": minutes_of(form, block), "core": core}
    changes["note"] = both(form, "note", limit=NOTE_LIMIT)
    prompts = [*_prompts(form, block)]
    if block["prompts"] and not prompts:
        raise Refusal(ONE_LESS, control="0.drop")
    return dict(block) | changes | {"prompts": prompts}


def written_here(prompt: Part) -> bool:
    """Whether the slides stand in the template itself, and not in a file that ships."""
    return any(written.startswith(SLIDES_BEGIN) for written in prompt.get("slides", {}).values())


def _prompts(form: Form, block: Part) -> Iterator[Part]:
    codes = {form[name]: name.partition(".")[0] for name in form if name.endswith(".code")}
    taken = {answer["code"] for prompt in block["prompts"] for name in LINES for answer in listed(prompt, name)}
    for prompt in block["prompts"]:
        row = codes.get(prompt["code"])
        if row is None:
            yield prompt
        elif not planning.dropped(form, row):
            yield _prompt(form, row, prompt, taken)


def _prompt(form: Form, row: str, prompt: Part, taken: set[str]) -> Part:
    changed = dict(prompt) | {"text": _text(form, row)}
    for name in LINES:
        if isinstance(prompt.get(name), list) and f"{row}.{name}" in form:
            changed[name] = _lines(form, row, name, prompt[name], taken)
    if written_here(prompt) and f"{row}.slides.en" in form:
        changed["slides"] = both(form, f"{row}.slides", limit=SLIDES_LIMIT)
        for language, written in changed["slides"].items():
            if not written.startswith(SLIDES_BEGIN):
                raise Refusal(BEGINS, control=f"{row}.slides.{language}")
    return changed


def _text(form: Form, row: str) -> dict[str, str]:
    written = {f"text.{language}": form.get(f"{row}.{language}", "") for language in planning.LANGUAGES}
    try:
        return both(written, "text", limit=PROMPT_LIMIT)
    except Refusal as refusal:
        control = refusal.control.replace("text", row)
        raise Refusal(refusal.message, control=control, status=refusal.status, **refusal.params) from None


def _lines(form: Form, row: str, name: str, before: list[Part], taken: set[str]) -> list[Part]:
    """The options or items the lines name. Each keeps its code and its other fields when its words or place do."""
    control, words = f"{row}.{name}", LINES[name]
    labelled = [{"code": part["code"], "label": part[words]} for part in before]
    read = planning.options_read(form[control], labelled, control=control, language="en")
    if len(read) < LEAST[name]:
        raise Refusal(TOO_FEW, control=control, least=LEAST[name])
    known: dict[str, Part] = {part["code"]: part for part in before}
    made: list[Part] = []
    for one in read:
        if len(one["label"]) < len(planning.LANGUAGES):
            raise Refusal(EACH_LINE, control=control)
        code: str = one["code"]
        if code not in known:
            code = planning.code_of(one["label"], taken)
            taken.add(code)
        made.append(dict[str, Any](known.get(code, {})) | {"code": code, words: one["label"]})
    return made
