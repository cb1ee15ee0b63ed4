"""Requests that change something must come from our own pages: exact Origin, no fallback to allow."""

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.domain.refusals import N_
from app.language import say_in
from app.settings import Settings
from app.web.who import tongue

SAFE = {"GET", "HEAD", "OPTIONS"}
FOREIGN = N_(
    "This request did not come from one of our own pages, so nothing was changed. Go back, reload and try again."
)


def same_origin(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser says the request comes from the very origin we are served at.

    A form's post says so by Sec-Fetch-Site; over plain http off this machine browsers send only Origin. Sockets
    always send Origin, and nothing else counts for them.
    """
    site = connection.headers.get("sec-fetch-site")
    if site is not None and connection.scope["type"] == "http":
        return site == "same-origin"
    return connection.headers.get("origin") == settings.origin


class OnlyOurPages:
    """Refuses unsafe methods from anywhere else. Sockets check for themselves, before they are accepted."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE:
            connection = HTTPConnection(scope)
            if not same_origin(connection, self._settings):
                said = say_in(tongue(connection), FOREIGN)
                await PlainTextResponse(said, status_code=403)(scope, receive, send)
                return
        await self._app(scope, receive, send)
