"""Time normalize on text pages, Parquet to Parquet, beside the physical limit and beside others.

    .venv/bin/python -m benchmarks.normalize [--pages 15000] [--lines long|short] [--times 10] [--rounds 3] [--peers PYTHON]
        [--keep FOLDER]

Makes a corpus of made-up pages of benchmarks/furniture in a temporary folder and
prints what each piece of work takes in seconds of CPU of all its threads, on one core: MB of page text a
second, its share of the limit, and its peak memory. The limit is reading the Parquet, NFC, SHA-256 and writing
Parquet with zstd-3, alone. Then the memory again with a corpus of TIMES the size, what one page costs, and
what others need for the same pages: trafilatura and jusText read an HTML rendering; PYTHON is an interpreter
of an environment that has datatrove and underthesea (uv pip install "datatrove[processing]" pyarrow spacy pyvi
underthesea).
"""

import argparse
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.furniture.corpus import LabelledPage, make_corpus
from benchmarks.furniture.held_out import STYLES
from benchmarks.furniture.html import to_html
from benchmarks.machine import machine

PER_FILE = 2_500
# Slow ones get fewer pages: a rate needs no more.
PEERS = {"trafilatura": 2_000, "justext": 2_000, "underthesea": 1_000, "datatrove": 300}
# Code points.
_PARAGRAPH, _TEASER, _ENTRY = 80, 40, 20
INSTALL = 'uv pip install "datatrove[processing]" pyarrow spacy pyvi underthesea'
_ONE_CORE = {
    "POLARS_MAX_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    # As on every machine but those told otherwise: without its compiled modules a run begins 0.15 s later.
    "PYTHONDONTWRITEBYTECODE": "",
}


def short_lines(page: LabelledPage) -> str:
    """A page as the generator writes it, with every entry of its menus: lines of 37 bytes in the middle."""
    return page.text


def long_lines(page: LabelledPage) -> str:
    """The same page with lines as long as those of real crawled text, whose median is 118 bytes: of its menus'
    entries one in six, teasers with their thumbnails' addresses, paragraphs of three."""
    lines: list[str] = []
    told: list[str] = []
    for number, block in enumerate(page.blocks):
        if block.label == "story" and len(block.text) > _PARAGRAPH:
            told.append(block.text)
            continue
        if told and not block.text:
            continue
        lines += [" ".join(told[at : at + 3]) for at in range(0, len(told), 3)]
        told = []
        if block.label == "furniture" and len(block.text) >= _TEASER:
            image = f"https://img.{page.host}/thumb_w/240/{page.path}/{number}.jpg"
            lines.append(f"![{block.text}]({image}) | {block.text}")
        elif block.label != "furniture" or len(block.text) >= _ENTRY or number % 6 == 0:
            lines.append(block.text)
    return "\n".join([*lines, *(" ".join(told[at : at + 3]) for at in range(0, len(told), 3))])


LINES: dict[str, Callable[[LabelledPage], str]] = {"long": long_lines, "short": short_lines}


def corpus(root: Path, pages: int, seed: int, lines: str = "long") -> float:
    """Write so many pages into `pages/`, and one in a hundred of other sites into `more/`; return MB of text.

    `lines` names one of LINES.
    """
    size = _write(root / "pages", pages, seed, lines)
    _write(root / "more", max(1, pages // 100), seed + 1, lines)
    _write(root / "tiny/pages", 30, seed + 2, lines)
    _write(root / "tiny/more", 15, seed + 3, lines)
    return size / 1e6


def _write(folder: Path, count: int, seed: int, lines: str) -> int:
    folder.mkdir(parents=True)
    size, pages = 0, make_corpus(seed, count, STYLES)
    for part in itertools.count():
        some = list(itertools.islice(pages, PER_FILE))
        if not some:
            return size
        # Made-up sites share a few hosts; real ones do not.
        urls = [f"https://{page.site.replace('/', '-')}.{page.host}/{page.path}" for page in some]
        columns = {"url": urls, "text": [LINES[lines](page) for page in some]}
        pq.write_table(pa.table(columns), folder / f"{folder.name}-{part:04d}.parquet")
        size += sum(len(text.encode()) for text in columns["text"])
    return size


def work(name: str, root: Path) -> dict[str, float]:
    return _run([sys.executable, "-m", "benchmarks.normalize_work", name, str(root)])


def _run(command: Iterable[str]) -> dict[str, float]:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | _ONE_CORE)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def speeds(root: Path, pages: int, megabytes: float, rounds: int) -> None:
    """The fastest of so many rounds of each; the works take turns, since a machine has slow minutes."""
    names = ("limit", "stage", "read_shard", "decide_shard")
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(work(name, root))
    seconds = {name: min(run["cpu"] for run in runs[name]) for name in names}
    print(
        "\n| work | s CPU | pages/s | MB/s | of the limit | peak MB |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, took in seconds.items():
        rate, share = megabytes / took, seconds["limit"] / took
        print(
            f"| {name} | {took:.2f} | {pages / took:,.0f} | {rate:.1f} | {share:.2f} | {runs[name][-1]['peak']:.0f} |"
        )


def increments(root: Path) -> None:
    full = work("stage", root)
    print("\n| run | s CPU | of a full run | peak MB |\n| --- | --- | --- | --- |")
    for name, told in (("again", "nothing new"), ("more", "1% new pages")):
        took = work(name, root)
        print(f"| {told} | {took['cpu']:.2f} | {took['cpu'] / full['cpu']:.1%} | {took['peak']:.0f} |")


def startup(root: Path) -> None:
    """What a command costs before it does anything: help, and one page into a new workspace."""
    tinbai = str(Path(sys.executable).with_name("tinbai"))
    page = root / "one/page.txt"
    page.parent.mkdir()
    page.write_text(
        "\n\n".join(["Một trang ngắn để đo thời gian khởi động của chương trình."] * 9), encoding="utf-8"
    )
    once = [tinbai, "normalize", str(page), "--workspace", str(root / "workspace")]
    subprocess.run([tinbai, "init", str(root / "workspace")], check=True, capture_output=True)
    print()
    for told, command in (("tinbai --help", [tinbai, "--help"]), ("tinbai normalize of one page", once)):
        best = float("inf")
        for _ in range(3):
            start = sum(os.times()[2:4])
            subprocess.run(command, check=True, capture_output=True)
            best = min(best, sum(os.times()[2:4]) - start)
        print(f"{told}: {best:.2f} s CPU")


def peers(root: Path, python: str | None, seed: int) -> None:
    pages = list(make_corpus(seed + 2, max(PEERS.values()), STYLES))
    random.Random(seed).shuffle(pages)
    file = root / "peers.parquet"
    pq.write_table(
        pa.table({"text": [page.text for page in pages], "html": [to_html(page) for page in pages]}), file
    )
    script = str(Path(__file__).with_name("normalize_peers.py"))
    print("\n| peer | version | pages | pages/s | MB/s | peak MB |\n| --- | --- | --- | --- | --- | --- |")
    for name, count in PEERS.items():
        own = name in ("trafilatura", "justext")
        if not own and python is None:
            print(f"| {name} | peer not given: {INSTALL}; --peers PYTHON | | | | |")
            continue
        took = _run([sys.executable if own else str(python), "-P", script, name, str(file), str(count)])
        rate, size = took["pages"] / took["cpu"], took["bytes"] / took["cpu"] / 1e6
        print(f"| {name} | {took['version']} | {count} | {rate:,.0f} | {size:.2f} | {took['peak']:.0f} |")


def memory(root: Path, pages: int, times: int, seed: int, lines: str) -> None:
    print(f"\n| work | peak MB at 1x | at {times}x |\n| --- | --- | --- |")
    names = ("limit", "stage", "again", "more")
    small = [work(name, root)["peak"] for name in names]
    large = root / "large"
    corpus(large, pages * times, seed + 3, lines)
    for name, before in zip(names, small, strict=True):
        print(f"| {name} | {before:.0f} | {work(name, large)['peak']:.0f} |", flush=True)
    shutil.rmtree(large)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=15_000)
    parser.add_argument("--lines", choices=sorted(LINES), default="long")
    parser.add_argument("--times", type=int, default=10, help="size of the larger corpus; 0: none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help="a Python that has the peers")
    parser.add_argument("--keep", type=Path, help="leave the corpus in this folder")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    root = given.keep or Path(tempfile.mkdtemp())
    try:
        pages = given.pages
        megabytes = corpus(root, pages, given.seed, given.lines)
        print(machine())
        print(f"{pages:,} pages, {megabytes:.1f} MB of text, {1000 * megabytes / pages:.1f} kB a page")
        speeds(root, pages, megabytes, given.rounds)
        increments(root)
        startup(root)
        peers(root, given.peers, given.seed)
        if given.times:
            memory(root, pages, given.times, given.seed, given.lines)
    finally:
        if not given.keep:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
