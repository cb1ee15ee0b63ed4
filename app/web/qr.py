"""QR codes, drawn as one SVG path in squares of one."""

from typing import Any

import segno


def picture(address: str) -> dict[str, Any]:
    """`path` and `size` (squares a side) of the code that opens this address."""
    code = segno.make(address, error="m", micro=False)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark)
    return {"path": path, "size": len(code.matrix)}
