"""A document as pandoc's JSON: text goes in as words, never as markup, and comes out as pandoc writes it."""

import json
import re
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import pypandoc

from app.domain.refusals import N_, Refusal

Node = dict[str, Any]  # a block or an inline of pandoc's tree
VERSION = [1, 23, 1]
PATIENCE = 120  # seconds
STYLE = "custom-style"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GAPS = re.compile(r"([ \t]+|\n+)")


class NotMade(Refusal):
    """The converter did not do its work."""

    status = 503


def words(text: str) -> list[Node]:
    """Text as inlines: blanks and line ends kept, characters that no document can carry left out."""
    return [_word(piece) for piece in _GAPS.split(_NOT_XML.sub("", text)) if piece]


def strong(inlines: Sequence[Node]) -> Node:
    """Inlines that stand out."""
    return {"t": "Strong", "c": list(inlines)}


def span(inlines: Sequence[Node], *, language: str = "", style: str = "") -> Node:
    """Inlines in another language, or in a character style of the Word file."""
    return {"t": "Span", "c": [_attributes(language, style), list(inlines)]}


def note(inlines: Sequence[Node]) -> Node:
    """A footnote."""
    return {"t": "Note", "c": [{"t": "Para", "c": list(inlines)}]}


def para(inlines: Sequence[Node]) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": list(inlines)}


def header(level: int, inlines: Sequence[Node], identifier: str) -> Node:
    """A heading; the identifier is given, so that no words of people become one."""
    return {"t": "Header", "c": [level, [identifier, [], []], list(inlines)]}


def styled(blocks: Sequence[Node], style: str) -> Node:
    """Blocks in a paragraph style of the Word file."""
    return {"t": "Div", "c": [_attributes("", style), list(blocks)]}


def bullets(items: Sequence[Sequence[Node]]) -> Node:
    """A list of short lines."""
    return {"t": "BulletList", "c": [[{"t": "Plain", "c": list(item)}] for item in items]}


def table(
    caption: Sequence[Node],
    heads: Sequence[Sequence[Node]],
    rows: Sequence[Sequence[Sequence[Node]]],
    widths: Sequence[float],
    figures: Sequence[bool],
) -> Node:
    """A table with a header row; `widths` are parts of the line, columns of `figures` stand to the right."""
    aligned = [{"t": "AlignRight" if right else "AlignLeft"} for right in figures]
    columns = [[align, {"t": "ColWidth", "c": width}] for align, width in zip(aligned, widths, strict=True)]
    head = [_nothing(), [_row(heads)]]
    body = [_nothing(), 0, [], [_row(row) for row in rows]]
    said = [None, [{"t": "Plain", "c": list(caption)}]]
    return {"t": "Table", "c": [_nothing(), said, columns, head, [body], [_nothing(), []]]}


def document(blocks: Sequence[Node], *, language: str, title: str, **rest: str) -> Node:
    """The whole, with what describes it."""
    described = {"lang": _meta(language), "title": _meta(title), **{name: _meta(value) for name, value in rest.items()}}
    return {"pandoc-api-version": VERSION, "meta": described, "blocks": list(blocks)}


def convert(made: Node, to: str, *arguments: str) -> bytes:
    """The document in one of pandoc's formats. Pandoc reads and writes nothing but what it is handed."""
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from=json", f"--to={to}", "--output=-", *arguments]
    environment = {"SOURCE_DATE_EPOCH": "0", "LANG": "C.UTF-8", "PATH": ""}  # the same draft gives the same bytes
    try:
        ended = subprocess.run(  # noqa: S603 (the words of people are on its input, not among its arguments)
            command, input=json.dumps(made).encode(), capture_output=True, timeout=PATIENCE, env=environment, check=True
        )
    except (subprocess.SubprocessError, OSError) as problem:
        said = N_("The document could not be made. Try again; if it happens twice, tell the technical contact.")
        raise NotMade(said) from problem
    return ended.stdout


def everywhere(node: Any, change: Callable[[Node], list[Node] | None]) -> Any:
    """The tree with every node that `change` answers for replaced by its answer, from the leaves up."""
    if isinstance(node, list):
        found: list[Any] = []
        for child in node:  # pyright: ignore[reportUnknownVariableType]
            made = everywhere(child, change)
            put = change(made) if isinstance(made, dict) and "t" in made else None  # pyright: ignore
            found.extend([made] if put is None else put)
        return found
    if isinstance(node, dict):
        return {name: everywhere(value, change) for name, value in node.items()}  # pyright: ignore
    return node


def _word(piece: str) -> Node:
    if "\n" in piece:
        return {"t": "LineBreak"}
    return {"t": "Str", "c": piece} if piece.strip(" \t") else {"t": "Space"}


def _attributes(language: str, style: str) -> list[Any]:
    pairs = [[name, value] for name, value in (("lang", language), (STYLE, style)) if value]
    return ["", [], pairs]


def _nothing() -> list[Any]:
    return ["", [], []]


def _row(cells: Sequence[Sequence[Node]]) -> list[Any]:
    made = [[_nothing(), {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": list(cell)}]] for cell in cells]
    return [_nothing(), made]


def _meta(value: str) -> Node:
    return {"t": "MetaInlines", "c": words(value)}
