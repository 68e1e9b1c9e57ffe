"""Rewrite the golden files, and the pages of docs/ that are made from the code: `make golden`, then read the diff."""

import json
from functools import cache
from pathlib import Path

from annotation.sheet import sheet_html
from schemas.arrow import arrow_schema
from schemas.contract import default_contract
from schemas.expectations import suite
from schemas.features import features
from schemas.field_table import field_table
from schemas.json_schema import json_schema
from schemas.label_config import label_config
from tests.hub.fault_table import page_md
from tests.validation.mutations import table_md
from validation.catalogue_page import checks_md

GOLDEN = Path(__file__).resolve().parent / "golden"
DOCS = GOLDEN.parent.parent / "docs"
GUIDES = DOCS / "guidelines"


@cache
def generated() -> dict[str, str]:
    """Each golden file's name and the text that the contract gives for it now."""
    contract = default_contract()
    arrow: list[str] = []
    schema: dict[str, object] = {}
    stated: dict[str, object] = {}
    fields: list[str] = []
    for table in contract.tables:
        arrow += [table.name, *(f"  {line}" for line in _arrow_lines(table.name)), ""]
        schema[table.name] = json_schema(contract, table.name)
        if table.released:
            stated[table.name] = features(contract, table.name).to_dict()
            fields += [f"## {table.name}", "", field_table(contract, table.name).strip(), ""]
    return {
        "arrow.txt": "\n".join(arrow),
        "adjudication_config.xml": label_config(contract, adjudication=True),
        "expectation_suite.json": _json(suite(contract)),
        "features.json": _json(stated),
        "fields.md": "\n".join(fields),
        "json_schema.json": _json(schema),
        "label_config.xml": label_config(contract),
    }


def sheets() -> dict[str, str]:
    """The annotators' sheets, which live beside the guides that they are made from."""
    return {
        f"sheet.{language}.html": sheet_html(
            default_contract(), (GUIDES / f"{language}.md").read_text(encoding="utf-8"), language
        )
        for language in ("vi", "en")
    }


def pages() -> dict[str, str]:
    """Pages of docs/ that are made from the code."""
    contract = default_contract()
    publishing = (DOCS / "publishing.md").read_text(encoding="utf-8")
    return {
        "checks.md": checks_md(contract),
        "mutations.md": table_md(contract),
        "publishing.md": page_md(publishing),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _arrow_lines(table: str) -> list[str]:
    return [str(field) for field in arrow_schema(default_contract(), table)]


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.iterdir():
        path.unlink()
    for name, text in generated().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
    for name, text in sheets().items():
        (GUIDES / name).write_text(text, encoding="utf-8")
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
