"""The template environment, and the one way a template is drawn."""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from nh3 import clean as sanitised

from app import kinds
from app.assets import Assets
from app.domain.support import filled
from app.domain.text import Text, say, tongue
from app.language import LANGUAGES, say_date, say_number, say_time, translations, well_set

HERE = Path(__file__).parent
Names = dict[str, Any]  # what the template library keeps names in, said more widely than it says itself
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


class Renderer:
    """Draws templates in English and French. Knows the assets' addresses, and queries nothing."""

    def __init__(self, assets: Assets, **known: Any) -> None:
        """`known` is what every template may ask for besides its scene."""
        self._environments = {language: _environment(language, assets) for language in LANGUAGES}
        for environment in self._environments.values():
            cast(Names, environment.globals).update(known)

    def draw(self, template: str, language: str, **scene: Any) -> str:
        """The template with what the scene carries, and nothing more."""
        return self._environments[language].get_template(template).render(scene)

    def source(self, template: str) -> str:
        """A template as it is written, for tests of what it holds."""
        environment = self._environments["en"]
        assert environment.loader is not None
        return environment.loader.get_source(environment, template)[0]


def _environment(language: str, assets: Assets) -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(HERE / "templates"),
                PrefixLoader({"kinds": FileSystemLoader(kinds.folders())}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # pyright: ignore
    patterns = Markup(assets.inline_patterns)  # noqa: S704 (our own file)
    cast(Names, environment.globals).update(assets=assets, lang=language, patterns=patterns)
    cast(Names, environment.filters).update(
        say=partial(shown, language=language),
        tongue=partial(tongue, language=language),
        markdown=markdown,
        filled=partial(filled, language=language),
        when=partial(say_date, language),
        clock=partial(say_time, language),
        number=partial(say_number, language),
    )
    return environment


def shown(text: Text, language: str) -> str:
    """The text in the person's language, or in the one it exists in, with its spaces where they belong."""
    return well_set(say(text, language))


@lru_cache(maxsize=256)
def markdown(source: str) -> Markup:
    """A slide's Markdown as HTML: no raw HTML passes, and what comes out is sanitised once more."""
    tags = {
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "br",
        "code",
        "hr",
    }
    return Markup(sanitised(_markdown.render(source), tags=tags, attributes={}))  # noqa: S704
