"""Written texts as a room may see them: each a card, with its sector where that gives nobody away."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from app.domain import moderation, passages, rewordings
from app.domain.activities import Activity
from app.domain.kind import Quote, Viewer, Words
from app.domain.moderation import Moderation
from app.domain.passages import HIDDEN, OPEN_TEXT, Passage
from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt
from app.domain.rewordings import Rewording
from app.domain.text import Text
from app.evidence.small_groups import Counted, Tier, release, set_aside

SCREENFUL = 6  # cards on one page of the big screen
VERSION = "version"  # what such a prompt makes: statements in other words


@dataclass(frozen=True)
class Card:
    """One text: its words, by field where it has several, and its sector where that may be said."""

    id: str
    about: str
    text: str
    parts: Sequence[tuple[Text, str]]
    language: str
    sector: Sector | None
    room: str | None
    hidden: bool
    moderation: Moderation | None


@dataclass(frozen=True)
class About:
    """The texts on one statement, or on the prompt as a whole where `item` is none."""

    item: Item | None
    cards: Sequence[Card]

    @property
    def pages(self) -> list[Sequence[Card]]:
        """The cards as the big screen pages them."""
        return [self.cards[at : at + SCREENFUL] for at in range(0, len(self.cards), SCREENFUL)]


@dataclass(frozen=True)
class WrittenResults:
    """What was written to one prompt, by what it is about; and the versions that came of it."""

    prompt: Prompt
    groups: Sequence[About]
    versions: Sequence[Rewording] = ()
    reason: str = ""  # why no sector is named


def results(
    session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sequence[Sector]
) -> WrittenResults:
    """Every text as a card. Hidden ones only for the team, and they count towards what may be named all the same."""
    everything = _of_prompt(session, activity, prompt)
    named, reason = _named(prompt, everything, sectors)
    seen = [one for one in everything if one.state != HIDDEN or viewer.surface == "facilitator"]
    cards = [_card(activity, prompt, one, named, viewer) for one in seen]
    items = {item.code: item for item in prompt.every_item}
    groups = [About(item, [c for c in cards if c.about == code]) for code, item in items.items()]
    whole = About(None, [c for c in cards if c.about not in items])
    kept = [group for group in (whole, *groups) if group.cards]
    return WrittenResults(prompt, kept, versions(session, activity, prompt), reason)


def versions(session: Session, activity: Activity, prompt: Prompt) -> list[Rewording]:
    """The statements said anew here, where the prompt is for that."""
    return rewordings.of_activity(session, activity) if prompt.makes == VERSION else []


def of_room(what: WrittenResults, room: str) -> WrittenResults | None:
    """A room's own texts, which need no sector: everybody there is of it."""
    groups = [
        About(group.item, [replace(card, sector=None) for card in group.cards if card.room == room])
        for group in what.groups
    ]
    kept = [group for group in groups if group.cards]
    return replace(what, groups=kept, reason="") if kept or what.versions else None


def quotes(session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector]) -> list[Words]:
    """What may be quoted in a document, under its sector where all sectors may be named, else under none."""
    everything = [one for one in _of_prompt(session, activity, prompt) if one.state != HIDDEN]
    groups = {sector: Counted(n) for sector, n in _writers(everything).items()}
    pseudo, offered = _apart(sectors)
    released = release(groups, pseudo=pseudo, tier=Tier.DOCUMENT, sensitive=prompt.sensitive, offered=offered)
    if released.total is None:
        return []
    aside = set_aside(groups, pseudo=pseudo, offered=offered, sensitive=prompt.sensitive)
    shown = set(released.groups) if released.groups is not None else set(groups) - aside
    told = [one for one in everything if one.quotable and (one.sector or "") in shown]
    named = [s for s in sectors if released.groups is not None and s.code in released.groups]
    found: list[Words] = []
    for sector in named or [None]:
        mine = [Quote(said(prompt, one), one.language) for one in told if sector is None or one.sector == sector.code]
        if mine:
            found.append(Words(prompt.text, sector.label if sector else None, released.total.n, mine, prompt.code))
    return found


def said(prompt: Prompt, passage: Passage) -> str:
    """A text in one line; what stands in a field comes after the field's name, in the language it was written in."""
    if not passage.parts:
        return passage.text
    colon = "\u00a0: " if passage.language == "fr" else ": "
    named = [
        (label.get(passage.language) or next(iter(label.values()), ""), part) for label, part in parts(prompt, passage)
    ]
    return " · ".join(f"{label}{colon}{part}" for label, part in named)


def parts(prompt: Prompt, passage: Passage) -> list[tuple[Text, str]]:
    """What was written in each field, in the fields' order; none where there are no fields."""
    return [(field.label, passage.parts[field.code]) for field in prompt.fields if field.code in passage.parts]


def _card(activity: Activity, prompt: Prompt, one: Passage, named: dict[str, Sector], viewer: Viewer) -> Card:
    return Card(
        one.id, one.about, one.text, parts(prompt, one), one.language, named.get(one.sector or ""), one.room,
        one.state == HIDDEN, moderation.of(activity, viewer),
    )  # fmt: skip


def _named(prompt: Prompt, written: Sequence[Passage], sectors: Sequence[Sector]) -> tuple[dict[str, Sector], str]:
    """The sectors a text may carry: all that wrote, or none, since the one left unnamed would be told by that."""
    groups = {sector: Counted(n) for sector, n in _writers(written).items()}
    pseudo, offered = _apart(sectors)
    released = release(groups, pseudo=pseudo, tier=Tier.LIVE, sensitive=prompt.sensitive, offered=offered)
    if released.groups is None or groups.keys() - released.groups.keys():
        return {}, "sensitive" if prompt.sensitive else "group_too_few"
    return {sector.code: sector for sector in sectors if sector.code in released.groups}, ""


def _writers(written: Sequence[Passage]) -> dict[str, int]:
    """People by sector. Where pseudonyms are gone, those who wrote about what most wrote about: one text each."""
    by_sector: dict[str, list[Passage]] = {}
    for one in written:
        by_sector.setdefault(one.sector or "", []).append(one)
    return {
        sector: len({one.pseudonym for one in texts})
        if all(one.pseudonym for one in texts)
        else max(Counter(one.about for one in texts).values())
        for sector, texts in by_sector.items()
    }


def _apart(sectors: Sequence[Sector]) -> tuple[set[str], set[str]]:
    pseudo = {one.code for one in sectors if one.pseudo}
    return pseudo, {one.code for one in sectors} - pseudo


def _of_prompt(session: Session, activity: Activity, prompt: Prompt) -> list[Passage]:
    everything = passages.of_activity(session, activity, kind=OPEN_TEXT, hidden_too=True)
    return passages.texts_of(everything, prompt.code)
