"""Runs Label Studio inside its own environment, and ends with whoever started it.

The starter holds the other end of our standard input. When that closes, by a clean stop or because the
starter was killed, so do we: no server is left behind on a state folder that somebody wants to reuse.
This file is run by the server's interpreter, which has no tinbai: it imports the standard library alone.
"""

import builtins
import os
import runpy
import signal
import threading
from typing import Any


def _end_with_the_starter() -> None:
    # Not sys.stdin: a thread that waits in its buffer makes the interpreter abort when it ends normally.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _print_no_account(account: str) -> None:
    """Of a second start Label Studio prints whose account is there already, into a log that people pass on."""
    say = builtins.print

    def discreet(*values: object, **options: Any) -> None:
        say(*(str(value).replace(account, "…") for value in values), **options)

    builtins.print = discreet


if __name__ == "__main__":
    if account := os.environ.get("LABEL_STUDIO_USERNAME"):
        _print_no_account(account)
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    runpy.run_module("label_studio.server", run_name="__main__", alter_sys=True)
