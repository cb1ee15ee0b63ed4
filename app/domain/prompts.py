"""Prompts: the ordered questions an activity is made of, as the protocol writes them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.domain.text import Text


class Option(BaseModel):
    """One thing to choose. `free_text` lets people add words; `exclusive` cannot stand beside others."""

    model_config = ConfigDict(frozen=True)
    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=40)
    label: Text
    free_text: bool = False
    exclusive: bool = False


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
    by: str = ""


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
    scale: Scale | None = None
    column: Option | None = None
    dots: int = Field(default=0, ge=0, le=50)
    max_per_item: int = Field(default=1, ge=1, le=50)
    targets: Carry | None = None
    ideas: Carry | None = None
    slides: Text = Field(default_factory=dict)

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
    """A protocol's prompt with its scale and sector options written out, so that an activity stands alone."""
    settled = dict(prompt)
    if isinstance(settled.get("scale"), str):
        settled["scale"] = scales[settled["scale"]]
    options = settled.get("options")
    if isinstance(options, dict):
        source: Any = options.get("from")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        settled["options"] = [{"code": s["code"], "label": s["label"]} for s in sectors] if source == "sectors" else []
    return settled
