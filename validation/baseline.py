"""A baseline: the violations that are known, in a file for the project's repository. It holds no text of articles."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pyarrow as pa

from schemas.errors import ConfigError, UsageError
from schemas.files import write_text
from schemas.visible import visible
from validation.catalogue import NEVER
from validation.fingerprint import VERSION

_ABOUT = "Violations known when this was written. tinbai validate --new-only fails on others alone."
_KEYS = {"about", "fingerprint_version", "contract_sha256", "checks"}
_HEX = frozenset("0123456789abcdef")
_WRITE = "Write it anew: tinbai validate --write-baseline"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Fingerprints by check. `sha256` is the file's own."""

    checks: Mapping[str, frozenset[str]]
    contract_sha256: str
    sha256: str = ""

    @property
    def count(self) -> int:
        return sum(len(listed) for listed in self.checks.values())


def baseline_of(violations: pa.Table, contract_sha256: str) -> Baseline:
    """All violations that no waiver excuses and that may be known.

    A waived one is left out: it is to be told when its waiver expires.
    """
    found: dict[str, set[str]] = {}
    rows = zip(*(violations[name].to_pylist() for name in ("check_id", "fingerprint", "state")), strict=True)
    for check, fingerprint, state in rows:
        if state != "waived" and check not in NEVER:
            found.setdefault(check, set()).add(fingerprint)
    return Baseline({check: frozenset(listed) for check, listed in found.items()}, contract_sha256)


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Sorted JSON, a fingerprint a line, whole or not at all.

    Raises:
        StorageError: the disk is full, read-only or broken.
    """
    checks = {
        check: {"count": len(listed), "fingerprints": sorted(listed)}
        for check, listed in sorted(baseline.checks.items())
    }
    body = {
        "about": _ABOUT,
        "fingerprint_version": VERSION,
        "contract_sha256": baseline.contract_sha256,
        "checks": checks,
    }
    write_text(path, json.dumps(body, indent=1) + "\n")


def read_baseline(path: Path) -> Baseline:
    """Read what `write_baseline` wrote.

    Raises:
        UsageError: there is no such file.
        ConfigError: it is none, was edited by hand so that it contradicts itself, or is of another version.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageError(
            f"there is no baseline {path}", hint="Write one: tinbai validate --write-baseline"
        ) from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})", hint="Check the path") from error
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8", hint=_WRITE) from None
    read = _Reader(path, text)
    return Baseline(read.checks(), read.contract_sha256, hashlib.sha256(raw).hexdigest())


class _Reader:
    """Reads with the line of whatever is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._lines = path, text.splitlines()
        try:
            body = json.loads(text, object_pairs_hook=self._once)
        except json.JSONDecodeError as error:
            self._refuse(f"is not JSON: {error.msg}", line=error.lineno)
        except RecursionError:
            self._refuse("is not JSON that we can read: it is nested too deep")
        if not isinstance(body, dict) or "fingerprint_version" not in body:
            self._refuse("is no baseline: it has no fingerprint_version")
        if body["fingerprint_version"] != VERSION:
            self._refuse(
                f"was written with fingerprints of version {json.dumps(body['fingerprint_version'])[:20]}; "
                f"this tinbai makes version {VERSION}, and cannot compare the two",
                at="fingerprint_version",
            )
        for name in sorted(body.keys() ^ _KEYS, key=lambda name: (name in _KEYS, name)):
            self._refuse(f"{'lacks' if name in _KEYS else 'has an unknown key'} {_shown(name)!r}", at=name)
        if not isinstance(body["contract_sha256"], str):
            self._refuse("contract_sha256 is no text", at="contract_sha256")
        if not isinstance(body["checks"], dict):
            self._refuse("checks is no object", at="checks")
        self.contract_sha256: str = body["contract_sha256"]
        self._checks: dict[str, object] = body["checks"]

    def checks(self) -> dict[str, frozenset[str]]:
        return {check: frozenset(self._listed(check, one)) for check, one in self._checks.items()}

    def _listed(self, check: str, one: object) -> Iterable[str]:
        if check in NEVER:
            self._refuse(f"{check} cannot be known: what it finds keeps later checks from looking", at=check)
        if not isinstance(one, dict) or one.keys() != {"count", "fingerprints"}:
            self._refuse(f"{_shown(check)} has not just a count and fingerprints", at=check)
        listed = one["fingerprints"]
        if not isinstance(listed, list):
            self._refuse(f"the fingerprints of {_shown(check)} are no list", at=check)
        seen: set[str] = set()
        for each in listed:
            if not isinstance(each, str) or len(each) != 32 or not set(each) <= _HEX:
                self._refuse(f"{json.dumps(each)[:60]} is no fingerprint", at=json.dumps(each).strip('"'))
            if each in seen:
                self._refuse(f"{each} stands twice", at=each)
            seen.add(each)
        if one["count"] != len(seen):
            told = json.dumps(one["count"])[:20]
            self._refuse(f"{_shown(check)} says {told} and lists {len(seen)}", at=check)
        return seen

    def _once(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        """A key that stands twice is what a merge leaves: the one would hide the other."""
        body = dict(pairs)
        if len(body) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            self._refuse(f"{_shown(twice)!r} stands twice", at=twice)
        return body

    def _refuse(self, said: str, *, at: str = "", line: int | None = None) -> NoReturn:
        if line is None:
            line = next((number for number, one in enumerate(self._lines, 1) if at and f'"{at}"' in one), 1)
        raise ConfigError(f"{self._path}:{line}: {said}", hint=_WRITE)


def _shown(name: str) -> str:
    return visible(name[:60])
