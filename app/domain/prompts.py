"""Prompts: the ordered questions an activity is made of, as the protocol writes them."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.text import Text


class Option(BaseModel):
    """One thing to choose. `free_text` lets people add words; `exclusive` cannot stand beside others.

    `sector`: offered in that sector's room alone. `language`: of words that somebody wrote.
    """

    model_config = ConfigDict(frozen=True)
    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=40)
    label: Text
    free_text: bool = False
    exclusive: bool = False
    sector: str = ""
    language: str = ""


class Item(BaseModel):
    """One thing to rate, back or discuss: a statement, a measure, an idea, a theme. `hint` is a word beside it."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)
    code: str = Field(max_length=60)
    text: Text
    hint: Text = Field(default_factory=dict, alias="eric")
    sector: str = ""
    language: str = ""
    version_of: str = ""
    optional: bool = False  # may be rated again and need not be


class Point(BaseModel):
    """One step of a scale; only some steps have words."""

    model_config = ConfigDict(frozen=True)
    code: str
    value: int
    label: Text = Field(default_factory=dict)


class Scale(BaseModel):
    """A rating from `min` to `max`; `agree_from` and above counts as agreeing."""

    model_config = ConfigDict(frozen=True)
    code: str
    min: int
    max: int
    agree_from: int
    points: list[Point]
    opt_out: list[Option] = []


class Carry(BaseModel):
    """What an earlier block made, by reference and never by copy."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)
    source: str = Field(alias="from")
    what: str = ""
    column: str = ""
    mark: str = ""
    by: str = ""
    shared: bool = False
    top: int | None = None
    max: int | None = None
    pick: str = ""
    where: list[str] = []
    others: str = ""

    @model_validator(mode="before")
    @classmethod
    def _always_a_list(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given: dict[str, Any] = dict(cast("Mapping[str, Any]", data))
        where = given.get("where")
        return given | {"where": [where]} if isinstance(where, str) else given


class Dimension(BaseModel):
    """One of the scales that each item of a matrix is rated on, along the x or y axis of its picture."""

    model_config = ConfigDict(frozen=True)
    code: str
    axis: str
    scale: Scale


class Prompt(BaseModel):
    """One question of an activity. Fields of types that are not built yet are kept as they are."""

    model_config = ConfigDict(frozen=True, extra="allow")
    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=40)
    type: str
    text: Text
    sensitive: bool = False
    live: bool = False
    required: bool = False
    default: bool = False
    options: list[Option] = []
    opt_out: list[Option] = []
    max_choices: int | None = None
    options_from: Carry | None = None
    scale: Scale | None = None
    items: list[Item] = []
    items_by_sector: dict[str, list[Item]] = {}
    items_from: Carry | None = None
    dimensions: list[Dimension] = []
    cut: float = 7
    comment: bool = False
    partial: bool = True
    max_chars: int | None = None
    upvote: bool = False
    fields: list[Option] = []
    marks: list[Option] = []
    tags: list[Option] = []
    attribute: bool = False
    by: str = ""
    shows: list[Carry] = []
    about: Carry | None = None
    makes: str = ""
    shows_own_first_rating: bool = False
    column: Option | None = None
    dots: int = Field(default=0, ge=0, le=50)
    max_per_item: int = Field(default=1, ge=1, le=50)
    budget: int = Field(default=100, ge=1, le=1000)  # points to spread
    targets: Carry | None = None
    ideas: Carry | None = None
    does_not_fit: bool = False  # a grouping has a group for what fits nowhere
    slides: Text = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, data: Any) -> Any:
        """A protocol may name where options and items come from in their own place."""
        if not isinstance(data, Mapping):
            return data
        apart: dict[str, Any] = dict(cast("Mapping[str, Any]", data))
        for name in ("items", "options"):
            if isinstance(apart.get(name), Mapping):
                apart[f"{name}_from"], apart[name] = apart[name], []
        return apart

    @property
    def every_item(self) -> list[Item]:
        """All items, whichever sector they are for."""
        own = [item.model_copy(update={"sector": s}) for s, items in self.items_by_sector.items() for item in items]
        return [*self.items, *own]

    @property
    def differs_by_room(self) -> bool:
        """Whether people of different sectors are asked about different things."""
        carries = (self.items_from, self.options_from, self.targets, self.about)
        by_sector = any(carry is not None and carry.by == "sector" for carry in carries)
        listed = any(o.sector for o in self.options) or any(i.sector for i in self.items)
        return by_sector or listed or bool(self.items_by_sector)

    def for_room(self, room: str | None) -> "Prompt":
        """The prompt as this room is asked it; None is everybody together."""
        if room is None or not self.differs_by_room:
            return self
        options = [o for o in self.options if o.sector in {"", room}]
        items = [i for i in self.every_item if i.sector in {"", room}]
        return self.model_copy(update={"options": options, "items": items, "items_by_sector": {}})

    @property
    def choices(self) -> list[Option]:
        """What may be chosen, opting out not among it."""
        if self.scale:
            return [Option(code=p.code, label=p.label or {"en": p.code, "fr": p.code}) for p in self.scale.points]
        return self.options

    @property
    def ways_out(self) -> list[Option]:
        """The ways not to answer; they are answers, and never enter a denominator."""
        return [*self.opt_out, *(self.scale.opt_out if self.scale else [])]


class Setup(BaseModel):
    """What is decided about an activity beforehand. A kind may add fields of its own."""

    model_config = ConfigDict(frozen=True, extra="allow")
    prompts: list[Prompt] = []

    def prompt(self, code: str) -> Prompt | None:
        """The prompt with this code."""
        return next((p for p in self.prompts if p.code == code), None)


def settle(prompt: dict[str, Any], *, scales: dict[str, Any], sectors: list[dict[str, Any]]) -> dict[str, Any]:
    """A protocol's prompt with its scales and sector options written out, so that an activity stands alone."""
    settled = dict(prompt)
    if isinstance(settled.get("scale"), str):
        settled["scale"] = scales[settled["scale"]]
    if "dimensions" in settled:
        settled["dimensions"] = [
            {**one, "scale": scales[one["scale"]] if isinstance(one["scale"], str) else one["scale"]}
            for one in settled["dimensions"]
        ]
    options = settled.get("options")
    if isinstance(options, dict):
        source: Any = options.get("from")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if source == "sectors":
            settled["options"] = [{"code": s["code"], "label": s["label"]} for s in sectors]
            settled["from_sectors"] = True
    return settled
