"""The readers beside other libraries, format by format, in one run.

    .venv/bin/python -m benchmarks.read [--pages N] [--large MB] [--peers PYTHON]

Pages are made by `benchmarks.furniture.stories`, of about 7 kB, and written once in every format. Everybody
reads the same files and gives each page's text and address; ours also hashes them and checks the metadata.
`limit` is what the format's own decoder takes without giving anybody a page: zlib, json, pyarrow. MB are of
UTF-8 text; seconds are CPU of one core, the best of three rounds.

`--large MB` also reads a WARC of that size and says how much memory that took, packed and not.
Peers are never dependencies: without --peers only what is installed is measured. To have the others:

    uv venv peers && uv pip install -p peers/bin/python fastwarc warcio orjson msgspec pandas pyarrow
    .venv/bin/python -m benchmarks.read --peers peers/bin/python
"""

import argparse
import csv
import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd

from benchmarks.furniture.stories import story
from dataset.read.find import find_inputs
from dataset.read.options import ReadOptions
from dataset.read.page import Raw
from dataset.read.records import raws

Record = dict[str, str]
PEERS = {"pages.jsonl": ("orjson", "msgspec"), "pages.csv": ("pandas",), "pages.warc": ("fastwarc", "warcio")}
PEERS["pages.warc.gz"] = PEERS["pages.warc"]


def records(count: int) -> Iterator[Record]:
    for number in range(count):
        told = [story("read", 4 * number + part) for part in range(4)]
        paragraphs = [line for one in told for line in (one.title, one.lead, *one.paragraphs) if line]
        yield {
            "url": f"https://bao.example/tin-{number}.html",
            "title": told[0].title,
            "text": "\n".join(paragraphs),
            "published": f"{told[0].day.isoformat()}T06:00:00+07:00",
        }


def written(count: int, folder: Path) -> int:
    """Write them in every format; the bytes of their text."""
    made = list(records(count))
    lines = [json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in made]
    (folder / "pages.jsonl").write_bytes(b"".join(lines))
    (folder / "pages.jsonl.gz").write_bytes(gzip.compress(b"".join(lines)))
    (folder / "pages.jsonl.zst").write_bytes(zstd.compress(b"".join(lines)))
    (folder / "ascii.jsonl").write_bytes(b"".join(json.dumps(record).encode() + b"\n" for record in made))
    (folder / "pages.json").write_bytes(json.dumps(made, ensure_ascii=False, indent=1).encode())
    with (folder / "pages.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, made[0])
        writer.writeheader()
        writer.writerows(made)
    table = pa.Table.from_pylist(made)
    pq.write_table(table, folder / "pages.parquet", compression="zstd", row_group_size=5_000)
    pq.write_table(table.select(["text"]), folder / "text.parquet", compression="zstd", row_group_size=5_000)
    warc = [member(record["url"], record["text"].encode()) for record in made]
    (folder / "pages.warc").write_bytes(b"".join(warc))
    (folder / "pages.warc.gz").write_bytes(b"".join(map(gzip.compress, warc)))
    return sum(len(record["text"].encode()) for record in made)


def member(url: str, text: bytes) -> bytes:
    """A WARC record with a page that is nothing but its text."""
    content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + text
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T06:07:08Z\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def ours(path: Path) -> int:
    (file,) = find_inputs([path])
    return sum(isinstance(raw, Raw) for raw in raws(file, ReadOptions()))


def limit(path: Path) -> int:
    """What the decoder beneath takes: pages given, so that nobody measures nothing."""
    name = path.name
    if name.endswith("parquet"):
        return int(pq.read_table(path, use_threads=False).num_rows)
    data = path.read_bytes()
    if name.endswith("jsonl"):
        return sum("text" in json.loads(line) for line in data.splitlines())
    if name.endswith("json"):
        return len(json.loads(data))
    if name.endswith("csv"):
        return sum(len(row) == 4 for row in csv.reader(io.StringIO(data.decode(), newline=""))) - 1
    if name.endswith("gz"):
        return sum(member.count(b"WARC-Type" if "warc" in name else b"\n") for member in members(data))
    if name.endswith("zst"):
        return zstd.decompress(data).count(b"\n")
    return data.count(b"WARC-Type")


def members(data: bytes) -> Iterator[bytes]:
    """Each member's bytes; `gzip.decompress` copies all that is left after each one."""
    place = 0
    while place < len(data):
        unpacker = zlib.decompressobj(31)
        size = 1 << 16
        parts = []
        while not unpacker.eof and place < len(data):
            block = data[place : place + size]
            parts.append(unpacker.decompress(block))
            place += len(block) - len(unpacker.unused_data)
        yield b"".join(parts)


def cpu(work: Callable[[], int], count: int) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        given = work()
        best = min(best, time.process_time() - begun)
        assert given == count, f"{given} pages of {count}"
    return best


def peer(python: str, name: str, path: Path, count: int) -> tuple[str, float] | None:
    command = [python, str(Path(__file__).with_name("read_peers.py")), name, str(path), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: not installed there, or it failed: {done.stderr.strip().splitlines()[-1]}")
        return None
    told = json.loads(done.stdout)
    return f"{name} {told['version']}", told["seconds"]


def compare(count: int, python: str, folder: Path) -> None:
    size = written(count, folder) / 1e6
    print(
        f"{count} pages, {size:.0f} MB of text; pyarrow {version('pyarrow')}, Python {sys.version.split()[0]}"
    )
    print(f"{'':18} {'MB/s':>6} {'us/page':>8}  {'limit MB/s':>10}")
    for path in sorted(folder.iterdir()):
        seconds, least = cpu(partial(ours, path), count), cpu(partial(limit, path), count)
        line = f"{path.name:18} {size / seconds:6.0f} {seconds / count * 1e6:8.1f}  {size / least:10.0f}"
        for name in PEERS.get(path.name, ()) if python else ():
            if found := peer(python, name, path, count):
                line += f"  {found[0]}: {size / found[1]:.0f}"
        print(line, flush=True)


def large(megabytes: int, folder: Path) -> None:
    """Peak memory over a large WARC, each read in a process of its own."""
    record = member("https://bao.example/tin.html", next(records(1))["text"].encode())
    for name, pack in (("large.warc", bytes), ("large.warc.gz", gzip.compress)):
        path = folder / name
        packed = pack(record)
        with path.open("wb") as file:
            for _ in range(megabytes * 1_000_000 // len(record)):
                file.write(packed)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.read", "--only", str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
        print(f"{name} of {megabytes} MB unpacked: {done.stdout.strip()}")
        path.unlink()


def peak() -> float:
    return int(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--peers", default="")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        before = peak()
        pages = ours(given.only)
        print(f"{pages} pages, peak {peak():.0f} MB, {peak() - before:.0f} MB more than before")
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(given.pages, given.peers, Path(folder))
    if given.large:
        with tempfile.TemporaryDirectory() as folder:
            large(given.large, Path(folder))


if __name__ == "__main__":
    main()
