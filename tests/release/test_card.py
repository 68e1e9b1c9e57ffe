import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import DatasetCard

from dataset.plots import bar_chart, histogram
from dataset.release import ReleaseInfo
from dataset.release.build import build_release
from schemas.contract import Contract
from schemas.field_table import field_table
from schemas.progress import silent
from schemas.tables import table_of
from tests.release.samples import INFO, newsroom, tables_of


def metadata_of(card: str) -> dict[str, Any]:
    return dict(DatasetCard(card).data.__dict__)


def card_of(contract: Contract, folder: Path, info: ReleaseInfo = INFO, *, labelled: bool = True) -> str:
    tables = newsroom(contract)
    if not labelled:
        tables = tables_of(contract, tables.articles.to_pylist(), [])
    built = build_release(tables, contract, version="1.0.0", folder=folder, info=info, progress=silent)
    return (built.folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("labelled", [True, False])
def test_no_heading_is_empty_and_no_gap_shows(contract: Contract, tmp_path: Path, labelled: bool) -> None:
    body = DatasetCard(card_of(contract, tmp_path, labelled=labelled)).text
    parts = re.split(r"^#+ .*$", body, flags=re.MULTILINE)
    headings = re.findall(r"^(#+) (.*)$", body, flags=re.MULTILINE)
    for (level, name), part, (below, _) in zip(headings, parts[1:], [*headings[1:], ("#", "")], strict=True):
        assert part.strip() or len(below) > len(level), f"nothing stands under {name}"
    assert "\n\n\n" not in body
    assert not re.search(r"{{|{%|\bNone\b|\bnan\b", body)
    assert ("## Agreement" in body) is labelled


def test_the_metadata_are_the_hubs(contract: Contract, tmp_path: Path) -> None:
    data = metadata_of(card_of(contract, tmp_path))
    assert data["language"] == ["vi"]
    assert data["license"] == "cc-by-4.0"
    assert data["task_ids"] == [
        "named-entity-recognition",
        "topic-classification",
        "multi-label-classification",
    ]
    assert data["size_categories"] == ["n<1K"]
    assert [config["config_name"] for config in data["configs"] if config.get("default")] == ["articles"]


def test_without_labels_the_card_claims_none(contract: Contract, tmp_path: Path) -> None:
    data = metadata_of(card_of(contract, tmp_path, labelled=False))
    assert data["annotations_creators"] == ["no-annotation"]
    assert data["task_ids"] is None


def test_sample_labels_are_called_so(contract: Contract, tmp_path: Path) -> None:
    assert "**Sample labels.**" in card_of(contract, tmp_path / "a")
    assert "**Sample labels.**" not in card_of(contract, tmp_path / "b", replace(INFO, sample_labels=False))


def test_the_counts_are_those_of_the_data(contract: Contract, tmp_path: Path) -> None:
    card = card_of(contract, tmp_path)
    tables = newsroom(contract)
    people = sum(span["label"] == "PER" for row in tables.gold.to_pylist() for span in row["entities"])
    assert re.search(rf"^\| 0 \| `PER` \| Person \| Người \| {people} \|", card, flags=re.MULTILINE)
    assert "| pages read | 64 |" in card
    assert "| set aside: too_short | 1 |" in card
    assert "| span f1 exact | all | 0.870 | 0.800 to 0.930 | 61 | 2 |" in card


def test_the_card_leaves_the_details_of_agreement_to_the_table(contract: Contract, tmp_path: Path) -> None:
    tables = newsroom(contract)
    (whole,) = tables.agreement.to_pylist()
    topic = contract.topic_codes[0]
    rows = [
        whole,
        {**whole, "measure": "span_f1_exact", "label": "PER"},
        {**whole, "measure": "topic_kappa", "label": topic},
        {
            **whole,
            "measure": "topic_kappa",
            "label": contract.topic_codes[1],
            "value": None,
            "undefined_reason": "x",
        },
        {**whole, "measure": "topic_prevalence", "label": topic},
        {**whole, "measure": "label_confusion_overlap", "label": "PER", "other_label": "ORG"},
        {**whole, "measure": "span_log_likelihood_dawid_skene", "value": -192.9},
        {**whole, "measure": "span_f1_exact_week", "annotator_a": "annotator-00000001", "week": "2026-W48"},
    ]
    tables = replace(tables, agreement=table_of(contract, "agreement", rows))
    built = build_release(tables, contract, version="1.0.0", folder=tmp_path, info=INFO, progress=silent)
    card = (built.folder / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| ((?:span|topic|label) [a-z0-9 ]+) \| (\S+) \|", card, flags=re.MULTILINE)
    assert shown == [("span f1 exact", "all"), ("span f1 exact", "PER"), ("topic kappa", topic)]


def test_every_column_of_every_config_is_described(contract: Contract, tmp_path: Path) -> None:
    card = card_of(contract, tmp_path)
    for table in contract.tables:
        if table.released:
            assert field_table(contract, table.name) in card


def test_pictures_of_the_card_are_there_and_well_formed(contract: Contract, tmp_path: Path) -> None:
    card = card_of(contract, tmp_path)
    shown = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", card)
    assert shown == ["plots/labels.svg", "plots/topics.svg", "plots/lengths.svg"]
    for path in shown:
        root = ET.fromstring((tmp_path / "v1.0.0" / path).read_bytes())
        assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_bars_are_as_long_as_their_counts() -> None:
    root = ET.fromstring(bar_chart("Số nhãn", {"PER & <ORG>": 40, "LOC": 10, "DATE": 0}))
    widths = [float(bar.attrib["width"]) for bar in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.5)
    assert "PER & <ORG>" in [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("values", [[0], [5], [300] * 40, list(range(0, 9000, 7)), [1, 10**6]])
def test_a_histogram_counts_everybody(values: list[int]) -> None:
    root = ET.fromstring(histogram("Độ dài", values, "ký tự"))
    bars = list(root.iter("{http://www.w3.org/2000/svg}rect"))
    texts = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
    centred = [
        text.text or ""
        for text in root.iter("{http://www.w3.org/2000/svg}text")
        if text.attrib.get("text-anchor") == "middle"
    ]
    assert sum(int(count.replace(",", "")) for count in centred) == len(values)
    assert 1 <= len(bars) <= 13
    assert texts[0] == "Độ dài"
