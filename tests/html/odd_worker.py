"""A child for tests that does what a hostile page makes a parser do: `python -m tests.html.odd_worker SECONDS BYTES`."""

import ctypes
import os
import re

from dataset.read.bounded import serve


def answer(message: bytes) -> bytes:
    if message == b"spin":
        # One C call that no Python signal handler interrupts.
        re.match(r"(a+)+$", "a" * 64 + "b")
    if message == b"crash":
        ctypes.string_at(0)
    if message == b"leave":
        os._exit(3)
    if message == b"eat":
        return bytes(10**12)
    if message == b"pid":
        return str(os.getpid()).encode()
    return message[::-1]


if __name__ == "__main__":
    serve(answer)
