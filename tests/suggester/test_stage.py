"""`tinbai suggest` with a suggester of the user's own, from tinbai.toml to the table."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotation.suggest.outside import read_answers
from schemas.contract import Contract
from schemas.errors import ConfigError, ServiceError
from schemas.tables import read_table, write_table
from tests.conftest import ROOT
from tests.suggester.chat_server import Heard, Reply, chat_server, good, trouble
from tests.suggester.samples import IDS, SAYS_HUE, SILENT, TEXT, script, workspace
from tests.tables import articles_of
from tinbai.config import load_config
from tinbai.console import Console
from tinbai.stages.suggest import suggest
from tinbai.workspace import Workspace

QUIET = Console(as_json=True)
KEY = "sk-very-secret-0123456789"


def command_line(folder: Path, body: str) -> str:
    return f"command = {json.dumps(list(script(folder, body)))}"


def rows(made: Workspace) -> list[dict[str, object]]:
    table: list[dict[str, object]] = read_table(made.suggestions, made.contract, "suggestions").to_pylist()
    return table


def surfaces(row: dict[str, object], source: str = "") -> list[str]:
    entities = row["entities"]
    assert isinstance(entities, list)
    return [e["text"] for e in entities if e["source"].startswith(source)]


def test_a_command_beside_the_rules(tmp_path: Path, contract: Contract) -> None:
    made = workspace(tmp_path, contract, [command_line(tmp_path, SAYS_HUE)], (*IDS[:3], SILENT))
    outcome = suggest(made, QUIET)
    *spoke, silent = rows(made)
    for row in spoke:
        assert (row["arm"], row["primary_topic"]) == ("model", "medtop:03000000")
        assert surfaces(row, "command:ner.py@") == ["Đà Nẵng"]
        assert {"12/4", "Lê Hữu Trí", "Huế", "Đà Nẵng"} <= set(surfaces(row))
        assert str(row["suggester_version"]).partition("+")[2].startswith("command:ner.py@")
    assert (silent["arm"], silent["entities"], silent["topics"]) == ("none", [], [])
    assert outcome.counts["answered"] == 3
    assert outcome.counts["suggester_spans"] == 3
    assert outcome.counts["dropped_not_in_the_text"] == 3
    assert "the text of 3 articles went to the command" in outcome.notes[0]
    assert "3 spans of it stand, 3 dropped (not in the text)" in outcome.notes[1]


def test_instead_of_the_rules(tmp_path: Path, contract: Contract) -> None:
    made = workspace(
        tmp_path, contract, [command_line(tmp_path, SAYS_HUE), "rules = false"], (IDS[0], SILENT)
    )
    suggest(made, QUIET)
    spoke, silent = rows(made)
    assert surfaces(spoke) == ["Đà Nẵng"]
    assert str(spoke["suggester_version"]).startswith("command:ner.py@")
    assert (silent["arm"], silent["entities"]) == ("none", [])


def test_a_crash_keeps_what_was_answered_and_the_next_run_asks_for_the_rest(
    tmp_path: Path, contract: Contract
) -> None:
    body = """
        import json, os, sys
        for number, line in enumerate(sys.stdin):
            article = json.loads(line)
            with open("asked", "a") as file:
                file.write(article["id"] + "\\n")
            if number == 2 and not os.path.exists("mended"):
                sys.exit("no more")
            print(json.dumps({"id": article["id"], "spans": []}), flush=True)
    """
    made = workspace(tmp_path, contract, [command_line(tmp_path, body)])
    with pytest.raises(ServiceError, match=r"exit code 1, after 2 of 6 answers.*it said: no more"):
        suggest(made, QUIET)
    assert not made.suggestions.exists()
    (tmp_path / "mended").touch()
    outcome = suggest(made, QUIET)
    assert outcome.counts["answered"] == 6
    asked = (tmp_path / "asked").read_text().split()
    assert asked == [*IDS[:3], *IDS[2:6]]
    again = suggest(made, QUIET)
    assert "nothing new" in again.summary
    assert again.counts == outcome.counts
    assert "nothing was sent" in again.notes[0]
    assert (tmp_path / "asked").read_text().split() == asked


def test_new_articles_alone_are_asked_about(tmp_path: Path, contract: Contract) -> None:
    made = workspace(tmp_path, contract, [command_line(tmp_path, SAYS_HUE)], IDS[:2])
    suggest(made, QUIET)
    write_table(tmp_path / "articles" / "part-1.parquet", articles_of(contract, {IDS[7]: TEXT}))
    outcome = suggest(made, QUIET)
    assert "the text of 1 articles went to" in outcome.notes[0]
    assert outcome.counts["answered"] == 3


def test_another_state_of_the_script_is_asked_anew_and_the_old_one_is_remembered(
    tmp_path: Path, contract: Contract
) -> None:
    made = workspace(tmp_path, contract, [command_line(tmp_path, SAYS_HUE)])
    suggest(made, QUIET)
    before = made.suggestions.read_bytes()
    script(tmp_path, SAYS_HUE.replace("Đà Nẵng", "Huế"))
    suggest(made, QUIET)
    assert surfaces(rows(made)[0], "command:") == ["Huế", "Huế"]
    script(tmp_path, SAYS_HUE)
    outcome = suggest(made, QUIET)
    assert "nothing was sent" in outcome.notes[0]
    assert made.suggestions.read_bytes() == before


def test_unanswered_articles_keep_the_rules_and_are_asked_about_again(
    tmp_path: Path, contract: Contract
) -> None:
    body = """
        import json, os, sys
        for line in sys.stdin:
            name = json.loads(line)["id"]
            said = {"error": "tired"} if name == "%s" and not os.path.exists("rested") else {"spans": []}
            print(json.dumps({"id": name, **said}))
    """
    made = workspace(tmp_path, contract, [command_line(tmp_path, body % IDS[1])])
    outcome = suggest(made, QUIET)
    assert outcome.counts["unanswered"] == 1
    assert any("1 articles are without its answer" in note for note in outcome.notes)
    assert any("1 articles: it says: tired" in note for note in outcome.notes)
    assert [row["arm"] for row in rows(made)].count("rules") == 1
    (tmp_path / "rested").touch()
    outcome = suggest(made, QUIET)
    assert (outcome.counts["answered"], outcome.counts["unanswered"]) == (6, 0)
    assert "the text of 1 articles" in outcome.notes[0]


def test_an_endpoint(tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    with chat_server(good) as server:
        settings = [f'endpoint = "{server.url}"', 'model = "small"', 'key_env = "MY_KEY"', "rules = false"]
        made = workspace(tmp_path, contract, settings)
        outcome = suggest(made, QUIET)
    assert len(server.heard) == 6
    assert server.heard[0].headers["authorization"] == f"Bearer {KEY}"
    assert surfaces(rows(made)[0], "endpoint:small@") == ["Huế", "Huế", "Đà Nẵng"]
    assert outcome.notes[0] == f"the text of 6 articles went to {server.url} on this machine (model small)"
    said = json.dumps([outcome.notes, outcome.summary, dict(outcome.counts)])
    assert KEY not in said
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file
    # All is known: the server has gone, and nobody misses it.
    assert "nothing was sent" in suggest(made, QUIET).notes[0]


def test_an_endpoint_that_fails_keeps_what_it_answered(tmp_path: Path, contract: Contract) -> None:
    heard = 0

    def tires(asked: Heard) -> Reply:
        nonlocal heard
        heard += 1
        return good(asked) if heard <= 2 else trouble(429, "enough", Retry_After="600")

    with chat_server(tires) as server:
        settings = [f'endpoint = "{server.url}"', 'model = "small"', "concurrency = 1"]
        made = workspace(tmp_path, contract, settings)
        with pytest.raises(ServiceError, match="600 s"):
            suggest(made, QUIET)
        heard = -100
        suggest(made, QUIET)
    assert len(server.heard) == 3 + 4


def test_it_says_before_what_leaves_the_machine(
    tmp_path: Path, contract: Contract, capsys: pytest.CaptureFixture[str]
) -> None:
    """No server of that name exists (RFC 6761): it is said, and then nobody is found."""
    settings = ['endpoint = "http://suggester.invalid/v1"', 'model = "small"', "total_seconds = 0.3"]
    made = workspace(tmp_path, contract, settings, IDS[:1])
    with pytest.raises(ServiceError):
        suggest(made, Console())
    said = capsys.readouterr().out
    assert (
        "suggest: the text of 1 articles goes to http://suggester.invalid/v1: it leaves this machine, unencrypted"
        in said
    )


@pytest.mark.parametrize("kind", ["command", "endpoint"])
def test_ctrl_c_ends_it_at_once_and_keeps_what_was_answered(
    tmp_path: Path, contract: Contract, kind: str
) -> None:
    body = """
        import json, os, sys, time
        open("pid", "w").write(str(os.getpid()))
        for number, line in enumerate(sys.stdin):
            if number == 2:
                open("waits", "w").close()
                time.sleep(600)
            print(json.dumps({"id": json.loads(line)["id"], "spans": []}), flush=True)
    """

    def tires(asked: Heard) -> Reply:
        if len(server.heard) > 2:
            (tmp_path / "waits").touch()
            time.sleep(600)
        return good(asked)

    with chat_server(tires) as server:
        settings = [f'endpoint = "{server.url}"', 'model = "small"', "concurrency = 1"]
        made = workspace(
            tmp_path, contract, [command_line(tmp_path, body)] if kind == "command" else settings
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "tinbai", "suggest", "--workspace", str(tmp_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        deadline = time.monotonic() + 60
        while not (tmp_path / "waits").exists() and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, err = process.communicate(timeout=60)
        assert time.monotonic() - began < 10
    assert process.returncode == 130, (out, err)
    (log,) = made.suggester.iterdir()
    assert [key[0] for key in read_answers(log)] == list(IDS[:2])
    if kind == "command":
        pid = int((tmp_path / "pid").read_text())
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_without_opting_in_no_socket_is_opened(tmp_path: Path, contract: Contract) -> None:
    """Python itself tells of every socket, name look-up and process (PEP 578), whoever asks for it."""
    workspace(tmp_path, contract, [])
    code = """
import sys
seen = []
def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")):
        seen.append(event)
sys.addaudithook(watch)
from pathlib import Path
from tinbai.console import Console
from tinbai.stages.suggest import suggest
from tinbai.workspace import Workspace
import socket
seen.clear()  # of what libraries look at when they are imported
print(suggest(Workspace(Path(sys.argv[1])), Console(as_json=True)).counts["articles"])
assert "httpx" not in sys.modules
print(sorted(set(seen)))
"""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": "http://x",
    }

    def watched() -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return (done.stdout + done.stderr).splitlines()

    assert watched() == ["6", "[]"]
    # The watch can see: the same with a command.
    settings = ["[suggest]", command_line(tmp_path, SAYS_HUE), ""]
    (tmp_path / "tinbai.toml").write_text("\n".join(settings), encoding="utf-8")
    assert any("subprocess.Popen" in line for line in watched())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("command = 'a'\nendpoint = 'http://x/v1'\nmodel = 'm'", "command and endpoint are both set"),
        ("endpoint = 'http://x/v1'", "endpoint needs a model"),
        ("endpoint = 'x/v1'\nmodel = 'm'", "endpoint is no address"),
        ("endpoint = 'file:///etc/passwd'\nmodel = 'm'", "endpoint is no address"),
        ("endpoint = 'http://me:pass@x/v1'\nmodel = 'm'", "endpoint is no address"),
        ("endpoint = 'http://x:99999/v1'\nmodel = 'm'", "suggest: port out of range"),
        ('command = "a \'b"', "quotation mark"),
        ("command = []", "command is empty"),
        ("rules = false", "rules = false needs a command or an endpoint"),
        ("comand = 'a'", "tinbai.toml:2: unknown key 'suggest.comand'; did you mean 'command'?"),
        ("article_seconds = 0", "suggest.article_seconds"),
        ("concurrency = 0", "suggest.concurrency"),
    ],
)
def test_settings_that_cannot_be(tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "tinbai.toml"
    path.write_text(f"[suggest]\n{lines}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert said in str(caught.value)
    assert "pass@" not in str(caught.value)


def test_a_command_is_split_as_a_shell_would_and_run_by_none(tmp_path: Path) -> None:
    path = tmp_path / "tinbai.toml"
    path.write_text("[suggest]\ncommand = \"python 'my ner.py' $(touch x) ; ls\"\n", encoding="utf-8")
    assert load_config(path).suggest.argv == ("python", "my ner.py", "$(touch", "x)", ";", "ls")


def test_a_key_that_no_header_can_hold(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "khóa\nx")
    made = workspace(tmp_path, contract, ['endpoint = "http://127.0.0.1:9/v1"', 'model = "m"'])
    with pytest.raises(ConfigError, match="OPENAI_API_KEY") as caught:
        suggest(made, QUIET)
    assert "khóa" not in str(caught.value)
