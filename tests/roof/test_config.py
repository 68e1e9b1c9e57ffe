"""tinbai.toml: what it does not know it refuses, with the place and the nearest name."""

from pathlib import Path

import pytest

from schemas.errors import ConfigError
from tinbai.config import Config, load_config
from tinbai.init import init_workspace
from tinbai.stages.normalize import options_of
from tinbai.workspace import Workspace


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "tinbai.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.toml") == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('nmae = "x"\n', "tinbai.toml:1: unknown key 'nmae'; did you mean 'name'?"),
        ("\n[labelstudio]\nulr = ''\n", "tinbai.toml:3: unknown key 'labelstudio.ulr'; did you mean 'url'?"),
        ("[zzz]\n", "tinbai.toml:1: unknown key 'zzz'; possible keys: name, pretty_name"),
        ("[labelstudio]\n\noverlap = 0\n", "tinbai.toml:3: labelstudio.overlap: input should be greater"),
        ("[normalize]\npage_seconds = 0\n", "tinbai.toml:2: normalize.page_seconds: input should be greater"),
        ("[normalize]\npage_seconds = inf\n", "tinbai.toml:2: normalize.page_seconds: input should be less"),
        ("name = 'a b'\n", "tinbai.toml:1: name: string should match"),
        ("name = \n", "is not TOML"),
        ("push = 3\n", "tinbai.toml:1: push: input should be"),
    ],
)
def test_refusals(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_all_problems_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, "nmae = 'x'\n[push]\nteaser = true\n"))
    assert str(caught.value).count("unknown key") == 2


def test_how_long_a_page_may_take_reaches_its_reader(tmp_path: Path) -> None:
    init_workspace(tmp_path, "mine")
    written(tmp_path, "[normalize]\npage_seconds = 2.5\n")
    assert options_of(Workspace(tmp_path)).reading.page_seconds == 2.5


def test_what_init_writes_is_valid(tmp_path: Path) -> None:
    outcome = init_workspace(tmp_path / "tin bài", None)
    assert set(outcome.paths) == {"tinbai.toml", "contract.yaml"}
    assert load_config(tmp_path / "tin bài" / "tinbai.toml").name == "tin-b-i"


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    init_workspace(tmp_path, "mine")
    (tmp_path / "tinbai.toml").write_text('name = "edited"\n', encoding="utf-8")
    outcome = init_workspace(tmp_path, "other")
    assert not outcome.paths
    assert load_config(tmp_path / "tinbai.toml").name == "edited"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows' editors write one."""
    assert load_config(written(tmp_path, "\ufeffname = 'x'\n")).name == "x"
