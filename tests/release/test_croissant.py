"""`croissant.json` as the standard's own library reads it: sound, and its records are our rows."""

import copy
import json
import logging
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset.card.metadata import license_page
from dataset.croissant import CROISSANT
from dataset.croissant.check import croissant_problems
from dataset.croissant.describe import croissant
from dataset.croissant.rai import rai
from dataset.croissant.record_sets import record_sets
from dataset.release import ReleaseTables, check_release
from schemas.contract import Contract
from schemas.files import file_sha256
from schemas.release.digest import rows_of
from schemas.release.manifest import MANIFEST, ConfigEntry, Manifest, SplitEntry, read_manifest
from schemas.tables import table_of
from tests.release.samples import INFO, newsroom, release

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # mlcroissant 1.1.1 and what it needs use things that go away
    import mlcroissant

# What mlcroissant 1.1.1 asks of rdflib 7.6 and of pandas 3.1 goes away one day.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def tables(contract: Contract) -> ReleaseTables:
    """The newsroom with what JSON-LD could get wrong: nulls, a date alone, no span, no topic."""
    made = newsroom(contract, copies=3)
    articles = made.articles.to_pylist()
    articles[1] |= {"crawled_at": date(2024, 5, 1), "author": "Lê Văn Đậu", "event_date": "XXXX-07-01"}
    gold = made.gold.to_pylist()
    gold[0] |= {"entities": []}
    gold[1] |= {"topics": [], "topic_shares": [], "primary_topic": None}
    return replace(
        made, articles=table_of(contract, "articles", articles), gold=table_of(contract, "gold", gold)
    )


@pytest.fixture(scope="module")
def made(contract: Contract, tables: ReleaseTables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(contract, tmp_path_factory.mktemp("croissant"), tables).folder


@pytest.fixture(scope="module")
def described(made: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((made / CROISSANT).read_text(encoding="utf-8"))
    return body


@pytest.fixture(scope="module")
def dataset(made: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(jsonld=str(made / CROISSANT))


def plain(value: object, path: str) -> object:
    """A record without mlcroissant's habits: bytes for text, pandas' times, members under their full names."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, datetime):  # pandas.Timestamp is one
        return value.to_pydatetime()  # type: ignore[attr-defined]
    if isinstance(value, dict):
        return {name.removeprefix(f"{path}/"): plain(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one, path) for one in value]
    return value


def records(dataset: mlcroissant.Dataset, config: str, **filters: str) -> Iterator[dict[str, Any]]:
    wanted = {f"{config}/{name}": value for name, value in filters.items()} or None
    for record in dataset.records(config, filters=wanted):
        row = plain(record, config)
        assert isinstance(row, dict)
        yield row


def test_mlcroissant_finds_nothing_to_say(made: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        issues = mlcroissant.Dataset(jsonld=str(made / CROISSANT)).metadata.ctx.issues
    assert not issues.errors
    assert not issues.warnings
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("config", ["articles", "entities", "ner", "topics", "annotations"])
def test_its_records_are_our_rows(
    dataset: mlcroissant.Dataset, made: Path, config: str, caplog: pytest.LogCaptureFixture
) -> None:
    ours = []
    for split, entry in sorted(read_manifest(made).configs[config].splits.items()):
        for row in rows_of(made / path for path in entry.files):
            days = {
                name: datetime.combine(one, datetime.min.time())
                for name, one in row.items()
                if type(one) is date
            }
            ours.append({"split": split, **row, **days})
    with caplog.at_level(logging.WARNING):
        theirs = list(records(dataset, config))
    assert theirs == ours
    assert len(ours) > 10
    assert caplog.records == []


@pytest.mark.parametrize("config", ["entities", "topics"])
def test_a_split_is_read_alone(made: Path, config: str) -> None:
    fresh = mlcroissant.Dataset(jsonld=str(made / CROISSANT))  # a filter stays where it was used once
    rows = list(records(fresh, config, split="validation"))
    stated = read_manifest(made).configs[config].splits["validation"].rows
    assert len(rows) == stated > 0
    assert {row["split"] for row in rows} == {"validation"}


def test_class_ids_are_listed_with_their_names(
    dataset: mlcroissant.Dataset, contract: Contract, described: dict[str, Any]
) -> None:
    for name, known in (
        ("entity_labels", contract.entity_names),
        ("topic_codes", contract.topic_codes),
        ("bio_tags", contract.bio_names),
    ):
        rows = list(records(dataset, name))
        assert [(row["id"], row["name"]) for row in rows] == list(enumerate(known))
    sets = {one["@id"]: one for one in described["recordSet"]}
    assert sets["entity_labels"]["dataType"] == "sc:Enumeration"
    assert sets["topic_codes"]["data"][0]["topic_codes/url"].startswith(
        "http://cv.iptc.org/newscodes/mediatopic/2"
    )
    referring = {
        field["@id"]: field["description"].rsplit(" ", 1)[1]
        for one in described["recordSet"]
        for outer in one["field"]
        for field in (outer, *outer.get("subField", ()))
        if "Ids of the classes" in field.get("description", "")
    }
    assert referring == {
        "entities/entities/label": "entity_labels.",
        "ner/ner_tags": "bio_tags.",
        "topics/topics": "topic_codes.",
        "topics/primary": "topic_codes.",
        "annotations/entities/label": "entity_labels.",
        "annotations/topics": "topic_codes.",
        "annotations/primary_topic": "topic_codes.",
    }


def test_it_states_what_is_known_and_nothing_else(described: dict[str, Any], made: Path) -> None:
    assert described["conformsTo"] == [
        "http://mlcommons.org/croissant/1.1",
        "http://mlcommons.org/croissant/RAI/1.0",
    ]
    assert described["version"] == "1.0.0"
    assert described["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert described["datePublished"] == "2024-06-01"
    assert described["url"] == "https://huggingface.co/datasets/lang-bao/tin-mau"
    assert described["citeAs"].startswith("Tin mẫu, version 1.0.0 (2024-06-01)")
    assert "creator" not in described
    said = {name.removeprefix("rai:") for name in described if name.startswith("rai:")}
    assert {
        "dataCollection", "dataCollectionMissingData", "dataCollectionTimeframe", "dataAnnotationProtocol",
        "dataAnnotationPlatform", "dataAnnotationAnalysis", "annotationsPerItem", "machineAnnotationTools", "dataBiases",
        "dataLimitations", "personalSensitiveInformation", "dataReleaseMaintenancePlan",
    } <= said  # fmt: skip
    assert not {"annotatorDemographics", "dataSocialImpact", "dataUseCases", "dataImputationProtocol"} & said
    assert described["rai:dataCollectionTimeframe"] == ["2024-05-01", "2024-05-01"]
    assert described["rai:annotationsPerItem"] == "People who labelled a text: 31 texts by 2."
    assert described["rai:dataAnnotationAnalysis"] == [
        "spans, F1: same ends and label: 0.870\u00a0(0.800–0.930)"
    ]
    assert "author for 32" in described["rai:dataCollectionMissingData"]
    assert not [value for value in described.values() if value in (None, "", [])]
    assert "|" not in described["rai:dataPreprocessingProtocol"]
    sizes = {one["@id"]: one["contentSize"] for one in described["distribution"] if "contentSize" in one}
    assert sizes == {
        path.relative_to(made).as_posix(): f"{path.stat().st_size} B"
        for path in sorted(made.glob("data/*/*.parquet"))
    }


def test_what_a_user_states_is_in_it(contract: Contract, tables: ReleaseTables, made: Path) -> None:
    info = replace(
        INFO,
        name="tin",
        license="other",
        license_link="https://bao-lang.example/quyen",
        authors=("Lê Đậu",),
        organization="Báo Làng",
        citation="@misc{tin}",
    )
    sections = {"Who labelled it": "Ba **người**.\n\n| a | b |\n", "Intended use": "To learn."}
    manifest = read_manifest(made)
    text = croissant(
        made, manifest, {}, contract, info, citation="@misc{tin}", rai=rai(tables, contract, info, sections)
    )
    body = json.loads(text)
    assert body["license"] == "https://bao-lang.example/quyen"
    assert body["url"] == "https://bao-lang.example"
    assert body["creator"] == [{"@type": "sc:Person", "name": "Lê Đậu"}]
    assert body["publisher"] == {"@type": "sc:Organization", "name": "Báo Làng"}
    assert body["citeAs"] == "@misc{tin}"
    assert body["rai:annotatorDemographics"] == "Ba **người**."
    assert body["rai:dataUseCases"] == "To learn."
    assert license_page(replace(info, license_link=None)) is None


def test_columns_are_those_of_the_files(contract: Contract, made: Path) -> None:
    """A release without text describes itself by its own files: what they lack is not there."""
    whole = pq.read_schema(made / "data/entities/train-00000-of-00001.parquet")
    names = [name for name in whole.names if name != "text"]
    features = json.loads(whole.metadata[b"huggingface"])
    del features["info"]["features"]["text"]
    less = pa.schema(
        [whole.field(name) for name in names], metadata={b"huggingface": json.dumps(features).encode()}
    )
    entry = ConfigEntry(
        key="id", splits={"train": SplitEntry(rows=1, logical_sha256="0" * 64, num_bytes=1, files=())}
    )
    manifest: Manifest = read_manifest(made).model_copy(update={"configs": {"entities": entry}})
    *_, config = record_sets(manifest, {"entities": less}, contract)
    assert [field["name"] for field in config["field"]] == ["split", *names]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda body: body["distribution"][1].update(sha256="0" * 64),
            "another size or sha256 of data/entities/",
        ),
        (
            lambda body: body["distribution"][0].update(contentSize="1 B"),
            "another size or sha256 of data/articles/",
        ),
        (
            lambda body: body["distribution"].pop(0),
            "does not name data/articles/train-00000-of-00001.parquet",
        ),
        (
            lambda body: body["distribution"][0].update(contentUrl="README.md"),
            "README.md, which is no data file",
        ),
        (lambda body: body.update(version="v1.0.0"), "croissant.json is of version v1.0.0 and 1.0.0 is here"),
        (lambda body: body["recordSet"].pop(), "croissant.json does not describe annotations"),
        (lambda body: body.clear(), "croissant.json cannot be read"),
    ],
)
def test_a_description_of_other_files_is_found_out(
    made: Path, tmp_path: Path, described: dict[str, Any], change: Any, told: str
) -> None:
    body = copy.deepcopy(described)
    change(body)
    (tmp_path / CROISSANT).write_text(json.dumps(body), encoding="utf-8")
    assert told in " ".join(croissant_problems(tmp_path, read_manifest(made)))


def test_a_release_is_checked_for_it(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / "copy")
    path = folder / CROISSANT
    path.write_text(path.read_text(encoding="utf-8").replace(' B",', ' kB",'), encoding="utf-8")
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for entry in listed["files"]:
        if entry["path"] == CROISSANT:
            entry["bytes"], entry["sha256"] = path.stat().st_size, file_sha256(path)
    (folder / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    assert "croissant.json states another size or sha256 of " in check_release(folder)[0]
