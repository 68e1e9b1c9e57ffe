"""The Hub's lists are those of its own packages, and what is in none of them is refused with the nearest."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.licenses import canonicalize_license_expression

from schemas.contract_file import load_contract
from schemas.errors import ConfigError, ContractError
from schemas.hub_vocabulary import hub_vocabulary, metadata_problems
from tinbai.config import load_config

WORDS = hub_vocabulary().words


def theirs(name: str) -> object:
    """A list that the Hub's library for data carries; to read it, the library need not be imported."""
    found = find_spec("datasets")
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / "utils" / "resources" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_creators_sizes_and_multilinguality_are_those_of_the_hubs_library() -> None:
    creators = theirs("creators")
    assert isinstance(creators, dict)
    assert set(WORDS["language_creators"]) == set(creators["language"])
    assert set(WORDS["annotations_creators"]) == set(creators["annotations"])
    assert WORDS["size_categories"] == tuple(theirs("size_categories"))
    assert WORDS["multilinguality"] == tuple(theirs("multilingualities"))


def test_languages_are_those_of_the_hubs_library_but_for_groups_and_retired_codes() -> None:
    listed = theirs("languages")
    assert isinstance(listed, dict)
    assert {"vi", "en", "tay", "hmn"} <= set(WORDS["language"])
    assert len(set(listed) & set(WORDS["language"])) > 0.98 * len(listed)


def test_every_spdx_identifier_is_one() -> None:
    named = {license: spdx for license, spdx in hub_vocabulary().spdx.items() if spdx}
    assert {license: canonicalize_license_expression(spdx) for license, spdx in named.items()} == named
    assert hub_vocabulary().license_url("cc-by-4.0") == "https://spdx.org/licenses/CC-BY-4.0"
    assert hub_vocabulary().license_url("other") is None


SOUND = {
    "license": "cc-by-4.0",
    "language": ["vi"],
    "task_categories": ["token-classification"],
    "task_ids": ["named-entity-recognition"],
    "annotations_creators": ["expert-generated"],
    "size_categories": ["n<1K"],
    "tags": ["whatever"],
}


def test_a_sound_card_has_no_problem() -> None:
    assert list(metadata_problems(SOUND)) == []
    assert list(metadata_problems({})) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"license": "cc-by-4"}, "the Hub knows no license 'cc-by-4'; nearest: cc-by-4.0"),
        ({"language": ["vie-VN"]}, "the Hub knows no language 'vie-VN'; nearest: vi"),
        ({"task_ids": ["named-entity-recognitoin"]}, "nearest: named-entity-recognition"),
        ({"task_ids": ["topic-classification"]}, "task_categories not its task, text-classification"),
        ({"annotations_creators": ["experts"]}, "the Hub knows no annotations_creators 'experts'"),
        ({"size_categories": ["n<2K"]}, "the Hub knows no size_categories 'n<2K'"),
        ({"license": ["mit", 3]}, "the Hub knows no license 3"),
    ],
)
def test_what_the_hub_does_not_know_is_told(change: dict[str, object], told: str) -> None:
    problems = list(metadata_problems({**SOUND, **change}))
    assert len(problems) == 1
    assert told in problems[0]


def test_the_settings_are_held_against_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "tinbai.toml"
    path.write_text('[release]\nlicense = "cc-by4.0"\nannotations_creators = ["expert"]\n', encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_config(path)
    assert f"{path}:2: release.license: the Hub knows no license 'cc-by4.0'; nearest: cc-by-4.0" in str(
        refused.value
    )
    assert f"{path}:3: release.annotations_creators: " in str(refused.value)


def test_the_contracts_language_is_held_against_the_list(tmp_path: Path) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text("language: vietnamese\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"contract\.yaml:1: the Hub knows no language 'vietnamese'"):
        load_contract(path)
