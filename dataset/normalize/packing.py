"""How work is packed into tasks: by what there is to do, never by how many workers there are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dataset.read.page import InputFile

# A task's files, and the cleaned text that is decided in one: enough work that starting it does not count,
# little enough that a killed one is no loss and the last ones do not keep the others waiting.
READ_BYTES = 64 << 20
READ_FILES = 2_000
DECIDE_BYTES = 32 << 20


def packed_files(files: Sequence[InputFile]) -> Iterator[tuple[tuple[InputFile, ...], int]]:
    """Files that follow each other, about READ_BYTES of them at a time, and how many bytes they are."""
    part: list[InputFile] = []
    size = 0
    for file in files:
        # Whoever reads it may work in another folder.
        part.append(replace(file, path=file.path.absolute()))
        size += _size(file.path)
        if size >= READ_BYTES or len(part) >= READ_FILES:
            yield tuple(part), size
            part, size = [], 0
    if part:
        yield tuple(part), size


def _size(path: Path) -> int:
    """Of what cannot be looked at nothing is known; who reads it says why."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def packed_batches(
    cleaned: Iterable[tuple[Path, Sequence[int]]],
) -> Iterator[tuple[tuple[Path, int], ...]]:
    """Batches of CLEANED tables, about DECIDE_BYTES of them at a time, as (file, number of the batch).

    `cleaned` are files with the sizes of their batches in bytes.
    """
    part: list[tuple[Path, int]] = []
    size = 0
    for path, sizes in cleaned:
        for batch, batch_size in enumerate(sizes):
            part.append((path, batch))
            size += batch_size
            if size >= DECIDE_BYTES:
                yield tuple(part)
                part, size = [], 0
    if part:
        yield tuple(part)
