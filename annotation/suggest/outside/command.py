"""A command that reads one article a line and answers one a line, in any order (docs/suggesters.md)."""

import hashlib
import json
import os
import selectors
import shlex
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from annotation.suggest.outside.question import (
    MOST_BYTES,
    Answer,
    Part,
    Question,
    Take,
    Unanswered,
    kept,
    printable,
    readable,
)
from schemas.contract import Contract
from schemas.errors import ConfigError, ServiceError
from schemas.files import file_sha256

_CHUNK = 1 << 16  # what a pipe of Linux holds
_TAIL = 2_000  # bytes of its last words: a traceback's end
# How long a command that has closed its output, or answered all, may take to end before it is made to.
_GRACE_S = 5.0
_NOT_ITS = frozenset({"LABEL_STUDIO_API_KEY"})


@dataclass(frozen=True, slots=True)
class Command:
    """`argv` is started in `folder`, without a shell. `version` is the user's own word for its state.

    It may take `article_seconds` from one answer to the next, and `total_seconds` in all.
    """

    argv: tuple[str, ...]
    folder: Path
    version: str = ""
    article_seconds: float = 120.0
    total_seconds: float | None = None

    @property
    def shown(self) -> str:
        return shlex.join(self.argv)

    def name(self, contract: Contract) -> str:
        """What its spans say where they come from: the program, and a hash of all that its answers depend on.

        Of what the line names, files are hashed: an edited script is another suggester.
        """
        files = [self.folder / word for word in self.argv]
        hashes = [_hash(file) for file in files]
        asked = [self.argv, hashes, self.version, contract.entity_names, contract.topic_codes]
        digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
        scripts = [file.name for file, found in zip(files, hashes, strict=True) if found is not None]
        return f"command:{scripts[-1] if scripts else Path(self.argv[0]).name}@{digest[:12]}"


def _hash(file: Path) -> str | None:
    """Of a file that can be read; None for a word that names none."""
    try:
        return file_sha256(file) if file.is_file() else None
    except (OSError, ValueError):  # a word that is too long for a name, or a file of somebody else's
        return None


def ask_command(command: Command, contract: Contract, questions: Sequence[Question], take: Take) -> None:
    """Ask about every question, streaming; `take` gets each answer as it comes.

    Raises:
        ConfigError: it cannot be started.
        ServiceError: it ended with an error, was too slow, or answered nothing of use. What was taken stands.
    """
    if not questions:
        return
    try:
        process = subprocess.Popen(
            command.argv,
            cwd=command.folder,
            env={name: value for name, value in os.environ.items() if name not in _NOT_ITS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"[suggest] command {command.shown!r} cannot be started: {error}",
            hint="Correct the command in tinbai.toml; it is started in the workspace's folder, without a shell",
        ) from error
    try:
        _Talk(command, process, _lines(contract, questions), take, questions).run()
    finally:
        _end(process)


def _lines(contract: Contract, questions: Sequence[Question]) -> Iterator[bytes]:
    for question in questions:
        line = {
            "id": question.id,
            "title": question.title,
            "text": question.text,
            "labels": contract.entity_names,
            "topics": contract.topic_codes,
        }
        yield json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n"


@dataclass(slots=True)
class _Talk:
    """One process, its three pipes and what is still to come. One thread: nothing waits on a full pipe."""

    command: Command
    process: subprocess.Popen[bytes]
    lines: Iterator[bytes]
    take: Take
    questions: Sequence[Question]
    waiting: dict[str, Question] = field(default_factory=dict)
    going: memoryview = field(default_factory=lambda: memoryview(b""))
    coming: bytearray = field(default_factory=bytearray)
    words: bytearray = field(default_factory=bytearray)
    useless: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    since: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        self.waiting = {question.id: question for question in self.questions}
        begun = self.since
        stdin, stdout, stderr = self.process.stdin, self.process.stdout, self.process.stderr
        assert stdin is not None
        assert stdout is not None
        assert stderr is not None
        with selectors.DefaultSelector() as pipes:
            for pipe in (stdin, stdout, stderr):
                os.set_blocking(pipe.fileno(), False)
                pipes.register(pipe, selectors.EVENT_WRITE if pipe is stdin else selectors.EVENT_READ, pipe)
            closed: float | None = None  # since when its output has been closed
            while self.waiting and pipes.get_map():
                now = time.monotonic()
                ends = [self.since + self.command.article_seconds]
                if self.command.total_seconds is not None:
                    ends.append(begun + self.command.total_seconds)
                if closed is not None:
                    ends.append(closed + _GRACE_S)
                if now >= min(ends):
                    if closed is not None:
                        break
                    self._too_slow(total=now < ends[0])
                for key, _ in pipes.select(min(ends) - now):
                    pipe = key.data
                    if pipe is stdin:
                        open_still = self._write(stdin)
                    elif pipe is stdout:
                        open_still = self._read(stdout)
                    else:
                        open_still = self._listen(stderr)
                    if not open_still:
                        pipes.unregister(pipe)
                        pipe.close()
                        if pipe is stdout:
                            closed = time.monotonic()
                            if not stdin.closed:
                                pipes.unregister(stdin)
                                stdin.close()
                            break
        if self.waiting:
            self._ended()
            return
        # All is answered: it may still put its things in order, whatever it says about it.
        for pipe in (stdin, stdout):
            pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE_S)

    def _write(self, pipe: IO[bytes]) -> bool:
        """Send what fits; False when all is sent, or nobody reads any more."""
        if not self.going:
            line = next(self.lines, None)
            if line is None:
                return False
            self.going = memoryview(line)
        try:
            self.going = self.going[os.write(pipe.fileno(), self.going[:_CHUNK]) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:
            return False
        return True

    def _read(self, pipe: IO[bytes]) -> bool:
        """Take the answers that have come; False at the end of its output."""
        data = os.read(pipe.fileno(), _CHUNK)
        first, *more = (bytes(self.coming) + data if b"\n" in data else data).split(b"\n")
        if not more:
            self.coming += first
            if len(self.coming) > MOST_BYTES:
                self._fail(f"wrote a line of more than {MOST_BYTES} bytes")
        else:
            for line in (first, *more[:-1]):
                self._answer(line)
            self.coming = bytearray(more[-1])
        if not data and self.coming:  # a last line without its line feed
            self._answer(bytes(self.coming))
        return bool(data)

    def _listen(self, pipe: IO[bytes]) -> bool:
        data = os.read(pipe.fileno(), _CHUNK)
        self.words += data
        del self.words[:-_TAIL]
        return bool(data)

    def _answer(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            said = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            self.useless["no JSON"] += 1
            return
        name = said.get("id") if isinstance(said, dict) else None
        question = self.waiting.pop(name, None) if isinstance(name, str) else None
        if question is None:
            self.useless["of no article that was asked for, or answered before"] += 1
            return
        self.since = time.monotonic()
        if (reason := readable(said)) is not None:
            self.take(Unanswered(question.id, reason))
            return
        self.answered += 1
        self.take(Answer(*question.key, (Part(0, len(question.text), kept(said)),)))

    def _too_slow(self, *, total: bool) -> None:
        if total:
            self._fail(f"was not done in {self.command.total_seconds:g} s (total_seconds)")
        self._fail(f"gave no answer for {self.command.article_seconds:g} s (article_seconds)")

    def _ended(self) -> None:
        """Its output is closed and answers are missing: was it an accident?"""
        try:
            code = self.process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._fail("closed its output and did not end")
            return
        if code < 0:
            self._fail(f"was ended by {signal.Signals(-code).name}")
        if code > 0:
            self._fail(f"ended with exit code {code}")
        if len(self.waiting) == len(self.questions):
            self._fail("answered nothing")
        for question in self.waiting.values():
            self.take(Unanswered(question.id, "no answer"))

    def _fail(self, what: str) -> None:
        asked = len(self.questions)
        message = f"the suggester {self.command.shown!r} {what}, after {self.answered} of {asked} answers"
        message += f"; the first article without one is {next(iter(self.waiting))}"
        if self.useless:
            message += "; lines of no use: " + ", ".join(f"{n} {why}" for why, n in self.useless.items())
        if words := self.words.decode("utf-8", "replace").strip():
            message += "; it said: " + printable(words.replace("\n", " | "), _TAIL)
        raise ServiceError(
            message,
            hint="Correct it and run this again: what it answered is kept, and only the rest is asked",
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """See that nothing of its group is left."""
    for pipe in (process.stdin, process.stdout, process.stderr):
        assert pipe is not None
        pipe.close()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
