"""What benchmarks.normalize times, each in a process of its own: `-m benchmarks.normalize_work NAME FOLDER`.

FOLDER holds `pages/*.parquet`, `more/*.parquet` (one page in a hundred, all new), the same of a few pages
in `tiny/`, and what the works before this one left. Prints one line of JSON: seconds of CPU of all
threads and children, seconds, and the peak memory in MB. With `--profile` at the end, prints instead which
modules the time goes to.
"""

import cProfile
import hashlib
import json
import os
import pstats
import shutil
import sys
import time
import unicodedata
from collections import defaultdict
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
        read_shard(ReadTask((file,), options.reading, rules, None, True), output)


def decide_shard(root: Path) -> None:
    """The second half: decide every line, write the rows. Needs what `read_shard` left."""
    from dataset.normalize.arrow_file import batches_of, write_arrow
    from dataset.normalize.decide_shard import DecideTask, decide_shard
    from dataset.normalize.learnt import learn
    from dataset.normalize.options import NormalizeOptions, rules_of
    from dataset.normalize.read_shard import cleaned_path, surveys_path
    from schemas.contract import default_contract

    contract = default_contract()
    shards = sorted((root / "read").iterdir())
    counts = learn([surveys_path(shard) for shard in shards], None, root / "evidence.parquet", {})
    write_arrow(root / "counts.arrow", counts.schema, [counts])
    for shard in shards:
        cleaned = cleaned_path(shard)
        batches = tuple((cleaned, batch) for batch in range(batches_of(cleaned)))
        output = root / "decided" / shard.name
        output.mkdir(parents=True, exist_ok=True)
        rules = rules_of(contract, NormalizeOptions())
        decide_shard(DecideTask(batches, root / "counts.arrow", contract, rules, None), output)


WORKS: dict[str, Callable[[Path], None]] = {
    work.__name__: work for work in (limit, stage, again, more, read_shard, decide_shard)
}


def time_by_module(profile: cProfile.Profile) -> list[tuple[str, float]]:
    """Seconds by module of ours, most first: its own and what libraries spent on its calls."""
    found = vars(pstats.Stats(profile))["stats"]
    ours = f"{Path(__file__).parents[1]}/"
    spent: dict[str, float] = defaultdict(float)

    def share(function: tuple[str, int, str], seconds: float, depth: int) -> None:
        if function[0].startswith(ours) and "/.venv/" not in function[0]:
            spent[function[0].removeprefix(ours)] += seconds
            return
        callers = found[function][4]
        total = sum(each[2] for each in callers.values())
        if not callers or depth == 12 or not total:
            spent["elsewhere"] += seconds
            return
        for caller, each in callers.items():
            if each[2] > 0.005 * total:
                share(caller, seconds * each[2] / total, depth + 1)

    for function, each in found.items():
        if each[2] > 0.001:
            share(function, each[2], 0)
    return sorted(spent.items(), key=lambda item: -item[1])


def main() -> None:
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    work, root = WORKS[sys.argv[1]], Path(sys.argv[2])
    # What is imported, read and compiled once is the startup, which is told apart.
    work(root / "tiny")
    if sys.argv[3:] == ["--profile"]:
        profile = cProfile.Profile(time.process_time)
        profile.runcall(work, root)
        for name, seconds in time_by_module(profile)[:20]:
            print(f"{seconds:8.2f} s  {name}")
        return
    start, began = sum(os.times()[:4]), time.perf_counter()
    work(root)
    spent, took = sum(os.times()[:4]) - start, time.perf_counter() - began
    # Not getrusage: its maximum is inherited from the process that started this one.
    peak = int(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"cpu": spent, "wall": took, "peak": peak}))


if __name__ == "__main__":
    main()
