"""A meeting answered and revealed, and the documents that come out of it, read back as a reader would."""

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

import pypandoc
from sqlmodel import Session

from app import exports
from app.domain.activities import Activity
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.cast import World

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def answer(session: Session, world: World, activity: Activity, who: Iterable[str], **body: Any) -> None:
    """These people hand in the same answer."""
    kind = kind_of(activity.kind)
    for name in who:
        kind.receive(session, activity, world.seats[name], kind.parse(body))


def everybody(world: World, sector: str = "") -> list[str]:
    """Who is seated, of one sector or of all."""
    return [name for name in world.seats if name.startswith(sector)]


def reveal(session: Session, activity: Activity) -> None:
    """Close and reveal."""
    cast.close(session, activity)
    cast.reveal(session, activity)


def answered_poll(session: Session, world: World) -> None:
    """The poll, answered by everybody and revealed."""
    cast.open_(session, world, world.poll)
    answer(session, world, world.poll, everybody(world)[:30], prompt="colour", value="red")
    answer(session, world, world.poll, everybody(world)[30:], prompt="colour", value="blue")
    reveal(session, world.poll)


def written_board(session: Session, world: World, *texts: str, language: str = "en") -> None:
    """The board: the same idea from everybody, and these texts from one person."""
    cast.open_(session, world, world.board)
    answer(session, world, world.board, everybody(world), column="gaps", text="A plain idea")
    for text in texts:
        answer(session, world, world.board, ["ED-1"], column="gaps", text=text, language=language)
    reveal(session, world.board)


def word(session: Session, world: World, language: str = "en") -> bytes:
    """The draft as a Word file."""
    return exports.made(exports.draft(session, world.project), "docx", language)


def markdown(session: Session, world: World, language: str = "en") -> str:
    """The draft as Markdown."""
    return exports.made(exports.draft(session, world.project), "md", language).decode()


def everything_in(document: bytes) -> str:
    """Every part of a Word file, tags and all: what is not here is nowhere in it."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        return "\n".join(file.read(name).decode(errors="replace") for name in sorted(file.namelist()))


def part(document: bytes, name: str) -> ElementTree.Element:
    """One part of a Word file, parsed."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        return ElementTree.fromstring(file.read(f"word/{name}.xml"))


def text_of(element: ElementTree.Element) -> str:
    """Its words, paragraphs one under the other, cells apart."""
    found: list[str] = []
    for one in element.iter():
        if one.tag == f"{W}t":
            found.append(one.text or "")
        elif one.tag in {f"{W}p", f"{W}br"}:
            found.append("\n")
    return "".join(found)


def flat(document: bytes) -> str:
    """The words of a Word file on one line."""
    return re.sub(r"\n+", " ", text_of(part(document, "document")))


def footnotes(document: bytes) -> dict[str, str]:
    """The footnotes of a Word file by their ids."""
    notes = part(document, "footnotes").findall(f"{W}footnote")
    return {note.get(f"{W}id", ""): text_of(note).strip() for note in notes if note.get(f"{W}type") is None}


def read_as_markdown(text: str) -> str:
    """What a reader of this Markdown sees as plain words: anything it takes for markup comes out by its name."""
    command = [pypandoc.get_pandoc_path(), "--from=gfm", "--to=json"]
    tree = json.loads(subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout)
    return re.sub(r"\s+", " ", _words(tree["blocks"]))


def _words(node: Any) -> str:
    if isinstance(node, list):
        return "".join(_words(child) for child in node)
    if not isinstance(node, dict):
        return ""
    kind, inside = node.get("t"), node.get("c", [])
    if kind in {"Code", "Math", "CodeBlock", "Link", "Image", "RawBlock", "OrderedList", "HorizontalRule", "Strikeout"}:
        return f"<{kind}>"
    if kind == "Str":
        return inside
    if kind in {"Space", "SoftBreak", "LineBreak", "RawInline"}:
        return " "
    return _words(inside) + (" " if kind in {"Para", "Plain", "Header"} else "")
