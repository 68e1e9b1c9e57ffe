"""The release without text: what stands in it, what does not, and its line of versions."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import datasets
import pyarrow.parquet as pq
import pytest

from dataset.diff.difference import difference
from dataset.diff.page import diff_html
from dataset.release.check import check_release
from dataset.release.verify import verify_folder
from schemas.contract import PACKAGED, Contract
from schemas.errors import DataError, UsageError
from schemas.files import file_sha256
from schemas.release.compare import compare_releases
from schemas.release.digest import rows_of
from schemas.release.manifest import MANIFEST, Manifest, all_files, file_entries, read_manifest
from tests.release.samples import newsroom, release
from tests.release.test_build import bytes_of
from tests.withheld.corpus import REASON, Corpus, without

# A page must be found again, so these stay; a site writes words of the title into its addresses.
PLACES = {"url", "source_path"}


def values(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from values(one)
    elif isinstance(value, list):
        for one in value:
            yield from values(one)


def in_rows(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.parquet"):
        for row in rows_of([path]):
            yield from values({name: value for name, value in row.items() if name not in PLACES})


def around_rows(folder: Path) -> Iterator[str]:
    for path in all_files(folder):
        if path.suffix != ".parquet":
            yield path.read_text(encoding="utf-8")
            continue
        file = pq.ParquetFile(path)
        yield from (part.decode() for pair in (file.schema_arrow.metadata or {}).items() for part in pair)
        for group in range(file.num_row_groups):
            for number in range(file.metadata.num_columns):
                column = file.metadata.row_group(group).column(number)
                if column.statistics is not None and column.path_in_schema not in PLACES:
                    yield from map(str, (column.statistics.min, column.statistics.max))


def runs(text: str) -> set[tuple[str, ...]]:
    syllables = re.findall(r"\w+", text.lower())
    return set(zip(syllables, syllables[1:], syllables[2:], strict=False))


def leaks(corpus: Corpus, folder: Path) -> set[object]:
    """Three syllables in a row of any page, a title, byline, section or caption, or a span's surface."""
    articles = corpus.tables.articles.to_pylist()
    told = [[row["text"], row["title"] or "", *row["captions"]] for row in articles]
    own = runs(PACKAGED.read_text(encoding="utf-8"))  # labels and topics have names, too
    run = {one for text in told for part in text for one in runs(part)} - own
    said = {value for row in articles for value in (row["title"], row["author"], *row["captions"]) if value}
    cells = set(in_rows(folder))
    strings = [*cells, *around_rows(folder)]
    found: set[object] = {one for string in strings for one in runs(string) & run}
    found |= {one for one in said if any(one in string for string in strings)}
    surfaces = {span["text"] for row in corpus.tables.gold.to_pylist() for span in row["entities"]}
    return found | cells & (surfaces | {row["section"] for row in articles})


def test_no_word_of_the_pages_is_in_it(corpus: Corpus) -> None:
    assert leaks(corpus, corpus.lean) == set()
    caught = leaks(corpus, corpus.full)
    kinds = {type(one) for one in caught}
    assert kinds == {tuple, str}, "the same search finds words in the release with text"
    assert ("đắk", "lắk", "tái") in caught
    assert {"Tạ Phương Uyên", "Môi trường"} <= caught


def test_it_is_the_release_row_by_row(corpus: Corpus) -> None:
    full, lean = read_manifest(corpus.full), read_manifest(corpus.lean)
    assert lean.without_text is not None
    assert lean.without_text.full.manifest_sha256 == file_sha256(corpus.full / MANIFEST)
    assert (full.without_text, lean.version, lean.counts) == (None, full.version, full.counts)
    assert '"without_text"' not in (corpus.full / MANIFEST).read_text(encoding="utf-8")
    for config, entry in full.configs.items():
        assert lean.configs[config].key == entry.key
        for split, stated in entry.splits.items():
            assert lean.without_text.full.logical_sha256[config][split] == stated.logical_sha256
            shards = corpus.full / stated.files[0], corpus.lean / lean.configs[config].splits[split].files[0]
            told, same = (pq.read_schema(shard).metadata for shard in shards)
            assert all(same[name] == told[name] for name in told.keys() - {b"huggingface"})
            one = rows_of(corpus.full / path for path in stated.files)
            other = rows_of(corpus.lean / path for path in lean.configs[config].splits[split].files)
            for row, less in zip(one, other, strict=True):
                kept = row.keys() & less.keys() - {"entities"}
                assert {name: row[name] for name in kept} == {name: less[name] for name in kept}
                for span, bare in zip(row.get("entities", ()), less.get("entities", ()), strict=True):
                    assert bare.keys() == span.keys() - {"text"} | {"text_digest"}
                    assert all(bare[name] == span[name] for name in bare.keys() & span.keys())
    assert verify_folder(corpus.lean).problems == ()


def test_load_dataset_reads_every_config(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for config, entry in read_manifest(corpus.lean).configs.items():
        loaded = datasets.load_dataset(str(corpus.lean), config, cache_dir=str(tmp_path))
        assert {str(split): table.num_rows for split, table in loaded.items()} == {
            split: one.rows for split, one in entry.splits.items()
        }


def test_the_card_says_it(corpus: Corpus) -> None:
    card = (corpus.lean / "README.md").read_text(encoding="utf-8")
    assert "> **Without text.** No word of the pages stands here" in card
    assert f"labels and hashes do. {REASON}\n" in card
    assert "`tinbai attach lang-bao/tin-mau@v1.0.0 PAGES... --output FOLDER`" in card
    assert "text[start:end]" not in card
    assert "`entities.text_digest`" in card
    assert "| `text` |" not in card
    assert "attach" not in (corpus.full / "README.md").read_text(encoding="utf-8")


def test_the_same_inputs_give_the_same_bytes_and_nothing_is_made_twice(
    corpus: Corpus, tmp_path: Path
) -> None:
    full = Path(shutil.copytree(corpus.full, tmp_path / "v1.0.0"))
    made = without(full, corpus.tables)
    assert bytes_of(made) == bytes_of(corpus.lean)
    times = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
    assert without(full, corpus.tables) == made
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*")} == times
    assert [path.name for path in made.parent.iterdir()] == ["v1.0.0"]


def test_versions_have_a_line_of_their_own(corpus: Corpus, contract: Contract, tmp_path: Path) -> None:
    tables, more = newsroom(contract, copies=1), newsroom(contract, copies=1, extra=2)
    first = release(contract, tmp_path, tables, "1.0.0").folder
    second = release(contract, tmp_path, more, "2.0.0", previous=first).folder
    one = without(first, tables)
    other = without(second, more, previous=one)
    previous = read_manifest(other).previous
    assert previous is not None
    assert (previous.version, previous.manifest_sha256) == ("1.0.0", file_sha256(one / MANIFEST))
    history = (other / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d\S+)", history, re.MULTILINE) == ["2.0.0", "1.0.0"]
    compared = compare_releases(one, other)
    assert compared.honest
    assert len(compared.configs["articles"].added) == 2
    page = diff_html(difference(str(one), str(other), contract, token=None), contract)
    assert "2 ids new" in page

    shutil.copytree(corpus.full, tmp_path / "else/v1.0.0")
    shutil.copytree(one, tmp_path / "else/without-text/v1.0.0")
    with pytest.raises(UsageError, match="made from another release 1"):
        without(tmp_path / "else/v1.0.0", corpus.tables)
    with pytest.raises(UsageError, match="not a release as it was built with its text"):
        without(one, tables)


def test_what_cannot_be_withheld_is_refused(corpus: Corpus, contract: Contract, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(corpus.full, tmp_path / "v1.0.0"))
    (damaged / "CHANGELOG.md").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="does not hold"):
        without(damaged, corpus.tables)
    tables = newsroom(contract, copies=1)
    rows = tables.annotations.to_pylist()
    rows[0]["text_sha256"] = "0" * 64
    older = replace(
        tables, annotations=tables.annotations.from_pylist(rows, schema=tables.annotations.schema)
    )
    made = release(contract, tmp_path / "older", older).folder
    with pytest.raises(DataError, match="belongs to another text than the article"):
        without(made, older)
    assert list((made.parent / "without-text").iterdir()) == []


def test_a_column_that_is_to_be_withheld_and_is_there_is_told(corpus: Corpus, tmp_path: Path) -> None:
    """A release with its text does not become one without by what its manifest says."""
    liar = Path(shutil.copytree(corpus.full, tmp_path / "v1.0.0"))
    body = json.loads((liar / MANIFEST).read_text(encoding="utf-8"))
    body["without_text"] = json.loads((corpus.lean / MANIFEST).read_text(encoding="utf-8"))["without_text"]
    manifest = Manifest.model_validate(body)
    files = [path for path in all_files(liar) if path.name != MANIFEST]
    listed = manifest.model_copy(update={"files": file_entries(liar, files)})
    (liar / MANIFEST).write_text(listed.to_json(), encoding="utf-8")
    assert {"articles holds title, which is to be withheld", "entities holds entities.text, which is to be withheld"} <= set(check_release(liar))  # fmt: skip
