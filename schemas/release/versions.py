"""Version numbers of a release, and how far one must move for what changed."""

import re
from dataclasses import dataclass
from typing import Literal

from schemas.errors import UsageError

Bump = Literal["patch", "minor", "major"]
BUMPS: tuple[Bump, ...] = ("patch", "minor", "major")
_VERSION = re.compile(r"v?(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """As folders and the Hub's tags have it: `v1.2.0`."""
        return f"v{self}"

    def after(self, bump: Bump) -> "Version":
        """The smallest version that is so far from this one."""
        if bump == "major":
            return Version(self.major + 1, 0, 0)
        if bump == "minor":
            return Version(self.major, self.minor + 1, 0)
        return Version(self.major, self.minor, self.patch + 1)


def is_version(text: str) -> bool:
    return _VERSION.fullmatch(text) is not None


def parse_version(text: str) -> Version:
    """Read `1.2.0` or `v1.2.0`.

    Raises:
        UsageError: it is neither.
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        raise UsageError(f"{text!r} is no version", hint="Write it like 1.2.0")
    return Version(*map(int, match.groups()))
