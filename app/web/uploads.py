"""Forms that bring a file or a long text: read up to a limit, and refused unread beyond it."""

from starlette.datastructures import UploadFile
from starlette.requests import Request

from app.domain.refusals import N_, Refusal
from app.protocols import MOST_BYTES
from app.web.forms import Body, hear_out

ROOM_FOR_FIELDS = 64 * 1024
TOO_LONG = N_("This is too long to send. Shorten it, nothing is lost.")
TOO_LARGE = N_("This is larger than a series of meetings can be. There is room for %(megabytes)s MB.")


async def read(request: Request, *, most: int = MOST_BYTES) -> Body:
    """The form as a dict, a file as its bytes. One that is too large, or does not say how large it is, is not kept."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > most + ROOM_FOR_FIELDS:
        await hear_out(request)
        if most < MOST_BYTES:
            raise Refusal(TOO_LONG, status=413)
        raise Refusal(TOO_LARGE, control="file", status=413, megabytes=most // 1024 // 1024)
    body: Body = {}
    async with request.form(max_files=1, max_fields=500, max_part_size=most + ROOM_FOR_FIELDS) as form:
        for name, value in form.multi_items():
            body[name] = await value.read() if isinstance(value, UploadFile) else value
    return body
