"""From raw lines to lines that are decided: what is the story, what is furniture, and which rule said so."""

from collections.abc import Sequence

from dataset.normalize.draft import Draft
from dataset.normalize.lines import Line
from dataset.normalize.marks import split_meta_prefix
from dataset.normalize.opening import mark_opening
from dataset.normalize.regions import mark_regions
from dataset.normalize.shapes import Shape, shape_of
from dataset.normalize.story import (
    mark_body,
    mark_captions,
    mark_image_lines,
    mark_repeats,
    mark_tail,
)
from schemas.language.clean import clean_line, split_lines
from schemas.language.pack import LanguagePack


def clean_lines(text: str) -> tuple[tuple[str, ...], str]:
    """The cleaned lines of a raw text, and the metadata prefix taken off the first that is not blank."""
    lines = [clean_line(line) for line in split_lines(text)]
    first = next((number for number, line in enumerate(lines) if line), None)
    if first is None:
        return tuple(lines), ""
    meta, lines[first] = split_meta_prefix(lines[first])
    return tuple(lines), meta


def shapes_of(lines: Sequence[str], pack: LanguagePack) -> tuple[Shape, ...]:
    """The shapes of cleaned lines."""
    return tuple(shape_of(number, line, pack) for number, line in enumerate(lines, 1))


def segment(
    shapes: Sequence[Shape], pack: LanguagePack, title: str | None = None, captions: Sequence[str] = ()
) -> tuple[Line, ...]:
    """Decide every line. `title` and `captions` are what the page's metadata states, where it does."""
    draft = Draft(shapes)
    mark_captions(draft, captions)
    mark_image_lines(draft)
    mark_regions(draft, pack)
    found = mark_opening(draft, pack, title)
    mark_repeats(draft, found)
    mark_image_lines(draft)  # once more: now the title tells where the story is
    mark_tail(draft)
    mark_body(draft)
    return draft.lines()
