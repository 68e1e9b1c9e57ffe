"""A workspace broken on purpose: the check that should find it does, and nothing else is told."""

from pathlib import Path

import pytest

from schemas.contract import Contract
from tests.validation.cases.case import entities
from tests.validation.factory import Tables, article_id, broken, retext, sound_tables, write
from tests.validation.finding import by_check
from tests.validation.mutation import Mutation, mutated, told
from tests.validation.mutations import (
    MUTATIONS,
    column_mutations,
    file_of,
    gold_span_later,
    text_changed_under_labels,
)
from validation.catalogue import CATALOGUE
from validation.inputs import TABLES


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.what)
def test_the_right_check_finds_it(tmp_path: Path, contract: Contract, mutation: Mutation) -> None:
    assert told(mutated(tmp_path, contract, mutation), contract, mutation) == set(mutation.told)


# Which tables some check reads together with the one that is broken; beside articles, every check does.
READ_WITH = {
    "articles": TABLES,
    "quarantine": (),
    "clusters": ("splits",),
    "splits": ("clusters",),
    "suggestions": (),
    "annotations": ("agreement", "gold"),
    "agreement": ("annotations", "gold"),
    "gold": ("splits", "annotations", "agreement"),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_column(tmp_path: Path, contract: Contract, table: str) -> None:
    """Other checks may lack the column or trip over it; that they all stay on their feet is seen on the way."""
    sound = sound_tables()
    inputs = write(tmp_path, {name: sound[name] for name in {"articles", table, *READ_WITH[table]}}, contract)
    assert by_check(inputs, contract) == {}
    file = file_of(inputs, table)
    whole = file.read_bytes()
    for mutation in column_mutations(contract, table):
        file.write_bytes(whole)
        mutation.apply(inputs)
        found = by_check(inputs, contract).get(mutation.error, [])
        told = [row for row in found if row["table"] == table and mutation.field.name in str(row["message"])]
        assert told, f"{mutation.field.name} {mutation.kind}"


def test_every_check_catches_something(contract: Contract) -> None:
    columns = {one.error for table in TABLES for one in column_mutations(contract, table)}
    first = {mutation.told[0] for mutation in MUTATIONS}
    assert {check.id for check in CATALOGUE} - columns - first == set()


def test_a_finding_says_where_and_shows_the_span(tmp_path: Path, contract: Contract) -> None:
    inputs = broken(tmp_path, contract, gold_span_later)
    (row,) = by_check(inputs, contract)["SPAN004"]
    article = sound_tables()["articles"][2]
    span = entities(sound_tables()["gold"][2])[1]
    assert row["table"] == "gold"
    assert row["record_id"] == row["article_id"] == article["id"]
    assert (row["row"], row["span"], row["split"]) == (2, 1, "train")
    start, end = int(str(row["start"])), int(str(row["end"]))
    assert start == int(str(span["start"])) + 1
    assert str(span["text"]) in str(row["message"])
    assert str(article["text"])[start:end] in str(row["message"])
    assert str(row["snippet"]) in str(article["text"])


def test_an_emoji_may_join_and_must_not_shift(tmp_path: Path, contract: Contract) -> None:
    def family(tables: Tables) -> None:
        retext(tables["articles"][13], "Tin vắn 👨\u200d👩\u200d👧 rất vui 🏳\ufe0f\u200d🌈.")

    assert by_check(broken(tmp_path, contract, family), contract) == {}


def test_one_url_may_be_told_twice_in_one_cluster(tmp_path: Path, contract: Contract) -> None:
    def republished(tables: Tables) -> None:
        one, other = tables["articles"][1], tables["articles"][10]
        other["url"] = one["url"]
        for name in ("clusters", "splits"):
            rows = {row["id"]: row for row in tables[name]}
            rows[other["id"]]["cluster_id"] = rows[one["id"]]["cluster_id"]
        assert rows[other["id"]]["split"] == rows[one["id"]]["split"]

    assert by_check(broken(tmp_path, contract, republished), contract) == {}


def test_a_record_of_a_changed_text_is_told_once(tmp_path: Path, contract: Contract) -> None:
    found = by_check(broken(tmp_path, contract, text_changed_under_labels), contract)
    told = sorted((row["table"], row["record_id"]) for row in found["SPAN002"])
    assert told == [
        ("annotations", "1-13"),
        ("annotations", "1-14"),
        *((name, article_id(6)) for name in ("gold", "suggestions")),
    ]
