"""The frames of stories, one text file a subject in `frames/`, and how they are read.

A file has fields (`section: a | b`), kept words (`= crop: lúa | ngô`, asked for as `{crop}`), and parts
(`# title`, `# lead`, `# caption`, `# body`). In the body an empty line parts groups: lines on one matter,
told in order. The mark before a line says what it is: none a sentence, `##` a heading of its group, `>` a
paragraph of its own, `:` a sentence that opens a list of `-` items, `1)` a numbered heading, `?` a question
and `!` an answer, `/` a verse.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

Mark = str
Group = tuple[tuple[Mark, str], ...]
_MARKS = ("##", ">", ":", "-", "1)", "?", "!", "/")


@dataclass(frozen=True, slots=True)
class Frame:
    """A subject: templates of its titles, leads and captions, and groups of marked lines for its body."""

    name: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    words: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    captions: tuple[str, ...]
    groups: tuple[Group, ...]
    ordered: bool


@cache
def subjects() -> tuple[Frame, ...]:
    """Every subject, in the order of its file's name."""
    return tuple(
        _read(path.stem, path.read_text(encoding="utf-8")) for path in _files() if path.stem[:2] != "00"
    )


@cache
def of_any_subject() -> tuple[Group, ...]:
    """Groups that any story may have: the files whose names begin with 00."""
    found = [_read(path.stem, path.read_text(encoding="utf-8")) for path in _files() if path.stem[:2] == "00"]
    return tuple(group for frame in found for group in frame.groups)


def _files() -> list[Path]:
    return sorted((Path(__file__).parent / "frames").glob("*.txt"))


def _read(name: str, text: str) -> Frame:
    fields: dict[str, str] = {}
    words: list[tuple[str, str]] = []
    parts: dict[str, list[str]] = {"title": [], "lead": [], "caption": []}
    groups: list[list[tuple[Mark, str]]] = [[]]
    part = ""
    for line in text.splitlines():
        if line.startswith("# "):
            part = line[2:].strip()
        elif part == "body":
            if line.strip():
                groups[-1].append(_marked(line.strip()))
            elif groups[-1]:
                groups.append([])
        elif not line.strip():
            continue
        elif part:
            parts[part].append(line.strip())
        elif line.startswith("= "):
            key, _, ways = line[2:].partition(":")
            words.append((key.strip(), f"[{ways.strip()}]"))
        else:
            key, _, value = line.partition(":")
            fields[key.strip()] = value
    return Frame(
        name,
        _split(fields.get("section", "")),
        _split(fields.get("tags", "")),
        tuple(words),
        tuple(parts["title"]),
        tuple(parts["lead"]),
        tuple(parts["caption"]),
        tuple(tuple(group) for group in groups if group),
        fields.get("order", "").strip() == "kept",
    )


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())


def _marked(line: str) -> tuple[Mark, str]:
    for mark in _MARKS:
        if line.startswith(mark + " "):
            return mark, line[len(mark) + 1 :].strip()
    return "", line
