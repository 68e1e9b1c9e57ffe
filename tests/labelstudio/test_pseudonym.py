"""Pseudonyms: stable in a workspace, different between workspaces, the salt for its owner alone."""

import re
import stat
from pathlib import Path

from annotation.pseudonym import pseudonym, workspace_salt
from schemas.contract import Contract


def test_stable_whatever_the_case(tmp_path: Path, contract: Contract) -> None:
    salt = workspace_salt(tmp_path)
    assert salt == workspace_salt(tmp_path)
    name = pseudonym(salt, "Lan@Toasoan.example")
    assert name == pseudonym(salt, " lan@toasoan.EXAMPLE ")
    pattern = contract.table("annotations").field("annotator").pattern
    assert pattern is not None
    assert re.fullmatch(pattern, name)


def test_another_workspace_gives_another_name(tmp_path: Path) -> None:
    names = {pseudonym(workspace_salt(tmp_path / name), "lan@toasoan.example") for name in "ab"}
    assert len(names) == 2


def test_the_salt_is_the_owners_alone(tmp_path: Path) -> None:
    workspace_salt(tmp_path)
    (salt,) = tmp_path.iterdir()
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
