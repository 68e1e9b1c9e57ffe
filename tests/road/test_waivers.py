"""`tinbai validate` with waivers and a baseline, as a person and CI run it."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from schemas.contract import Contract
from tests.road.commands import FORKED, Tinbai, main_in_process
from tests.validation.factory import Tables, broken, project, some, sound_tables, write
from tests.validation.messy import mess

WAIVER = '[[waiver]]\ncheck = "{check}"\nreason = "old pages, told to the editors"\nexpires = {day}\n{more}'


def odd_dates(tables: Tables) -> None:
    for number in (4, 8):
        tables["articles"][number]["event_date"] = "2024-02-30"


# What a release needs, and no more: the fewer tables and checks, the less has Great Expectations to do.
TABLES = ("articles", "quarantine", "clusters", "splits", "gold")


@pytest.fixture
def rules(tmp_path: Path, contract: Contract) -> Contract:
    return project(tmp_path / "W", contract, "TAB001", "MAN002", "ART012", "ART103")


@pytest.fixture
def tinbai(tmp_path: Path, rules: Contract) -> Tinbai:
    """Two errors of ART012, and nothing else."""
    broken(tmp_path / "W", rules, odd_dates, *TABLES)
    return Tinbai(tmp_path / "W")


def waive(tinbai: Tinbai, check: str = "ART012", day: str = "2999-01-01", more: str = "") -> Path:
    path = tinbai.workspace / "waivers.toml"
    path.write_text(WAIVER.format(check=check, day=day, more=more), encoding="utf-8")
    return path


def reports(tinbai: Tinbai) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (tinbai.workspace / "reports").iterdir()}


def states(tinbai: Tinbai) -> list[str]:
    table = pq.read_table(tinbai.workspace / "reports" / "violations.parquet")
    found: list[str] = table["state"].to_pylist()
    return found


def test_a_waiver_lets_validate_and_release_go_on(tinbai: Tinbai) -> None:
    assert tinbai.run("release").returncode == 1
    waive(tinbai)
    judged = tinbai("validate")
    assert judged["summary"].startswith("passed with 2 waived (")
    assert judged["counts"]["excused"] == {"ART012": {"known": 0, "waived": 2}}
    assert (judged["counts"]["errors"], judged["counts"]["waived"]) == (0, 2)
    assert "not counted ART012: 2 waived" in judged["notes"]
    assert states(tinbai) == ["waived", "waived"]
    assert tinbai("release")["counts"]["written"] is True
    waive(tinbai, day="2020-01-01")
    refused = tinbai.run("release")
    assert refused.returncode == 1, "judged anew, by the waivers as they are now"
    assert "validation failed, so nothing is released" in refused.stderr


def test_an_expired_one_waives_nothing_and_is_told(tinbai: Tinbai) -> None:
    waive(tinbai, day="2020-01-01")
    judged = tinbai("validate", exit_code=1)
    assert "waivers.toml:1: ART012: expired on 2020-01-01: 2 violations count again" in judged["notes"]
    assert b"expired on 2020-01-01" in reports(tinbai)["report.html"]
    assert b"expired on 2020-01-01" in reports(tinbai)["summary.md"]


def test_one_that_ends_soon_is_told_before_and_counts_until_then(tinbai: Tinbai) -> None:
    day = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    waive(tinbai, day=day)
    assert f"waivers.toml:1: ART012: expires on {day}" in tinbai("validate")["notes"]


def test_a_typing_error_is_one_line_with_the_nearest_name(tinbai: Tinbai) -> None:
    waive(tinbai, more="exprires = 2999-01-01\n")
    for verb in ("validate", "release"):
        refused = tinbai.run(verb)
        assert refused.returncode == 2
        assert "waivers.toml:5: unknown key 'waiver.exprires'; did you mean 'expires'?" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_the_same_waivers_give_the_same_bytes_on_another_day(tinbai: Tinbai) -> None:
    """A waiver changes reports a fortnight before its last day and after it, and on no other day."""
    from datetime import date

    from tinbai.console import Console
    from tinbai.stages.validate import validate
    from tinbai.workspace import Workspace

    waive(tinbai, day="2027-03-01")
    workspace, console = Workspace(tinbai.workspace), Console(as_json=True)
    made = {}
    for day in ("2026-01-01", "2026-11-29", "2027-02-20", "2027-03-01", "2027-03-02"):
        outcome = validate(workspace, console, today=date.fromisoformat(day))
        manifest = json.loads((workspace.manifests / "validate.json").read_text(encoding="utf-8"))
        made[day] = (outcome.exit_code, reports(tinbai), manifest["config_sha256"])
    assert made["2026-01-01"] == made["2026-11-29"]
    assert made["2027-02-20"] == made["2027-03-01"] != made["2026-11-29"]
    assert [made[day][0] for day in ("2027-03-01", "2027-03-02")] == [0, 1]
    assert len({made[day][2] for day in ("2026-11-29", "2027-03-01", "2027-03-02")}) == 3, (
        "release judges anew"
    )


def test_new_only_fails_on_what_is_new(tinbai: Tinbai, rules: Contract) -> None:
    refused = tinbai.run("validate", "--new-only")
    assert refused.returncode == 2
    assert "there is no baseline" in refused.stderr
    assert "tinbai validate --write-baseline" in refused.stderr

    written = tinbai("validate", "--write-baseline")
    assert written["summary"] == "a baseline of 2 violations was written"
    bytes_written = (tinbai.workspace / "baseline.json").read_bytes()
    judged = tinbai("validate", "--new-only")
    assert judged["summary"].startswith("passed with 2 known (")
    assert "2 known errors: a release is refused until they are gone or waived" in judged["notes"]
    assert judged["next"].startswith("correct the known errors")
    assert states(tinbai) == ["known", "known"]
    assert (tinbai.workspace / "baseline.json").read_bytes() == bytes_written

    def more(tables: Tables) -> None:
        odd_dates(tables)
        tables["articles"][9]["event_date"] = "chiều 7/11"

    broken(tinbai.workspace, rules, more, *TABLES)
    judged = tinbai("validate", "--new-only", exit_code=1)
    assert judged["summary"].startswith("failed: 1 new error, 0 new warnings, 2 known (")
    assert judged["counts"]["checks"] == {"ART012": 1}

    write(tinbai.workspace, some(sound_tables(), *TABLES), rules)
    judged = tinbai("validate", "--new-only")
    assert "2 of the 2 in the baseline are gone: write it anew" in judged["notes"]


def test_a_release_is_refused_on_known_errors(tinbai: Tinbai) -> None:
    """Also where the last look at the workspace was at what is new alone."""
    known = tinbai.workspace.parent / "ci" / "known.json"
    tinbai("validate", "--write-baseline", str(known))
    tinbai("validate", "--new-only", "--baseline", str(known))
    refused = tinbai.run("release")
    assert refused.returncode == 1
    assert "validation failed, so nothing is released" in refused.stderr
    assert not (tinbai.workspace / "releases").exists()
    assert not (tinbai.workspace / "baseline.json").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--baseline", "x.json"], "--baseline is read with --new-only alone"),
        (["--new-only", "--write-baseline"], "do not go together"),
        (["--new-only", "--baseline", "none.json"], "there is no baseline none.json"),
    ],
)
def test_options_that_do_not_go_together(tinbai: Tinbai, options: list[str], said: str) -> None:
    refused = tinbai.run("validate", *options)
    assert refused.returncode == 2
    assert said in refused.stderr


def test_a_broken_baseline_is_told_with_its_line(tinbai: Tinbai) -> None:
    tinbai("validate", "--write-baseline")
    path = tinbai.workspace / "baseline.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"count": 2', '"count": 3'), encoding="utf-8")
    refused = tinbai.run("validate", "--new-only")
    assert refused.returncode == 2
    assert "baseline.json:6: ART012 says 3 and lists 2" in refused.stderr


def test_damage_is_never_known(tinbai: Tinbai) -> None:
    """What cannot be read hides what is in it: no baseline may make it pass."""
    file = tinbai.workspace / "quarantine" / "part-00000.parquet"
    file.write_bytes(file.read_bytes()[:-9])
    written = tinbai("validate", "--write-baseline", exit_code=1)
    assert any(note.startswith("TAB001 is never known") for note in written["notes"])
    judged = tinbai("validate", "--new-only", exit_code=1)
    assert set(judged["counts"]["checks"]) == {"TAB001", "MAN002"}
    waive(tinbai, check="TAB001")
    refused = tinbai.run("validate")
    assert refused.returncode == 2
    assert "it cannot be waived: what TAB001 finds keeps later checks from looking" in refused.stderr


def test_fail_on_warning_looks_at_new_warnings_alone(tmp_path: Path, rules: Contract) -> None:
    def warned(tables: Tables) -> None:
        tables["articles"][8]["language"] = "en"

    broken(tmp_path / "W", rules, warned, *TABLES)
    tinbai = Tinbai(tmp_path / "W")
    tinbai("validate", "--fail-on", "warning", exit_code=1)
    tinbai("validate", "--write-baseline")
    tinbai("validate", "--new-only", "--fail-on", "warning")


def test_a_killed_run_leaves_the_old_baseline_or_the_new_one(tmp_path: Path, contract: Contract) -> None:
    broken(tmp_path / "W", project(tmp_path / "W", contract, "SPAN004", "ART007"), mess)
    tinbai = Tinbai(tmp_path / "W")
    baseline = tinbai.workspace / "baseline.json"
    table = tinbai.workspace / "reports" / "violations.parquet"
    command = ("validate", "--write-baseline", "--workspace", str(tinbai.workspace))
    for wait in (0.02, 0.2):
        baseline.write_text("old", encoding="utf-8")
        table.unlink(missing_ok=True)
        process = FORKED.Process(
            target=main_in_process, args=(command, None, tmp_path / "out", tmp_path / "err")
        )
        process.start()
        while not table.exists() and process.is_alive():
            time.sleep(0.005)
        time.sleep(wait)
        process.kill()
        process.join()
        text = baseline.read_text(encoding="utf-8")
        assert text == "old" or set(json.loads(text)["checks"]) >= {"SPAN004", "ART007"}
    tinbai("validate", "--write-baseline")
    assert list(tinbai.workspace.glob(".*.part")) == []
