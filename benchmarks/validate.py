"""Time the streamed checks against reading and decoding the same files, and against peers.

    .venv/bin/python -m benchmarks.validate [ARTICLES] [--rounds N] [--peers PYTHON]

Makes a corpus of ARTICLES articles (100,000) of about 2.4 kB with seven suggested spans each in a temporary
folder; every tenth has gold. Prints the least seconds of CPU and peak of memory of N rounds, every work in a process of its own and
on one thread: reading and decoding every column; twenty checks of articles and spans; all checks, and all but those that look for every mention of a labelled name. Peers run twenty
checks, too, and Great Expectations five of spans (benchmarks/validate_peers.py). The first pass of each is thrown away.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence, Set
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from schemas.contract import CheckRule, Contract, default_contract
from schemas.files import text_sha256
from schemas.progress import silent
from schemas.tables import table_of, write_table
from validation.catalogue import NEVER
from validation.engine.scan import scan
from validation.inputs import Inputs

PER_FILE = 20_000
SPANS = 7
LABELLED = 10  # one of so many articles has gold
PEERS = ("expectations", "spans", "pandera", "pointblank")
TWENTY = {
    *(f"TAB00{n}" for n in (1, 2, 3, 4)),
    *(f"ART{n:03}" for n in (1, 2, 4, 6, 9, 11, 101, 102, 103, 104)),
    *(f"SPAN00{n}" for n in (3, 4, 5, 6, 7, 8)),
}
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
    suggestions, gold = [], []
    for part, start in enumerate(range(0, articles, PER_FILE)):
        rows = []
        for number in range(start, min(start + PER_FILE, articles)):
            text, spans = _story(chance, words, names)
            rows.append(_article(number, text))
            suggestions.append(_suggestion(number, text, spans))
            if number % LABELLED == 0:
                gold.append(_gold(number, text, spans))
        write_table(inputs.articles / f"part-{part:05d}.parquet", table_of(contract, "articles", rows))
    write_table(inputs.suggestions, table_of(contract, "suggestions", suggestions))
    write_table(inputs.gold / "part-00000.parquet", table_of(contract, "gold", gold))
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
        "license": "CC0-1.0",
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


def _gold(number: int, text: str, spans: list[tuple[int, str]]) -> dict[str, object]:
    return {
        "id": _id(number),
        "text_sha256": text_sha256(text),
        "entities": [
            {"start": at, "end": at + len(name), "label": "GPE", "text": name} for at, name in spans
        ],
        "topics": ["medtop:14000000"],
        "primary_topic": "medtop:14000000",
        "topic_shares": [1.0],
        "n_annotators": 2,
        "status": "agreed",
        "adjudicator": None,
    }


def _decode(inputs: Inputs) -> None:
    tables = (*inputs.articles.glob("*.parquet"), *inputs.gold.glob("*.parquet"), inputs.suggestions)
    for path in (*tables, inputs.clusters, inputs.splits):
        for batch in pq.ParquetFile(path).iter_batches(batch_size=5_000):
            pl.from_arrow(batch)


def _check(inputs: Inputs) -> None:
    _scan(inputs, default_contract())


def _check_twenty(inputs: Inputs) -> None:
    _scan(inputs, _without(default_contract().checks.keys() - TWENTY))


def _check_without_mentions(inputs: Inputs) -> None:
    _scan(inputs, _without({"CONS101", "CONS102", "CONS103"}))


def _without(checks: Set[str]) -> Contract:
    contract = default_contract()
    off = dict.fromkeys(checks - set(NEVER), CheckRule(severity="off"))
    return contract.model_copy(update={"checks": contract.checks | off})


def _scan(inputs: Inputs, contract: Contract) -> None:
    told = set(scan(inputs, contract, silent).log.findings()["check_id"].unique())
    assert not told, told


WORKS: dict[str, tuple[Callable[[Inputs], None], str]] = {
    "decode": (_decode, "reading and decoding"),
    "twenty": (_check_twenty, "twenty checks"),
    "check": (_check, "all checks"),
    "mentions": (_check_without_mentions, "all but mentions of names"),
}


def _measure(work: Callable[[Inputs], None], inputs: Inputs) -> None:
    """Print seconds of CPU of the second pass and the peak of memory in MB, as JSON."""
    work(inputs)
    start = time.process_time()
    work(inputs)
    seconds = time.process_time() - start
    status = Path("/proc/self/status").read_text(encoding="ascii")
    # Not getrusage: its maximum is inherited from the process that started this one.
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"cpu": seconds, "peak": peak, "version": "tinbai"}))


def _run(code: Sequence[str]) -> dict[str, Any]:
    environment = os.environ | {"POLARS_MAX_THREADS": "1"}
    done = subprocess.run(code, check=True, capture_output=True, text=True, env=environment)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="?", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--peers", metavar="PYTHON", help="with great_expectations, pandera[polars], pointblank"
    )
    parser.add_argument("--work", choices=WORKS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        _measure(WORKS[given.work][0], Inputs.below(given.folder))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _corpus(root, given.articles)
        size = sum(path.stat().st_size for path in root.rglob("*.parquet")) / 1e6
        labelled = len(range(0, given.articles, LABELLED))
        spans = (given.articles + labelled) * SPANS
        print(f"{given.articles:,} articles, {labelled:,} with gold, {spans:,} spans, {size:.0f} MB on disk")
        own = [sys.executable, "-m", "benchmarks.validate", "--folder", folder, "--work"]
        works = {what: [*own, name] for name, (_, what) in WORKS.items()}
        if given.peers:
            peer = [given.peers, "-P", str(Path(__file__).with_name("validate_peers.py"))]
            works |= {name: [*peer, name, folder] for name in PEERS}
        taken: dict[str, list[dict[str, Any]]] = {name: [] for name in works}
        for _ in range(given.rounds):  # the works take turns: a slow minute hits them all
            for name, code in works.items():
                taken[name].append(_run(code))
        limit = min(one["cpu"] for one in taken["reading and decoding"])
        for name, runs in taken.items():
            cpu, peak = min(one["cpu"] for one in runs), min(one["peak"] for one in runs)
            named = f"{runs[0]['version']} {name if name == 'spans' else ''}" if name in PEERS else name
            print(f"{named:28} {cpu:6.2f} s CPU {cpu / limit:6.2f} times reading {peak:7.0f} MB")


if __name__ == "__main__":
    main()
