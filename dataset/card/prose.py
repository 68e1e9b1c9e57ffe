"""A project's own text for its card, from `card.md`: Markdown whose headings name the sections it goes to.

It is text and no template: braces stay braces. What would swallow the rest of the card, a code block, a comment or
an element that nothing closes, is refused.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dataset.card.sections import SECTIONS, Passage, Prose
from schemas.errors import ConfigError

_INSTEAD = "instead of "
_END = "end-of-the-passage"
# Elements that need no closing tag.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_NAMES = {section.name.casefold(): section for section in SECTIONS}


def read_prose(path: Path) -> Prose:
    """The file's passages; an absent file has none.

    Raises:
        ConfigError: it is no UTF-8, names a section that the card does not have, or does not close what it opens.
            All are told at once, each with its line.
    """
    if not path.exists():
        return Prose()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})", hint="Check the path") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8", hint="Save it as UTF-8") from error
    return parse_prose(text, str(path))


def parse_prose(text: str, name: str = "card.md") -> Prose:
    """As `read_prose`, from the text itself; `name` is how messages call the file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    opening, passages = "", {}
    problems = []
    for first, heading, body in _parts(lines):
        where = f"{name}:{first}"
        problem = _unclosed(body)
        if problem:
            problems.append(f"{where}: {problem}, so it would swallow what comes after it")
        if heading is None:
            opening = body
            continue
        instead = heading.casefold().startswith(_INSTEAD)
        section = _NAMES.get(heading[len(_INSTEAD) if instead else 0 :].strip().casefold())
        if section is None:
            problems.append(f"{where}: the card has no section {heading!r}; {_nearest(heading, instead)}")
        elif section.name in passages:
            problems.append(f"{where}: the section {section.name!r} stands twice")
        elif instead and not section.worded:
            problems.append(
                f"{where}: {section.name!r} holds what the data and the rules say: add to it under its plain name"
                if not section.own
                else f"{where}: {section.name!r} is yours alone: write its plain name"
            )
        else:
            passages[section.name] = Passage(body, instead)
    if problems:
        raise ConfigError("\n".join(problems), hint="Correct the file; docs/card.md lists the sections")
    return Prose(opening, {name: passage for name, passage in passages.items() if passage.text})


def _parts(lines: list[str]) -> Iterator[tuple[int, str | None, str]]:
    """The line, heading and Markdown of each part; the first has no heading."""
    tokens = MarkdownIt("commonmark").parse("\n".join(lines))
    starts = [(0, 0, None)] + [
        (token.map[0], token.map[1], tokens[place + 1].content)
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag in {"h1", "h2"} and token.level == 0 and token.map
    ]
    ends = [begin for begin, _, _ in starts[1:]] + [len(lines)]
    for (begin, after, heading), end in zip(starts, ends, strict=True):
        yield begin + 1, heading, "\n".join(lines[after:end]).strip("\n").rstrip()


def _unclosed(markdown: str) -> str | None:
    """What the passage opens and does not close, or None."""
    if not markdown:
        return None
    tokens = MarkdownIt("commonmark").parse(f"{markdown}\n\n{_END}\n")
    *before, opened, last, _ = tokens if len(tokens) >= 3 else (tokens[0],) * 3
    if last.content != _END or last.type != "inline" or opened.level:
        return "a code block or a comment is not closed"
    tags = _Tags()
    for html in _html(before):
        tags.feed(html)
    tags.close()
    if tags.open:
        return f"<{tags.open[-1]}> is not closed"
    return f"</{tags.stray}> closes nothing" if tags.stray else None


def _html(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in {"html_block", "html_inline"}:
            yield token.content
        yield from _html(token.children or [])


class _Tags(HTMLParser):
    """Which elements are open at the end, and the first end tag that closes none."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.stray: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in _VOID:
            self.stray = self.stray or tag


def _nearest(heading: str, instead: bool) -> str:
    wanted = heading[len(_INSTEAD) if instead else 0 :].casefold()
    near = get_close_matches(wanted, _NAMES, n=2, cutoff=0.4)
    if near:
        return f"nearest: {', '.join(_NAMES[name].name for name in near)}"
    return f"it has {', '.join(section.name for section in SECTIONS)}"
