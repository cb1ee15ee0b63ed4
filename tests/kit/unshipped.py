"""Setups of kinds that the shipped series does not use, for tests that try every kind."""

from typing import Any

from tests.kit.cast import option, text


def _item(code: str) -> dict[str, Any]:
    return {"code": code, "text": text(f"Thing {code}", f"Chose {code}")}


SETUPS: dict[str, dict[str, Any]] = {
    "points": {
        "prompts": [
            {
                "code": "spread",
                "type": "points",
                "text": text("Spread your points."),
                "items": [_item("coaching"), _item("data"), _item("tools")],
                "opt_out": [option("pna")],
            }
        ]
    },
    "word_list": {"prompts": [{"code": "words", "type": "words", "text": text("Two words?"), "max_choices": 2}]},
    "temperature": {
        "prompts": [
            {
                "code": "mood",
                "type": "scale",
                "text": text("How are you?"),
                "live": True,
                "scale": {
                    "code": "temperature5",
                    "min": 1,
                    "max": 5,
                    "agree_from": 4,
                    "points": [{"code": str(n), "value": n, "label": text(f"Step {n}")} for n in range(1, 6)],
                },
            }
        ]
    },
}
