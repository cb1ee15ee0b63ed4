"""Whatever goes wrong, a person reads a sentence that says what to do; the log says what failed and where."""

import logging

from fastapi import FastAPI, WebSocketException
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.domain.refusals import N_, NotFound, Refusal
from app.language import say_in
from app.logs import failure, keep_plain
from app.web.answers import BUSY, refused
from app.web.pages import page
from app.web.running import running
from app.web.who import SignInFirst, tongue

log = logging.getLogger("groundwork")
BROKEN = Refusal(
    N_("Something went wrong on our side; what you sent before is kept. Go back and try again."), status=500
)


def install(app: FastAPI) -> None:
    """Hand every kind of failure to a page."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(SQLAlchemyError, _database)
    app.add_exception_handler(Exception, _broken)
    keep_plain()


async def _refusal(request: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    if request.scope["type"] == "websocket":
        raise WebSocketException(1008)
    if isinstance(error, SignInFirst) and request.scope["method"] == "GET":
        return RedirectResponse(f"/sign-in?back={request.url.path}", status_code=303)
    return say(request, error)


async def _not_found(request: Request, error: Exception) -> Response:
    return say(request, NotFound())


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code in {404, 405}:
        return say(request, NotFound())
    return say(request, Refusal(BROKEN.message, status=error.status_code))


async def _database(request: HTTPConnection, error: Exception) -> Response:
    log.error("the database failed: %s", failure(error))
    if request.scope["type"] == "websocket":
        raise WebSocketException(1013)  # the page comes back in a while
    return say(request, BUSY)


async def _broken(request: Request, error: Exception) -> Response:
    log.error("a page failed: %s", failure(error))
    return say(request, BROKEN)


def say(request: HTTPConnection, refusal: Refusal) -> Response:
    """The refusal as a page, or as JSON where a script asked."""
    language = tongue(request)
    said = say_in(language, refusal.message, refusal.params)
    if request.headers.get("accept", "").startswith("application/json"):
        return JSONResponse(refused("", said, refusal.control), status_code=refusal.status)
    headers = {"retry-after": "2"} if refusal.status == 503 else None
    response = page(
        running(request), "message", language, status=refusal.status, said=said, refusal_status=refusal.status
    )
    response.headers.update(headers or {})
    return response
