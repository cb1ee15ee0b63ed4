"""Static files, under addresses that change with their contents, so that browsers keep them."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.assets import Assets
from app.domain.refusals import NotFound
from app.web import who

FOR_EVER = "public, max-age=31536000, immutable"


def router_for(assets: Assets) -> APIRouter:
    """The routes of these assets; anything else under /static is not there."""
    router = APIRouter()

    @router.get("/static/{version}/{name:path}", dependencies=[who.Anyone])
    def file(version: str, name: str, request: Request) -> Response:  # pyright: ignore[reportUnusedFunction]
        asset = assets.served.get(name)
        if asset is None:
            raise NotFound()
        headers = {"cache-control": FOR_EVER if version == assets.version else "no-cache", "vary": "accept-encoding"}
        if asset.small is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.small, media_type=asset.media_type, headers=headers | {"content-encoding": "gzip"})
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    return router
