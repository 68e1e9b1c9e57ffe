"""CSV and TSV. Record N is data row N: the header is none, and a row may have several lines."""

import csv
import sys
from collections import deque
from collections.abc import Iterator, Sequence

from dataset.read.fields import meta_of, raw_of
from dataset.read.lines import LongLine, lines_of
from dataset.read.options import ReadOptions
from dataset.read.page import Raw, Refused
from dataset.read.place import Place, place_in
from dataset.read.plan import plan_of, value_at
from dataset.read.stream import Stream, StreamError
from dataset.read.table_header import Header, header_of, likely_header

_Line = tuple[int, bytes | LongLine]


def read_csv(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """A record a row. A row with more or fewer cells than the header, or a quote that nothing closes, is refused.

    Cells are kept as bytes: the file may be in any encoding that has commas and quotes where ASCII has them.
    """
    lines = lines_of(stream, options.max_page_bytes)
    _, first = next(lines, (0, b""))
    if isinstance(first, LongLine):
        raise StreamError("too_large", f"its first line has {first.size} bytes")
    header = header_of(first, options) or likely_header(first, options)
    plan = plan_of(header.columns, options.fields)
    if not plan.text and not plan.html:
        names = ", ".join(header.columns[:12])
        yield Place(source_path).refused("no_text", f"no column holds text or HTML; it has {names!r}", first)
        return
    stream.record = 1
    rows = _rows(lines, header, options.max_page_bytes)
    for number, (start, data, row) in enumerate(rows, 1):
        stream.record = number + 1
        name = f"{source_path}#{number}"
        if isinstance(data, LongLine):
            place = place_in(stream, name, start, data.size)
            yield place.too_large(data.size, data.sha256, options.max_page_bytes)
            continue
        place = place_in(stream, name, start, len(data))
        if isinstance(row, str):
            yield place.refused("broken", row, data)
        elif len(row) != len(header.columns):
            detail = f"{len(row)} cells, where the header names {len(header.columns)}"
            yield place.refused("broken", detail, data)
        else:
            cells = {name: cell.encode("latin-1") for name, cell in zip(header.columns, row, strict=True)}
            meta = meta_of({role: value_at(cells, ways) for role, ways in plan.meta})
            yield raw_of(place, value_at(cells, plan.text), value_at(cells, plan.html), meta, data)


def _rows(
    lines: Iterator[_Line], header: Header, longest: int
) -> Iterator[tuple[int, bytes | LongLine, Sequence[str]]]:
    """Each row's start, its bytes, and its cells in Latin-1 or, a string, what is wrong with it.

    A row whose quote is open at the end, or after `longest` bytes, is its first line alone: the others are
    read again as rows of their own.
    """
    csv.field_size_limit(sys.maxsize)  # of the process; rows are bounded here
    # Each open quote costs another look at what it swallowed: a file of nothing else is given up.
    patience = 8 * longest
    again: deque[_Line] = deque()
    taken: list[tuple[int, bytes]] = []
    stopped: list[_Line | None] = []

    def feed() -> Iterator[str]:
        size = 0
        while (one := again.popleft() if again else next(lines, None)) is not None:
            start, line = one
            size = len(line) + size if taken and isinstance(line, bytes) else 0
            if isinstance(line, LongLine) or size > longest:
                break
            taken.append((start, line))
            yield line.decode("latin-1") + "\n"
        stopped.append(one)

    while True:
        stopped.clear()
        reader = csv.reader(feed(), delimiter=header.delimiter, strict=True)
        while True:
            try:
                row = next(reader, ())
            except csv.Error:
                if len(taken) != 1 and not stopped:
                    stopped.append(None)  # a quote that closes in mid-cell was opened in another row
                row = _leniently(taken, header)
            if stopped:
                break
            if row:  # a blank line is none
                yield taken[0][0], b"\n".join(line for _, line in taken), row
            taken.clear()
        last = stopped[0]
        if taken:
            (start, line), *others = taken
            yield start, line, "a quote in it is not closed"
            patience -= sum(len(line) for _, line in others)
            if patience < 0:
                raise StreamError("broken", "quotes are not closed, again and again")
            again.extendleft(reversed([*others, *([last] if last else [])]))
            taken.clear()
        elif last is not None:
            yield *last, ()
        else:
            return


def _leniently(taken: Sequence[tuple[int, bytes]], header: Header) -> Sequence[str]:
    """A row with a quote in mid-cell; or what is wrong with it."""
    try:
        return next(csv.reader([line.decode("latin-1") for _, line in taken], delimiter=header.delimiter), ())
    except csv.Error as error:
        return str(error)
