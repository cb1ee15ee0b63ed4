"""What ships with the app: the four meetings, their slides, the proposal's sections and a recorded demo."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> Any:
    """A shipped JSON file, parsed. Everybody gets the same object, so nobody may change it."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def briefing(name: str) -> str | None:
    """The Markdown of shipped slides by the name the protocol gives them, or None when there are none of that name."""
    known = {f"briefings/{path.name}": path for path in (FOLDER / "briefings").glob("*.md")}
    return known[name].read_text(encoding="utf-8") if name in known else None
