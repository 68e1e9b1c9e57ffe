"""The annotators' guide says what the contract says: keys, names, codes and version."""

import re

import pytest

from schemas.contract import Contract
from schemas.resources import resource


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_guide_names_every_label_with_its_key(language: str, contract: Contract) -> None:
    guide = resource(f"docs/guidelines/{language}.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S) \| (.+?) \((\w+)\) \|", guide, flags=re.MULTILINE)
    names = [label.name_vi if language == "vi" else label.name_en for label in contract.entities]
    assert rows == [
        (label.hotkey, name, label.name) for label, name in zip(contract.entities, names, strict=True)
    ]
    assert contract.guideline_version in guide.split("\n\n")[1]


def test_both_guides_take_the_same_decisions() -> None:
    tables = []
    for language in ("vi", "en"):
        guide = resource(f"docs/guidelines/{language}.md").read_text(encoding="utf-8")
        tables.append(
            [re.findall(r"\*\*(.+?)\*\*", row) for row in re.findall(r"^\| .+$", guide, re.MULTILINE)]
        )
    assert tables[0] == tables[1]
