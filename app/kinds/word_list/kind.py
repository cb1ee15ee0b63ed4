"""A word list collects short words and shows which of them came how often."""

from collections.abc import Mapping
from typing import Any

from app.domain.refusals import N_
from app.domain.sheet import Sheet
from app.kinds.word_list import preparing


class WordList(Sheet):
    """A few words from everybody."""

    name = "word_list"
    title = N_("Word list")
    icon = "list-ordered"
    prompt_types = preparing.TYPES

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = WordList()
