"""`takedowns.jsonl`: a tombstone a line for every article that may not come back. It holds no text and no title.

The file is the truth: it is read by whatever makes or checks tables, whoever wrote it, and it belongs into the
project's repository. Lines are only added; of an id the last one counts.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from schemas.contract import Contract, TableField
from schemas.errors import DataError
from schemas.files import write_text
from schemas.urls import page_key

TAKEDOWNS = "takedowns.jsonl"
TAKEN_DOWN, RESTORED = "taken_down", "restored"
TABLE = "takedowns"
How = Literal["id", "address", "text", "page"]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A line, as the contract's table `takedowns` describes it. `date` is ISO 8601."""

    id: str
    action: str
    date: str
    reason: str
    with_id: str | None = None
    url: str | None = None
    text_sha256: str | None = None
    source_sha256: str | None = None


@dataclass(frozen=True)
class Takedowns:
    """The lines of the file, in their order."""

    lines: tuple[Tombstone, ...] = field(default=())

    @cached_property
    def standing(self) -> Mapping[str, Tombstone]:
        """What is taken down, by id."""
        last = {line.id: line for line in self.lines}
        return {name: line for name, line in last.items() if line.action == TAKEN_DOWN}

    @cached_property
    def restored(self) -> frozenset[str]:
        """Ids whose takedown was taken back."""
        return frozenset(line.id for line in self.lines) - self.standing.keys()

    @cached_property
    def urls(self) -> Mapping[str, Tombstone]:
        known: dict[str, Tombstone] = {}
        for line in self._standing():
            # A person may have written an address as a browser shows it.
            for url in (line.url, page_key(line.url)) if line.url is not None else ():
                if url is not None:
                    known.setdefault(url, line)
        return known

    @cached_property
    def texts(self) -> Mapping[str, Tombstone]:
        return {line.text_sha256: line for line in reversed(self._standing()) if line.text_sha256 is not None}

    @cached_property
    def pages(self) -> Mapping[str, Tombstone]:
        """By the raw page's hash."""
        return {
            line.source_sha256: line for line in reversed(self._standing()) if line.source_sha256 is not None
        }

    @cached_property
    def hosts(self) -> list[str]:
        """Of the addresses: where none of them stands in one, it need not be taken apart."""
        return sorted({re.split(r"[/?:]", page_key(url) or url, maxsplit=1)[0] for url in self.urls})

    def __bool__(self) -> bool:
        return bool(self.standing)

    def find(
        self, id_: str, *, url: str | None = None, text: str | None = None, page: str | None = None
    ) -> tuple[Tombstone, How] | None:
        """The tombstone that keeps an article away and by what it was known; the id goes before all else."""
        key = page_key(url) if url and self.urls else None
        found: tuple[tuple[Tombstone | None, How], ...] = (
            (self.standing.get(id_), "id"),
            (self.urls.get(key) if key else None, "address"),
            (self.texts.get(text) if text else None, "text"),
            (self.pages.get(page) if page else None, "page"),
        )
        return next(((stone, how) for stone, how in found if stone is not None), None)

    def _standing(self) -> Sequence[Tombstone]:
        return tuple(self.standing.values())


def read_takedowns(path: Path, contract: Contract) -> Takedowns:
    """The file; where there is none, nothing was taken down.

    Raises:
        DataError: a line is not what the contract says. None is passed over: an article might come back.
    """
    if not path.exists():
        return Takedowns()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}", hint="Bring back the last good one") from error
    fields = contract.table(TABLE).fields
    lines = enumerate(text.split("\n"), start=1)
    return Takedowns(tuple(_read(path, number, line, fields) for number, line in lines if line.strip()))


def add_takedowns(path: Path, lines: Iterable[Tombstone]) -> None:
    """Add lines at the end; a kill leaves the file with all of them or as it was.

    Raises:
        StorageError: the disk is full, read-only or broken.
    """
    added = "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in lines)
    if not added:
        return
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_text(path, before + ("\n" if before and not before.endswith("\n") else "") + added)


def _read(path: Path, number: int, line: str, fields: Sequence[TableField]) -> Tombstone:
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        body = None
    said = _fault(body, fields)
    if said:
        raise DataError(
            f"{path}:{number}: {said}",
            hint="Correct the line, or bring back the last good file; docs/takedown.md says what stands in it",
        )
    return Tombstone(**body)


def _fault(body: object, fields: Sequence[TableField]) -> str:
    """What is wrong with a line; empty where nothing is."""
    if not isinstance(body, dict):
        return "is no JSON object"
    odd = sorted(body.keys() ^ {field.name for field in fields})
    if odd:
        return f"{'lacks' if odd[0] not in body else 'has an unknown'} {odd[0]!r}"
    for one in fields:
        value = body[one.name]
        if value is None and one.nullable:
            continue
        if not isinstance(value, str) or not value.strip():
            return f"{one.name} is no text"
        if one.pattern is not None and not re.search(one.pattern, value):
            return f"{one.name} {value[:80]!r} is not of the form {one.pattern}"
        if isinstance(one.values, tuple) and value not in one.values:
            return f"{one.name} {value[:80]!r} is none of {', '.join(one.values)}"
        if one.type.scalar == "date32" and not _is_day(value):
            return f"{one.name} {value[:80]!r} is no day (2026-11-30)"
    return ""


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
