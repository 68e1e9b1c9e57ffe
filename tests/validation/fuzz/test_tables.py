"""Tables: other types, other values, other files."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given

from tests.fuzz import budget
from tests.validation.factory import sound_tables, write
from tests.validation.fuzz.damage import CONTRACT, Damage, InItsPlace, damages
from tests.validation.fuzz.outcome import judged
from validation.inputs import Inputs


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sound")
    write(root, sound_tables(), CONTRACT)
    return root


@budget(30)
@given(damages)
@example([InItsPlace("articles", "odd name")])
def test_any_damage_is_judged(sound: Path, some: list[Damage]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "w")
        shutil.copytree(sound, root)
        inputs = Inputs.below(root)
        for damage in some:
            damage.apply(inputs)
        judged(inputs, CONTRACT)
