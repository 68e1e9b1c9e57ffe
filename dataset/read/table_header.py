"""The first row of a CSV or TSV file."""

import csv
import re
from dataclasses import dataclass

from dataset.read.options import ReadOptions

_DELIMITERS = (",", "\t", ";", "|")
# Without spaces: "Text, content" begins a story.
_NAME = re.compile(r"\w[\w.:-]{0,60}")


@dataclass(frozen=True, slots=True)
class Header:
    delimiter: str
    columns: tuple[str, ...]


def header_of(line: bytes, options: ReadOptions) -> Header | None:
    """The header in a file's first line, if it names a field that holds text or HTML beside others."""
    wanted = {name.lower() for name in (*options.fields.text, *options.fields.html)}
    for delimiter in (options.delimiter,) if options.delimiter else _DELIMITERS:
        columns = cells_of(line, delimiter)
        named = len(columns) > 1 and all(_NAME.fullmatch(column) for column in columns)
        if named and wanted & {column.lower() for column in columns}:
            return Header(delimiter, columns)
    return None


def cells_of(line: bytes, delimiter: str) -> tuple[str, ...]:
    """The cells of a row that stands on one line."""
    text = line.decode("utf-8-sig", "replace").strip("\r\n")
    try:
        return tuple(next(csv.reader([text], delimiter=delimiter), []))
    except csv.Error:
        return ()


def likely_header(line: bytes, options: ReadOptions) -> Header:
    """The header in the first line of a file that is a table for certain: with the delimiter that gives most cells."""
    found = [
        Header(one, cells_of(line, one))
        for one in ((options.delimiter,) if options.delimiter else _DELIMITERS)
    ]
    best = max(found, key=lambda header: len(header.columns))
    return Header(best.delimiter, tuple(name.strip() for name in best.columns))
