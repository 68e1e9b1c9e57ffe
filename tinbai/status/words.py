"""Figures and foreign text in a person's words, for terminal and page alike."""

from schemas.visible import visible

_MINUTE, _HOUR = 60, 3600


def duration(seconds: float | None) -> str:
    """`45 s`, `3 min`, `2.5 h`; a dash where nothing was measured."""
    if seconds is None:
        return "–"
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"


def share(part: int, whole: int) -> str:
    """`87%`; a dash of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else "–"


def figure(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def cut(text: str, limit: int) -> str:
    """Text of unknown origin on one line, everything in it visible, at most `limit` characters."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def plural(count: int, one: str) -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def said(surface_said: tuple[tuple[str, int], ...]) -> str:
    """`GPE 6, LOC 3, unmarked 2`."""
    return ", ".join(f"{label or 'unmarked'} {count}" for label, count in surface_said)
