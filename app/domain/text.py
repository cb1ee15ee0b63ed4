"""The one gate for all text that people write, and text in two languages."""

import unicodedata

import regex

from app.domain.refusals import N_, Refusal

Text = dict[str, str]  # {"en": ..., "fr": ...}; one of the two may be missing in what a team writes itself

IDEA_LIMIT = 1000
NAME_LIMIT = 60

_FORBIDDEN = regex.compile(r"[\p{Cs}\p{Noncharacter_Code_Point}]|[^\P{Cc}\n\t]")
_BIDI = regex.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_VISIBLE = regex.compile(r"[^\p{Z}\p{C}\p{M}]")
_ZALGO = regex.compile(r"\p{M}{9,}")


def clean(text: str, *, limit: int = IDEA_LIMIT, control: str = "text", may_be_empty: bool = False) -> str:
    """Text as it may be stored: valid Unicode in NFC, no control or direction marks, `limit` graphemes at most.

    Raises Refusal naming the `control` when it is empty, too long, or holds characters no document can carry.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text):
        raise Refusal(
            N_("This text holds characters that cannot be stored. Type it again without them."), control=control
        )
    text = unicodedata.normalize("NFC", _BIDI.sub("", text)).strip()  # in this order: a mark may part an accent
    if not _VISIBLE.search(text):
        if may_be_empty:
            return ""
        raise Refusal(N_("Write something first."), control=control)
    if _ZALGO.search(text):
        raise Refusal(
            N_("This text stacks too many accents on one letter. Type it again without them."), control=control
        )
    length = len(regex.findall(r"\X", text))
    if length > limit or len(text.encode()) > 8 * limit:
        raise Refusal(
            N_("This is %(length)s characters long; there is room for %(limit)s. Shorten it, nothing is lost."),
            control=control,
            length=length,
            limit=limit,
        )
    return text


def tongue(text: Text, language: str) -> str:
    """The language in which `say` says it: for the page to tell a screen reader."""
    return language if text.get(language) else next((other for other, words in text.items() if words), language)


def say(text: Text, language: str) -> str:
    """The text in `language`, or in the other one when it exists in that alone."""
    return text.get(language) or next((other for other in text.values() if other), "")
