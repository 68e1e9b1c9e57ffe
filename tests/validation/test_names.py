"""Which names are looked for, and what is remembered of them."""

from pathlib import Path

import polars as pl
import pytest

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.cases.case import limit
from tests.validation.cases.cons import AS_LAKE, BARE, CITY, PART, WHOLE, annotations, gold
from tests.validation.factory import Tables, article_id, sound_tables, write
from tests.validation.finding import by_check
from validation.checks.names import where
from validation.engine.log import Log
from validation.engine.scan import scan
from validation.engine.source import Source
from validation.engine.surfaces import labelled_surfaces
from validation.engine.tally import Tally
from validation.inputs import Inputs


def _gold(folder: Path, contract: Contract, *texts: str) -> Inputs:
    tables = sound_tables()
    gold(*texts)(tables)
    return write(folder, tables, contract)


def test_the_names_with_most_spans_come_first_and_are_all_that_stay(
    tmp_path: Path, contract: Contract
) -> None:
    texts = ["[Huế|GPE] và [Đà Lạt|GPE] và [Bắc Kạn|GPE]", "[Đà Lạt|GPE], [ – |MISC][ Huế|GPE]"]
    source = Source("gold", _gold(tmp_path, contract, *texts), contract, Log())
    assert labelled_surfaces(source) == ["Đà Lạt", "Bắc Kạn", "Huế"]
    assert labelled_surfaces(source, 2) == ["Đà Lạt", "Bắc Kạn"]


def test_a_table_of_more_names_than_are_kept(tmp_path: Path, contract: Contract) -> None:
    texts = [f"[Huế|GPE] và [Xã {number}|GPE]" for number in range(12)]
    source = Source("gold", _gold(tmp_path, contract, *texts), contract, Log())
    assert labelled_surfaces(source, 1) == ["Huế"]


def test_a_finding_says_how_often_and_where(tmp_path: Path, contract: Contract) -> None:
    texts = [CITY] * 6 + ["🎉 " + CITY + " " + BARE]
    inputs = _gold(tmp_path, contract, *texts)
    (row,) = by_check(inputs, contract)["CONS102"]
    article = sound_tables()["articles"][6]["id"]
    assert (row["table"], row["row"], row["record_id"], row["article_id"]) == ("gold", 6, article, article)
    assert "“Cần Thơ” is labelled 7 times and left out once" in str(row["message"])
    snippet, start, end = str(row["snippet"]), int(str(row["start"])), int(str(row["end"]))
    assert snippet[start:end] == "Cần Thơ"
    assert snippet[:start].endswith("Trời mưa ở ")


@pytest.mark.parametrize(
    ("texts", "number", "says"),
    [
        ([WHOLE, WHOLE, PART], 2, "is one span twice; of the same words “Hà Giang” once; in pieces in “{}”"),
        ([WHOLE, PART, PART], 0, "is one span once; of the same words “Hà Giang” twice; whole in “{}”"),
        ([WHOLE, PART], 1, "is one span once; of the same words “Hà Giang” once; in pieces in “{}”"),
    ],
)
def test_the_rarer_boundary_is_told(
    tmp_path: Path, contract: Contract, texts: list[str], number: int, says: str
) -> None:
    inputs = _gold(tmp_path, contract, *texts)
    (row,) = by_check(inputs, limit("CONS103", 2)(contract))["CONS103"]
    assert row["row"] == number
    assert row["message"] == f"“tỉnh Hà Giang” {says.format(article_id(number))}"


def test_the_rarer_label_is_told(tmp_path: Path, contract: Contract) -> None:
    inputs = _gold(tmp_path, contract, CITY, AS_LAKE, *[CITY] * 4)
    (row,) = by_check(inputs, contract)["CONS101"]
    assert row["message"] == f"“Cần Thơ” is GPE 5 times, LOC once; LOC in “{article_id(1)}”"


def test_each_record_is_named_once_and_few_of_them() -> None:
    places = [{"record_id": name} for name in "aabcc"]
    assert where(places) == "“a”, “b”, “c”"
    assert where([*places, {"record_id": "d"}]) == "“a”, “b”, “c” and 1 more"


def test_gold_goes_before_annotations(tmp_path: Path, contract: Contract) -> None:
    found = scan(write(tmp_path, sound_tables(), contract), contract, silent)
    assert ("CONS101", "gold") in found.log.ran
    assert ("CONS101", "annotations") not in found.log.ran
    assert found.log.left_out["CONS101", "annotations"] == "gold is looked at"


def test_an_annotator_s_last_word_counts(tmp_path: Path, contract: Contract) -> None:
    def twice(tables: Tables) -> None:
        annotations(*[CITY] * 5, BARE)(tables)
        # The same person labelled the last text, too, a year later.
        first, last = tables["annotations"][0], tables["annotations"][5]
        tables["annotations"].append(
            last
            | {"annotation_id": "1-999", "updated_at": last["updated_at"].replace(year=2026)}  # type: ignore[attr-defined]
            | {"entities": [_moved(first)]}
        )

    def _moved(row: dict[str, object]) -> dict[str, object]:
        entities = row["entities"]
        assert isinstance(entities, list)
        at = BARE.index("Cần Thơ")
        moved: dict[str, object] = entities[0] | {"start": at, "end": at + len("Cần Thơ")}
        return moved

    tables = sound_tables()
    twice(tables)
    assert "CONS102" not in by_check(write(tmp_path, tables, contract), contract)


def test_a_tally_counts_all_and_remembers_the_first() -> None:
    tally = Tally({"name": pl.String, "at": pl.Int64}, ["name"], places=2)
    for start in range(0, 250_000, 50_000):
        names = pl.Series("name", ["a", "b"] * 25_000)
        tally.add(pl.DataFrame([names, pl.int_range(start, start + 50_000, eager=True).alias("at")]))
    assert tally.counts == {("a",): 125_000, ("b",): 125_000}
    assert list(tally.first().iter_rows()) == [("a", 0), ("b", 1), ("a", 2), ("b", 3)]
