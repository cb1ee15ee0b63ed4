"""The proposal as Markdown: what only Word has (styles, captions) becomes what Markdown has."""

import re
from typing import Any

from app.exports import pandoc
from app.exports.pandoc import Node

FORMAT = "gfm"
_SPECIAL = re.compile(r"[\\`*_\[\]<>&$|~^]")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=[Ww]{3})(?=\.)|(?=@)")  # readers make links of these on their own
_EMOJI = re.compile(r"(?<!\d):(?=[\w+-]+:)")
_LEADS = re.compile(r"^(?:(?:\+|#{1,6}|=+|:?-+:?)$|\d+(?=[.)]$))")  # headings, rules, lists, tables
QUOTED = {"Gap", "Notice"}  # styles that are set apart as a quoted block


def written(document: Node) -> bytes:
    """The document's bytes, UTF-8."""
    title: Node = document["meta"]["title"]
    lowered = pandoc.everywhere(document["blocks"], _lower)
    whole = pandoc.everywhere([pandoc.header(1, title["c"], "title"), *lowered], _plainer)
    return pandoc.convert(document | {"meta": {}, "blocks": whole}, FORMAT, "--wrap=none")


def literal(word: str) -> str:
    """A word as Markdown that reads as exactly this word, wherever on a line it comes to stand.

    Pandoc escapes most of it; not what begins a line after a line end, entities, bare links and emoji names.
    """
    safe = _EMOJI.sub(r"\:", _LINKS.sub("\\\\", _SPECIAL.sub(r"\\\g<0>", word)))
    lead = _LEADS.match(safe)
    if lead is None:
        return safe
    return f"{safe[: lead.end()]}\\{safe[lead.end() :]}" if lead[0].isdigit() else f"\\{safe}"


def _plainer(node: Node) -> list[Node] | None:
    if node["t"] == "Str":
        return [{"t": "RawInline", "c": ["markdown", literal(node["c"])]}]
    if node["t"] == "Table":
        return _captioned(node)
    if node["t"] not in {"Div", "Span"}:
        return None
    attributes, inside = node["c"]
    pairs = dict(attributes[2])
    if pairs.get(pandoc.STYLE) in QUOTED and node["t"] == "Div":
        return [{"t": "BlockQuote", "c": inside}]
    return None if "lang" in pairs else inside


def _captioned(table: Node) -> list[Node]:
    """The caption before the table, where it is read first."""
    parts: list[Any] = table["c"]
    caption = parts[1][1][0]["c"]
    columns = [[align, {"t": "ColWidthDefault"}] for align, _ in parts[2]]
    cells = pandoc.everywhere(parts[3:], _on_one_line)
    bare: Node = {"t": "Table", "c": [parts[0], [None, []], columns, *cells]}
    return [pandoc.para(caption), bare]


def _on_one_line(node: Node) -> list[Node] | None:
    """A row of a table is a line, so a line end inside a cell is written as a tag."""
    return [{"t": "RawInline", "c": ["html", "<br>"]}] if node["t"] == "LineBreak" else None


def _lower(node: Node) -> list[Node] | None:
    """The title is the first heading here, so the others stand one level below it."""
    if node["t"] != "Header":
        return None
    level, attributes, inlines = node["c"]
    return [{"t": "Header", "c": [level + 1, attributes, inlines]}]
