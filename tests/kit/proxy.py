"""A network to be had in tests: it carries, cuts the line, or blocks sockets as a hospital's does."""

import random
import socket
import threading
from contextlib import suppress


class Proxy:
    """A TCP proxy on a port of its own. With `blocks_sockets`, a websocket handshake gets no for an answer."""

    def __init__(self, target: int, *, blocks_sockets: bool = False) -> None:
        self._target = target
        self._blocks = blocks_sockets
        self._open: list[socket.socket] = []
        self._up = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.origin = f"http://127.0.0.1:{self.port}"
        self.refused = self.severed = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """The line goes dead: what is open closes, and nothing new gets through."""
        self._up = False
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def cut_some(self, share: float) -> None:
        """Some of the lines go dead, chosen by chance; whoever was on them may come again."""
        lines = [one for one in self._open if one.fileno() != -1]
        for end in random.sample(lines, round(share * len(lines))):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            self.severed += 1

    def mend(self) -> None:
        """The line is back."""
        self._up = True

    def block_sockets(self) -> None:
        """From now on the network lets no socket through; those that are open close."""
        self._blocks = True
        self.cut()
        self.mend()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._up:
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()
            else:
                near.close()

    def _carry(self, near: socket.socket) -> None:
        self._open.append(near)
        with suppress(OSError):
            first = near.recv(65536)
            if self._blocks and b"upgrade: websocket" in first.lower():
                self.refused += 1
                near.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                near.close()
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            self._open.append(far)
            far.sendall(first)
            threading.Thread(target=_pump, args=(far, near), daemon=True).start()
            _pump(near, far)
        with suppress(OSError):
            near.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
