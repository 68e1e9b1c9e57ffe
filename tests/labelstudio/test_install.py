"""The installation: made once by whoever comes first, and never half."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from annotation.server import install as installing
from annotation.server.install import Tell, default_cache, install, installation_name
from schemas.errors import ServerError
from tests.conftest import ROOT

_MAKER = """
import sys
from pathlib import Path
from annotation.server.install import install
install(Path(sys.argv[1]), lambda message: print(message, flush=True))
"""


def _quick(made: list[Path]) -> object:
    """Stands in for the minute of downloading and migrating; everything around it is the real thing."""

    def make(part: Path, tell: Tell) -> None:
        (part / "template").mkdir()
        time.sleep(0.2)
        made.append(part)

    return make


def test_a_killed_maker_leaves_nothing_that_looks_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = subprocess.Popen(
        [sys.executable, "-c", _MAKER, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert maker.stdout is not None
    assert maker.stdout.readline().startswith("Installing Label Studio")
    while not list(tmp_path.glob("*.part")):
        assert maker.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)
    maker.kill()
    maker.wait()
    maker.stdout.close()
    assert not (tmp_path / installation_name()).exists()
    assert list(tmp_path.glob("*.part"))
    made: list[Path] = []
    monkeypatch.setattr(installing, "_make", _quick(made))
    whole = install(tmp_path)
    assert whole.template.is_dir()
    assert len(made) == 1
    assert not list(tmp_path.glob("*.part"))


def test_two_makers_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    told: list[str] = []
    monkeypatch.setattr(installing, "_make", _quick(made))
    makers = [threading.Thread(target=install, args=(tmp_path, told.append)) for _ in range(3)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(made) == 1
    assert told == ["Another tinbai is installing Label Studio: waiting for it"] * 2


def test_a_failed_download_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "label-studio.lock"
    lock.write_text(f"tinbai-no-such-package==0.0.1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    monkeypatch.setattr(installing, "LOCK", lock)
    monkeypatch.setenv("UV_OFFLINE", "1")
    with pytest.raises(
        ServerError, match=r"could not install Label Studio .* run the same command again$"
    ) as caught:
        install(tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert "tinbai-no-such-package" in str(caught.value)
    assert not (tmp_path / "cache" / installation_name()).exists()


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TINBAI_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert default_cache() == Path.home() / ".cache" / "tinbai"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "tinbai"
    monkeypatch.setenv("TINBAI_CACHE", str(tmp_path / "own"))
    assert default_cache() == tmp_path / "own"
