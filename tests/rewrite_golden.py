"""Rewrite the golden files from the default contract: `make golden`, then read the diff."""

import json
from functools import cache
from pathlib import Path

from schemas.arrow import arrow_schema
from schemas.contract import default_contract
from schemas.json_schema import json_schema

GOLDEN = Path(__file__).resolve().parent / "golden"


@cache
def generated() -> dict[str, str]:
    """Each golden file's name and the text that the contract gives for it now."""
    contract = default_contract()
    arrow, schema = [], {}
    for table in contract.tables:
        arrow += [table.name, *(f"  {line}" for line in _arrow_lines(table.name)), ""]
        schema[table.name] = json_schema(contract, table.name)
    return {
        "arrow.txt": "\n".join(arrow),
        "json_schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n",
    }


def _arrow_lines(table: str) -> list[str]:
    return [str(field) for field in arrow_schema(default_contract(), table)]


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.iterdir():
        path.unlink()
    for name, text in generated().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
