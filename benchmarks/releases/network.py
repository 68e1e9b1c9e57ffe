"""A network in front of the Hub's stand-in: every answer comes late and no faster than a line carries it, and is counted."""

import http.client
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

DELAY_S = 0.05
BYTES_PER_S = 25_000_000
_PIECE = 1 << 16
_SUFFIX = re.compile(r"bytes=-(\d+)")


@dataclass
class Line:
    """Requests and bytes of answers so far."""

    endpoint: str = ""
    requests: int = 0
    sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        self.requests = self.sent = 0


@contextmanager
def slow_line(endpoint: str) -> Iterator[Line]:
    """Pass requests on to `endpoint`; each answer waits 50 ms, each connection carries 25 MB/s."""
    line, target = Line(), urlsplit(endpoint)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            behind = http.client.HTTPConnection(target.hostname or "", target.port)
            behind.request(self.command, self.path, body, dict(self.headers))
            answer = behind.getresponse()
            data = answer.read()
            behind.close()
            status, told = answer.status, dict(answer.getheaders())
            if status == 200 and (last := _SUFFIX.fullmatch(self.headers.get("Range", ""))):
                # The stand-in knows ranges from the start alone; the Hub, and Polars, know this kind too.
                status, whole = 206, len(data)
                data = data[-int(last[1]) :]
                told |= {
                    "Content-Range": f"bytes {whole - len(data)}-{whole - 1}/{whole}",
                    "Content-Length": str(len(data)),
                }
            time.sleep(DELAY_S)
            self.send_response(status)
            for name, value in told.items():
                if name.lower() not in ("date", "server"):
                    self.send_header(name, value)
            self.end_headers()
            with line.lock:
                line.requests += 1
            due = time.monotonic()
            for start in range(0, len(data), _PIECE):
                piece = data[start : start + _PIECE]
                due += len(piece) / BYTES_PER_S
                time.sleep(max(0.0, due - time.monotonic()))
                try:
                    self.wfile.write(piece)
                except OSError:  # who reads has what it wants
                    self.close_connection = True
                    return
                with line.lock:
                    line.sent += len(piece)

        do_GET = do_HEAD = do_POST = _pass_on  # noqa: N815  (names that http.server calls)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    line.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
