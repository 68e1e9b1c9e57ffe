"""The baseline's file: the same for the same violations, and refused with its line where it is not as written."""

import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from schemas.contract import Contract
from schemas.errors import ConfigError, StorageError, UsageError
from tests.conftest import ROOT
from tests.validation.finding import violations
from tests.validation.messy import messy
from validation.baseline import Baseline, baseline_of, read_baseline, write_baseline
from validation.catalogue import NEVER

A, B, C = ("0a" * 16, "0b" * 16, "0c" * 16)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = Baseline({"SPAN005": frozenset({B, A}), "ART007": frozenset({C})}, "5" * 64)
    write_baseline(tmp_path / "baseline.json", made)
    return tmp_path / "baseline.json"


def test_it_is_read_as_it_was_written(path: Path) -> None:
    read = read_baseline(path)
    assert read.checks == {"SPAN005": {A, B}, "ART007": {C}}
    assert (read.count, read.contract_sha256) == (3, "5" * 64)


def test_a_violation_more_is_a_line_more(path: Path, tmp_path: Path) -> None:
    more = Baseline({"SPAN005": frozenset({B, A, C}), "ART007": frozenset({C})}, "5" * 64)
    write_baseline(tmp_path / "more.json", more)
    one, other = (file.read_text(encoding="utf-8").splitlines() for file in (path, tmp_path / "more.json"))
    assert len(other) == len(one) + 1
    assert one.index('  "ART007": {') < one.index('  "SPAN005": {')


def test_it_holds_no_text_and_nothing_that_is_never_known(tmp_path: Path, contract: Contract) -> None:
    found = violations(messy(tmp_path / "w", contract), contract)
    made = baseline_of(found, contract.sha256)
    write_baseline(tmp_path / "b.json", made)
    text = (tmp_path / "b.json").read_text(encoding="utf-8")
    assert text.isascii()
    for row in found.to_pylist():
        told = row["check_id"] not in NEVER
        assert (f'"{row["fingerprint"]}"' in text) == told
        assert row["record_id"] is None or row["record_id"] not in text
    assert {"TAB001", "MAN002"} <= set(found["check_id"].to_pylist()), "there are some that are never known"
    assert read_baseline(tmp_path / "b.json").checks == made.checks


def test_a_waived_one_is_left_out(tmp_path: Path, contract: Contract) -> None:
    found = violations(messy(tmp_path / "w", contract), contract)
    place = found.schema.get_field_index("state")
    waived = found.set_column(place, found.schema.field(place), pa.array(["waived"] * len(found)))
    assert baseline_of(waived, "").count == 0


def test_without_one_somebody_is_told_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no baseline .*--write-baseline"):
        read_baseline(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"fingerprint_version": 1',
            '"fingerprint_version": 2',
            ":3: was written with fingerprints of version 2; this",
        ),
        (
            '"fingerprint_version": 1',
            '"fingerprint_version": "x"',
            ":3: was written with fingerprints of version",
        ),
        (' "fingerprint_version": 1,\n', "", ":1: is no baseline"),
        (f'"{A}",\n', f'"{A}"\n', ":16: is not JSON"),
        (f'    "{A}",\n', "", ":12: SPAN005 says 2 and lists 1"),
        (A, "XY", ':15: "XY" is no fingerprint'),
        (f'"{A}"', "7", ": 7 is no fingerprint"),
        (A, B, ":15: 0b0b"),
        ('"count": 2', '"count": "2"', ':12: SPAN005 says "2" and lists 2'),
        ('"count": 2', '"many": 2', ":12: SPAN005 has not just a count and fingerprints"),
        ('"SPAN005"', '"ART007"', ":6: 'ART007' stands twice"),
        ('"SPAN005"', '"TAB001"', ":12: TAB001 cannot be known"),
        ('"checks": {', '"more": 1, "checks": {', ":5: has an unknown key 'more'"),
        ('"about"', '"abuot"', "unknown key 'abuot'"),
        ('"contract_sha256": "', '"contract_sha256": 5, "x": "', "key 'x'"),
    ],
)
def test_what_was_edited_is_refused_with_its_line(path: Path, old: str, new: str, said: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_baseline(path)
    assert said in str(caught.value)
    assert "--write-baseline" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "3", "null", "[" * 200_000, '{"checks": {}}', "\ufeff{}", "<<<<<<< HEAD\n"]
)
def test_what_is_no_baseline(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"b\.json:1: is no"):
        read_baseline(tmp_path / "b.json")


def test_bytes_and_folders_are_no_baseline(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        read_baseline(tmp_path / "b.json")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_baseline(tmp_path)


def test_where_nothing_can_be_written_that_is_told(path: Path) -> None:
    with pytest.raises(StorageError):
        write_baseline(path / "below.json", Baseline({}, ""))


def test_a_kill_leaves_the_old_one(path: Path) -> None:
    """The kernel ends the process at byte 100,000 of 1.5 million, by a limit on the size of files."""
    before = path.read_bytes()
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from validation.baseline import Baseline, write_baseline\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "made = Baseline({'ART007': frozenset(f'{n:032x}' for n in range(40_000))}, '5' * 64)\n"
        "write_baseline(Path(sys.argv[1]), made)\n"
    )
    command = [sys.executable, "-c", script, str(path)]
    ended = subprocess.run(command, cwd=ROOT, check=False, timeout=120)
    assert ended.returncode == -signal.SIGXFSZ
    assert path.read_bytes() == before
    assert read_baseline(path).count == 3
