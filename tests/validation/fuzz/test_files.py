"""What a project writes itself, right in half: taken, or refused in words with exit code 2."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.contract_file import load_contract
from schemas.errors import UsageError
from schemas.language.pack import language_pack
from tests.fuzz import budget
from tests.validation.fuzz import files
from tests.validation.fuzz.damage import CONTRACT
from validation.baseline import read_baseline
from validation.expectations.project_file import project_file
from validation.expectations.suites import own_suites
from validation.own.checks_file import own_checks
from validation.waivers import load_waivers

READERS: list[tuple[str, st.SearchStrategy[str], Callable[[Path], object]]] = [
    ("waivers.toml", files.waivers, lambda file: load_waivers(file, date(2026, 11, 29))),
    ("checks.toml", files.checks, lambda file: own_checks(file, CONTRACT)),
    ("baseline.json", files.baselines, read_baseline),
    ("gx/expectations/articles-x.json", files.suites, lambda file: own_suites(file.parent.parent)),
    ("contract.yaml", files.contracts, load_contract),
]


@pytest.mark.parametrize(("name", "bodies", "read"), READERS, ids=[name for name, _, _ in READERS])
@budget(20)
@given(data=st.data())
def test_it_is_taken_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    bodies: st.SearchStrategy[str],
    read: Callable[[Path], object],
    data: st.DataObject,
) -> None:
    text = data.draw(bodies)
    cut = data.draw(st.integers(0, 9))
    raw = data.draw(st.binary(max_size=9)) if cut == 9 else text.encode("utf-8", "surrogatepass")
    file = tmp_path_factory.getbasetemp() / "any" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw if cut != 8 else raw[: data.draw(st.integers(0, len(raw)))])
    try:
        read(file)
    except UsageError as error:
        message = str(error).encode("utf-8", "backslashreplace").decode()
        assert file.name in message


@pytest.mark.parametrize(
    "text",
    [
        "a: 2024-02-30",
        "limits: {min_article_chars: 2024-99-99}",
        "a: !!int x",
        "a: !!timestamp x",
        "a: -0b_",
        f"a: {'1' * 5_000}",
        "a: &a [*a]",
        "&a {checks: *a, stores: *a}",
        "checks: &a {ART007: *a}",
    ],
)
def test_yaml_that_its_loader_trips_over(tmp_path: Path, text: str) -> None:
    """PyYAML lets through ValueError, AttributeError and RecursionError of its constructors."""
    for name in ("contract.yaml", "great_expectations.yml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"contract\.yaml"):
        load_contract(tmp_path / "contract.yaml")
    with pytest.raises(UsageError, match=r"great_expectations\.yml"):
        project_file(tmp_path)


def test_a_language_too_long_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no language pack"):
        language_pack("x" * 5_000)
