"""Loaded by the server's Python in tests: writes every address that it looks up or connects to."""

import os
import sys

_LOG = os.environ.get("TINBAI_TEST_CONNECTIONS")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[0]
    else:
        return
    host = address[0] if isinstance(address, tuple) else address
    if _LOG:
        with open(_LOG, "a", encoding="utf-8") as log:  # noqa: PTH123 - pathlib may not be loaded yet
            log.write(f"{event} {host}\n")


sys.addaudithook(_watch)
