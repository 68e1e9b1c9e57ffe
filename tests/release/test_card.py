import re
import shutil
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from huggingface_hub import DatasetCard

from dataset.card.charts import bar_chart, columns, histogram
from dataset.card.pictures import plots
from dataset.card.prose import parse_prose
from dataset.card.render import file_schemas, render_card
from dataset.release import ReleaseInfo, ReleaseTables
from dataset.release.build import build_release
from schemas.contract import Contract
from schemas.errors import ConfigError, UsageError
from schemas.field_table import field_table
from schemas.hub_vocabulary import metadata_problems
from schemas.ner import Dropped
from schemas.progress import silent
from schemas.release.manifest import read_manifest
from schemas.tables import table_of
from tests.release.samples import INFO, newsroom, release, tables_of


def metadata_of(card: str) -> dict[str, Any]:
    return dict(DatasetCard(card).data.__dict__)


@dataclass(frozen=True)
class Made:
    """A release, built once, and its card rendered anew as often as a test likes."""

    folder: Path
    tables: ReleaseTables
    contract: Contract

    def card(self, info: ReleaseInfo = INFO, tables: ReleaseTables | None = None) -> str:
        manifest = read_manifest(self.folder)
        return render_card(
            tables or self.tables,
            self.contract,
            info,
            folder=self.folder,
            manifest=manifest,
            schemas=file_schemas(self.folder, manifest),
            dropped=Dropped(),
            changes="- First release.",
        ).text


def make(contract: Contract, folder: Path, tables: ReleaseTables) -> Made:
    return Made(release(contract, folder, tables).folder, tables, contract)


@pytest.fixture(scope="module")
def made(contract: Contract, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(contract, tmp_path_factory.mktemp("labelled"), newsroom(contract))


@pytest.fixture(scope="module")
def bare(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same articles without a label."""
    tables = tables_of(made.contract, made.tables.articles.to_pylist(), [])
    return make(made.contract, tmp_path_factory.mktemp("bare"), tables)


def test_the_release_has_the_card_that_is_rendered(made: Made) -> None:
    assert (made.folder / "README.md").read_text(encoding="utf-8") == made.card()


@pytest.mark.parametrize("labelled", [True, False])
def test_no_heading_is_empty_and_no_gap_shows(made: Made, bare: Made, labelled: bool) -> None:
    body = DatasetCard((made if labelled else bare).card()).text
    parts = re.split(r"^#+ .*$", body, flags=re.MULTILINE)
    headings = re.findall(r"^(#+) (.*)$", body, flags=re.MULTILINE)
    for (level, name), part, (below, _) in zip(headings, parts[1:], [*headings[1:], ("#", "")], strict=True):
        assert part.strip() or len(below) > len(level), f"nothing stands under {name}"
    assert "\n\n\n" not in body
    assert not re.search(r"{{|{%|\bNone\b|\bnan\b", body)
    assert ("## Agreement" in body) is labelled


def test_the_metadata_are_the_hubs(made: Made) -> None:
    data = metadata_of(made.card())
    assert list(metadata_problems(data)) == []
    assert data["language"] == ["vi"]
    assert data["license"] == "cc-by-4.0"
    assert data["task_ids"] == [
        "named-entity-recognition",
        "topic-classification",
        "multi-label-classification",
    ]
    assert data["size_categories"] == ["n<1K"]
    assert [config["config_name"] for config in data["configs"] if config.get("default")] == ["articles"]


def test_who_labels_is_left_out_unless_it_is_stated(made: Made) -> None:
    """The tables know how many people, and not whether they are experts."""
    unsaid = metadata_of(made.card())
    assert unsaid["annotations_creators"] is None
    assert unsaid["language_creators"] == ["found"]
    stated = replace(INFO, annotations_creators=("expert-generated",), language_creators=("other",))
    said = metadata_of(made.card(stated))
    assert said["annotations_creators"] == ["expert-generated"]
    assert said["language_creators"] == ["other"]


@pytest.mark.parametrize(
    "change",
    [{"license": "cc-by-4"}, {"annotations_creators": ("experts",)}, {"language_creators": ("web",)}],
)
def test_words_that_the_hub_does_not_know_are_refused(
    made: Made, tmp_path: Path, change: dict[str, Any]
) -> None:
    with pytest.raises(ConfigError, match="the Hub knows no"):
        build_release(
            made.tables,
            made.contract,
            version="1.0.0",
            folder=tmp_path,
            info=replace(INFO, **change),
            progress=silent,
        )
    assert not list(tmp_path.iterdir())


def test_without_labels_the_card_claims_none(bare: Made) -> None:
    data = metadata_of(bare.card())
    assert data["annotations_creators"] == ["no-annotation"]
    assert data["task_ids"] is None


def test_sample_labels_are_called_so(made: Made) -> None:
    assert "**Sample labels.**" in made.card()
    assert "**Sample labels.**" not in made.card(replace(INFO, sample_labels=False))


def test_the_counts_are_those_of_the_data(made: Made) -> None:
    card, tables = made.card(), made.tables
    people = sum(span["label"] == "PER" for row in tables.gold.to_pylist() for span in row["entities"])
    assert re.search(rf"^\| 0 \| `PER` \| Person \| Người \| {people} \|", card, flags=re.MULTILINE)
    assert "| pages read | 64 |" in card
    assert "| set aside: too_short | 1 |" in card
    assert "| spans, F1: same ends and label | 0.870\u00a0(0.800–0.930) | 61 |" in card
    assert "| `articles` (default) | One row per story, or per teaser of a listing page. | 63 |  |  |" in card
    assert "exact copies" not in card  # there are none, and nothing is told of nothing


def agreeing(made: Made, rows: list[dict[str, object]]) -> str:
    (whole,) = made.tables.agreement.to_pylist()
    table = table_of(made.contract, "agreement", [{**whole, **row} for row in rows])
    card = made.card(tables=replace(made.tables, agreement=table))
    return card[card.index("## Agreement") : card.index("## Entity labels")]


def test_the_card_leaves_the_details_of_agreement_to_the_table(made: Made) -> None:
    first, second, third = made.contract.topics[:3]
    said = agreeing(
        made,
        [
            {},
            {"measure": "primary_topic_fleiss_kappa", "value": None, "undefined_reason": "only two people"},
            {"label": "PER", "value": 0.5, "low": None, "high": None},
            {"measure": "span_alpha_u", "label": "PER", "value": 0.25, "low": 0.1, "high": 0.4},
            {"measure": "topic_kappa", "label": first.code, "value": 0.125},
            {"measure": "topic_kappa", "label": second.code, "value": None, "undefined_reason": "x"},
            {"measure": "topic_prevalence", "label": third.code},
            {"measure": "label_confusion_overlap", "label": "PER", "other_label": "ORG"},
            {"measure": "span_log_likelihood_dawid_skene", "value": -192.9},
            {"annotator_a": "annotator-00000001", "annotator_b": "annotator-00000002", "value": 0.99},
            {"measure": "span_f1_exact_week", "annotator_a": "annotator-00000001", "week": "2026-W48"},
        ],
    )
    shown = re.findall(r"^\| (?!-|measure|label|topic)(.*?) \|$", said, flags=re.MULTILINE)
    assert shown == [
        "spans, F1: same ends and label | 0.870\u00a0(0.800–0.930) | 61",
        "`PER` | 0.500 | 0.250\u00a0(0.100–0.400)",
        f"{first.name_en} | 0.125\u00a0(0.800–0.930)",
    ]
    assert "Without a figure: primary topic, Fleiss' kappa (only two people)." in said


def test_topics_that_no_text_has_are_folded_away_and_still_defined(made: Made) -> None:
    card, contract = made.card(), made.contract
    topics = card[card.index("## Topics") : card.index("## Columns")]
    unfolded = re.sub(r"(?s)<details>.*?</details>", "", topics)
    assert "medtop:" not in unfolded
    for topic in contract.topics:
        assert topics.count(f"`{topic.code}`") == 1
        assert topic.definition in topics
    assert f"The {len(contract.topics) - 5} others, which no text has" in topics


def test_every_column_of_every_config_is_described(made: Made) -> None:
    card = made.card()
    for table in made.contract.tables:
        if table.released:
            assert field_table(made.contract, table.name) in card


def test_columns_that_the_files_lack_are_not_described(made: Made) -> None:
    """A release without text describes itself by its own files."""
    schemas = file_schemas(made.folder, read_manifest(made.folder))
    entities = schemas["entities"]
    span = entities.field("entities").type.value_field
    members = pa.struct([member for member in span.type if member.name != "text"])
    less = pa.schema(
        [entities.field("id"), pa.field("entities", pa.list_(span.with_type(members)), nullable=False)]
    )
    rows = re.findall(r"^\| `([^`]+)`", field_table(made.contract, "entities", less), flags=re.MULTILINE)
    assert rows == ["id", "entities", "entities.start", "entities.end", "entities.label"]


def test_pictures_of_the_card_are_there_and_well_formed(made: Made) -> None:
    shown = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", made.card())
    assert shown == ["plots/dates.svg", "plots/lengths.svg", "plots/labels.svg", "plots/topics.svg"]
    for path in shown:
        root = ET.fromstring((made.folder / path).read_bytes())
        assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_every_picture_reads_on_any_page(made: Made) -> None:
    """An image takes its colours from the reader's system and not from the page, so it brings its own ground."""
    for plot in plots(made.tables, made.contract):
        root = ET.fromstring(plot.svg)
        style = root.find("{http://www.w3.org/2000/svg}style")
        assert style is not None
        light, dark = str(style.text).split("@media(prefers-color-scheme:dark)")
        for colours in (light, dark):
            ground, letters = luminance(colours, ".ground{fill:"), luminance(colours, "fill:", "text{")
            for ink in (letters, luminance(colours, ".quiet{fill:"), luminance(colours, ".bar{fill:")):
                assert (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) > 4.5
        ground_path, *others = [one for one in root if not one.tag.endswith("style")]
        assert ground_path.attrib["class"] == "ground"
        assert others


def luminance(style: str, mark: str, after: str = "") -> float:
    """WCAG's relative luminance of the colour that stands behind the mark."""
    rest = style[style.index(after) :]
    digits = rest[rest.index(mark) + len(mark) :].removeprefix("#")
    digits = re.match(r"[0-9a-f]+", digits)[0]  # type: ignore[index]
    parts = [
        int(one, 16) / 255
        for one in re.findall("..", digits if len(digits) == 6 else "".join(2 * c for c in digits))
    ]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def dated(made: Made, days: list[tuple[date | None, str]]) -> Any:
    rows = made.tables.articles.to_pylist()[: len(days)]
    told = [
        {**row, "published_at": day, "published_precision": precision}
        for row, (day, precision) in zip(rows, days, strict=True)
    ]
    tables = replace(made.tables, articles=table_of(made.contract, "articles", told))
    return {plot.name: plot for plot in plots(tables, made.contract)}.get("dates")


def test_dates_are_drawn_by_month_with_the_empty_ones_and_the_unknown_are_told(made: Made) -> None:
    days = [
        (date(2023, 11, 2), "day"),
        (date(2024, 2, 1), "month"),
        (date(2024, 2, 9), "day"),
        (None, "unknown"),
    ]
    drawn = dated(made, days)
    assert drawn.title == "Texts by month of publication (1 more without a date)"
    assert drawn.says.endswith(": 2023-11 1, 2024-02 2")
    names = [
        text.text
        for text in ET.fromstring(drawn.svg).iter()
        if "name" in text.attrib.get("class", "").split()
    ]
    assert names == ["2023-11", "2023-12", "2024-01", "2024-02"]


@pytest.mark.parametrize(
    "second", [(date(2021, 1, 1), "year"), (date(2025, 11, 2), "day")], ids=["a year alone", "far apart"]
)
def test_dates_that_are_years_or_far_apart_are_drawn_by_year(made: Made, second: tuple[date, str]) -> None:
    assert dated(made, [(date(2021, 5, 2), "day"), second]).title == "Texts by year of publication"


def test_without_a_date_there_is_no_picture_of_dates(made: Made) -> None:
    assert dated(made, [(None, "unknown")]) is None


def test_bars_are_as_long_as_their_counts() -> None:
    root = ET.fromstring(bar_chart("Số nhãn", {"PER & <ORG>": 40, "LOC": 10, "DATE": 0}))
    widths = [float(bar.attrib["width"]) for bar in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert widths[0] == pytest.approx(4 * widths[1], abs=0.5)
    assert "PER & <ORG>" in [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("values", [[0], [5], [300] * 40, list(range(0, 9000, 7)), [1, 10**6]])
def test_a_histogram_counts_everybody(values: list[int]) -> None:
    root = ET.fromstring(histogram("Độ dài", values))
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


def test_columns_show_as_many_names_and_counts_as_there_is_room_for() -> None:
    root = ET.fromstring(columns("Tháng", {f"2024-{month:02d}": 123_456 for month in range(1, 49)}))
    names = [text for text in root.iter() if "name" in text.attrib.get("class", "").split()]
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) == 48
    places = [float(name.attrib["x"]) for name in names]
    assert min(b - a for a, b in pairwise(places)) >= 46
    assert "123,456" not in [text.text for text in root.iter()]


def test_a_users_own_text_is_in_every_release_and_a_hand_edit_of_one_is_refused(
    made: Made, tmp_path: Path
) -> None:
    own = parse_prose(
        "Mở đầu {{ version }}.\n\n## Who labelled it\n\nBa người.\n\n## Instead of Licence\n\nTự do."
    )
    card = made.card(replace(INFO, prose=own))
    assert "\nMở đầu {{ version }}.\n\n## How to load it\n" in card
    assert "\n## Who labelled it\n\nBa người.\n\n## Agreement\n" in card
    assert "\n## Licence\n\nTự do.\n\n## How to cite\n" in card
    assert metadata_of(card)["pretty_name"] == INFO.pretty_name

    readme = shutil.copytree(made.folder, tmp_path / "v1.0.0") / "README.md"
    readme.write_text(card + "\nBy hand.\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"differs .*README\.md.*Your own words belong in card\.md"):
        release(made.contract, tmp_path, made.tables)
    assert readme.read_text(encoding="utf-8").endswith("By hand.\n")


def test_a_citation_is_shown_as_what_it_is(made: Made) -> None:
    plain = made.card(replace(INFO, authors=("Lê Đậu",), organization="Báo Làng"))
    told = "Lê Đậu, Báo Làng: Tin mẫu, version 1.0.0 (2024-06-01). <https://bao-lang.example>"
    assert f"## How to cite\n\n{told}\n" in plain
    bibtex = made.card(replace(INFO, citation="@misc{tin,\n note={```}\n}"))
    assert "## How to cite\n\n````bibtex\n@misc{tin,\n note={```}\n}\n````\n" in bibtex


def test_a_folder_on_no_hub_is_loaded_as_a_folder(made: Made) -> None:
    assert 'load_dataset("lang-bao/tin-mau", "ner", revision="v1.0.0")' in made.card()
    local = made.card(replace(INFO, name="tin-mau"))
    assert 'load_dataset(folder, "ner")' in local
    assert "revision" not in local
