"""Dedup beside other libraries: speed, and recall against exact brute force, in one run.

    .venv/bin/python -m benchmarks.dedup [--documents N] [--peers PYTHON] [--million]

Documents are stories made by `benchmarks.furniture.stories`, of about 2.4 kB, and copies of a third of them
with up to a tenth of their syllables replaced. Same documents, same task for everybody: signatures and the
pairs worth a look; ours also with exact verification, and from Parquet to Parquet. Seconds are CPU of one
core; RAYON_NUM_THREADS and POLARS_MAX_THREADS are set to 1.

Peers are never dependencies: without --peers only ours is measured. To have them:

    uv venv peers && uv pip install -p peers/bin/python datasketch rensa gaoya 'datatrove[processing]' spacy pyvi
    .venv/bin/python -m benchmarks.dedup --peers peers/bin/python

`--million` makes a million articles and reports time and peak memory of dedup over files.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.furniture.stories import story
from dataset.dedup.clusters import candidates, cluster
from dataset.dedup.meetings import places_of
from dataset.dedup.settle import Documents
from dataset.dedup.shingles import batches, shingle
from dataset.dedup.sketch import joined, sketch
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.workspace import cluster_workspace
from dataset.engine import open_engine
from schemas.arrow import arrow_schema
from schemas.contract import default_contract
from schemas.files import text_sha256
from schemas.progress import silent

Pairs = npt.NDArray[np.int64]
PEERS = ("gaoya", "rensa", "datasketch", "datatrove")
FEW = 400  # documents for datatrove, whose tokenizer takes 10 ms for each
WORD = re.compile(r"\w+")
PER_PART = 50_000


def documents(count: int, seed: int = 1) -> Iterator[str]:
    """Stories and copies in any order of likeness: J from 0.35 to 1."""
    rng = random.Random(seed)
    made = number = 0
    while made < count:
        text = _story(seed, number)
        number += 1
        if text is None:
            continue
        yield text
        made += 1
        while made < count and rng.random() < 0.35:
            yield edited(text, rng.uniform(0.001, 0.1), rng)
            made += 1


def _story(seed: int, number: int) -> str | None:
    told = story(f"dedup-{seed}", number)
    text = "\n\n".join((told.lead, *told.paragraphs)).strip()
    return text if 1_400 <= len(text.encode()) <= 4_200 else None


def edited(text: str, share: float, rng: random.Random) -> str:
    words = text.split(" ")
    for place in rng.sample(range(len(words)), int(share * len(words))):
        words[place] = rng.choice(words)
    return " ".join(words)


def exact(texts: list[str], least: float = 0.5) -> dict[float, Pairs]:
    """All pairs by brute force over plain sets of plain words, by the half of J that they are in."""
    from scipy.sparse import csr_matrix  # with scikit-learn, a tool of the tests

    numbers: dict[tuple[str, ...], int] = {}
    columns: list[int] = []
    starts = [0]
    for text in texts:
        words = WORD.findall(text.lower())
        grams = {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))}
        columns += sorted(numbers.setdefault(gram, len(numbers)) for gram in grams)
        starts.append(len(columns))
    table = csr_matrix((np.ones(len(columns), np.int32), columns, starts), (len(texts), len(numbers)))
    sizes = np.diff(starts)
    found, scores = [], []
    for begin in range(0, len(texts), 500):
        shared = (table[begin : begin + 500] @ table.T).tocoo()
        one, other = shared.row + begin, shared.col
        jaccard = shared.data / (sizes[one] + sizes[other] - shared.data)
        kept = (one < other) & (jaccard >= least)
        found.append(np.stack((one[kept], other[kept]), axis=1).astype(np.int64))
        scores.append(jaccard[kept])
    pairs, jaccards = np.concatenate(found), np.concatenate(scores)
    return {0.7: pairs[jaccards >= 0.7], 0.5: pairs[jaccards < 0.7]}


def recall(found: Pairs, true: Pairs, leader: Pairs) -> float:
    base = 1 << 32
    true = np.sort(leader[true], axis=1)
    same = true[:, 0] == true[:, 1]
    return float((same | np.isin(true @ [base, 1], found @ [base, 1])).mean()) if len(true) else float("nan")


def ours(texts: list[str]) -> tuple[Pairs, Pairs]:
    """Signatures and the pairs worth a look; and for each document the first of its exact copies, which
    stands for all of them in the pairs."""
    column = pa.array(texts, pa.large_string())
    vocabulary = Vocabulary()
    sketched = joined([sketch(shingle(batch, vocabulary)) for batch in batches(column)])
    leader = Documents(column, sketched.whole, np.zeros(len(texts), np.uint64)).leader
    one, other = places_of(candidates(sketched, leader))
    return np.stack((one, other), axis=1), leader


def cpu(work: Callable[[], Any], rounds: int = 3) -> tuple[float, Any]:
    """The best of some rounds in seconds of CPU, and what the work gave."""
    best, result = float("inf"), None
    for _ in range(rounds):
        begun = time.process_time()
        result = work()
        best = min(best, time.process_time() - begun)
    return best, result


def articles(texts: Iterator[str], count: int, folder: Path) -> None:
    """The texts as normalize would leave them."""
    schema = arrow_schema(default_contract(), "articles")
    folder.mkdir(parents=True)
    for part, start in enumerate(range(0, count, PER_PART)):
        some = [next(texts) for _ in range(min(PER_PART, count - start))]
        ids = sorted(f"{(start + place) * 2_654_435_761 % (1 << 64):032x}" for place in range(len(some)))
        given = {
            "id": pa.array(ids),
            "kind": pa.array(["article"] * len(some)),
            "url": pa.array([f"https://bao.example/{name}.html" for name in ids]),
            "text": pa.array(some, pa.large_string()),
            "text_sha256": pa.array([text_sha256(text) for text in some]),
        }
        columns = [given.get(field.name, pa.nulls(len(some), field.type)) for field in schema]
        table = pa.table(dict(zip(schema.names, columns, strict=True)))
        pq.write_table(table, folder / f"part-{part:05}.parquet", compression="zstd", row_group_size=5_000)


def over_files(folder: Path) -> int:
    with open_engine() as engine:
        return cluster_workspace(folder, default_contract(), engine=engine).clusters.num_rows


def peer(name: str, python: str, file: Path, output: Path) -> tuple[float, str] | None:
    # -P: names of our benchmarks must not hide modules of theirs.
    command = [python, "-P", str(Path(__file__).with_name("dedup_peers.py")), name, str(file), str(output)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "RAYON_NUM_THREADS": "1"}, check=False
    )
    if done.returncode:
        print(f"{name}: not installed there, or it failed: {done.stderr.strip().splitlines()[-1]}")
        return None
    told = json.loads(done.stdout)
    return told["seconds"], told["version"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--peers", default="")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        begun = time.process_time()
        over_files(given.only)
        seconds = time.process_time() - begun
        status = Path("/proc/self/status").read_text(encoding="ascii")
        print(seconds, int(status.split("VmHWM:")[1].split()[0]) / 1024)
        return
    with tempfile.TemporaryDirectory() as folder:
        if given.million:
            million(Path(folder))
        else:
            compare(given.documents, given.peers, Path(folder))


def compare(count: int, python: str, folder: Path) -> None:
    texts = list(documents(count))
    size = sum(len(text.encode()) for text in texts) / count
    true = exact(texts)
    each = np.arange(count)
    print(f"numpy {version('numpy')}, polars {version('polars')}, pyarrow {version('pyarrow')}")
    print(
        f"{count} documents of {size:.0f} bytes; pairs of J >= .7: {len(true[0.7])}, of .5 to .7: {len(true[0.5])}"
    )
    print(f"{'':34} {'docs/s':>8} {'pairs/doc':>9} {'J >= .7':>8} {'.5 to .7':>8}")

    def row(name: str, seconds: float, done: int, pairs: Pairs | None, leader: Pairs = each) -> None:
        found = (
            f"{len(pairs) / count:9.2f} {recall(pairs, true[0.7], leader):8.4f} {recall(pairs, true[0.5], leader):8.4f}"
            if pairs is not None
            else ""
        )
        print(f"{name:34} {done / seconds:8.0f} {found}", flush=True)

    seconds, (pairs, leader) = cpu(lambda: ours(texts))
    row("tinbai: signatures and pairs", seconds, count, pairs, leader)
    table = pa.table(
        {
            "id": [f"{number:032x}" for number in range(count)],
            "kind": ["article"] * count,
            "url": pa.nulls(count, pa.string()),
            "text": pa.array(texts, pa.large_string()),
        }
    )
    contract = default_contract()
    seconds, _ = cpu(lambda: cluster(table, contract, progress=silent))
    row("tinbai: verified clusters", seconds, count, None)
    articles(iter(texts), count, folder / "articles")
    seconds, _ = alone(folder)
    row("tinbai: Parquet to Parquet", seconds, count, None)
    seconds, _ = alone(folder)
    row("tinbai: again, nothing new", seconds, count, None)
    if not python:
        print("peers are not measured: see the head of benchmarks/dedup.py")
        return
    for name in PEERS:
        some = texts[:FEW] if name == "datatrove" else texts
        file = folder / f"{name}.jsonl"
        file.write_text("".join(json.dumps(text) + "\n" for text in some), encoding="utf-8")
        told = peer(name, python, file, folder / f"{name}.npy")
        if told is not None:
            found = np.load(folder / f"{name}.npy") if some is texts else None
            row(f"{name} {told[1]}", told[0], len(some), found)


def alone(folder: Path) -> tuple[float, float]:
    """Dedup over files in a process of its own: seconds of CPU with its start, and peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks.dedup", "--only", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def drawn(seed: int = 2) -> Iterator[str]:
    """Texts of 2.4 kB without end, quick to make: syllables of the stories in any order, with two stock
    sentences each, and copies of a fifth of them."""
    rng = random.Random(seed)
    told = list(documents(300, seed))
    words = [word for text in told for word in text.split()]
    stock = [line for text in told for line in text.split("\n") if 60 < len(line) < 200]
    while True:
        size = rng.randrange(200, 560)
        syllables = rng.choices(words, k=size)
        for place in range(size // 2, size, size // 4):
            syllables[place] = f"{rng.choice(stock)}\n\n"
        text = " ".join(syllables)
        yield text
        if rng.random() < 0.2:
            yield edited(text, rng.uniform(0.001, 0.1), rng)


def million(folder: Path, count: int = 1_000_000) -> None:
    articles(drawn(), count, folder / "articles")
    for name in ("from scratch", "again, nothing new"):
        seconds, memory = alone(folder)
        print(
            f"{count} articles {name}: {seconds:.0f} s CPU, {count / seconds:.0f} docs/s, peak {memory:.0f} MB"
        )


if __name__ == "__main__":
    main()
