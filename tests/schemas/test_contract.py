"""The default contract says what the reference says; one that contradicts itself is refused with its place."""

import json
from pathlib import Path

import pytest
import yaml

from schemas.contract import Contract
from schemas.contract_file import load_contract
from schemas.errors import ContractError


def overlay(tmp_path: Path, **keys: object) -> Path:
    path = tmp_path / "contract.yaml"
    path.write_text(yaml.safe_dump(keys, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def entities(contract: Contract) -> list[dict[str, object]]:
    return [label.model_dump() for label in contract.entities]


def topics(contract: Contract) -> list[dict[str, object]]:
    return [topic.model_dump() for topic in contract.topics]


@pytest.mark.seeds
def test_labels_are_those_of_the_reference(contract: Contract, shared: Path) -> None:
    given = json.loads((shared / "reference/labels.json").read_text(encoding="utf-8"))
    assert [(label.name, label.name_vi) for label in contract.entities] == [
        (label["label"], label["label_vi"]) for label in given
    ]
    for ours, theirs in zip(contract.entities, given, strict=True):
        assert (ours.vlsp2016 or "", ours.vlsp2021, ours.ontonotes or "") == (
            theirs["vlsp2016"],
            theirs["vlsp2021"],
            theirs["ontonotes"],
        )


@pytest.mark.seeds
def test_topics_are_those_of_the_reference(contract: Contract, shared: Path) -> None:
    given = json.loads((shared / "reference/topics.json").read_text(encoding="utf-8"))["topics"]
    assert [(topic.code, topic.name_vi, topic.name_en) for topic in contract.topics] == [
        (topic["qcode"], topic["label_vi"], topic["label_en"]) for topic in given
    ]
    codes = {topic["qcode"] for topic in given}
    for ours, theirs in zip(contract.topics, given, strict=True):
        top = theirs["top"] if theirs["top"] != theirs["qcode"] else None
        assert ours.parent == (theirs["parent"] if theirs["parent"] in codes else top)


def test_white_text_is_readable_on_every_label(contract: Contract) -> None:
    """WCAG 2.1's contrast of at least 4.5 to 1."""

    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    for label in contract.entities:
        red, green, blue = (channel(int(label.colour[at : at + 2], 16)) for at in (1, 3, 5))
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        assert 1.05 / (luminance + 0.05) >= 4.5, label.name


def test_a_project_brings_its_own_labels(tmp_path: Path, contract: Contract) -> None:
    own = [{**entities(contract)[0], "name": "PLAYER", "name_vi": "Cầu thủ"}]
    loaded = load_contract(overlay(tmp_path, entities=own))
    assert loaded.entity_names == ("PLAYER",)
    assert loaded.topics == contract.topics
    assert loaded.sha256 != contract.sha256


def test_comments_do_not_change_the_hash(tmp_path: Path, contract: Contract) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text("# a remark\n", encoding="utf-8")
    assert load_contract(path).sha256 == contract.sha256


def test_two_labels_with_one_hotkey(tmp_path: Path, contract: Contract) -> None:
    own = entities(contract)
    own[1]["hotkey"] = own[0]["hotkey"]
    path = overlay(tmp_path, entities=own)
    line = [
        number
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "hotkey" in text
    ][1]
    with pytest.raises(ContractError, match=rf"contract.yaml:{line}: ORG has the hotkey '1' of PER"):
        load_contract(path)


def test_hotkeys_that_differ_in_case_alone_are_one(tmp_path: Path, contract: Contract) -> None:
    own = entities(contract)
    own[0]["hotkey"], own[1]["hotkey"] = "p", "P"
    with pytest.raises(ContractError, match="hotkey"):
        load_contract(overlay(tmp_path, entities=own))


def test_an_unknown_parent_topic(tmp_path: Path, contract: Contract) -> None:
    own = topics(contract)
    own[2]["parent"] = "medtop:99999999"
    with pytest.raises(
        ContractError, match=r"contract.yaml:\d+: topic medtop:20000640 has the unknown parent"
    ):
        load_contract(overlay(tmp_path, topics=own))


def test_a_topic_that_is_its_own_grandparent(tmp_path: Path, contract: Contract) -> None:
    own = topics(contract)
    own[0]["parent"] = own[1]["code"]
    with pytest.raises(ContractError, match="its own ancestor"):
        load_contract(overlay(tmp_path, topics=own))


def test_all_problems_are_told_at_once(tmp_path: Path, contract: Contract) -> None:
    own = topics(contract)
    own[2]["parent"] = "medtop:99999999"
    path = overlay(tmp_path, topics=own, splits=[{"name": "train", "percent": 80}])
    with pytest.raises(ContractError) as caught:
        load_contract(path)
    assert "unknown parent" in str(caught.value)
    assert "do not add up to 100" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("entitties: []\n", "contract.yaml:1: entitties"),
        ("language: vi\nlanguage: en\n", "contract.yaml:2: the key 'language' stands twice"),
        ("tables: []\n", "contract.yaml:1: a project cannot redefine tables"),
        ("- a\n", "contract.yaml:1: a contract is a mapping"),
        ("a: [\n", "is not YAML"),
        ("entities: []\n", "contract.yaml:1: no entity label"),
        ("limits: 3\n", "contract.yaml:1: limits is no mapping"),
        (
            "limits:\n  near_jacard: 0.4\n",
            "contract.yaml:2: there is no limit 'near_jacard'; the nearest is near_jaccard",
        ),
    ],
)
def test_refusals_name_their_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        load_contract(path)
    assert said in str(caught.value)


def test_a_missing_contract(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="cannot be read"):
        load_contract(tmp_path / "none.yaml")


def test_nothing_of_a_contract_can_be_changed(contract: Contract) -> None:
    with pytest.raises(ValueError, match="frozen"):
        contract.language = "en"  # type: ignore[misc]  # what is tested is that it cannot be assigned


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topic_rules: {primary: 1, max_secondary: -2}\n", "topic_rules.max_secondary"),
        (
            "limits: {min_article_chars: 80, max_article_chars: 900, max_page_bytes: 0, near_jaccard: 7, "
            "near_containment: 0.6}\n",
            "limits.near_jaccard",
        ),
    ],
)
def test_sizes_and_shares_that_cannot_be(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=said):
        load_contract(path)


def test_a_project_changes_one_limit(tmp_path: Path, contract: Contract) -> None:
    loaded = load_contract(overlay(tmp_path, limits={"near_jaccard": 0.7}))
    assert loaded.limits == contract.limits.model_copy(update={"near_jaccard": 0.7})


@pytest.mark.parametrize("deep", [False, True])
def test_a_copy_with_other_values_has_a_hash_of_its_own(contract: Contract, deep: bool) -> None:
    """The hash is kept once it was asked for, and a copy begins with all that is kept."""
    kept = contract.sha256
    other = contract.model_copy(update={"language": "en"}, deep=deep)
    assert other.sha256 != kept
    assert other.model_copy(update={"language": contract.language}, deep=deep).sha256 == kept
    assert contract.model_copy(deep=deep) == contract
