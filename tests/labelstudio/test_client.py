"""A connection's faults, each one line for a person."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from annotation.client import Connection, connect
from annotation.server.local import Server
from schemas.errors import ConfigError, ServerError


class _SomethingElse(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>hello</html>")

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def something_else() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _SomethingElse)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:8080", "ftp://host", "http://", "http://[::1", "http://host:x", "http://a b:8080"],
)
def test_no_address(url: str) -> None:
    with pytest.raises(ConfigError, match="is no address of a Label Studio"):
        connect(url, "key")


def test_no_key() -> None:
    with pytest.raises(ConfigError, match="Set LABEL_STUDIO_API_KEY"):
        connect("http://127.0.0.1:8080", " ")


@pytest.mark.parametrize("key", ["khóa", "two lines\nof it", "a b"])
def test_no_such_key_can_be(key: str) -> None:
    with pytest.raises(ConfigError, match="LABEL_STUDIO_API_KEY holds what no key has") as caught:
        connect("http://127.0.0.1:8080", key)
    assert key not in str(caught.value)


@pytest.mark.parametrize("url", ["http://lan:secret@127.0.0.1:8080", "http://lan:secret@host:x"])
def test_a_password_in_the_address_is_not_repeated(url: str) -> None:
    with pytest.raises(ConfigError, match="holds a user or a password") as caught:
        connect(url, "key")
    assert "secret" not in str(caught.value)


def test_nobody_answers() -> None:
    with pytest.raises(ServerError, match=r"no Label Studio answers at http://127.0.0.1:9\. Start it"):
        connect("http://127.0.0.1:9", "key")


def test_something_else_answers(something_else: str) -> None:
    with pytest.raises(ConfigError, match="is no Label Studio"):
        connect(something_else, "key")


@pytest.mark.server
def test_the_address_of_a_page(server: Server) -> None:
    with pytest.raises(ConfigError, match="and no page below it"):
        connect(f"{server.url}/projects/", server.api_key)


@pytest.mark.server
def test_a_wrong_key(server: Server) -> None:
    with pytest.raises(ConfigError, match="does not accept the key") as caught:
        connect(server.url, "no-such-key")
    assert "no-such-key" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.server
# The SDK refreshes personal tokens with a deprecated call of pydantic's.
@pytest.mark.filterwarnings("ignore:The `parse_obj` method")
def test_both_kinds_of_key(server: Server, connection: Connection) -> None:
    headers = {"Authorization": f"Token {server.api_key}"}
    personal = (
        httpx.post(f"{server.url}/api/token/", headers=headers, trust_env=False)
        .raise_for_status()
        .json()["token"]
    )
    assert personal.count(".") == 2
    assert connect(server.url, personal).user_id == connection.user_id
    assert server.api_key not in repr(connection)
