"""A small TCP proxy before the server, which breaks off what it is told to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_CHUNK = 1 << 16


class Proxy:
    """`url` leads to the server. `cut` says what is broken off next.

    `cut = (b"POST /api/projects", 0)` lets the next such request reach the server whole, and closes the
    connection after so many bytes of the answer. `hold` keeps the answer back instead, for a client that
    loses patience. Each is done once, unless `ever` (the client asks again by itself for what adds nothing).
    """

    def __init__(self, target: str) -> None:
        place = urlsplit(target)
        self._target = (str(place.hostname), int(place.port or 80))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cut: tuple[bytes, int] | None = None
        self.hold: bytes | None = None
        self.released = threading.Event()
        self.ever = False
        self.done = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.released.set()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(self._target) as server:
            fault: list[int | None] = []
            upward = threading.Thread(target=self._upward, args=(client, server, fault), daemon=True)
            upward.start()
            sent = 0
            while data := server.recv(_CHUNK):
                if fault and fault[0] is None:
                    self.released.wait(30)
                    return
                if fault and fault[0] is not None:
                    client.sendall(data[: fault[0] - sent])
                    sent += len(data)
                    if sent >= fault[0]:
                        client.shutdown(socket.SHUT_RDWR)
                        return
                    continue
                client.sendall(data)

    def _upward(self, client: socket.socket, server: socket.socket, fault: list[int | None]) -> None:
        with suppress(OSError):
            while data := client.recv(_CHUNK):
                if self.cut is not None and data.startswith(self.cut[0]):
                    fault.append(self.cut[1])
                    self.cut, self.done = self.cut if self.ever else None, self.done + 1
                elif self.hold is not None and data.startswith(self.hold):
                    fault.append(None)
                    self.hold, self.done = None, self.done + 1
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)


@contextmanager
def proxy_of(url: str) -> Iterator[Proxy]:
    proxy = Proxy(url)
    try:
        yield proxy
    finally:
        proxy.close()
