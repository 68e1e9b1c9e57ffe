"""Releases: each case lays one or more that tinbai really built beside the workspace, and then breaks something."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.contract import Contract
from tests.validation.cases.case import Case, entities, limit
from tests.validation.factory import Row, Tables, article_id
from tests.validation.releases import Body, as_it_is, beside, built, restate
from validation.inputs import Inputs

SHARD = "data/{}/train-00000-of-00001.parquet"


def fewer(tables: Tables) -> None:
    """A corpus before its last article in train came."""
    for name in ("articles", "clusters", "splits", "annotations", "gold", "suggestions"):
        tables[name] = [row for row in tables[name] if row["id"] != article_id(11)]


def before_a_relabelling(tables: Tables) -> None:
    entities(tables["gold"][0])[1]["label"] = "MISC"


def before_a_test_text(tables: Tables) -> None:
    """A corpus whose test split has one text less."""
    for name in ("articles", "clusters", "splits", "annotations", "gold", "suggestions"):
        tables[name] = [row for row in tables[name] if row["id"] != article_id(4)]
    tables["clusters"][3] |= {"tier": "single", "nearest_id": None, "jaccard": None, "containment": None}


def one() -> Path:
    return built(as_it_is, "1.0.0")


def lay(*releases: Callable[[], Path]) -> Callable[[Inputs], object]:
    return lambda inputs: beside(inputs, *(release() for release in releases))


def two(old: Callable[[Tables], object], as_version: str) -> Callable[[Inputs], object]:
    """The sound workspace's release after one of older rows, under a version that may be too small a step."""

    def files(inputs: Inputs) -> None:
        before = built(old, "1.0.0")
        after = beside(inputs, before, built(as_it_is, "2.0.0", before), tag=f"v{as_version}")
        restate(after, lambda body: body.update(version=as_version))

    return files


def broken(change: Callable[[Path], object]) -> Callable[[Inputs], object]:
    return lambda inputs: change(beside(inputs, one()))


def restated(change: Callable[[Body], object]) -> Callable[[Inputs], object]:
    return broken(lambda release: restate(release, change))


def flip(release: Path) -> None:
    path = release / SHARD.format("entities")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(release: Path) -> None:
    path = release / SHARD.format("ner")
    path.write_bytes(path.read_bytes()[:-1])


def more_rows(body: Body) -> None:
    body["configs"]["topics"]["splits"]["train"]["rows"] += 1


def without_an_article(release: Path) -> None:
    """Labels of an article that the release does not hold, in files that are as listed."""
    path = release / SHARD.format("articles")
    pq.write_table(pq.read_table(path).slice(1), path)

    def counts(body: Body) -> None:
        body["configs"]["articles"]["splits"]["train"]["rows"] -= 1
        body["counts"]["articles"] -= 1

    restate(release, counts)


def twice(release: Path) -> None:
    """An id of test in train as well."""
    path = release / SHARD.format("topics")
    train, test = pq.read_table(path), pq.read_table(path.with_name("test-00000-of-00001.parquet"))
    pq.write_table(pa.concat_tables([train.slice(1), test.slice(0, 1)]), path)
    restate(release)


def garbage(release: Path) -> None:
    """No Parquet, however well it is listed."""
    (release / SHARD.format("ner")).write_bytes(b"PAR1 and no more")
    restate(release)


def older_manifest_changed(inputs: Inputs) -> None:
    before = built(fewer, "1.0.0")
    beside(inputs, before, built(as_it_is, "1.1.0", before))
    assert inputs.releases is not None
    restate(inputs.releases / "v1.0.0", lambda body: body.update(name="renamed"))


def moved(tables: Tables) -> None:
    tables["splits"][8]["split"] = "validation"


def remembers(split: str) -> Callable[[Inputs], object]:
    """The workspace's own memory of released splits, without the release."""

    def files(inputs: Inputs) -> None:
        assert inputs.released_splits is not None
        table = pq.read_table(inputs.splits).slice(8, 1)
        column = table.schema.get_field_index("split")
        pq.write_table(
            table.set_column(column, table.schema.field(column), [[split]]), inputs.released_splits
        )

    return files


def one_source(share: float) -> Callable[[Tables], object]:
    """This share of the articles comes from a source that the last release does not know."""

    def change(tables: Tables) -> None:
        stories: list[Row] = [row for row in tables["articles"] if row["kind"] == "article"]
        for row in stories[: round(share * len(stories))]:
            row["source"] = "moi.example"

    return change


def of(articles: int) -> Callable[[Inputs], object]:
    return lambda inputs: beside(inputs, built(as_it_is, "1.0.0", articles=articles))


def grown(inputs: Inputs) -> None:
    beside(inputs, built(as_it_is, "1.0.0", articles=200))


def wide(check: str) -> Callable[[Contract], Contract]:
    return limit(check, 9)


CASES = [
    Case(check="REL001", kind="passes", what="a new article as a minor step", files=two(fewer, "1.1.0")),
    Case(check="REL001", kind="passes", what="a relabelled text as a major step", files=two(before_a_relabelling, "2.0.0")),
    Case(check="REL001", kind="fails", what="a new article as a patch", found=1, files=two(fewer, "1.0.1")),
    Case(check="REL001", kind="fails", what="a relabelled text as a minor step", found=1, files=two(before_a_relabelling, "1.1.0")),
    Case(check="REL001", kind="fails", what="a grown test split as a minor step", found=1, files=two(before_a_test_text, "1.1.0")),
    Case(check="REL001", kind="edge", what="the same rows as a patch", files=two(as_it_is, "1.0.1")),
    Case(check="REL002", kind="passes", what="splits as they were released", files=lay(one)),
    Case(check="REL002", kind="fails", what="a released text in another split", found=1, rows=moved, files=lay(one)),
    Case(check="REL002", kind="fails", what="a text in another split than is remembered", found=1, files=remembers("test")),
    Case(check="REL002", kind="edge", what="remembered alone, and right", files=remembers("train")),
    Case(check="REL002", kind="edge", what="a released text that is gone", rows=fewer, files=lay(one)),
    Case(check="REL003", kind="passes", what="a release as it was built", files=lay(one)),
    Case(check="REL003", kind="fails", what="a changed byte", found=1, files=broken(flip)),
    Case(check="REL003", kind="fails", what="a shard cut by a byte", found=1, files=broken(cut)),
    Case(check="REL003", kind="fails", what="a lacking file", found=1, files=broken(lambda r: (r / "README.md").unlink())),
    Case(check="REL003", kind="fails", what="a file too many", found=1, files=broken(lambda r: (r / "x.txt").touch())),
    Case(check="REL003", kind="fails", what="no manifest", found=1, files=broken(lambda r: (r / "manifest.json").unlink())),
    Case(check="REL003", kind="fails", what="a manifest of something else", found=1, files=broken(lambda r: (r / "manifest.json").write_text("{}"))),
    Case(check="REL003", kind="fails", what="another version in it", found=1, files=restated(lambda body: body.update(version="1.0.1"))),
    Case(check="REL003", kind="fails", what="the older release's manifest changed", found=1, files=older_manifest_changed),
    Case(check="REL003", kind="edge", what="folders that are no release's", files=broken(lambda r: r.parent.joinpath("v1.0.0 copy").mkdir())),
    Case(check="REL004", kind="passes", what="a release as it was built", files=lay(one)),
    Case(check="REL004", kind="fails", what="a row less than is listed", found=1, files=restated(more_rows)),
    Case(check="REL004", kind="fails", what="labels and annotations of no article", found=4, files=broken(without_an_article)),
    Case(check="REL004", kind="fails", what="an id in two splits", found=1, files=broken(twice)),
    Case(check="REL004", kind="fails", what="a listed file that is no Parquet", found=1, files=broken(garbage)),
    Case(check="REL004", kind="fails", what="another number of texts counted", found=1, files=restated(lambda body: body["counts"].update(labelled=3))),
    Case(check="REL004", kind="edge", what="a cut file is REL003's alone", files=broken(cut)),
    Case(check="REL005", kind="passes", what="the mix of the release", articles=120, files=of(120)),
    Case(check="REL005", kind="fails", what="half of it from a new source", found=1, articles=120, rows=one_source(0.5), files=of(120)),
    Case(check="REL005", kind="edge", what="the same under a higher limit", articles=120, rows=one_source(0.5), files=of(120), contract=wide("REL005")),
    Case(check="REL005", kind="edge", what="half of twelve is no more than chance", rows=one_source(0.5), files=of(12)),
    Case(check="REL005", kind="edge", what="a corpus that grew by as much again of the same", articles=400, files=grown),
    Case(check="REL101", kind="passes", what="the mix of the release", articles=400, files=of(400)),
    Case(check="REL101", kind="fails", what="a new source of a twentieth", found=1, articles=400, rows=one_source(0.05), files=of(400)),
    Case(check="REL101", kind="fails", what="what REL005 would tell, where its limit is higher", found=1, articles=120, rows=one_source(0.5), files=of(120), contract=wide("REL005")),
    Case(check="REL101", kind="edge", what="what REL005 tells is told once", articles=120, rows=one_source(0.5), files=of(120)),
    Case(check="REL101", kind="edge", what="a new source of a hundredth", articles=400, rows=one_source(0.01), files=of(400)),
]  # fmt: skip
