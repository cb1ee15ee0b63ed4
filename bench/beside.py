"""Beside the application, in the same run: its store without any protocol, and its protocol without any store."""

import asyncio
import json
import multiprocessing
import socket
import time
from pathlib import Path
from typing import Any

import uvicorn

from app import kinds
from app.cli.server import LARGEST_MESSAGE
from app.db import Writer, writing_engine
from app.domain import responses
from bench import figures
from bench.crowd import Crowd
from bench.figures import Figures
from bench.process import cpu_seconds
from bench.room import PROMPT, VALUES, Room
from bench.rows import Load

LOADS = (
    Load("store-alone-1000", 1000, 1000, 1.0, "store"),
    Load("store-alone-3000", 1000, 3000, 1.0, "store"),
    Load("protocol-alone-1000-socket", 1000, 1000, 1.0),
    Load("protocol-alone-1000-form", 1000, 1000, 1.0, "form"),
)


async def run(load: Load, room: Room, folder: Path) -> Figures:
    """One comparison once."""
    return await (_store(load, room.copy(folder)) if load.door == "store" else _protocol(load, room))


async def _store(load: Load, room: Room) -> Figures:
    """The writer and the domain, called directly: the same rows, the same commits."""
    writer, waits = Writer(writing_engine(f"sqlite:///{room.database}")), list[float]()
    writer.start()

    async def one(turn: int) -> None:
        seat, op = room.seats[turn % len(room.seats)], f"operation-{turn}"
        body = {"prompt": PROMPT, "value": VALUES[turn % len(VALUES)]}
        began = time.monotonic()
        await writer.do(lambda s: responses.receive(s, kinds.kind_of, seat, room.activity, op, body))
        waits.append(time.monotonic() - began)

    used, began, tasks = time.process_time(), time.monotonic(), list[asyncio.Task[None]]()
    for turn in range(load.votes):
        await asyncio.sleep(began + load.seconds * turn / load.votes - time.monotonic())
        tasks.append(asyncio.create_task(one(turn)))
    await asyncio.gather(*tasks)
    spent = time.process_time() - used
    writer.stop()
    assert room.stored().operations == load.votes, f"{room.stored().operations} of {load.votes} stored"
    return figures.spread("ack", waits) | {"cpu_a_vote_ms": round(1000 * spent / load.votes, 3)}


async def _protocol(load: Load, room: Room) -> Figures:
    """The same server program with an application that says "saved" and saves nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        server = multiprocessing.get_context("fork").Process(target=_serve, args=(listener,), daemon=True)
        server.start()
        people = min(load.people, len(room.seats))
        crowd = Crowd(room, listener.getsockname()[1], people)
        assert server.pid is not None
        try:
            await (crowd.open_lines if load.door == "form" else crowd.open_sockets)(people)
            used = cpu_seconds(server.pid)
            await (crowd.vote_by_form if load.door == "form" else crowd.vote_by_socket)(load.votes, load.seconds)
            await crowd.until("every vote is answered", lambda: all(v.acknowledged for v in crowd.votes.values()))
            spent = cpu_seconds(server.pid) - used
        finally:
            crowd.leave()
            server.kill()
            server.join()
    return figures.acknowledged(crowd) | {"cpu_a_vote_ms": round(1000 * spent / load.votes, 3)}


def _serve(listener: socket.socket) -> None:
    config = uvicorn.Config(
        _saying_saved, ws="websockets-sansio", ws_max_size=LARGEST_MESSAGE, ws_per_message_deflate=False,
        access_log=False, log_level="warning", lifespan="off",
    )  # fmt: skip
    uvicorn.Server(config).run([listener])


async def _saying_saved(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        body = (await receive())["body"].decode()
        op = dict(field.split("=") for field in body.split("&"))["op"]
        said = json.dumps({"ack": op, "ok": True}).encode()
        headers = [(b"content-length", str(len(said)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": said})
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        reply = {"ack": json.loads(message["text"])["op"], "ok": True}
        await send({"type": "websocket.send", "text": json.dumps(reply)})
