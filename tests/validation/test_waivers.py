"""waivers.toml: what it refuses, and how a waiver stands on a day."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas.errors import ConfigError
from validation.catalogue import CATALOGUE, NEVER
from validation.waivers import load_waivers

TODAY = date(2026, 11, 29)
GOOD = '[[waiver]]\ncheck = "ART007"\nreason = "old pages"\nexpires = 2027-03-01\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_waives_nothing(tmp_path: Path) -> None:
    assert load_waivers(tmp_path / "waivers.toml", TODAY) == ()


def test_every_key(tmp_path: Path) -> None:
    more = 'by = "Lan"\ntable = "gold"\nrecord = "1-3"\narticle = "0a"\nfingerprint = "' + "0a" * 16 + '"\n'
    first, second = load_waivers(written(tmp_path, GOOD + "\n" + GOOD + more), TODAY)
    assert first.waiver.narrowed == {}
    assert second.waiver.narrowed == {
        "table": "gold",
        "record_id": "1-3",
        "article_id": "0a",
        "fingerprint": "0a" * 16,
    }
    assert (second.waiver.by, second.waiver.reason) == ("Lan", "old pages")
    assert (first.line, second.line) == (1, 6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + 'reson = "x"\n', "waivers.toml:5: unknown key 'waiver.reson'; did you mean 'reason'?"),
        (
            GOOD + "\n" + GOOD + "zzz = 1\n",
            "waivers.toml:10: unknown key 'waiver.zzz'; possible keys: check, ",
        ),
        ("waivers = 1\n", "waivers.toml:1: unknown key 'waivers'; did you mean 'waiver'?"),
        (GOOD.replace("old pages", " "), "waivers.toml:3: waiver.reason: string should have at least 1"),
        (GOOD.replace('reason = "old pages"\n', ""), "waivers.toml:1: waiver.reason: field required"),
        (GOOD + GOOD.replace("expires = 2027-03-01\n", ""), "waivers.toml:5: waiver.expires: field required"),
        (
            GOOD.replace("2027-03-01", '"2027-03-01"'),
            "waivers.toml:4: waiver.expires: it is no day like 2027",
        ),
        (GOOD.replace("2027-03-01", "2027-03-01T00:00:00Z"), "waivers.toml:4: waiver.expires: it is no day"),
        (GOOD.replace("2027-03-01", "2027-02-30"), "is not TOML"),
        (
            GOOD.replace("ART007", "ART07"),
            "waivers.toml:2: waiver.check: there is no check 'ART07'; did you mean 'ART107'?",
        ),
        (
            GOOD.replace("ART007", "TAB001"),
            "waivers.toml:2: waiver.check: it cannot be waived: what TAB001 finds",
        ),
        (GOOD + 'table = ""\n', "waivers.toml:5: waiver.table: string should have at least 1"),
        (GOOD + 'fingerprint = "abc"\n', "waivers.toml:5: waiver.fingerprint: string should match"),
        (GOOD + "by = 3\n", "waivers.toml:5: waiver.by: input should be a valid string"),
        (GOOD.replace("[[waiver]]", "[waiver]"), "waivers.toml:1: waiver: each begins with [[waiver]]"),
        ("waiver = 3\n", "waivers.toml:1: waiver: each begins with [[waiver]]"),
        ("[[waiver]\n", "is not TOML"),
        ("a = " + "[" * 9_000, "is not TOML"),
        ("\x00", "is not TOML"),
    ],
)
def test_refusals(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_waivers(written(tmp_path, text), TODAY)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "waivers.toml").write_bytes(b'x = "\xea\xf2"')
    with pytest.raises(ConfigError, match="is not TOML"):
        load_waivers(tmp_path / "waivers.toml", TODAY)
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        load_waivers(tmp_path / "folder.toml", TODAY)


@pytest.mark.parametrize(
    ("days", "state"),
    [(-400, "expired"), (-1, "expired"), (0, "ends soon"), (14, "ends soon"), (15, "holds"), (400, "holds")],
)
def test_how_it_stands(tmp_path: Path, days: int, state: str) -> None:
    """The day that it names is the last that it holds on."""
    day = (TODAY + timedelta(days)).isoformat()
    (one,) = load_waivers(written(tmp_path, GOOD.replace("2027-03-01", day)), TODAY)
    assert one.state == state


def test_what_is_never_excused_are_checks_of_files_and_manifests() -> None:
    assert {"TAB001", "TAB002", "MAN001", "MAN002", "MAN003", "MAN004"} <= set(NEVER)
    assert set(NEVER) < {check.id for check in CATALOGUE}
    assert {name[:3] for name in NEVER} == {"TAB", "MAN"}
