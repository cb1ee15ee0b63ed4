"""Static files, served under names that change with their contents."""
from fastapi import APIRouter
from starlette.responses import FileResponse
from app.assets import ROOT, Assets
from app.web import who

def router_for(assets: Assets) -> APIRouter:
    router = APIRouter()
    @router.get("/static/{path:path}", dependencies=[who.Anyone])
    def file(path: str) -> FileResponse:
        return FileResponse(ROOT / path)
    return router
