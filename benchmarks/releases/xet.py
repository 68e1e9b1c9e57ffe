"""What the Hub has to store when a release follows another, in our layout and in that of `push_to_hub`.

    .venv/bin/python -m benchmarks.releases.xet [--articles N] [--labelled SHARE] [--configs] [--elsewhere]

Every version is uploaded by hf_xet, the Hub's own client, into a store on this disk (`local://`), after the
version before it; what counts is what it says that it sent: new chunks, compressed as it compresses them, and
their index. N articles (30,000) of 2.4 kB, a tenth of them labelled. `--configs` also prints the shares of
each config. `--elsewhere` forgets what the client keeps of earlier uploads, as a new machine has none of it.

Rows of *push_to_hub* are in the order of ours, or *sorted* by id, as who makes the tables anew will have them;
ids are hashes. In our releases nothing is ever inserted in the middle: that row is for the layouts alone.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.releases.layouts import Tables, hub, ours, pushed

Write = Callable[[Path, Tables], None]
GROWTH = 0.05


@dataclass(frozen=True)
class Sent:
    """Bytes of the files of one upload, of them in chunks that the store lacked, and what was sent for those."""

    total: int = 0
    new: int = 0
    sent: int = 0

    def __add__(self, other: "Sent") -> "Sent":
        return Sent(self.total + other.total, self.new + other.new, self.sent + other.sent)

    def __str__(self) -> str:
        return f"{100 * self.new / self.total:.1f}%, {self.sent / 1e6:.2f} MB"


def versions(articles: int, labelled: float) -> tuple[Tables, dict[str, Tables]]:
    """The first release, and by name what may come after it."""
    from benchmarks.releases.corpus import newsroom, release_tables
    from dataset.release.rows import contents, key_of
    from schemas.contract import default_contract

    contract = default_contract()
    grown = newsroom(round(articles * (1 + GROWTH)), labelled)
    start = grown.first(articles)
    first = contents(release_tables(start, contract), contract, {}).tables
    order = {
        config: {
            split: list(dict.fromkeys(table.column(key_of(config)).to_pylist()))
            for split, table in splits.items()
        }
        for config, splits in first.items()
    }
    appended = contents(release_tables(grown, contract), contract, order).tables
    relabelled = contents(release_tables(start.relabelled(0.01), contract), contract, order).tables

    def taken_down(share: float) -> Tables:
        return _kept(first, start.drawn(share), inside=False)

    added = [str(row["id"]) for row in grown.articles[articles:]]
    some = set(added[: round(0.01 * articles)])
    labelled_one = first["entities"]["train"].column("id")[first["entities"]["train"].num_rows // 3].as_py()
    return first, {
        "append 5% of articles": appended,
        "relabel 1%": relabelled,
        "insert 1% in the middle": _inserted(first, _kept(appended, some, inside=True)),
        "take down one article": _kept(first, {labelled_one}, inside=False),
        "take down 0.1%": taken_down(0.001),
        "take down 1%": taken_down(0.01),
    }


def _kept(tables: Tables, ids: set[str], *, inside: bool) -> Tables:
    """The rows of these ids, or those of all others."""
    wanted = pa.array(sorted(ids), pa.string())

    def rows(table: pa.Table) -> pa.Table:
        found = pc.is_in(table.column("id"), wanted)
        return table.filter(found if inside else pc.invert(found))

    return {
        config: {split: rows(table) for split, table in splits.items()} for config, splits in tables.items()
    }


def _inserted(tables: Tables, new: Tables) -> Tables:
    def rows(table: pa.Table, more: pa.Table) -> pa.Table:
        half = table.num_rows // 2
        return pa.concat_tables([table.slice(0, half), more, table.slice(half)])

    return {
        config: {split: rows(table, new[config][split]) for split, table in splits.items()}
        for config, splits in tables.items()
    }


def by_id(tables: Tables) -> Tables:
    def rows(table: pa.Table) -> pa.Table:
        keys = [name for name in ("id", "annotation_id", "sent_id") if name in table.schema.names]
        return table.sort_by([(name, "ascending") for name in keys])

    return {
        config: {split: rows(table) for split, table in splits.items()} for config, splits in tables.items()
    }


def upload(store: Path, folder: Path) -> dict[str, Sent]:
    """Upload the files of each config, one config after another."""
    import hf_xet

    told = {}
    for config in sorted({path.parent for path in folder.rglob("*.parquet")}):
        commit = hf_xet.XetSession().new_upload_commit(endpoint=f"local://{store}")
        for path in sorted(config.iterdir()):
            commit.start_upload_file(str(path))
        found = commit.wait_to_finish().dedup_metrics
        told[config.name] = Sent(found.total_bytes, found.new_bytes, found.total_bytes_uploaded)
    return told


def follow(
    place: Path, write: Write, first: Tables, others: Mapping[str, Tables], *, elsewhere: bool
) -> dict[str, dict[str, Sent]]:
    """What the first version cost, and each of the others after it."""
    place.mkdir()
    write(place / "first", first)
    told = {"first version": upload(place / "store", place / "first")}
    if elsewhere:
        for kept in ("shard-cache", "shard-session"):
            shutil.rmtree(place / "store/xet" / kept, ignore_errors=True)
    for name, tables in others.items():
        shutil.copytree(place / "store", place / "next")
        write(place / "files", tables)
        told[name] = upload(place / "next", place / "files")
        shutil.rmtree(place / "next")
        shutil.rmtree(place / "files")
    shutil.rmtree(place)
    return told


def table(told: Mapping[str, Mapping[str, Sent]]) -> None:
    """Rows: what changed; columns: layouts."""
    print(f"| | {' | '.join(told)} |")
    print(f"| --- |{' --- |' * len(told)}")
    for change in next(iter(told.values())):
        print(f"| {change} | {' | '.join(str(found[change]) for found in told.values())} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=30_000)
    parser.add_argument("--labelled", type=float, default=0.1)
    parser.add_argument("--configs", action="store_true")
    parser.add_argument("--elsewhere", action="store_true")
    given = parser.parse_args()
    with hub() as served, tempfile.TemporaryDirectory() as folder:
        first, others = versions(given.articles, given.labelled)

        def push(place: Path, tables: Tables) -> None:
            pushed(place, tables, served)

        def push_by_id(place: Path, tables: Tables) -> None:
            pushed(place, by_id(tables), served)

        layouts: dict[str, Write] = {"tinbai": ours, "push_to_hub": push, "push_to_hub, sorted": push_by_id}
        told = {
            name: follow(Path(folder) / "place", write, first, others, elsewhere=given.elsewhere)
            for name, write in layouts.items()
        }
    print(
        f"{given.articles} articles; datasets {version('datasets')}, hf_xet {version('hf_xet')}, pyarrow {version('pyarrow')}\n"
    )
    table(
        {
            name: {change: sum(parts.values(), Sent()) for change, parts in found.items()}
            for name, found in told.items()
        }
    )
    if given.configs:
        for name, found in told.items():
            print(f"\n{name}, by config:\n")
            table(
                {
                    config: {change: parts[config] for change, parts in found.items()}
                    for config in found["first version"]
                }
            )
    size = {name: sum(found["first version"].values(), Sent()).total / 1e6 for name, found in told.items()}
    print(
        "\nthe files of the first version: "
        + ", ".join(f"{name} {made:.1f} MB" for name, made in size.items())
    )


if __name__ == "__main__":
    main()
