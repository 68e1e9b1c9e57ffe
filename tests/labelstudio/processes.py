"""The server's process, to be killed as a crash would."""

from pathlib import Path

import pytest

from annotation.server.local import Server


def process_of(server: Server) -> int:
    """The number of the process that serves this address."""
    if not Path("/proc").is_dir():
        pytest.skip("no /proc here")
    port = server.url.rsplit(":", 1)[1]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if any(word.endswith(b"/launch.py") for word in words) and port.encode() in words:
                return int(entry.name)
    raise AssertionError(f"no process serves {server.url}")
