"""create_app(settings): the one place that knows every part."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from starlette.routing import BaseRoute

from app.assets import Assets
from app.db import Writer, reading_engine, writing_engine
from app.kinds import kind_of
from app.live.bus import Bus
from app.live.fan_out import FanOut
from app.live.watch import Watch
from app.render import Renderer
from app.settings import Settings
from app.web import (
    account,
    activity_forms,
    answers,
    behalf,
    between,
    console,
    desk,
    errors,
    exporting,
    heard,
    join,
    long_poll,
    my_words,
    notes,
    pages,
    people,
    plan,
    project_settings,
    projects,
    rooms,
    screen,
    sign_in,
    socket,
    team,
    template_forms,
    templates,
    who,
)
from app.web.deadlines import Deadlines
from app.web.headers import SafeHeaders
from app.web.origin import OnlyOurPages
from app.web.running import Running
from app.web.static import router_for

ROUTERS = (
    pages.router,
    join.router,
    answers.router,
    my_words.router,
    socket.router,
    long_poll.router,
    screen.router,
    console.router,
    notes.router,
    desk.router,
    between.router,
    behalf.router,
    heard.router,
    rooms.router,
    sign_in.router,
    account.router,
    projects.router,
    templates.router,
    template_forms.router,
    project_settings.router,
    people.router,
    team.router,
    plan.router,
    activity_forms.router,
    exporting.router,
)


def create_app(settings: Settings) -> FastAPI:
    """The application for these settings; its database must be up to date (see app.migrate)."""
    assets = Assets()
    renderer = Renderer(assets, doorway=partial(screen.doorway, settings.origin))
    engine, writer = reading_engine(settings.database), Writer(writing_engine(settings.database))
    fan_out = FanOut(engine, renderer)
    writer.tell = fan_out.tell
    bus = Bus(settings.redis_url, fan_out.look_again) if settings.redis_url else None
    watch = Watch(engine, fan_out, bus)
    deadlines = Deadlines(writer, kind_of)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        fan_out.loop = asyncio.get_running_loop()
        writer.start()
        watch.start()
        deadlines.start()
        if bus is not None:
            fan_out.ring = bus.ring
            bus.start()
        gc.collect()
        gc.freeze()  # what is loaded stays: collections look at requests alone
        gc.set_threshold(50_000, 20, 50)
        yield
        await deadlines.stop()
        await watch.stop()
        if bus is not None:
            await bus.stop()
        await fan_out.stop()
        await asyncio.to_thread(writer.stop)
        engine.dispose()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.running = Running(settings, assets, renderer, engine, writer, fan_out)
    for router in (*ROUTERS, router_for(assets)):
        ensure_policies(router.routes)
        app.include_router(router)
    errors.install(app)
    app.add_middleware(OnlyOurPages, settings=settings)
    app.add_middleware(SafeHeaders, origin=settings.origin)
    return app


def ensure_policies(routes: list[BaseRoute]) -> None:
    """Every route says who may come, or the app does not start."""
    for route in routes:
        dependant = getattr(route, "dependant", None)
        if dependant is None or not _declares(dependant):
            raise RuntimeError(f"{getattr(route, 'path', route)} does not say who may use it (see app/web/who.py)")


def _declares(dependant: object) -> bool:
    inner = getattr(dependant, "dependencies", [])
    return any(one.call in who.POLICIES or _declares(one) for one in inner)
