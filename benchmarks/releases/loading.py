"""How fast a release loads, beside the same rows as `push_to_hub` lays them out, and beside reading the bytes.

    .venv/bin/python -m benchmarks.releases.loading [--articles N] [--rounds N] [--peers PYTHON]

The config `articles` of N articles (20,000) of 2.4 kB, from a folder and from the Hub's stand-in of the tests
behind a made-up line: 50 ms before each answer, 25 MB/s for each connection. Every work runs in a process of
its own with an empty HF_HOME; imports are not counted. The layouts take turns, and the table has the
least seconds of N rounds (3), and the requests and MB that the line carried. Files lie in the page cache.

Rows are sorted by id, as in a first release, in both layouts. PYTHON has duckdb beside datasets and polars
(`uv pip install datasets polars duckdb`); without it DuckDB is left out. It reads from the folder alone: its
extension for HTTP is a download.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.releases.layouts import hub, push, pushed
from benchmarks.releases.network import BYTES_PER_S, DELAY_S, Line, slow_line
from tests.hub.stand_in import Blob, Repository, StandIn

SAID = {
    "bytes": "the bytes of the files alone",
    "cold": "cold `load_dataset`",
    "first": "first streamed row",
    "column": "one column, streamed",
    "column_pyarrow": "one column, pyarrow",
    "column_polars": "one column, Polars",
    "column_duckdb": "one column, DuckDB",
    "one": "one id, streamed with `filters`",
    "one_pyarrow": "one id, pyarrow",
    "one_polars": "one id, Polars",
    "one_duckdb": "one id, DuckDB",
}
LIMIT_S = 120


@dataclass
class Took:
    seconds: float = float("inf")
    requests: int = 0
    sent: int = 0


@dataclass(frozen=True)
class Layout:
    name: str
    folder: Path
    repository: str

    @property
    def files(self) -> list[str]:
        return sorted(
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("articles/train-*.parquet")
        )


def layouts(count: int, folder: Path, served: StandIn) -> tuple[tuple[Layout, Layout], str]:
    """A release of ours and what `push_to_hub` makes of it, in folders and on the stand-in; and an id in the middle."""
    from benchmarks.releases.corpus import newsroom, release_tables
    from dataset.release import ReleaseInfo
    from dataset.release.build import build_release
    from dataset.release.rows import contents
    from schemas.contract import default_contract
    from schemas.progress import silent

    contract = default_contract()
    tables = release_tables(newsroom(count, 0.02), contract)
    info = ReleaseInfo("newsroom/ours", "Newsroom", "cc0-1.0", "Made up.", released_on=date(2024, 6, 1))
    built = build_release(
        tables, contract, version="1.0.0", folder=folder / "ours", info=info, progress=silent
    )
    ours = Layout("tinbai", built.folder, "newsroom/ours")
    repository = served.repositories[ours.repository] = Repository(private=False)
    repository.commit(
        "1.0.0",
        {
            path.relative_to(built.folder).as_posix(): Blob(
                path.read_bytes(), large=path.suffix == ".parquet"
            )
            for path in built.folder.rglob("*")
            if path.is_file()
        },
    )
    rows = contents(tables, contract, {}).tables
    theirs = Layout("push_to_hub", folder / "theirs", "newsroom/theirs")
    pushed(theirs.folder, rows, served)
    push(theirs.repository, rows)
    ids = rows["articles"]["train"].column("id")
    return (ours, theirs), ids[len(ids) * 5 // 8].as_py()


def took(work: str, layout: Layout, name: str, line: Line | None, python: str) -> float:
    where = str(layout.folder) if line is None else layout.repository
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HF_HOME": home, "POLARS_MAX_THREADS": "2"}
        environment |= {"HF_HUB_OFFLINE": "1"} if line is None else {"HF_ENDPOINT": line.endpoint}
        # -P: names of our benchmarks must not hide modules of theirs.
        command = [
            python,
            "-P",
            str(Path(__file__).with_name("load_one.py")),
            work,
            where,
            name,
            *layout.files,
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=LIMIT_S, check=False
        )
    if done.returncode:
        raise SystemExit(f"{work} of {layout.name}: {done.stderr[-2_000:]}")
    return float(done.stdout.split()[0])


def measure(both: tuple[Layout, Layout], name: str, line: Line | None, rounds: int, peers: str) -> None:
    found: dict[tuple[str, str], Took] = defaultdict(Took)
    works = [work for work in SAID if not work.endswith("duckdb") or (peers and line is None)]
    for _ in range(rounds):
        for work in works:
            for layout in both:
                if line is not None:
                    line.forget()
                best = found[work, layout.name]
                python = peers if work.endswith("duckdb") else sys.executable
                best.seconds = min(best.seconds, took(work, layout, name, line, python))
                if line is not None:
                    best.requests, best.sent = line.requests, line.sent
    print(
        f"\n| {'from a folder' if line is None else 'over the line'} | tinbai | push_to_hub | times as fast |"
    )
    print("| --- | --- | --- | --- |")
    for work in works:
        ours, theirs = (found[work, layout.name] for layout in both)
        cells = " | ".join(_cell(one, line is not None) for one in (ours, theirs))
        print(f"| {SAID[work]} | {cells} | {theirs.seconds / ours.seconds:.1f} |", flush=True)


def _cell(one: Took, counted: bool) -> str:
    return f"{one.seconds:.3f} s" + (f", {one.sent / 1e6:.1f} MB, {one.requests} requests" if counted else "")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="")
    given = parser.parse_args()
    with hub() as served, tempfile.TemporaryDirectory() as folder:
        both, name = layouts(given.articles, Path(folder), served)
        print(
            f"{given.articles} articles; datasets {version('datasets')}, pyarrow {version('pyarrow')}, "
            f"polars {version('polars')}; the line: {DELAY_S * 1000:.0f} ms, {BYTES_PER_S / 1e6:.0f} MB/s"
        )
        measure(both, name, None, given.rounds, given.peers)
        with slow_line(served.endpoint) as line:
            measure(both, name, line, given.rounds, given.peers)


if __name__ == "__main__":
    main()
