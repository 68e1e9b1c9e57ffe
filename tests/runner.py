"""What GitHub's runner would carry out of a log: a small parser after its ActionCommand and ActionCommandManager.

A line, split at LF and CR, is a command when it begins with `::name` after white space and has a second `::`, or,
in the old form, when `##[name` stands anywhere in it and a `]` follows; name must be one that it knows.
"""

import re
from dataclasses import dataclass

KNOWN = {
    "add-mask",
    "add-matcher",
    "add-path",
    "debug",
    "echo",
    "endgroup",
    "error",
    "group",
    "notice",
    "remove-matcher",
    "save-state",
    "set-env",
    "set-output",
    "stop-commands",
    "warning",
}


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Every command in a log, in order."""
    found = (_new(line) or _old(line) for line in re.split(r"\r\n|\r|\n", log))
    return [command for command in found if command is not None]


def _new(line: str) -> Command | None:
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    told, data = line[2:].split("::", 1)
    return _command(told, data, ",")


def _old(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    return _command(line[start + 3 : end], line[end + 1 :], ";")


def _command(told: str, data: str, comma: str) -> Command | None:
    name, _, rest = told.partition(" ")
    if name.lower() not in KNOWN:
        return None
    pairs = [pair.partition("=") for pair in rest.strip().split(comma) if pair]
    properties = {
        key: _unescape(value, more=True) for key, equals, value in pairs if equals and key and value
    }
    return Command(name.lower(), properties, _unescape(data))


def _unescape(text: str, *, more: bool = False) -> str:
    escapes = {"%0D": "\r", "%0A": "\n", **({"%3A": ":", "%2C": ","} if more else {}), "%25": "%"}
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text
