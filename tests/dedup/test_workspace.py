"""Dedup over files: whatever came before, the clusters are those of one run over the table in memory."""

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.dedup import cluster
from dataset.dedup.workspace import Clustered, cluster_workspace
from dataset.engine import Engine, open_engine
from schemas.contract import Contract, default_contract
from schemas.errors import DataError
from schemas.files import file_sha256, text_sha256
from schemas.progress import silent
from schemas.tables import read_table, table_of
from tests.dedup.texts import edited, story, written

Texts = dict[str, str]


def write_articles(folder: Path, texts: Texts, *, per_part: int = 3, reverse: bool = False) -> pa.Table:
    """Articles as normalize would leave them, by id; or against the order of ids, which must not matter."""
    rows = [
        {
            "id": name,
            "kind": "teaser" if name.startswith("t") else "article",
            "parent_id": None,
            "item_index": None,
            "title": None,
            "author": None,
            "url": f"https://bao.example/{name[1:]}" if name.startswith("u") else None,
            "source": None,
            "section": None,
            "text": text,
            "paragraphs": [],
            "text_sha256": text_sha256(text),
            "language": "vi",
            "published_at": None,
            "published_precision": "unknown",
            "event_date": None,
            "crawled_at": None,
            "license": None,
            "captions": [],
            "source_path": name,
            "source_sha256": "",
            "norm_version": "1",
        }
        for name, text in sorted(texts.items(), reverse=reverse)
    ]
    table = table_of(default_contract(), "articles", rows)
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    for path in articles.iterdir():
        path.unlink()
    for part, start in enumerate(range(0, max(1, len(rows)), per_part)):
        pq.write_table(table.slice(start, per_part), articles / f"part-{part:05}.parquet")
    return table


def run(folder: Path, engine: Engine | None = None) -> Clustered:
    if engine is not None:
        return cluster_workspace(folder, default_contract(), engine=engine)
    with open_engine() as local:
        return cluster_workspace(folder, default_contract(), engine=local)


def newsroom(seeds: int) -> Texts:
    """Stories, copies of every degree, parts of stories, texts with one URL, and what is hardly a text."""
    texts: Texts = {}
    for seed in range(seeds):
        base = story(seed, 60 + seed % 90)
        texts[f"a{seed:03d}"] = written(base)
        texts[f"b{seed * 7 % 100:03d}"] = written(edited(base, seed, 1 + seed % 9))
        texts[f"t{seed:03d}"] = written(base[5 : 25 + seed % 20])
        texts[f"u{seed // 2:03d}" + "/" * (seed % 2)] = written(base[:30] + story(500 + seed, 25))
    texts.update(
        {"c0": "", "c1": "***", "c2": "***", "c3": "xin chào", "c4": "Xin chào!", "c5": "một " * 400}
    )
    return texts


def test_the_same_as_in_memory(tmp_path: Path, contract: Contract) -> None:
    texts = newsroom(25)
    table = write_articles(tmp_path, texts, per_part=20)
    expected = cluster(table, contract, progress=silent)
    assert run(tmp_path).clusters.equals(expected)
    assert len(set(expected["tier"].to_pylist())) == 4
    assert not (tmp_path / "dedup" / "work").exists()


def test_nothing_there_yet(tmp_path: Path, contract: Contract) -> None:
    assert run(tmp_path).clusters.num_rows == 0
    assert read_table(tmp_path / "aliases.parquet", contract, "aliases").num_rows == 0


POOL = [*newsroom(6).values(), written(story(2, 62)[:30] + story(3, 63)[30:])]
NAMES = [f"{kind}{number}" for kind in "atu" for number in range(5)]
STATE = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(POOL), max_size=12)


@settings(max_examples=12, deadline=None)
@given(st.lists(STATE, min_size=1, max_size=3), st.integers(2, 5))
def test_any_history_gives_the_bytes_of_a_run_from_scratch(states: list[Texts], per_part: int) -> None:
    """Articles come, change and go between runs; files are cut elsewhere each time."""
    with tempfile.TemporaryDirectory() as name:
        kept, fresh = Path(name, "kept"), Path(name, "fresh")
        seen: set[str] = set()
        for step, texts in enumerate(states):
            table = write_articles(kept, texts, per_part=per_part, reverse=step % 2 == 1)
            done = run(kept)
            assert done.sketched <= len(set(texts.values()) - seen)
            seen = set(texts.values())
            assert done.clusters.equals(cluster(table, default_contract(), progress=silent))
        write_articles(fresh, states[-1], per_part=4)
        run(fresh)
        assert file_sha256(kept / "clusters.parquet") == file_sha256(fresh / "clusters.parquet")


def test_only_new_texts_are_read_and_only_new_pairs_measured(tmp_path: Path) -> None:
    texts = newsroom(20)
    write_articles(tmp_path, texts, per_part=30)
    first = run(tmp_path)
    assert first.sketched == len(set(texts.values()))
    again = run(tmp_path)
    assert (again.sketched, again.measured) == (0, 0)
    base = story(3, 63)
    write_articles(tmp_path, {**texts, "x1": written(edited(base, 77, 3)), "x2": written(story(900))})
    more = run(tmp_path)
    assert more.sketched == 2
    assert 1 <= more.measured <= 6


def test_layout_workers_and_parts_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = newsroom(20)
    digests = set()
    for number, per_part in enumerate((7, 200)):
        folder = tmp_path / str(number)
        write_articles(folder, texts, per_part=per_part, reverse=number == 1)
        run(folder)
        digests.add(file_sha256(folder / "clusters.parquet"))
    with open_engine(jobs=2) as engine:
        write_articles(tmp_path / "two", texts, per_part=9)
        run(tmp_path / "two", engine)
    digests.add(file_sha256(tmp_path / "two" / "clusters.parquet"))
    # Small parts of everything: prints by value, ranges of documents, blocks of pairs.
    monkeypatch.setattr("dataset.dedup.grouping._PRINTS_PER_PART", 900)
    monkeypatch.setattr("dataset.dedup.grouping.DOCUMENTS_PER_RANGE", 13)
    monkeypatch.setattr("dataset.dedup.workspace.DOCUMENTS_PER_RANGE", 13)
    monkeypatch.setattr("dataset.dedup.workspace.PAIRS_PER_BLOCK", 5)
    write_articles(tmp_path / "small", texts, per_part=11)
    run(tmp_path / "small")
    digests.add(file_sha256(tmp_path / "small" / "clusters.parquet"))
    assert len(digests) == 1


class KilledError(Exception):
    """What stands for a kill in these tests: nothing of the run goes on after it."""


class Dying:
    """An engine that dies before task number `after`."""

    def __init__(self, after: int) -> None:
        self.left = after

    def run(self, function, tasks):  # type: ignore[no-untyped-def]  # the protocol is generic; this is a fault
        for number, task in enumerate(tasks):
            if not self.left:
                raise KilledError
            self.left -= 1
            yield number, function(*task)


def test_killed_anywhere_the_next_run_mends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = newsroom(8)
    earlier = dict(list(texts.items())[: len(texts) // 2])
    write_articles(tmp_path / "whole", earlier, per_part=8)
    run(tmp_path / "whole")
    write_articles(tmp_path / "whole", texts, per_part=8)
    counting = Dying(1_000)
    run(tmp_path / "whole", counting)
    expected = [file_sha256(tmp_path / "whole" / f"{name}.parquet") for name in ("clusters", "aliases")]
    tasks = 1_000 - counting.left
    for after in (0, 2, tasks // 2, tasks - 3, tasks - 1):
        folder = tmp_path / str(after)
        write_articles(folder, earlier, per_part=8)
        run(folder)
        last = file_sha256(folder / "clusters.parquet")
        write_articles(folder, texts, per_part=8)
        with pytest.raises(KilledError):
            run(folder, Dying(after))
        assert file_sha256(folder / "clusters.parquet") == last
        # What a real kill leaves, no clean-up having run.
        (folder / "dedup" / "work").mkdir(exist_ok=True)
        (folder / "dedup" / "work" / "band-0.npy").write_bytes(b"half")
        (folder / "dedup" / "sketches" / ".part-000009.parquet.1.part").write_bytes(b"half")
        run(folder)
        assert [file_sha256(folder / f"{name}.parquet") for name in ("clusters", "aliases")] == expected
        assert not list(folder.rglob("*.part"))
    _killed_between_the_two_tables(tmp_path / "tables", earlier, texts, expected, monkeypatch)


def _killed_between_the_two_tables(
    folder: Path, earlier: Texts, texts: Texts, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataset.dedup.workspace as module

    def dies(path: Path, table: pa.Table) -> None:
        if path.name == "clusters.parquet":
            raise KilledError
        write(path, table)

    write = module.write_table
    write_articles(folder, earlier)
    run(folder)
    write_articles(folder, texts)
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_table", dies)
        with pytest.raises(KilledError):
            run(folder)
    run(folder)
    assert [file_sha256(folder / f"{name}.parquet") for name in ("clusters", "aliases")] == expected


def test_damaged_or_older_stores_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = newsroom(8)
    write_articles(tmp_path, texts)
    expected = run(tmp_path).clusters
    (first, *_) = sorted((tmp_path / "dedup" / "sketches").iterdir())
    first.write_bytes(first.read_bytes()[:-40])
    (tmp_path / "dedup" / "measured.parquet").write_bytes(b"PAR1")
    mended = run(tmp_path)
    assert mended.clusters.equals(expected)
    assert 0 < mended.sketched < len(texts)
    assert mended.measured > 0
    (second, *_) = sorted((tmp_path / "dedup" / "sketches").iterdir())
    data = bytearray(second.read_bytes())
    data[40:400] = bytes(360)  # the footer is whole
    second.write_bytes(data)
    with pytest.raises(DataError, match=rf"{second.name} is damaged. Remove it"):
        run(tmp_path)
    second.unlink()
    assert run(tmp_path).clusters.equals(expected)


def test_the_store_forgets_texts_that_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataset.dedup.store._MANY_FILES", 2)
    texts = newsroom(10)
    for cut in (5, 3, 2):
        write_articles(tmp_path, dict(list(texts.items())[::cut]), per_part=9)
        run(tmp_path)
    store = tmp_path / "dedup" / "sketches"
    names = list(store.iterdir())
    assert len(names) == 1
    held = pq.read_table(names[0])["text"].to_pylist()
    assert len(held) == len(set(held)) == len(set(list(texts.values())[::2]))
    write_articles(tmp_path, texts)
    table = write_articles(tmp_path, texts)
    assert run(tmp_path).clusters.equals(cluster(table, default_contract(), progress=silent))


def test_a_broken_part_is_named(tmp_path: Path) -> None:
    write_articles(tmp_path, {"a": "xin chào"})
    (tmp_path / "articles" / "part-00000.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataError, match="part-00000"):
        run(tmp_path)
