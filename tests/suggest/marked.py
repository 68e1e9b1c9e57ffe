"""Sentences with the expected labels in brackets: `[Hà Nội|GPE]`."""

import re

from annotation.suggest.lexicon import load_lexicon
from annotation.suggest.reading import Candidate, read
from annotation.suggest.rules import find_entities

_MARK = re.compile(r"\[([^|\]]+)\|([A-Z]+)\]")


def unmarked(sentence: str) -> tuple[str, list[tuple[str, str, int]]]:
    """The plain text, and the expected (surface, label, start)."""
    text, expected, done = "", [], 0
    for mark in _MARK.finditer(sentence):
        text += sentence[done : mark.start()]
        expected.append((mark[1], mark[2], len(text)))
        text += mark[1]
        done = mark.end()
    return text + sentence[done:], expected


def entities(text: str) -> list[Candidate]:
    return find_entities(read(text, load_lexicon("vi")))


def found(text: str) -> list[tuple[str, str, int]]:
    return [(text[span.start : span.end], span.label, span.start) for span in entities(text)]
