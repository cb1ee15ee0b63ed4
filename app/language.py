"""English or French, per person: catalogues, plurals, and the words of dates."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel import negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("en", "fr")
ROOT = Path(__file__).parent.parent / "locale"
KINDS = Path(__file__).parent / "kinds"


def catalogue_files(language: str) -> list[Path]:
    """Every catalogue of a language: the app's by area, and each kind's own."""
    return [*sorted(ROOT.glob(f"{language}/*.po")), *sorted(KINDS.glob(f"*/{language}.po"))]


@cache
def translations(language: str) -> Translations:
    """The merged catalogues. Read as text at start-up, so there is nothing to compile and nothing to forget."""
    merged = Catalog(locale=language)
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    merged.add(message.id, message.string, context=message.context)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def say_in(language: str, message: str, params: dict[str, object] | None = None) -> str:
    """One sentence of the interface in this language."""
    translated = translations(language).gettext(message)
    return translated % params if params else translated


def chosen(cookie: str | None, kept: str | None, accepted: str) -> str:
    """This person's language: their last choice, what their seat or account keeps, or what their browser asks for."""
    for choice in (cookie, kept):
        if choice in LANGUAGES:
            return choice
    wanted = [part.split(";")[0].strip() for part in accepted.split(",") if part.strip()]
    return (negotiate_locale(wanted, LANGUAGES, sep="-") or "en")[:2]
