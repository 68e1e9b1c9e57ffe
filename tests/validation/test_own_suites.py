"""The project's own suites: which are read, for which frame, and what is refused before anything runs."""

import json
import warnings
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.progress import silent
from tests.validation.factory import only, some, sound_tables, write
from tests.validation.own import write_own
from validation.expectations.conditions import refused_condition
from validation.expectations.suites import own_suites
from validation.inputs import Inputs
from validation.run import validate

NOT_NULL: dict[str, object] = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "id"}}


def _suites(folder: Path) -> dict[str, str]:
    return {suite.name: suite.frame for suite in own_suites(folder / "gx")}


def test_the_frame_is_in_meta_or_in_the_name(tmp_path: Path) -> None:
    inputs = Inputs.below(tmp_path)
    write_own(inputs, "gold", NOT_NULL)
    write_own(inputs, "articles-sources", NOT_NULL)
    write_own(inputs, "our sources", NOT_NULL, meta={"frame": "annotations"})
    write_own(inputs, "gold-people", NOT_NULL, meta={"frame": "annotations"})
    write_own(inputs, "tinbai-gold", NOT_NULL)
    write_own(inputs, "gold/in a folder", NOT_NULL)
    assert _suites(tmp_path) == {
        "articles-sources": "articles",
        "gold": "gold",
        "gold-people": "annotations",
        "gold/in a folder": "gold",
        "our sources": "annotations",
    }


def test_each_is_stored_under_a_name_of_its_own(tmp_path: Path) -> None:
    inputs = Inputs.below(tmp_path)
    for name in ("gold/x", "gold%2Fx", "gold-x", "gold.y"):
        write_own(inputs, name, NOT_NULL)
    stored = {suite.stored_name for suite in own_suites(inputs.gx)}
    assert stored == {f"tinbai-own-gold{name}x" for name in ("%2F", "%252F", "-")} | {"tinbai-own-gold%2Ey"}


def test_a_dot_in_a_name_is_a_folder_to_great_expectations(tmp_path: Path, contract: Contract) -> None:
    rules = only(contract, "GX002")
    inputs = write(tmp_path, some(sound_tables(), "articles", "gold"), rules)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx

        context = gx.get_context(mode="file", project_root_dir=tmp_path)
        context.suites.add(gx.ExpectationSuite(name="gold.v2", expectations=[NOT_NULL]))
    assert (inputs.gx / "expectations" / "gold" / "v2.json").exists()
    verdict = validate(inputs, rules, reports=tmp_path / "reports", progress=silent)
    assert [(one.suite, one.status) for one in verdict.expectations if one.own] == [("gold.v2", "passed")]


def test_two_of_one_name(tmp_path: Path) -> None:
    inputs = Inputs.below(tmp_path)
    write_own(inputs, "gold.x", NOT_NULL)
    (inputs.gx / "expectations" / "gold").mkdir()
    (inputs.gx / "expectations" / "gold.x.json").rename(inputs.gx / "expectations" / "gold" / "x.json")
    write_own(inputs, "gold.x", NOT_NULL)
    with pytest.raises(ConfigError, match="of another suite"):
        own_suites(inputs.gx)


def test_a_workspace_without_the_folder_has_none(tmp_path: Path) -> None:
    assert _suites(tmp_path) == {}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("articles", "{", "is not JSON"),
        ("articles", "[" * 100_000, "is not JSON"),
        ("articles", "[]", "is no expectation suite"),
        ("articles", '{"name": "articles", "expectations": [{"type": 3}]}', "is no expectation suite"),
        ("texts", '{"name": "texts", "expectations": []}', "names no facts frame"),
        ("gold", '{"name": "gold", "expectations": [], "meta": {"frame": "golds"}}', "names no facts frame"),
        ("gold", '{"expectations": []}', 'Write "name": "gold"'),
        ("gold", '{"name": "silver", "expectations": []}', "'silver'"),
    ],
)
def test_a_suite_that_cannot_be_read(tmp_path: Path, name: str, text: str, says: str) -> None:
    folder = tmp_path / "gx" / "expectations"
    folder.mkdir(parents=True)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=says) as raised:
        own_suites(tmp_path / "gx")
    assert f"{name}.json" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_suites_where_they_used_to_lie_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "expectations").mkdir()
    (tmp_path / "expectations" / "gold.json").write_text(json.dumps({"expectations": []}))
    with pytest.raises(ConfigError, match="Move it there") as raised:
        own_suites(tmp_path / "gx")
    assert str(tmp_path / "gx" / "expectations") in str(raised.value)


@pytest.mark.parametrize(
    "condition",
    [
        "@__import__('os').system('true')",
        "@pd.io.common.os.system('true')",
        "chars.to_csv('stolen.csv')",
        "chars.__class__ == 3",
        "__class__ == 3",
        "`chars` > 3",
        "(lambda: 1)() == 1",
        "[x for x in chars]",
        "chars > 3; chars",
        "(" * 500 + "chars" + ")" * 500,
        "chars == 1" + " or chars == 1" * 500,
    ],
    ids=lambda text: text[:30],
)
def test_a_condition_is_a_comparison_or_refused(tmp_path: Path, condition: str) -> None:
    for kwargs in (
        {"column": "id", "row_condition": condition, "condition_parser": "pandas"},
        {"column": "id", "row_condition": {"type": "pass_through", "pass_through_filter": condition}},
        {"row_condition": {"conditions": [{"type": "pass_through", "pass_through_filter": condition}]}},
        {"row_condition": {"type": "nullity", "column": {"name": condition}, "is_null": True}},
    ):
        assert refused_condition(kwargs), kwargs
    inputs = Inputs.below(tmp_path)
    write_own(inputs, "articles-x", NOT_NULL | {"kwargs": {"column": "id", "row_condition": condition}})
    with pytest.raises(ConfigError, match="articles-x"):
        own_suites(inputs.gx)


@pytest.mark.parametrize(
    "condition",
    [
        "chars > 300",
        "kind == 'article' and not (chars < 10 or source in ['a', 'b'])",
        "(chars > 3) & ~has_url",
    ],
)
def test_plain_comparisons_are_taken(condition: str) -> None:
    assert refused_condition({"column": "id", "row_condition": condition}) == ""
    comparison = {"type": "comparison", "column": {"name": "chars"}, "operator": ">", "parameter": 3}
    assert refused_condition({"column": "id", "row_condition": comparison}) == ""
