"""English or French, per person: catalogues, plurals, and the words of dates, times and numbers."""

from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import negotiate_locale
from babel.dates import format_datetime, get_timezone_name
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

LANGUAGES = ("en", "fr")
ROOT = Path(__file__).parent.parent / "locale"
KINDS = Path(__file__).parent / "kinds"
LOCALES = {"en": "en_CA", "fr": "fr_CA"}
DAYS = {"en": "EEEE, MMMM d, y", "fr": "EEEE d MMMM y"}
CLOCKS = {"en": "h:mm a", "fr": "H 'h' mm"}
FULL_HOURS = {"en": "h:mm a", "fr": "H 'h'"}  # French writes 13 h, not 13 h 00
SENTENCES = {"en": "%s at %s", "fr": "%s à %s"}


def catalogue_files(language: str) -> list[Path]:
    """Every catalogue of a language: the app's by area, and each kind's own."""
    return [*sorted(ROOT.glob(f"{language}/*.po")), *sorted(KINDS.glob(f"*/{language}.po"))]


@cache
def translations(language: str) -> Translations:
    """The merged catalogues. Read as text at start-up, so there is nothing to compile and nothing to forget."""
    merged = Catalog(locale=language)  # knows the plurals: in French, 0 and 1 are singular
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                if message.id and all(said) and not message.fuzzy:
                    merged.add(message.id, message.string, context=message.context)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def say_in(language: str, message: str, params: dict[str, object] | None = None) -> str:
    """One sentence of the interface in this language."""
    translated = translations(language).gettext(message)
    return translated % params if params else translated


def well_set(text: str) -> str:
    """The same words with whatever spaces there are before : ; ? ! and inside « » unbreakable."""
    for mark in (":", ";", "?", "!", "»"):
        text = text.replace(f" {mark}", f"\u00a0{mark}")
    return text.replace("« ", "«\u00a0")


def say_date(language: str, local: str | None, zone: str) -> str:
    """The day and time of something planned, with its time zone; nothing where it has no time yet.

    `local` is the date and time as the wall clock of `zone` shows it, in ISO form.
    """
    if not local:
        return ""
    moment = _at(local, zone)
    day = format_datetime(moment, DAYS[language], locale=LOCALES[language])
    nowhere = zone == "UTC" or zone.startswith("Etc/")  # these have a name at a moment only, and no place
    place = get_timezone_name(moment if nowhere else moment.tzinfo, locale=LOCALES[language])
    return f"{SENTENCES[language] % (day, say_time(language, local, zone))} ({place})"


def say_time(language: str, local: str | None, zone: str) -> str:
    """The time of day of something planned, as people read it on a clock: 1:05 p.m., 13 h 05."""
    if not local:
        return ""
    moment = _at(local, zone)
    pattern = CLOCKS[language] if moment.minute else FULL_HOURS[language]
    said = format_datetime(moment, pattern, locale=LOCALES[language])
    return said.replace("\u202f", "\u00a0").replace(" ", "\u00a0")  # a time does not break over two lines


def say_zone(language: str, zone: str) -> str:
    """A time zone by the name people use for it, and the city it goes by."""
    city = zone.rpartition("/")[2].replace("_", " ")
    return zone if city == zone else f"{get_timezone_name(ZoneInfo(zone), locale=LOCALES[language])} ({city})"


def say_number(language: str, number: float) -> str:
    """A number with this language's decimal mark, to two places at most: 7.5 or 7,5."""
    return format_decimal(number, "0.##", locale=LOCALES[language])


def chosen(cookie: str | None, kept: str | None, accepted: str) -> str:
    """This person's language: their last choice, what their seat or account keeps, or what their browser asks for."""
    for choice in (cookie, kept):
        if choice in LANGUAGES:
            return choice
    wanted = sorted(map(_preference, accepted.split(",")), key=lambda wish: -wish[1])
    return negotiate_locale([tag for tag, weight in wanted if tag and weight > 0], LANGUAGES, sep="-") or "en"


def _preference(part: str) -> tuple[str, float]:
    """One wish of an Accept-Language header and its weight."""
    tag, _, weight = part.partition(";")
    try:
        return tag.strip().lower(), float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return tag.strip().lower(), 0


def _at(local: str, zone: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
