"""A small server of OpenAI's chat completions, over real HTTP on the loopback, that can be in any mood.

It is no model: it names the places that it knows in the text that it is sent. What it says is in the form of
the real interface; tests/suggester/test_endpoint.py has Hugging Face's own client read it too.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Headers = dict[str, str]


@dataclass
class Heard:
    path: str
    headers: Headers
    body: Body

    @property
    def text(self) -> str:
        """The text that it is asked about."""
        told: str = self.body["messages"][-1]["content"]
        return told.partition("VĂN BẢN:\n")[2]


@dataclass
class Reply:
    """`drip`: the body goes out a byte at a time with that many seconds between. `cut`: half of it, then the end."""

    status: int = 200
    body: bytes = b""
    headers: Headers = field(default_factory=dict)
    drip: float = 0.0
    cut: bool = False


Mood = Callable[[Heard], Reply]


@dataclass
class ChatServer:
    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def texts(self) -> list[str]:
        return [heard.text for heard in self.heard]


def completion(content: object, *, finish: str = "stop", refusal: str | None = None) -> Reply:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_717_200_000,
        "model": "small",
        "system_fingerprint": "fp",
        "choices": [choice],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return Reply(200, json.dumps(body).encode())


def trouble(status: int, message: str, **headers: str) -> Reply:
    body = {"error": {"message": message, "type": "error", "param": None, "code": None}}
    return Reply(status, json.dumps(body).encode(), {k.replace("_", "-"): v for k, v in headers.items()})


def places(text: str) -> Body:
    """What it knows: every place's name once, and one that is in no text."""
    spans = [{"text": name, "label": "GPE", "context": ""} for name in ("Huế", "Đà Nẵng") if name in text]
    return {
        "spans": [*spans, {"text": "Sài Gòn", "label": "GPE", "context": ""}],
        "topics": ["medtop:03000000"],
    }


def good(heard: Heard) -> Reply:
    return completion(json.dumps(places(heard.text), ensure_ascii=False))


@contextmanager
def chat_server(mood: Mood) -> Iterator[ChatServer]:
    """Serve on a free port until the block ends."""
    server = ChatServer()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            heard = Heard(
                self.path, {name.lower(): value for name, value in self.headers.items()}, json.loads(raw)
            )
            with lock:
                server.heard.append(heard)
                server.at_once += 1
                server.most_at_once = max(server.most_at_once, server.at_once)
            try:
                self._send(mood(heard))
            except OSError:  # the other side has gone
                self.close_connection = True
            finally:
                with lock:
                    server.at_once -= 1

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.cut:
                self.wfile.write(reply.body[: len(reply.body) // 2])
                self.close_connection = True
            elif reply.drip:
                for byte in reply.body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(reply.drip)
            else:
                self.wfile.write(reply.body)

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    httpd.block_on_close = False
    server.url = f"http://127.0.0.1:{httpd.server_address[1]}/v1"
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
