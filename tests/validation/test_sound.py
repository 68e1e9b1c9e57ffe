from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.progress import silent
from schemas.tables import table_of, write_table
from tests.validation.factory import sound_tables, write
from tests.validation.finding import by_check
from validation.engine.scan import scan
from validation.inputs import Inputs

STAGES = [
    ["articles", "quarantine"],
    ["articles", "quarantine", "clusters", "splits"],
    ["articles", "quarantine", "clusters", "splits", "suggestions"],
    ["articles", "quarantine", "clusters", "splits", "annotations"],
]


def test_a_sound_workspace_breaks_nothing(tmp_path: Path, contract: Contract) -> None:
    assert by_check(write(tmp_path, sound_tables(), contract), contract) == {}


@pytest.mark.parametrize("stages", STAGES, ids=len)
def test_a_workspace_on_its_way_breaks_nothing(tmp_path: Path, contract: Contract, stages: list[str]) -> None:
    tables = {name: rows for name, rows in sound_tables().items() if name in stages}
    found = scan(write(tmp_path, tables, contract), contract, silent)
    assert found.log.findings().is_empty()
    ran = {table for check, table in found.log.ran if check == "TAB001"}
    assert ran == set(stages)
    for table in {"annotations", "gold"} - set(stages):
        assert ("SPAN004", table) not in found.log.ran, "an absent table is not run, not passed"
        assert found.log.left_out["SPAN004", table] == f"no {table} yet"


@pytest.mark.parametrize("table", ["suggestions", "annotations", "gold"])
def test_a_table_without_rows_breaks_nothing(tmp_path: Path, contract: Contract, table: str) -> None:
    """A pull before anybody labelled leaves one."""
    inputs = write(tmp_path, {"articles": sound_tables()["articles"]}, contract)
    place = inputs.table(table)
    write_table(place if place.suffix else place / "part-00000.parquet", table_of(contract, table, []))
    found = scan(inputs, contract, silent)
    assert ("TAB003", table) in found.log.ran
    assert not set(found.log.findings()["table"]) & {table}


def test_an_empty_folder_runs_nothing(tmp_path: Path, contract: Contract) -> None:
    found = scan(Inputs.below(tmp_path), contract, silent)
    assert found.log.findings().is_empty()
    assert found.log.ran == set()


def test_progress_counts_articles_to_the_end(tmp_path: Path, contract: Contract) -> None:
    seen: list[tuple[int, int | None]] = []
    inputs = write(tmp_path, sound_tables(), contract)
    scan(inputs, contract, lambda done, total=None: seen.append((done, total)))
    assert seen[-1] == (15, 15)
    assert seen == sorted(seen)
