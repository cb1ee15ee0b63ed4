"""What pages say, held against the catalogues: no sentence of ours in the other language."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from babel.messages.pofile import read_po
from playwright.async_api import Page

from app import protocols
from app.language import catalogue_files

LONG = 12  # letters: from here on a piece is told wherever it stands; a shorter one only where it stands alone
SAID = """() => {
  const said = new Set([document.title]), note = (text) => said.add(text.trim().replace(/\\s+/g, " "));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!at.closest("script, style, noscript") && at.closest("[lang]").lang === "fr") note(walker.currentNode.data);
  }
  for (const one of document.querySelectorAll("[lang=fr] body *, body *"))
    for (const { name, value } of one.attributes)
      if (["aria-label", "placeholder", "title", "alt"].includes(name) || name.startsWith("data-say")) note(value);
  return [...said];
}"""


async def english_on(page: Page) -> list[str]:
    """What a page in French says in English, though it has a French word for it."""
    short, long = _english()
    said: list[str] = await page.evaluate(SAID)
    return [text for text in said if text in short or any(piece in text for piece in long)]


@cache
def _english() -> tuple[frozenset[str], tuple[str, ...]]:
    pairs = [*_interface(), *_content(protocols.shipped())]
    french = "\n".join(text for _, text in pairs)
    alone = {piece for text, _ in pairs for piece in _pieces(text) if piece not in french}
    return frozenset(alone), tuple(piece for piece in alone if len(piece) >= LONG and " " in piece)


def _interface() -> Iterator[tuple[str, str]]:
    for path in catalogue_files("fr"):
        with path.open("rb") as file:
            for message in read_po(file, locale="fr"):
                forms = (message.id, message.string)
                yield from zip(*(one if isinstance(one, tuple) else (one, one) for one in forms), strict=True)


def _content(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        if isinstance(part.get("en"), str) and isinstance(part.get("fr"), str):  # pyright: ignore[reportUnknownMemberType]
            yield part["en"], part["fr"]
        else:
            for inner in part.values():  # pyright: ignore[reportUnknownVariableType]
                yield from _content(inner)
    elif isinstance(part, list):
        for inner in part:  # pyright: ignore[reportUnknownVariableType]
            yield from _content(inner)


def _pieces(text: str) -> list[str]:
    """A sentence without what is filled in, and without the marks around that."""
    pieces = re.split(r"%\(\w+\)[sd]|\{[\w.]+\}", text)
    return [piece.strip(" .,:;()") for piece in pieces if re.search(r"\w{3}", piece)]
