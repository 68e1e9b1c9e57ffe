"""Take the pictures of docs/reports.md: `python -m tests.validation.take_pictures [FOLDER]`.

Three workspaces of our own sentences: one in which people disagree here and there, one that was broken in many of
the ways of mutations.py, and one that is full of what would run, hide or break if it were pasted unescaped.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser

from annotation.agreement import measure_all
from schemas.contract import Contract, default_contract
from schemas.progress import silent
from schemas.tables import read_table, write_table
from tests.browser import chromium
from tests.conftest import ROOT
from tests.validation.cases.case import entities, nothing
from tests.validation.factory import ANNOTATORS, Row, Tables, sound_tables, write
from tests.validation.hostile import hostile
from tests.validation.mutations import MUTATIONS
from tests.validation.releases import as_it_is, beside, built
from validation.run import validate

ARTICLES = 36
_LABELS = ("LOC", "GPE", "ORG")
_SCHEMES = {"light": (1280, 1500), "dark": (1280, 1500), "phone": (390, 1200), "people": (1280, 1900)}


def _report(root: Path, contract: Contract, change: Callable[[Tables], object]) -> Path:
    tables = sound_tables(ARTICLES)
    chance = random.Random(5)
    for number, row in enumerate(tables["annotations"]):
        _somewhat_otherwise(row, chance)
        row["updated_at"] = row["created_at"] + timedelta(days=number)  # type: ignore[operator]
    for row in tables["gold"]:
        if row["status"] == "agreed":
            row |= {"status": "adjudicated", "adjudicator": ANNOTATORS[0]}
    for row in tables["articles"]:
        row["crawled_at"] = date(2026, 3, 1)
    change(tables)
    inputs = write(root, tables, contract)
    said, articles = (
        read_table(path, contract, name)
        for path, name in ((inputs.annotations, "annotations"), (inputs.articles, "articles"))
    )
    write_table(inputs.agreement, measure_all(said, articles, contract).agreement)
    beside(inputs, built(as_it_is, "1.0.0"))
    return validate(inputs, contract, reports=root / "reports", progress=silent).reports["report"]


def _somewhat_otherwise(row: Row, chance: random.Random) -> None:
    for span in entities(row):
        if chance.random() < 0.08:
            span["label"] = chance.choice(_LABELS)


def broken(tables: Tables) -> None:
    for mutation in MUTATIONS:
        if mutation.rows is not nothing and mutation.group in ("spans", "articles"):
            mutation.rows(tables)


def _picture(browser: Browser, report: Path, scheme: str, at: str, target: Path) -> None:
    width, height = _SCHEMES[scheme]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(f"{report.as_uri()}{at}")
    page.screenshot(path=target)
    page.close()


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    contract = default_contract()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for name, change, pictures in (
            ("sound", nothing, [("light", ""), ("people", "#agreement")]),
            ("broken", broken, [("dark", "#failing"), ("phone", "")]),
            ("hostile", hostile, [("light", "#failing")]),
        ):
            report = _report(Path(folder) / name, contract, change)
            for scheme, at in pictures:
                _picture(browser, report, scheme, at, target / f"report-{name}-{scheme}.png")


if __name__ == "__main__":
    main()
