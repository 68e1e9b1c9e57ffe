"""Work that may hang, crash or eat all memory, done in a process of its own that can be killed.

The work is C code fed with strangers' bytes: no signal handler of Python's runs while it does not
return. One child lives as long as its parent and takes message after message over pipes. The kernel
ends it when a message takes too much processor time; the parent then starts another, and the message is
refused. The child ends by itself when its parent is gone, since its input then ends.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

_HEADER = 8
_PIPE = 1 << 20
# The wall clock is the last resort: a machine that swaps or is overloaded is no reason to refuse a page.
_WALL_FACTOR = 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """Processor seconds for one message, and bytes of address space for the child."""

    seconds: float = 10.0
    memory: int = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Broken:
    """The child did not answer. `reason` is timeout or crashed."""

    reason: str
    detail: str


class BoundedWorker:
    """A child process that runs `python -m module` and answers each message with one.

    A process that forks keeps its child; the fork starts another at its first message.
    """

    def __init__(self, module: str, bounds: Bounds) -> None:
        self._module = module
        self._bounds = bounds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        os.register_at_fork(after_in_child=self._forget)

    def ask(self, *message: bytes) -> bytes | Broken:
        """The child's answer to the parts of one message, or why there is none.

        A crash is tried once more: a full machine kills too.
        """
        with self._lock:
            answer = self._ask(message)
            if isinstance(answer, Broken) and answer.reason == "crashed":
                answer = self._ask(message)
            return answer

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, message: tuple[bytes, ...]) -> bytes | Broken:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            write_message(child.stdin, *message)
            answer = read_message(child.stdout)
        except OSError:
            answer = None
        if answer is not None:
            return answer
        ended = self._end()
        if ended in (-signal.SIGPROF, -signal.SIGALRM):
            return Broken("timeout", f"took more than {self._bounds.seconds:g} seconds of processor time")
        how = signal.Signals(-ended).name if ended < 0 else f"exit {ended}"
        return Broken("crashed", f"its reader ended with {how}")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            command = [
                sys.executable,
                "-m",
                self._module,
                str(self._bounds.seconds),
                str(self._bounds.memory),
            ]
            # A session of its own: Ctrl-C is the parent's, and the end of its input is the child's.
            self._child = subprocess.Popen(
                command, bufsize=_PIPE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
            _widen(self._child.stdin)
            _widen(self._child.stdout)
        return self._child

    def _end(self) -> int:
        child, self._child = self._child, None
        if child is None:
            return 0
        _close_pipes(child)
        try:
            return child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()

    def _forget(self) -> None:
        """In a fork: the child is the other process's, and so may the lock be."""
        self._lock = threading.Lock()
        child, self._child = self._child, None
        if child is not None:
            _close_pipes(child)
            # It cannot be waited for here; without this it is taken for one left behind.
            child.returncode = 0


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a whole page into the pipe at once: at 64 kB both sides wake up three times for one of 170 kB."""
    if pipe is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _close_pipes(child: "subprocess.Popen[bytes]") -> None:
    for pipe in (child.stdin, child.stdout):
        # What was buffered for a dead child goes with it.
        with contextlib.suppress(OSError):
            assert pipe is not None
            pipe.close()


def serve(answer: Callable[[bytes], bytes]) -> None:
    """The child's side: answer messages until the input ends."""
    import resource

    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    except (ValueError, OSError):
        # macOS does not let a process bound its address space.
        memory = 0
    # The default action ends the process in the kernel, whatever code is running.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (message := read_message(source)) is not None:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds * _WALL_FACTOR)
        reply = answer(message)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            write_message(sink, reply)
        except BrokenPipeError:
            return


def write_message(pipe: IO[bytes], *parts: bytes) -> None:
    pipe.write(sum(map(len, parts)).to_bytes(_HEADER, "little"))
    for part in parts:
        pipe.write(part)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> bytes | None:
    """The next message; None where the other side is gone."""
    header = pipe.read(_HEADER)
    if len(header) < _HEADER:
        return None
    length = int.from_bytes(header, "little")
    message = pipe.read(length)
    return message if len(message) == length else None
