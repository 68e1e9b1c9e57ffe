"""CSV and TSV. Record N is data row N: the header is none, and a row may have several lines."""

import csv
import hashlib
import sys
from collections import deque
from collections.abc import Iterator, Sequence

from dataset.read.fields import meta_of, raw_of, url_of
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
    addresses = [header.columns.index(way[0]) for role, ways in plan.meta if role == "url" for way in ways]
    rows = _Rows(lines, header, addresses, options.max_page_bytes)
    for number, (start, data, row) in enumerate(rows.read(), 1):
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


class _Rows:
    """Lines to rows. A quote that is open at the end, or too far on, may be a stray one or one of a text cut short.

    Where every line that it swallowed is a row by itself, it was a stray one: its own line alone is wrong, and
    the others are read again. Otherwise all that it swallowed is one broken row: lines of prose must not
    become pages because they have as many commas as the header.
    """

    def __init__(
        self, lines: Iterator[_Line], header: Header, addresses: Sequence[int], longest: int
    ) -> None:
        self._lines = lines
        self._header = header
        self._addresses = addresses
        self._longest = longest
        self._again: deque[_Line] = deque()
        self._taken: list[tuple[int, bytes]] = []
        # What ended the feed of lines: the line that it did not give, or None at the end of the file.
        self._stopped: list[_Line | None] = []
        # Lines read again, in bytes: a file of nothing but stray quotes would take for ever.
        self._patience = 8 * longest

    def read(self) -> Iterator[tuple[int, bytes | LongLine, Sequence[str]]]:
        """Each row's start, its bytes, and its cells as Latin-1 or, a string, what is wrong with it."""
        csv.field_size_limit(sys.maxsize)  # of the process; rows are bounded here
        while True:
            self._stopped.clear()
            reader = csv.reader(self._feed(), delimiter=self._header.delimiter, strict=True)
            while True:
                try:
                    row: Sequence[str] = next(reader, ())
                except csv.Error:
                    if self._stopped:
                        break
                    if len(self._taken) > 1:  # a quote that closes in mid-cell was opened in another row
                        yield self._unclosed()
                        continue
                    row = self._cells(self._taken[0][1])
                if self._stopped:
                    break
                if row:  # a blank line is none
                    yield self._taken[0][0], b"\n".join(line for _, line in self._taken), row
                self._taken.clear()
            last = self._stopped[0]
            if self._taken and last is not None and not self._are_rows():
                self._again.appendleft(last)
                yield self._passed()
            elif self._taken:
                if last is not None:
                    self._again.appendleft(last)
                yield self._unclosed()
            elif last is not None:
                yield *last, ()
            else:
                return

    def _feed(self) -> Iterator[str]:
        size = 0
        while (one := self._next()) is not None:
            start, line = one
            size = size + len(line) if self._taken and isinstance(line, bytes) else 0
            if isinstance(line, LongLine) or size > self._longest:
                break
            self._taken.append((start, line))
            yield line.decode("latin-1") + "\n"
        self._stopped.append(one)

    def _next(self) -> _Line | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _unclosed(self) -> tuple[int, bytes, str]:
        (start, first), *others = self._taken
        data = b"\n".join(line for _, line in self._taken)
        if self._are_rows():
            data = first
            self._patience += 8 * len(first) - sum(len(line) for _, line in others)
            if self._patience < 0:
                raise StreamError("broken", "quotes are not closed, again and again")
            self._again.extendleft(reversed(others))
        self._taken.clear()
        return start, data, "a quote in it is not closed"

    def _passed(self) -> tuple[int, LongLine, Sequence[str]]:
        """Pass over the rest of a row that is too large, to the line where its quotes are closed."""
        start = self._taken[0][0]
        digest = hashlib.sha256(b"\n".join(line for _, line in self._taken))
        size = sum(len(line) + 1 for _, line in self._taken) - 1
        is_open = sum(line.count(b'"') for _, line in self._taken) % 2 == 1
        self._taken.clear()
        while is_open and (one := self._next()) is not None:
            line = one[1]
            size += 1 + (line.size if isinstance(line, LongLine) else len(line))
            if isinstance(line, bytes):
                digest.update(b"\n" + line)
                is_open ^= line.count(b'"') % 2 == 1
        return start, LongLine(size, digest.hexdigest()), ()

    def _are_rows(self) -> bool:
        """Whether each line behind the first is a row, or blank."""
        return all(self._is_row(self._cells(line)) for _, line in self._taken[1:])

    def _is_row(self, row: Sequence[str]) -> bool:
        if not row:
            return True
        if isinstance(row, str) or not len(row) == len(self._header.columns) > 1:
            return False
        return all(not row[column] or url_of(row[column]) is not None for column in self._addresses)

    def _cells(self, line: bytes) -> Sequence[str]:
        """The cells of one line, with quotes in mid-cell as they are; or what is wrong with it."""
        try:
            return next(csv.reader([line.decode("latin-1")], delimiter=self._header.delimiter), ())
        except csv.Error as error:
            return str(error)
