"""Candidates over files: sketches are laid out by band and by value, and each part is grouped by itself.

Every function below reads files and writes files, and gives the same ones wherever and in whatever order
it runs. No part is larger for a larger corpus than its share of it: a band has four bytes of each document,
a part of the prints some four million of them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from dataset.dedup.candidates import Met, agreement_of, band_meetings, chosen, met, print_meetings
from dataset.dedup.meetings import keyed
from dataset.dedup.numbers import distinct, sorted_numbers
from dataset.dedup.sketch import BANDS, BINS
from dataset.dedup.store import files_of, read_sketches, save
from dataset.dedup.words import Hashes, Places

_PRINTS_PER_DOCUMENT = 80
_PRINTS_PER_PART = 1 << 22
DOCUMENTS_PER_RANGE = 1 << 16
_HALF = np.uint64(32)


def lay_out(store: Path, keys: Hashes, numbers: Places, work: Path) -> int:
    """Write the sketches of some documents where `group_band` and `group_prints` read them.

    `keys` (sorted) are the documents' texts, `numbers` (0 to m - 1) what each document is called from here
    on. Returns how many parts the prints make: each has the values that begin with its number's bits.
    """
    count = len(keys)
    bits = max(0, (count * _PRINTS_PER_DOCUMENT // _PRINTS_PER_PART)).bit_length()
    # An empty file cannot be mapped, so there is room for one document at least.
    bands = np.memmap(work / "bands", np.uint32, "w+", shape=(BANDS, max(count, 1)))
    bins = np.memmap(work / "bins", np.uint8, "w+", shape=(max(count, 1), BINS))
    sizes = np.zeros(count, np.int64)
    files = [(work / f"prints-{part}.bin").open("wb") for part in range(1 << bits)]
    try:
        for path in files_of(store):
            for stored in read_sketches(path):
                if not count:
                    continue
                place = np.minimum(np.searchsorted(keys, stored.keys), count - 1)
                kept = np.flatnonzero(keys[place] == stored.keys)
                number = numbers[place[kept]]
                bands[:, number] = stored.sketch.bands[kept].T
                bins[number] = stored.sketch.bins[kept]
                own = np.diff(stored.sketch.starts)
                sizes[number] = own[kept]
                called = np.full(len(own), -1, np.int64)
                called[kept] = number
                owner = np.repeat(called, own)
                held = keyed(stored.sketch.prints[owner >= 0], owner[owner >= 0].astype(np.uint32))
                _parted(held, bits, files)
    finally:
        for file in files:
            file.close()
    bands.flush()
    bins.flush()
    np.save(work / "sizes.npy", sizes)
    return 1 << bits


def group_band(work: Path, band: int) -> None:
    """Write the pairs that meet in one band."""
    keys = np.memmap(work / "bands", np.uint32, "r").reshape(BANDS, -1)[band]
    worded = np.flatnonzero(np.load(work / "sizes.npy")).astype(np.uint32)
    found = band_meetings(keyed(keys[worded], worded))
    save(work / f"band-{band}.npy", found.pairs)
    save(work / f"needed-{band}.npy", found.needed)


def group_prints(work: Path, part: int) -> None:
    """Write the pairs that share prints of one part, and how many."""
    found = print_meetings(np.fromfile(work / f"prints-{part}.bin", np.uint64))
    save(work / f"shared-{part}.npy", found.pairs)
    save(work / f"times-{part}.npy", found.times)


def join_range(work: Path, parts: int, number: int) -> None:
    """Join what the bands and parts found for the documents of one range, each pair in its smaller one's."""
    low, high = (np.uint64((number + more) * DOCUMENTS_PER_RANGE) << _HALF for more in (0, 1))
    banded = [_between(_mapped(work / f"band-{band}.npy"), None, low, high)[0] for band in range(BANDS)]
    shared = [
        _between(_mapped(work / f"shared-{part}.npy"), _mapped(work / f"times-{part}.npy"), low, high)
        for part in range(parts)
    ]
    found = met(banded, shared, np.load(work / "sizes.npy"))
    save(work / f"alike-{number}.npy", found.alike)
    save(work / f"inside-{number}.npy", found.inside)
    save(work / f"inside-times-{number}.npy", found.times)


def choose(work: Path, ranges: int) -> Hashes:
    """The candidates among all documents, by their numbers, sorted."""
    none = np.zeros(0, np.uint64)
    found = Met(
        *(
            np.concatenate((first, *(np.load(work / f"{name}-{number}.npy") for number in range(ranges))))
            for name, first in (("alike", none), ("inside", none), ("inside-times", np.zeros(0, np.int64)))
        )
    )
    needed = np.concatenate([none, *(np.load(work / f"needed-{band}.npy") for band in range(BANDS))])
    bins = np.memmap(work / "bins", np.uint8, "r").reshape(-1, BINS)
    return chosen(found, distinct(needed), np.load(work / "sizes.npy"), agreement_of(bins))


def _parted(held: Hashes, bits: int, files: Sequence[BinaryIO]) -> None:
    """Append numbers to the files of their first bits."""
    if not bits:
        held.tofile(files[0])
        return
    held = sorted_numbers(held)
    firsts = np.arange(1, len(files), dtype=np.uint64) << np.uint64(64 - bits)
    for file, numbers in zip(files, np.split(held, np.searchsorted(held, firsts)), strict=True):
        numbers.tofile(file)


def _between(pairs: Hashes, times: Places | None, low: np.uint64, high: np.uint64) -> tuple[Hashes, Places]:
    begin, end = np.searchsorted(pairs, [low, high])
    return np.array(pairs[begin:end]), np.array(times[begin:end] if times is not None else [], np.int64)


def _mapped(path: Path) -> npt.NDArray[Any]:
    """The numbers of a file, read as they are looked at; an empty file cannot be mapped."""
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r" if path.stat().st_size > 128 else None)
    return array
