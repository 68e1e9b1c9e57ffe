"""Time the streamed checks against reading and decoding the same files.

    .venv/bin/python -m benchmarks.validate [ARTICLES]

Makes a corpus of ARTICLES articles (100,000) of about 2.4 kB with seven suggested spans each in a temporary
folder, and prints seconds of CPU: reading and decoding every column, the scan with all its checks, and the
ratio, which is to stay at or below 2.5. The first pass of each is thrown away. Memory is measured in
processes of their own, because a process never gives back what it once held.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from schemas.contract import default_contract
from schemas.files import text_sha256
from schemas.progress import silent
from schemas.tables import table_of, write_table
from validation.engine.scan import scan
from validation.inputs import Inputs

PER_FILE = 20_000
SPANS = 7
_ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
_RIMES = [
    "a",
    "ai",
    "an",
    "anh",
    "ao",
    "át",
    "âm",
    "ấn",
    "ậu",
    "e",
    "em",
    "ên",
    "ếch",
    "i",
    "inh",
    "ính",
    "o",
    "oa",
    "oai",
    "oàn",
    "ơi",
    "ợp",
    "u",
    "ung",
    "ường",
    "ưởng",
    "y",
    "yên",
    "yếu",
]


def _corpus(root: Path, articles: int) -> Inputs:
    inputs, contract, chance = Inputs.below(root), default_contract(), random.Random(7)
    words = [onset + rime for onset in _ONSETS for rime in _RIMES]
    names = [f"{chance.choice(words).title()} {chance.choice(words).title()}" for _ in range(3_000)]
    suggestions = []
    for part, start in enumerate(range(0, articles, PER_FILE)):
        rows = []
        for number in range(start, min(start + PER_FILE, articles)):
            text, spans = _story(chance, words, names)
            rows.append(_article(number, text))
            suggestions.append(_suggestion(number, text, spans))
        write_table(inputs.articles / f"part-{part:05d}.parquet", table_of(contract, "articles", rows))
    write_table(inputs.suggestions, table_of(contract, "suggestions", suggestions))
    ids = [_id(number) for number in range(articles)]
    alone = {"tier": "single", "nearest_id": None, "jaccard": None, "containment": None}
    clusters = [{"id": name, "cluster_id": name, **alone} for name in ids]
    write_table(inputs.clusters, table_of(contract, "clusters", clusters))
    splits = [{"id": name, "cluster_id": name, "split": "train"} for name in ids]
    write_table(inputs.splits, table_of(contract, "splits", splits))
    return inputs


def _story(chance: random.Random, words: list[str], names: list[str]) -> tuple[str, list[tuple[int, str]]]:
    text, spans = "", []
    for place in range(SPANS):
        text += ("\n\n" if place else "") + " ".join(chance.choices(words, k=30)) + " "
        name = chance.choice(names)
        spans.append((len(text), name))
        text += name + " " + " ".join(chance.choices(words, k=25)) + "."
    return text, spans


def _id(number: int) -> str:
    return f"{number * 2_654_435_761 % (1 << 64):032x}"


def _article(number: int, text: str) -> dict[str, object]:
    paragraphs, start = [], 0
    for paragraph in text.split("\n\n"):
        paragraphs.append({"start": start, "end": start + len(paragraph)})
        start += len(paragraph) + 2
    return {
        "id": _id(number),
        "kind": "article",
        "parent_id": None,
        "item_index": None,
        "title": text[:60],
        "author": None,
        "url": f"https://bao{number % 40}.example/tin-{number}.html",
        "source": f"bao{number % 40}.example",
        "section": None,
        "text": text,
        "paragraphs": paragraphs,
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": date(2020 + number % 5, 1 + number % 12, 1 + number % 28),
        "published_precision": "day",
        "event_date": None,
        "crawled_at": date(2025, 6, 1),
        "license": None,
        "captions": [],
        "source_path": f"{number:08d}.txt",
        "source_sha256": text_sha256(str(number)),
        "norm_version": "1",
    }


def _suggestion(number: int, text: str, spans: list[tuple[int, str]]) -> dict[str, object]:
    return {
        "id": _id(number),
        "text_sha256": text_sha256(text),
        "entities": [
            {"start": at, "end": at + len(name), "label": "GPE", "text": name, "source": "list", "score": 0.9}
            for at, name in spans
        ],
        "topics": ["medtop:14000000"],
        "primary_topic": "medtop:14000000",
        "arm": "rules",
        "suggester_version": "1",
    }


def _decode(inputs: Inputs) -> None:
    for path in (*inputs.articles.glob("*.parquet"), inputs.suggestions, inputs.clusters, inputs.splits):
        for batch in pq.ParquetFile(path).iter_batches(batch_size=5_000):
            pl.from_arrow(batch)


def _check(inputs: Inputs) -> None:
    found = scan(inputs, default_contract(), silent).log.findings()
    told = set(found["check_id"].unique())
    assert told == {"ART010"}, told


def _cpu(work: Callable[[Inputs], None], inputs: Inputs, rounds: int = 3) -> float:
    work(inputs)
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work(inputs)
        best = min(best, time.process_time() - start)
    return best


def _peak(work: str, root: Path) -> float:
    code = [sys.executable, "-m", "benchmarks.validate", f"--{work}", str(root)]
    return float(subprocess.run(code, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    works = {"--decode": _decode, "--check": _check}
    if sys.argv[1:2] and sys.argv[1] in works:
        works[sys.argv[1]](Inputs.below(Path(sys.argv[2])))
        status = Path("/proc/self/status").read_text(encoding="ascii")
        # Not getrusage: its maximum is inherited from the process that started this one.
        print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
        return
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        inputs = _corpus(root, articles)
        size = sum(path.stat().st_size for path in root.rglob("*.parquet")) / 1e6
        print(f"{articles} articles, {articles * SPANS} spans, {size:.0f} MB on disk")
        decode, check = _cpu(_decode, inputs), _cpu(_check, inputs)
        print(f"read and decode {decode:.2f} s CPU; all checks {check:.2f} s CPU: {check / decode:.2f}x")
        plain, checked = _peak("decode", root), _peak("check", root)
        print(f"peak memory {plain:.0f} MB and {checked:.0f} MB: {checked - plain:+.0f} MB")


if __name__ == "__main__":
    main()
