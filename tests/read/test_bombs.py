"""Records and files that are made to fill the memory: refused, while the rest goes on where it can."""

import gzip
import hashlib
import random
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd

from dataset.read.options import ReadOptions
from dataset.read.page import Raw, Refused
from tests.read.samples import PACKERS, http, outline, parquet, read, response, warc_record

SMALL = ReadOptions(max_page_bytes=100_000)
ZEROS = bytes(30_000_000)


@pytest.mark.parametrize("packing", [".gz", ".zst", ".bz2", ".xz"])
def test_a_page_that_unpacks_without_end(packing: str, tmp_path: Path) -> None:
    bomb = PACKERS[packing](ZEROS)
    (found,) = read(tmp_path / f"a.txt{packing}", bomb, SMALL)
    assert isinstance(found, Refused)
    assert (found.source_path, found.reason) == (f"a.txt{packing}", "too_large")
    assert found.sha256 == hashlib.sha256(bomb).hexdigest()


def test_a_bomb_among_lines_ends_the_file(tmp_path: Path) -> None:
    data = gzip.compress(b'{"text": "a"}\n') + gzip.compress(ZEROS) + gzip.compress(b'{"text": "b"}\n')
    one, last = read(tmp_path / "a.jsonl.gz", data, SMALL)
    assert isinstance(one, Raw)
    assert isinstance(last, Refused)
    assert (last.source_path, last.reason) == ("a.jsonl.gz#2", "too_large")
    assert last.detail.endswith("as a zip bomb does; the rest of the file is not read")


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_a_bomb_among_members_of_a_warc_costs_itself(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    bombs = [
        pack(response(1, ZEROS)),
        pack(response(1)),
        pack(ZEROS),
        pack(
            warc_record(
                "response", "https://a.example/", http(gzip.compress(ZEROS), "Content-Encoding: gzip")
            )
        ),
    ]
    data = pack(response(0)) + b"".join(bombs) + pack(response(9))
    found = read(tmp_path / "a.warc.gz", data, SMALL)
    wanted = ["page", "too_large", "page", "too_large", "too_large", "page"]
    assert all(one.sha256 for one in found)
    assert [getattr(one, "reason", "page") for one in found] == wanted


def test_a_line_without_end_is_passed_over(tmp_path: Path) -> None:
    data = b'{"text": "a"}\n{"text": "' + ZEROS + b'"}\n{"text": "b"}\n'
    found = read(tmp_path / "a.jsonl", data, SMALL)
    assert outline(found) == [("1", "a"), ("2", "too_large"), ("3", "b")]
    line = data.split(b"\n")[1]
    assert (found[1].sha256, found[1].byte_start) == (hashlib.sha256(line).hexdigest(), 14)


def test_values_of_parquet_that_are_too_large(tmp_path: Path) -> None:
    records = [{"text": "a"}, {"text": "b" * 200_000}, {"text": "c"}]
    found = read(tmp_path / "a.parquet", parquet(records), SMALL)
    assert outline(found) == [("1", "a"), ("2", "too_large"), ("3", "c")]


PEAK = """
import sys
from pathlib import Path
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile, Raw
from dataset.read.records import raws
import pyarrow.parquet

def peak():
    # Not getrusage: there a child of a large process begins with its parent's peak.
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024

path, small = Path(sys.argv[1]), Path(sys.argv[2])
options = ReadOptions(max_page_bytes=int(sys.argv[3]))
list(raws(InputFile(small, "x", "x"), options))
before = peak()
good = sum(isinstance(one, Raw) for one in raws(InputFile(path, "x", "x"), options))
print(good, peak() - before)
"""


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(),
    reason="SKIPPED LOUDLY: nothing here tells a process's peak memory",
)


def peak_of(path: Path, small: Path, max_page_bytes: int = 2_000_000) -> tuple[int, float]:
    """Pages read, and by how many MB the memory rose above that of reading a small file of the same kind."""
    ran = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), str(small), str(max_page_bytes)],
        capture_output=True,
        check=True,
        timeout=120,
        text=True,
    )
    good, rise = ran.stdout.split()
    return int(good), float(rise)


@needs_proc
def test_one_value_in_every_row_of_parquet(tmp_path: Path) -> None:
    """A dictionary holds it once: a file of under a kilobyte that is 4 GB of text."""
    value = pa.array(["x" * 1_000_000])
    table = pa.table({"text": pa.DictionaryArray.from_arrays(pa.array([0] * 4_000, pa.int32()), value)})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    pq.write_table(table.slice(0, 1), tmp_path / "small.parquet")
    (found,) = read(tmp_path / "a.parquet", options=SMALL)
    assert isinstance(found, Refused)
    assert (found.source_path, found.reason) == ("a.parquet#1", "too_large")
    pq.write_table(table.slice(0, 200), tmp_path / "a.parquet", compression="zstd")
    good, rise = peak_of(tmp_path / "a.parquet", tmp_path / "small.parquet")
    assert good == 200
    assert rise < 60


@cache
def bodies() -> list[bytes]:
    """60 MB of hexadecimal noise, which shrinks to a half, as no bomb does."""
    noise = random.Random(0).randbytes(30_000_000).hex().encode()
    return [
        b"\n".join(noise[line : line + 500] + b", a" for line in range(page, page + 50_000, 500))
        for page in range(0, len(noise), 50_000)
    ]


RECORD: dict[str, Callable[[bytes], bytes]] = {
    "warc": lambda body: response(1, body),
    "jsonl": lambda body: b'{"text": "' + body.replace(b"\n", b"\\n") + b'"}\n',
    "json": lambda body: b'{"text":\n "' + body.replace(b"\n", b"\\n") + b'"}\n',
    "csv": lambda body: b'"' + body + b'",x\n',
}


@needs_proc
@pytest.mark.parametrize(
    "name", ["a.warc", "a.warc.gz", "a.jsonl", "a.jsonl.zst", "a.csv", "a.json", "a.parquet"]
)
def test_memory_does_not_grow_with_the_file(name: str, tmp_path: Path) -> None:
    """60 MB unpacked, read within 40 MB (Parquet 64); one record is larger than a page may be."""
    half = len(bodies()) // 2
    pages = [*bodies()[:half], b"\n".join(bodies()[:60]), *bodies()[half:]]
    kind = name.split(".")[1]
    packers: dict[str, Callable[[bytes], bytes]] = {
        ".gz": partial(gzip.compress, compresslevel=1),
        ".zst": zstd.compress,
    }
    pack = packers.get(Path(name).suffix, bytes)
    path, small = tmp_path / name, tmp_path / f"small-{name}"
    if kind == "parquet":
        small.write_bytes(parquet([{"text": "a"}]))
        # What pyarrow writes as one page are 1,024 values: 5 kB each, as stories are.
        parts = [body[at : at + 5_000] for body in bodies() for at in range(0, 50_000, 5_000)]
        path.write_bytes(parquet([{"text": part.decode()} for part in [*parts, pages[half]]]))
    else:
        head = b"text,url\n" if kind == "csv" else b""
        small.write_bytes(pack(head + RECORD[kind](b"a")))
        records = [head, *map(RECORD[kind], pages)]
        # A member a record, or one for all.
        path.write_bytes(b"".join(map(pack, records)) if kind == "warc" else pack(b"".join(records)))
    good, rise = peak_of(path, small)
    assert good == len(bodies()) * (10 if kind == "parquet" else 1)
    # Parquet's pages are unpacked whole: here 5 MB, a few times over.
    assert rise < (64 if kind == "parquet" else 40)
