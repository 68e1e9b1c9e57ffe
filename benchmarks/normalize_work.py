"""What benchmarks.normalize times, each in a process of its own: `-m benchmarks.normalize_work NAME FOLDER`.

FOLDER holds `pages/*.parquet`, `more/*.parquet` (one page in a hundred, all new), the same of a few pages
in `tiny/`, and what the works before this one left. Prints one line of JSON: seconds of CPU of all
threads and children, seconds, and the peak memory in MB. With `--profile` at the end, prints instead where
the time goes, the most expensive functions first.
"""

import cProfile
import hashlib
import json
import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def limit(root: Path) -> None:
    """What no program does without: read, put into NFC, hash, write."""
    out = root / "limit"
    out.mkdir(exist_ok=True)
    for path in sorted((root / "pages").glob("*.parquet")):
        texts = [
            unicodedata.normalize("NFC", text)
            for text in pq.read_table(path, columns=["text"])["text"].to_pylist()
        ]
        hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        table = pa.table({"text": texts, "text_sha256": hashes})
        pq.write_table(table, out / path.name, compression="zstd", compression_level=3, use_dictionary=False)


def stage(root: Path) -> None:
    """All of `tinbai normalize`, into a workspace that has nothing yet."""
    shutil.rmtree(root / "normalized", ignore_errors=True)
    _normalize(root, "pages")


def again(root: Path) -> None:
    """The same once more: nothing is new."""
    _normalize(root, "pages")


def more(root: Path) -> None:
    """The same, and one page in a hundred is new."""
    _normalize(root, "pages", "more")


def _normalize(root: Path, *inputs: str) -> None:
    from dataset.normalize.run import normalize
    from schemas.contract import default_contract

    normalize([root / name for name in inputs], root / "normalized", default_contract(), jobs=1)


def read_shard(root: Path) -> None:
    """The first half of the stage: read and clean, and count the lines that repeat."""
    from dataset.normalize.options import NormalizeOptions, rules_of
    from dataset.normalize.read_shard import ReadTask, read_shard
    from dataset.read.find import find_inputs
    from schemas.contract import default_contract

    options = NormalizeOptions()
    rules = rules_of(default_contract(), options)
    for number, file in enumerate(find_inputs([root / "pages"])):
        output = root / f"read/{number}"
        output.mkdir(parents=True, exist_ok=True)
        read_shard(ReadTask((file,), options.reading, rules, None), output)


def decide_shard(root: Path) -> None:
    """The second half: decide every line, write the rows. Needs what `read_shard` left."""
    from dataset.normalize.arrow_file import batches_of, read_arrow, write_arrow
    from dataset.normalize.decide_shard import DecideTask, decide_shard
    from dataset.normalize.evidence import merge
    from dataset.normalize.options import NormalizeOptions, rules_of
    from dataset.normalize.read_shard import cleaned_path, evidence_path
    from schemas.contract import default_contract

    contract = default_contract()
    shards = sorted((root / "read").iterdir())
    evidence = merge([read_arrow(evidence_path(shard)) for shard in shards])
    write_arrow(root / "evidence.arrow", evidence.schema, [evidence])
    for shard in shards:
        cleaned = cleaned_path(shard)
        batches = tuple((cleaned, batch) for batch in range(batches_of(cleaned)))
        output = root / "decided" / shard.name
        output.mkdir(parents=True, exist_ok=True)
        rules = rules_of(contract, NormalizeOptions())
        decide_shard(DecideTask(batches, root / "evidence.arrow", contract, rules, None), output)


WORKS: dict[str, Callable[[Path], None]] = {
    work.__name__: work for work in (limit, stage, again, more, read_shard, decide_shard)
}


def main() -> None:
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    work, root = WORKS[sys.argv[1]], Path(sys.argv[2])
    # What is imported, read and compiled once is the startup, which is told apart.
    work(root / "tiny")
    if sys.argv[3:] == ["--profile"]:
        cProfile.runctx("work(root)", globals(), locals(), sort="tottime")
        return
    start, began = sum(os.times()[:4]), time.perf_counter()
    work(root)
    spent, took = sum(os.times()[:4]) - start, time.perf_counter() - began
    # Not getrusage: its maximum is inherited from the process that started this one.
    peak = int(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"cpu": spent, "wall": took, "peak": peak}))


if __name__ == "__main__":
    main()
