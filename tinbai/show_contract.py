"""Print the contract's hash or anything that is generated from it."""

import json
from pathlib import Path

from schemas.contract import Contract
from schemas.contract_file import load_contract
from schemas.errors import UsageError
from schemas.language.pack import language_pack
from tinbai.console import Outcome
from tinbai.workspace import Workspace, find_workspace

# What is generated for a table; the rest is for the whole.
OF_A_TABLE = ("arrow", "json-schema", "features", "fields")


def show_contract(folder: Path | None, what: str, table: str | None) -> Outcome:
    """`what` is check, arrow, json-schema, features, fields (of a table), label-config, sheet or suite.

    Without a workspace the packaged contract answers.

    Raises:
        ContractError: the project's contract contradicts itself.
        ConfigError: there is no language pack for its language.
        UsageError: no such table.
    """
    contract = _contract(folder)
    if what == "check":
        language_pack(contract.language)
        counts = {
            "version": contract.contract_version,
            "sha256": contract.sha256,
            "entities": len(contract.entities),
            "topics": len(contract.topics),
            "tables": len(contract.tables),
        }
        return Outcome(
            "contract",
            f"version {contract.contract_version} holds: {len(contract.entities)} entity labels, "
            f"{len(contract.topics)} topics, {len(contract.tables)} tables",
            counts=counts,
        )
    names = [known.name for known in contract.tables]
    if what in OF_A_TABLE and table not in names:
        raise UsageError(
            f"{table!r} is no table" if table else f"tinbai contract {what} needs a table",
            hint=f"Tables: {', '.join(names)}",
        )
    if table and what not in OF_A_TABLE:
        raise UsageError(f"tinbai contract {what} takes no table", hint=f"Leave {table} out")
    return Outcome("contract", what, text=_generated(contract, what, table or ""))


def _contract(folder: Path | None) -> Contract:
    try:
        workspace: Workspace | None = find_workspace(folder)
    except UsageError:
        if folder is not None:
            raise
        workspace = None
    return workspace.contract if workspace else load_contract(None)


def _generated(contract: Contract, what: str, table: str) -> str:
    if what == "arrow":
        from schemas.arrow import arrow_schema

        return str(arrow_schema(contract, table).to_string(show_schema_metadata=False))
    if what == "json-schema":
        from schemas.json_schema import json_schema

        return json.dumps(json_schema(contract, table), ensure_ascii=False, indent=1)
    if what == "features":
        from schemas.features import features

        return json.dumps(features(contract, table).to_dict(), ensure_ascii=False, indent=1)
    if what == "fields":
        from schemas.field_table import field_table

        return field_table(contract, table)
    if what == "label-config":
        from schemas.label_config import label_config

        return label_config(contract)
    if what == "sheet":
        from annotation.sheet import sheet_html
        from schemas.resources import resource

        guide = resource(f"docs/guidelines/{contract.language}.md")
        if not guide.exists():
            raise UsageError(
                f"there is no guide in the contract's language, {contract.language}, to make a sheet of",
                hint="The sheet comes in vi and en",
            )
        return sheet_html(contract, guide.read_text(encoding="utf-8"), contract.language)
    from schemas.expectations import suite

    return json.dumps(suite(contract), ensure_ascii=False, indent=1)
