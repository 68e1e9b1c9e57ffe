"""moto's S3 behind the faults of the Hub's stand-in: the real store's answers, cut and refused where a test says so."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.hub.stand_in import Fault

BUCKET = "kho-tin"


@dataclass
class ObjectStore:
    """As `StandIn`, for a store."""

    endpoint: str = ""
    requests: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    after_each: Callable[[], None] = lambda: None


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: object) -> None:
        pass


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """Serve on a free port of the loopback until the block ends."""
    store = ObjectStore()
    app = DomainDispatcherApplication(create_backend_app)
    lock = threading.Lock()

    def faulty(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        with lock:
            store.requests.append(asked)
            due = [fault for fault in store.faults if fault.is_due(asked)]
            fault = due[0] if due else Fault()
            if fault.run is not None:
                fault.run()
            body: list[bytes] = []
            if fault.acts or not (fault.answer or fault.cut):
                started: Any = (lambda *_: None) if fault.answer or fault.cut else start_response
                body = list(app(environ, started))
            else:
                environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            store.after_each()
        if fault.cut:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionError("cut")
        if fault.answer:
            start_response(f"{fault.answer} a fault", [("Content-Length", "0"), *fault.headers.items()])
        return body

    server = make_server("127.0.0.1", 0, faulty, threaded=True, request_handler=_Quiet)
    store.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
