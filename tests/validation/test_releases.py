"""Releases that somebody broke: whatever stands in them is a finding, and never an exception."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from math import inf
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.contract import CheckRule, Contract
from schemas.drift.comparison import ReleaseComparison
from schemas.progress import silent
from schemas.release.manifest import MANIFEST
from tests.validation.factory import sound_tables, write
from tests.validation.hostile import BREAKERS, shown_safely
from tests.validation.releases import as_it_is, beside, built, restate
from validation.catalogue import CATALOGUE, setting
from validation.check import WholeCheck
from validation.drift.since import since_last
from validation.engine.scan import Scan, scan
from validation.releases.found import read_releases
from validation.releases.lacking import lacking
from validation.run import validate

CHECKS = [check for check in CATALOGUE if isinstance(check, WholeCheck) and check.id.startswith("REL")]
ODD: list[Any] = [None, [], {}, -1, 10**30, "../../etc/passwd", BREAKERS]


@pytest.fixture
def scanned(tmp_path: Path, contract: Contract) -> Scan:
    return scan(write(tmp_path, sound_tables(), contract), contract, silent)


def told(scanned: Scan) -> list[str]:
    """What the checks of releases say of the folder as it is now, without reading the workspace again."""
    whole = scanned.whole
    releases = read_releases(whole.inputs.releases)
    labels = scanned.labels["gold"], scanned.topics["gold"]
    since = since_last(releases, whole.contract, whole.sources, scanned.facts, whole.tables, *labels)
    whole = replace(whole, releases=releases, since=since)
    said = []
    for check in CHECKS:
        if not any(lacking(whole, name) for name in check.requires if "release" in name):
            rule = setting(whole.contract, check, check.tables[0])
            said += [f"{check.id} {flaw.message} {flaw.record_id}" for flaw in check.find(whole, rule)]
    return said


def places(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a manifest, but for the many entries of files after the first."""
    yield path
    if isinstance(body, dict):
        for key, value in body.items():
            yield from places(value, (*path, key))
    elif isinstance(body, list) and body:
        yield from places(body[0], (*path, 0))


def test_no_value_at_any_place_of_a_manifest_raises(scanned: Scan) -> None:
    inputs = scanned.whole.inputs
    before = built(as_it_is, "1.0.0")
    beside(inputs, before)
    release = beside(inputs, built(as_it_is, "1.1.0", before))
    assert told(scanned) == []
    sound = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    harmless = 0
    # Every place and every value, and a third of their pairs: all take 20 s.
    pairs = [*product([*places(sound)][1:], ODD)]
    for path, odd in pairs[:: 3 if len(ODD) % 3 else 4]:
        body = copy.deepcopy(sound)
        inner = body
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = odd
        (release / MANIFEST).write_text(json.dumps(body), encoding="utf-8")
        said = told(scanned)
        assert all(map(shown_safely, said)), path
        assert all(str(inputs.root) not in line for line in said), (
            "the same workspace elsewhere says the same"
        )
        harmless += not said
    assert harmless < 40, "names, versions of the contract and sizes in memory are nobody's business here"


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"null", b'{"name": NaN}'])
def test_a_manifest_that_is_none(scanned: Scan, raw: bytes) -> None:
    release = beside(scanned.whole.inputs, built(as_it_is, "1.0.0"))
    (release / MANIFEST).write_bytes(raw)
    (line,) = told(scanned)
    assert line.startswith("REL003 “manifest.json” of v1.0.0 is no manifest of a release: ")
    assert "http" not in line


def _retyped(column: str, change: Callable[[pa.ChunkedArray], Any]) -> Callable[[pa.Table], pa.Table]:
    def make(table: pa.Table) -> pa.Table:
        if column not in table.column_names:
            return table
        made = change(table[column])
        return table.set_column(table.column_names.index(column), column, made)

    return make


SHAPES: dict[str, Callable[[pa.Table], pa.Table]] = {
    "no rows": lambda table: table.slice(0, 0),
    "no columns": lambda table: table.select([]),
    "no metadata": lambda table: table.replace_schema_metadata({}),
    "odd metadata": lambda table: table.replace_schema_metadata({"huggingface": "[" * 100_000}),
    "features of another kind": lambda table: table.replace_schema_metadata({"huggingface": '{"info": {"features": [1]}}'}),
    "ids are numbers": _retyped("id", lambda ids: pa.array(range(len(ids)))),
    "ids are null": _retyped("id", lambda ids: pa.nulls(len(ids), pa.string())),
    "ids are lists": _retyped("id", lambda ids: pa.array([[1]] * len(ids))),
    "ids are no UTF-8": _retyped("id", lambda ids: pa.array([b"\xff"] * len(ids), pa.binary()).view(pa.string())),
    "spans are text": _retyped("entities", lambda spans: pa.array(["x"] * len(spans))),
    "spans are numbers": _retyped("entities", lambda spans: pa.array([[1]] * len(spans))),
    "spans are null": _retyped("entities", lambda spans: pa.nulls(len(spans), spans.type)),
    "topics are text": _retyped("topics", lambda topics: pa.array(["x"] * len(topics))),
    "topics have no names": _retyped("topics", lambda topics: pa.array([[999, -1]] * len(topics))),
    "dates are text": _retyped("published_at", lambda days: pa.array(["x"] * len(days))),
    "dates are of another age": _retyped("published_at", lambda days: pa.array([2**31 - 1] * len(days), pa.int32()).view(pa.date32())),
    "kinds are numbers": _retyped("kind", lambda kinds: pa.array(range(len(kinds)))),
    "paragraphs are none": _retyped("paragraphs", lambda some: pa.nulls(len(some), some.type)),
    "paragraphs are text": _retyped("paragraphs", lambda some: pa.array(["x"] * len(some))),
    "sources are hostile": _retyped("source", lambda some: pa.array([BREAKERS] * len(some))),
    "columns stand twice": lambda table: table.append_column("id", table["id"]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_no_form_of_a_listed_file_raises(scanned: Scan, shape: str) -> None:
    inputs = scanned.whole.inputs
    before = built(as_it_is, "1.0.0")
    beside(inputs, before)
    release = beside(inputs, built(as_it_is, "1.1.0", before))
    for path in sorted(release.glob("data/*/*.parquet")):
        pq.write_table(SHAPES[shape](pq.read_table(path)), path)

    def counted(body: dict[str, Any]) -> None:
        for config, entry in body["configs"].items():
            for split, stated in entry["splits"].items():
                stated["rows"] = sum(pq.read_metadata(release / file).num_rows for file in stated["files"])
                stated["logical_sha256"] = "0" * 64
                assert config
                assert split

    restate(release, counted)
    said = told(scanned)
    assert all(map(shown_safely, said))
    assert said or shape in ("no metadata", "odd metadata", "features of another kind")


def test_a_file_that_lies_outside_is_never_opened(scanned: Scan, tmp_path: Path) -> None:
    release = beside(scanned.whole.inputs, built(as_it_is, "1.0.0"))
    outside = tmp_path / "outside.parquet"
    pq.write_table(pq.read_table(release / "data/topics/train-00000-of-00001.parquet"), outside)

    def point(body: dict[str, Any]) -> None:
        body["configs"]["topics"]["splits"]["train"]["files"] = ["../../outside.parquet"]

    restate(release, point)
    (line,) = told(scanned)
    assert "names “../../outside.parquet”, which is not among the listed files" in line


def test_only_versions_are_releases_and_they_stand_in_their_order(scanned: Scan) -> None:
    inputs = scanned.whole.inputs
    for tag in ("v1.10.0", "v1.9.0", "v1.9.0-copy", "1.0.0", ".v2.0.0.17.building"):
        beside(inputs, built(as_it_is, "1.0.0"), tag=tag)
    assert inputs.releases is not None
    (inputs.releases / "v3.0.0").write_text("a file")
    assert [one.tag for one in read_releases(inputs.releases)] == ["v1.9.0", "v1.10.0"]


def test_checks_that_are_off_hash_nothing_and_have_no_limit(tmp_path: Path, contract: Contract) -> None:
    rules = {check: CheckRule(severity="off") for check in ("REL003", "REL005", "REL101")}
    off = contract.model_copy(update={"checks": contract.checks | rules})
    inputs = write(tmp_path, sound_tables(), contract)
    release = beside(inputs, built(as_it_is, "1.0.0"))
    card = release / "README.md"
    card.write_bytes(card.read_bytes().replace(b"a", b"b"))
    (fault,) = read_releases(inputs.releases)[0].faults
    assert fault.message == "has another sha256 than is listed"
    found = scan(inputs, off, silent)
    assert found.log.findings().is_empty()
    assert found.whole.releases[0].faults == ()
    assert isinstance(found.whole.since, ReleaseComparison)
    assert found.whole.since.limits == (inf, inf)
    verdict = validate(inputs, off, reports=tmp_path / "r", progress=silent)
    body = json.loads(verdict.reports["json"].read_text(encoding="utf-8"))
    assert body["since"]["limits"] == [None, None]


def test_the_whole_validation_of_a_broken_release_ends_with_a_report(
    tmp_path: Path, contract: Contract
) -> None:
    inputs = write(tmp_path, sound_tables(), contract)
    release = beside(inputs, built(as_it_is, "1.0.0"))
    for path in sorted(release.glob("data/*/*.parquet")):
        path.write_bytes(path.read_bytes()[:-9])
    verdict = validate(inputs, contract, reports=tmp_path / "r", progress=silent)
    assert verdict.exit_code == 1
    assert set(verdict.counts) == {"REL003"}
    (outcome,) = [one for one in verdict.checks if one.check.id == "REL005"]
    assert (outcome.status, outcome.reason) == (
        "not run",
        "the files of v1.0.0 are not as its manifest lists them",
    )
