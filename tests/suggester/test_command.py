"""A command as suggester: real processes that answer, hang, crash, flood, and write what is no answer."""

import os
import time
from pathlib import Path

import pytest

from annotation.suggest.outside import Answer, Command, answer_log, ask_command, read_answers
from annotation.suggest.outside.verify import verify
from schemas.contract import Contract
from schemas.errors import ConfigError, ServiceError, StorageError
from tests.suggester.samples import IDS, SAYS_HUE, TEXT, Taken, command, questions, script


def failure(command: Command, contract: Contract, count: int = 3, taken: Taken | None = None) -> str:
    with pytest.raises(ServiceError) as caught:
        ask_command(command, contract, questions(count), (taken if taken is not None else Taken()).append)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return str(caught.value)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # One that has ended and that nobody has waited for yet, for its parent is gone too.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_answers_come_as_they_are(tmp_path: Path, contract: Contract) -> None:
    taken = Taken()
    ask_command(command(tmp_path, SAYS_HUE), contract, questions(5), taken.append)
    assert taken.answered == list(IDS[:5])
    first = taken[0]
    assert isinstance(first, Answer)
    found = verify(first, TEXT, contract, "mine")
    assert [TEXT[span.start : span.end] for span in found.spans] == ["Đà Nẵng"]
    assert found.topics == ("medtop:03000000",)


def test_what_it_is_told(tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "secret")
    body = """
        import json, os, sys
        said = [json.loads(line) for line in sys.stdin]
        with open("told.json", "w") as file:
            json.dump([said, os.environ.get("LABEL_STUDIO_API_KEY")], file)
        for article in reversed(said):
            print(json.dumps({"id": article["id"], "spans": []}))
    """
    taken = Taken()
    ask_command(command(tmp_path, body), contract, questions(2), taken.append)
    assert taken.answered == list(IDS[1::-1])
    import json

    said, key = json.loads((tmp_path / "told.json").read_text())
    assert key is None
    assert said[0] == {
        "id": IDS[0],
        "title": None,
        "text": TEXT,
        "labels": list(contract.entity_names),
        "topics": list(contract.topic_codes),
    }


def test_pipes_that_are_full_both_ways_wait_for_nobody(tmp_path: Path, contract: Contract) -> None:
    """It writes 4 MB to both its outputs before it reads, while 4 MB wait to be read by it."""
    body = """
        import json, sys
        for number in range(4_000):
            print("x" * 1_000)
            print("y" * 1_000, file=sys.stderr)
        for line in sys.stdin:
            article = json.loads(line)
            print(json.dumps({"id": article["id"], "spans": [], "padding": article["text"]}))
    """
    taken = Taken()
    asked = questions(20, "Huế đẹp. " * 25_000)
    ask_command(command(tmp_path, body), contract, asked, taken.append)
    assert taken.answered == [question.id for question in asked]


def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path, contract: Contract) -> None:
    body = """
        import json, os, subprocess, sys, time
        child = subprocess.Popen(["sleep", "600"])
        open("pids", "w").write(f"{os.getpid()} {child.pid}")
        article = json.loads(sys.stdin.readline())
        print(json.dumps({"id": article["id"], "spans": []}), flush=True)
        print("thinking about it", file=sys.stderr, flush=True)
        time.sleep(600)
    """
    taken = Taken()
    began = time.monotonic()
    said = failure(command(tmp_path, body, article_seconds=1.5), contract, 3, taken)
    assert time.monotonic() - began < 20
    assert "gave no answer for 1.5 s (article_seconds), after 1 of 3 answers" in said
    assert f"the first article without one is {IDS[1]}" in said
    assert "it said: thinking about it" in said
    assert taken.answered == [IDS[0]]
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    deadline = time.monotonic() + 5
    while not all(map(is_gone, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert all(map(is_gone, pids))


def test_all_together_may_take_only_so_long(tmp_path: Path, contract: Contract) -> None:
    body = """
        import json, sys, time
        for line in sys.stdin:
            time.sleep(0.4)
            print(json.dumps({"id": json.loads(line)["id"]}), flush=True)
    """
    taken = Taken()
    said = failure(command(tmp_path, body, total_seconds=2.0), contract, 50, taken)
    assert "was not done in 2 s (total_seconds)" in said
    assert 0 < len(taken.answered) < 10


def test_a_crash_keeps_what_was_answered_and_shows_its_last_words(tmp_path: Path, contract: Contract) -> None:
    body = """
        import json, sys
        for number, line in enumerate(sys.stdin):
            if number == 2:
                raise RuntimeError("out of \\x1b[31mpatience")
            print(json.dumps({"id": json.loads(line)["id"], "spans": []}), flush=True)
    """
    log = tmp_path / "kept" / "answers.jsonl"
    with pytest.raises(ServiceError) as caught, answer_log(log) as keep:
        ask_command(command(tmp_path, body), contract, questions(6), lambda reply: keep(reply))  # type: ignore[arg-type]
    said = str(caught.value)
    assert "ended with exit code 1, after 2 of 6 answers" in said
    assert "RuntimeError: out of [31mpatience" in said
    assert "\x1b" not in said
    assert [key[0] for key in read_answers(log)] == list(IDS[:2])


def test_one_that_is_killed(tmp_path: Path, contract: Contract) -> None:
    said = failure(command(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), contract)
    assert "was ended by SIGKILL, after 0 of 3 answers" in said


def test_garbage_is_no_answer(tmp_path: Path, contract: Contract) -> None:
    body = r"""
        import os, sys
        sys.stdin.read()
        out = [b"hello", b"[1, 2]", b'{"id": 7}', b'{"id": "nobody", "spans": []}', b"\xff\xfe", b"[" * 100_000]
        os.write(1, b"\n".join(out))
    """
    said = failure(command(tmp_path, body), contract)
    assert "answered nothing, after 0 of 3 answers" in said
    assert "3 no JSON, 3 of no article that was asked for" in said


def test_a_flood_without_end(tmp_path: Path, contract: Contract) -> None:
    lines = "import sys\nwhile True: sys.stdout.write('garbage\\n' * 1000)"
    assert "gave no answer" in failure(command(tmp_path, lines, article_seconds=1.0), contract)
    line = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    assert "a line of more than 8388608 bytes" in failure(command(tmp_path, line), contract)


def test_a_flood_after_the_last_answer_is_not_waited_for(tmp_path: Path, contract: Contract) -> None:
    body = """
        import json, sys
        for line in sys.stdin:
            print(json.dumps({"id": json.loads(line)["id"]}), flush=True)
        while True:
            print("and another thing")
    """
    taken = Taken()
    began = time.monotonic()
    ask_command(command(tmp_path, body), contract, questions(3), taken.append)
    assert len(taken.answered) == 3
    assert time.monotonic() - began < 5


def test_articles_left_out_and_errors_are_unanswered(tmp_path: Path, contract: Contract) -> None:
    body = """
        import json, sys
        answers = [{"spans": []}, {"error": "too hard"}, {"spans": "none"}, {"spans": [], "topics": {}}]
        for line, answer in zip(sys.stdin, answers):
            print(json.dumps({"id": json.loads(line)["id"], **answer}))
            print(json.dumps({"id": json.loads(line)["id"], "spans": []}))  # said before
        sys.stdin.read()
    """
    taken = Taken()
    ask_command(command(tmp_path, body), contract, questions(6), taken.append)
    assert taken.answered == [IDS[0]]
    assert taken.reasons == ["it says: too hard", *["spans or topics are no list"] * 2, *["no answer"] * 2]


def test_one_that_does_not_read_on(tmp_path: Path, contract: Contract) -> None:
    """Its input is closed while most is still to be sent: no broken pipe of ours."""
    said = failure(command(tmp_path, "import sys; sys.exit(3)"), contract, 40)
    assert "ended with exit code 3, after 0 of 40 answers" in said


@pytest.mark.parametrize("argv", [("no-such-program",), ("./tinbai.toml",), (".",)])
def test_what_cannot_be_started(tmp_path: Path, contract: Contract, argv: tuple[str, ...]) -> None:
    (tmp_path / "tinbai.toml").write_text("")
    with pytest.raises(ConfigError, match="cannot be started"):
        ask_command(Command(argv, tmp_path), contract, questions(1), Taken().append)


def test_nothing_to_ask_starts_nothing(tmp_path: Path, contract: Contract) -> None:
    ask_command(Command(("no-such-program",), tmp_path), contract, [], Taken().append)


def test_an_answer_that_cannot_be_kept_ends_it(tmp_path: Path, contract: Contract) -> None:
    def full(_: object) -> None:
        raise StorageError("no room")

    with pytest.raises(StorageError):
        ask_command(command(tmp_path, SAYS_HUE), contract, questions(1), full)


def test_an_edited_script_is_another_suggester(tmp_path: Path, contract: Contract) -> None:
    first = Command(script(tmp_path, "1"), tmp_path)
    name = first.name(contract)
    assert name.startswith("command:ner.py@")
    assert first.name(contract) == name
    script(tmp_path, "2")
    assert first.name(contract) != name
    script(tmp_path, "1")
    assert first.name(contract) == name
    assert Command(first.argv, tmp_path, version="2").name(contract) != name
    fewer = contract.model_copy(update={"entities": contract.entities[:2]})
    assert first.name(fewer) != name
    assert Command(("python3", "-c", "x" * 5_000), tmp_path).name(contract).startswith("command:python3@")


def test_a_torn_line_of_the_log_costs_one_answer(tmp_path: Path, contract: Contract) -> None:
    log = tmp_path / "answers.jsonl"
    taken = Taken()
    ask_command(command(tmp_path, SAYS_HUE), contract, questions(3), taken.append)
    with answer_log(log) as keep:
        for reply in taken:
            assert isinstance(reply, Answer)
            keep(reply)
    whole = log.read_bytes()
    log.write_bytes(whole[:-40])
    assert [key[0] for key in read_answers(log)] == list(IDS[:2])
    with answer_log(log) as keep:
        assert isinstance(taken[2], Answer)
        keep(taken[2])
    assert list(read_answers(log).values()) == list(taken)
