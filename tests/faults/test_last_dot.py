"""Several phones of one seat fight for the last dot: exactly as many dots are spent as there are."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from tests.kit import load
from tests.kit.cast import World
from tests.kit.phone import Phone
from tests.kit.server import Server

CLIENTS, ON_SOCKETS, BUDGET, MOST = 8, 6, 4, 2
Outcome = tuple[str, bool]


class Fight:
    """Eight clients with one seat, six on sockets and two posting forms, spread over the servers at `origins`."""

    def __init__(self, engine: Engine, world: World, targets: list[str], origins: list[str], lent: ExitStack) -> None:
        self.engine, self.world, self.targets = engine, world, targets
        self._pool = lent.enter_context(ThreadPoolExecutor(CLIENTS))
        self._barrier = Barrier(CLIENTS)
        secret = world.secrets["ED-1"]
        self._phones = [Phone(origins[n % len(origins)], world.meeting.id, secret) for n in range(CLIENTS)]
        for phone in self._phones[:ON_SOCKETS]:
            lent.enter_context(phone)

    def one(self, number: int, do: str, target: str) -> Outcome:
        """One client's operation, through its door."""
        by_socket = number < ON_SOCKETS
        phone = self._phones[number]
        fields: dict[str, Any] = {"do": do, "target": target}
        send = phone.answer if by_socket else phone.post
        reply = send(self.world.dots.id, **fields)
        for _ in range(5):
            if reply.get("later"):
                reply = send(self.world.dots.id, op=reply["ack"], **fields)
        assert "ok" in reply, reply
        return target, reply["ok"]

    def at_once(self, targets: list[str]) -> list[str]:
        """All spend at the same moment; the targets of those who could."""

        def spend(number: int) -> Outcome:
            self._barrier.wait()
            return self.one(number, "spend", targets[number])

        return [target for target, ok in self._pool.map(spend, range(CLIENTS)) if ok]

    def take_back(self, targets: list[str]) -> None:
        """Give these dots back, from any of the clients."""
        for number, target in enumerate(targets):
            assert self.one(number % CLIENTS, "take_back", target)[1]

    def spent(self) -> tuple[int, int, int]:
        """What the database says: used, dots lying, and the most on one target."""
        with self.engine.connect() as connection:
            used = connection.exec_driver_sql("SELECT used FROM dot_budget").scalar_one()
            lying, most = connection.exec_driver_sql("SELECT COALESCE(SUM(n), 0), COALESCE(MAX(n), 0) FROM dot").one()
        return used, lying, most


def fight(fight: Fight, rounds: int) -> None:
    """Rounds of three sorts: one dot left, two left, and now and then all on one target that takes two."""
    apart, first = fight.targets, fight.targets[0]
    fight.at_once(apart)
    held = [target for target, n in _held(fight).items() for _ in range(n)]
    for number in range(rounds):
        if number % 10 == 9:
            fight.take_back(held)
            assert fight.at_once([first] * CLIENTS) == [first] * MOST
            assert fight.spent() == (MOST, MOST, MOST)
            held = [first] * MOST + fight.at_once(apart[1:] + apart[1:2])
        else:
            back = held[: 1 + number % 2]
            fight.take_back(back)
            won = fight.at_once(apart)
            assert len(won) == len(back), f"{len(won)} spent where {len(back)} were left"
            held = held[len(back) :] + won
        assert fight.spent()[:2] == (BUDGET, BUDGET)
        assert fight.spent()[2] <= MOST


def _held(fight: Fight) -> dict[str, int]:
    with fight.engine.connect() as connection:
        return {row.target: row.n for row in connection.exec_driver_sql("SELECT target, n FROM dot")}


@contextmanager
def begun(engine: Engine, servers: list[Server]) -> Iterator[Fight]:
    """The fight laid out on these servers."""
    world, targets = load.all_open(engine, each=1, targets=CLIENTS, dots=BUDGET, most=MOST)
    with ExitStack() as lent:
        for server in servers:
            lent.callback(server.kill)
            server.start()
        yield Fight(engine, world, targets, [server.origin for server in servers], lent)


def test_eight_clients_never_overspend_nor_underfill(engine: Engine, tmp_path: Path) -> None:
    server = Server(tmp_path)
    with begun(engine, [server]) as clients:
        fight(clients, 400)

    assert "Traceback" not in server.log.read_text()


@pytest.mark.postgres
def test_nor_do_they_over_two_processes_of_one_postgresql(postgres: str, tmp_path: Path) -> None:
    engine = create_engine(postgres)
    servers = [Server(tmp_path, database_url=postgres), Server(tmp_path, database_url=postgres)]
    with begun(engine, servers) as clients:
        fight(clients, 600)
    engine.dispose()

    for server in servers:
        assert "Traceback" not in server.log.read_text()
        assert "could not be saved" not in server.log.read_text()
