"""What a form or a socket message brings, as plain values: repeated fields stay a list."""

from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from app.domain.refusals import N_, Refusal

MOST_BYTES = 64 * 1024
MOST_HEARD = 16 * 1024 * 1024
Body = dict[str, Any]


async def read(request: Request) -> Body:
    """The form as a dict; a field given twice is a list. Too large a form is refused before it is read."""
    endless = "transfer-encoding" in request.headers  # no browser sends a form without saying how long it is
    if endless or int(request.headers.get("content-length") or 0) > MOST_BYTES:
        await hear_out(request)
        raise Refusal(N_("This is too long to send. Shorten it, nothing is lost."), status=413)
    async with request.form(max_files=0, max_fields=500) as form:
        return {name: values if len(values) > 1 else values[0] for name in form if (values := form.getlist(name))}


async def hear_out(request: Request) -> None:
    """Let the rest go by and keep none of it: a browser that is cut off while it sends never shows why."""
    heard = 0
    async for piece in request.stream():
        heard += len(piece)
        if heard > MOST_HEARD:
            return


Form = Annotated[Body, Depends(read)]


def one(body: Body, name: str, otherwise: str = "") -> str:
    """A field's single value as text."""
    value = body.get(name, otherwise)
    return value if isinstance(value, str) else otherwise


def texts(body: Body) -> dict[str, str]:
    """Every field as text; of one given twice, the last."""
    return {name: value if isinstance(value, str) else value[-1] for name, value in body.items()}


def every(body: Body, name: str) -> list[str]:
    """All values of a field that may stand several times."""
    value: object = body.get(name, [])
    return [value] if isinstance(value, str) else [str(each) for each in body.get(name, [])]
