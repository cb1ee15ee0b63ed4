"""What every answer says about itself: strict content policy, no referrer, no store on personal pages."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' {socket}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
SAID = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # "no-referrer" makes browsers post forms with Origin: null
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class SafeHeaders:
    """Adds the headers to whatever leaves; pages are never stored unless they say so themselves."""

    def __init__(self, app: ASGIApp, *, origin: str) -> None:
        self._app = app
        # Not every browser takes 'self' to mean our own sockets too, so they are named.
        policy = POLICY.format(socket=origin.replace("http", "ws", 1))
        secure = {"strict-transport-security": "max-age=31536000"} if origin.startswith("https") else {}
        self._said = SAID | {"content-security-policy": policy} | secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._said.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
