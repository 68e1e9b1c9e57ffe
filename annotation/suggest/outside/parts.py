"""A long text in parts that a model takes at once."""

from collections.abc import Iterator


def parts_of(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Cut `text[start:end]` into parts of at most `most` code points, without gap or overlap, in order.

    A part ends after a paragraph, else a line, a sentence, a word, and only then within one.
    """
    while end - start > most:
        for mark in ("\n\n", "\n", ". ", " "):
            found = text.rfind(mark, start + 1, start + most)
            if found > 0:
                cut = found + len(mark)
                break
        else:
            cut = start + most
        yield start, cut
        start = cut
    yield start, end


def halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """About two halves of a part, cut between lines; none where it is one line."""
    lines = [place + 1 for place in range(start, end - 1) if text[place] == "\n" and text[place + 1] != "\n"]
    if not lines:
        return []
    middle = min(lines, key=lambda place: abs(2 * place - start - end))
    return [(start, middle), (middle, end)]
