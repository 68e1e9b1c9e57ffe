"""gx/ as somebody opens it who knows Great Expectations and not tinbai; and what a kill or a strange file does to it."""

import json
import os
import random
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import polars as pl
import pytest
import yaml

from schemas.contract import Contract
from schemas.errors import ConfigError, StorageError
from schemas.expectations import FRAMES
from schemas.progress import silent
from tests.conftest import ROOT
from tests.road.commands import FORKED
from tests.validation.factory import only, some, sound_tables, story, write
from tests.validation.killed import validate_endlessly, write_and_die
from tests.validation.own import SOURCES, write_own
from validation.engine.scan import scan
from validation.expectations.project import KEPT_RUNS, write_project
from validation.expectations.suites import PlannedSuite, generated
from validation.inputs import Inputs
from validation.judge import checked_facts
from validation.run import validate
from validation.verdict import Verdict

FEW = ("ART012", "SPAN004", "GX001", "GX002")
"""Checks enough for a project that is not looked at for its checks."""


@pytest.fixture(autouse=True)
def _their_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def few(contract: Contract) -> Contract:
    return only(contract, *FEW)


def _small(root: Path, contract: Contract) -> Inputs:
    """Two of the tables that Great Expectations looks at."""
    return write(root, some(sound_tables(), "articles", "gold"), contract)


def _validated(root: Path, contract: Contract) -> Verdict:
    return validate(Inputs.below(root), contract, reports=root / "reports", progress=silent)


def _opened(root: Path) -> Any:
    import great_expectations as gx

    return gx.get_context(mode="file", project_root_dir=root)


def _files(root: Path, *, uncommitted: bool = False) -> dict[str, bytes]:
    return {
        file.relative_to(root / "gx").as_posix(): file.read_bytes()
        for file in sorted((root / "gx").rglob("*"))
        if file.is_file() and (uncommitted or "uncommitted" not in file.parts)
    }


def _reports(root: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (root / "reports").iterdir()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Path:
    """A workspace with a suite of its own, validated once; its path would trip whoever pastes paths together."""
    root = tmp_path_factory.mktemp("gx") / "tin $HOME ${bài} [1]'s"
    inputs = write(root, sound_tables(), contract)
    write_own(inputs, "articles-sources", SOURCES)
    assert _validated(root, contract).counts == {"GX002": 1}
    return root


def test_a_user_lists_what_is_there_and_reads_the_last_results(made: Path) -> None:
    context = _opened(made)
    assert {suite.name for suite in context.suites.all()} == {
        *(f"tinbai-{frame}" for frame in FRAMES),
        "articles-sources",
        "tinbai-own-articles-sources",
    }
    assert [checkpoint.name for checkpoint in context.checkpoints.all()] == ["tinbai"]
    store = context.validation_results_store
    results = {key.expectation_suite_identifier.name: store.get(key) for key in store.list_keys()}
    assert {name: result.success for name, result in results.items()} == {
        **{f"tinbai-{frame}": True for frame in FRAMES},
        "tinbai-own-articles-sources": False,
    }
    (one,) = results["tinbai-own-articles-sources"].results
    assert one.result["observed_value"] == 3
    assert str(one.expectation_config.severity.value) == "info"


def test_a_user_runs_the_checkpoint_from_anywhere(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = _files(made)
    result = _opened(made).checkpoints.get("tinbai").run()
    assert len(result.run_results) == len(FRAMES) + 1
    assert sum(not one.success for one in result.run_results.values()) == 1
    assert _files(made) == before
    assert list(tmp_path.iterdir()) == []


def test_no_data_docs_are_built_and_no_text_is_stored(made: Path) -> None:
    assert yaml.safe_load((made / "gx/great_expectations.yml").read_text())["data_docs_sites"] == {}
    assert list((made / "gx/uncommitted/data_docs").iterdir()) == []
    stored = b"".join(_files(made, uncommitted=True).values())
    text, names = story(1)
    for words in (*text.split("\n\n"), *(surface for surface, _ in names), "Chuyện làng số"):
        assert words.encode() not in stored
        assert json.dumps(words)[1:-1].encode() not in stored


def test_the_same_contract_gives_the_same_bytes(made: Path, tmp_path: Path, contract: Contract) -> None:
    write_own(write(tmp_path, sound_tables(), contract), "articles-sources", SOURCES)
    _validated(tmp_path, contract)
    assert _reports(tmp_path) == _reports(made)
    # The facts' place is a path of this machine, which is why git does not see that file.
    ours, theirs = _files(tmp_path), _files(made)
    assert {name for name in ours if ours[name] != theirs[name]} == {"great_expectations.yml"}
    assert set(ours) == set(theirs)


def test_what_is_made_anew_is_not_committed(made: Path) -> None:
    subprocess.run(["git", "init", "-q", made / "gx"], check=True)
    seen = subprocess.run(
        ["git", "-C", made / "gx", "ls-files", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert set(seen) == {".gitignore", "expectations/articles-sources.json"}


def test_a_suite_that_is_gone_is_run_no_more(tmp_path: Path, few: Contract) -> None:
    inputs = _small(tmp_path, few)
    write_own(inputs, "gold", SOURCES)
    assert _validated(tmp_path, few).exit_code == 3, "gold has no column source"
    (inputs.gx / "expectations" / "gold.json").unlink()
    for file in inputs.gold.iterdir():
        file.unlink()
    assert _validated(tmp_path, few).exit_code == 0
    left = {
        name for name in _files(tmp_path, uncommitted=True) if "gold" in name and "validations" not in name
    }
    assert left == {"expectations/tinbai-gold.json"}
    assert _opened(tmp_path).checkpoints.get("tinbai").run().success


def test_results_do_not_grow_for_ever(made: Path, contract: Contract) -> None:
    reports = _reports(made)
    runs = made / "gx/uncommitted/validations/tinbai-gold/tinbai"
    last = max(runs.iterdir())
    for number in range(KEPT_RUNS + 3):
        old = runs / f"2020010{number % 10}T000000.00000{number // 10}Z"
        old.mkdir()
        (old / "x.json").write_bytes(next(last.iterdir()).read_bytes())
    half = runs / "99990101T000000.000000Z"
    half.mkdir()
    (half / "x.json").write_text('{"results": [')
    by_hand = made / "gx/uncommitted/validations/tinbai-gold/mine/19990101T000000.000000Z"
    by_hand.mkdir(parents=True)
    _validated(made, contract)
    assert _reports(made) == reports, "a second run says the same"
    kept = sorted(run.name for run in runs.iterdir())
    assert len(kept) == KEPT_RUNS
    assert last.name in kept
    assert half.name not in kept
    assert by_hand.exists()


def _of_the_user(root: Path) -> Any:
    """A project as Great Expectations itself makes it, with Data Docs and things of the user's."""
    import great_expectations as gx

    context = _opened(root)
    (root / "data").mkdir()
    pl.DataFrame({"price": [1, 2]}).write_parquet(root / "data" / "prices.parquet")
    asset = context.data_sources.add_pandas_filesystem(
        "shop", base_directory=root / "data"
    ).add_parquet_asset("p")
    suite = context.suites.add(
        gx.ExpectationSuite(
            name="prices",
            meta={"frame": "articles"},
            expectations=[gx.expectations.ExpectColumnValuesToNotBeNull(column="id", severity="warning")],
        )
    )
    definition = gx.ValidationDefinition(
        name="prices", data=asset.add_batch_definition_path("all", "prices.parquet"), suite=suite
    )
    context.checkpoints.add(
        gx.Checkpoint(name="shop", validation_definitions=[context.validation_definitions.add(definition)])
    )
    (root / "gx/plugins/pandas_gbq.py").write_text("raise SystemExit('run by tinbai')")
    (root / "gx/notes.txt").write_text("mine")
    return context


def test_a_project_of_the_users_own_stays_theirs(tmp_path: Path, few: Contract) -> None:
    _small(tmp_path, few)
    _of_the_user(tmp_path)
    before = _files(tmp_path, uncommitted=True)
    plugins = str(tmp_path / "gx/plugins")
    sys.path[:] = [place for place in sys.path if not place.startswith(plugins)]
    verdict = _validated(tmp_path, few)
    assert (verdict.exit_code, verdict.crashed) == (0, ())
    assert not [place for place in sys.path if place.startswith(plugins)], "what lies there could be imported"
    assert [(one.suite, one.status, one.severity) for one in verdict.expectations if one.own] == [
        ("prices", "passed", "warning")
    ]
    after = _files(tmp_path, uncommitted=True)
    assert {name for name in before if before[name] != after[name]} == {"great_expectations.yml"}
    old, new = before["great_expectations.yml"].decode(), after["great_expectations.yml"].decode()
    assert [line for line in new.splitlines() if line.lstrip().startswith("tinbai:")]
    assert "".join(one for one in new.splitlines(True) if not one.lstrip().startswith("tinbai:")) == old
    context = _opened(tmp_path)
    assert {one.name for one in context.checkpoints.all()} == {"shop", "tinbai"}
    assert context.checkpoints.get("tinbai").run().success
    assert list((tmp_path / "gx/uncommitted/data_docs").rglob("*.html")) == []


def test_a_project_that_the_library_wrote_anew_still_works(tmp_path: Path, few: Contract) -> None:
    """Whoever adds a data source has Great Expectations write the whole file in its own way."""
    _small(tmp_path, few)
    _validated(tmp_path, few)
    context = _opened(tmp_path)
    context.data_sources.add_pandas("mine")
    theirs = (tmp_path / "gx/great_expectations.yml").read_bytes()
    assert b"mine" in theirs
    assert _validated(tmp_path, few).exit_code == 0
    assert (tmp_path / "gx/great_expectations.yml").read_bytes() == theirs


@pytest.mark.parametrize("whose", ["ours", "theirs", "written anew"])
def test_a_workspace_that_moved(tmp_path: Path, few: Contract, whose: str) -> None:
    _small(tmp_path / "a", few)
    if whose == "theirs":
        _of_the_user(tmp_path / "a")
    _validated(tmp_path / "a", few)
    if whose == "written anew":
        _opened(tmp_path / "a").data_sources.add_pandas("mine")
    (tmp_path / "a").rename(tmp_path / "b")
    assert _validated(tmp_path / "b", few).exit_code == 0
    assert _opened(tmp_path / "b").checkpoints.get("tinbai").run().success
    body = yaml.safe_load((tmp_path / "b/gx/great_expectations.yml").read_text())
    assert set(body["fluent_datasources"]) - {"tinbai"} == {"theirs": {"shop"}, "written anew": {"mine"}}.get(
        whose, set()
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stores: [", "is not YAML"),
        ("- a\n- b\n", "is no Great Expectations project"),
        ("", "is no Great Expectations project"),
        ("\x00", "is not YAML"),
        ("config_version: 99\nstores: {}\n", "cannot open"),
        ("config_version: 2\nstores: {}\n", "cannot open"),
        ("config_version: 4\nstores: {x: 3}\n", "cannot open"),
        (
            "config_version: 4\nstores:\n  expectations_store: {class_name: Popen, module_name: subprocess}\n",
            "loads the module 'subprocess'",
        ),
    ],
)
def test_a_project_that_cannot_be_used(tmp_path: Path, few: Contract, text: str, says: str) -> None:
    _small(tmp_path, few)
    (tmp_path / "gx").mkdir()
    (tmp_path / "gx/great_expectations.yml").write_text(text)
    with pytest.raises(ConfigError, match=says) as raised:
        _validated(tmp_path, few)
    assert str(tmp_path / "gx/great_expectations.yml") in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_in_its_place(tmp_path: Path, few: Contract) -> None:
    _small(tmp_path, few)
    (tmp_path / "gx").write_text("mine")
    with pytest.raises(ConfigError, match="is not a folder"):
        _validated(tmp_path, few)
    assert (tmp_path / "gx").read_text() == "mine"


def test_a_place_where_nothing_can_be_written(tmp_path: Path, few: Contract) -> None:
    _small(tmp_path, few)
    (tmp_path / "gx").symlink_to("/sys/kernel")
    with pytest.raises(StorageError, match="could not write"):
        _validated(tmp_path, few)


_ALONE = """
import os, sys
quiet = ("socket.__new__", "socket.gethostname", "socket.bind")  # a library binds to see whether there is IPv6
def refuse(event, arguments):
    if event.startswith("socket.") and event not in quiet:
        os.write(1, f"{event}\\n".encode())  # a thread that reports home would swallow the error
        raise RuntimeError(event)
sys.addaudithook(refuse)
from pathlib import Path
from schemas.contract import default_contract
from schemas.progress import silent
from validation.inputs import Inputs
from validation.run import validate
for root in map(Path, sys.argv[1:]):
    verdict = validate(Inputs.below(root), default_contract(), reports=root / "reports", progress=silent)
    print(verdict.exit_code, len(verdict.expectations) > 50)
    sys.stdout.flush()
import socket
try:
    socket.create_connection(("127.0.0.1", 9))
except RuntimeError:
    print("refused")
"""


def test_nothing_reaches_out_and_nothing_is_left_elsewhere(tmp_path: Path, contract: Contract) -> None:
    """Without a home, a network or a word on the terminal; a socket that is used is an error of ours.

    A project of the user's own may have analytics on, as Great Expectations has them by default: it comes first,
    before anything of ours could have switched them off."""
    for whose in ("theirs", "ours"):
        write(tmp_path / whose, some(sound_tables(), "articles", "gold"), contract)
    _of_the_user(tmp_path / "theirs")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GX_")}
    environment |= {"HOME": "/dev/null/home", "PYTHONPATH": str(ROOT), "TMPDIR": str(elsewhere)}
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(tmp_path / "theirs"), str(tmp_path / "ours")],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("0 True\n0 True\nsocket.getaddrinfo\nrefused\n", "")
    assert list(elsewhere.rglob("*")) == []


@pytest.mark.parametrize("before", ["nothing", "another contract, and a suite that is gone"])
def test_killed_at_any_file_it_leaves_a_project_that_opens(
    tmp_path: Path, few: Contract, before: str
) -> None:
    found = scan(_small(tmp_path / "w", few), few, silent)
    facts = checked_facts(found, found.log.findings())
    older = few.model_copy(update={"contract_version": "0.9.0"})
    gone = PlannedSuite("gold", {"name": "gold-x", "expectations": [SOURCES]}, own=True)
    at = 0
    while True:
        root = tmp_path / str(at)
        if before != "nothing":
            write_project(root / "gx", facts, [*generated(older), gone])
        process = FORKED.Process(target=write_and_die, args=(root / "gx", facts, few, at))
        process.start()
        process.join()
        files = _files(root)
        for name, content in files.items():
            if name.endswith(".json"):
                json.loads(content)
        if "checkpoints/tinbai.json" in files:
            assert _opened(root).checkpoints.get("tinbai").is_fresh().success
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        write_project(root / "gx", facts, generated(few))
        assert _opened(root).checkpoints.get("tinbai").is_fresh().success
        assert not list((root / "gx").rglob("*.part"))
        at += 1
    assert at >= (9 if before == "nothing" else 7), "one for each file that is another"
    assert {name for name in files if "gold-x" in name} == set()


def test_a_kill_in_the_midst_of_a_run(tmp_path: Path, few: Contract) -> None:
    _small(tmp_path, few)
    chance = random.Random(7)
    for _ in range(2):
        process = FORKED.Process(target=validate_endlessly, args=(tmp_path, few))
        process.start()
        while not (tmp_path / "gx").exists():
            sleep(0.01)
        sleep(0.3 + chance.random() * 2)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        for name, content in _files(tmp_path).items():
            if name.endswith(".json"):
                json.loads(content)
        if (tmp_path / "gx/checkpoints/tinbai.json").exists():
            _opened(tmp_path).checkpoints.get("tinbai").run()
    verdict = _validated(tmp_path, few)
    assert (verdict.errors, verdict.crashed) == (0, ())
    assert [file for file in (tmp_path / "gx").rglob("*.part") if file.is_file()] == []
    store = _opened(tmp_path).validation_results_store
    assert all(store.get(key) for key in store.list_keys())
