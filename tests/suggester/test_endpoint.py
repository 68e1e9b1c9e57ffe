"""An endpoint as suggester: a real server on the loopback, in good moods and in bad ones."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import pytest
from huggingface_hub import InferenceClient

from annotation.suggest.outside import Answer, Endpoint, ask_endpoint
from annotation.suggest.outside.parts import halves, parts_of
from annotation.suggest.outside.prompt import prompt_of
from annotation.suggest.outside.verify import verify
from schemas.contract import Contract
from schemas.errors import ConfigError, ServerError, TinbaiError
from tests.suggester.chat_server import (
    ChatServer,
    Heard,
    Mood,
    Reply,
    chat_server,
    completion,
    good,
    places,
    trouble,
)
from tests.suggester.samples import IDS, TEXT, Taken, questions

KEY = "sk-very-secret-0123456789"


def endpoint(server: ChatServer, **settings: object) -> Endpoint:
    return Endpoint(server.url, "small", KEY, backoff_seconds=0.02, **settings)  # type: ignore[arg-type]


def asked(
    mood: Mood, contract: Contract, *, count: int = 3, text: str = TEXT, **settings: object
) -> tuple[Taken, ChatServer]:
    with chat_server(mood) as server:
        taken = Taken()
        ask_endpoint(endpoint(server, **settings), contract, questions(count, text), taken.append)
    return taken, server


def failure(mood: Mood, contract: Contract, *, count: int = 3, **settings: object) -> tuple[str, Taken]:
    taken = Taken()
    with chat_server(mood) as server, pytest.raises(TinbaiError) as caught:
        ask_endpoint(endpoint(server, **settings), contract, questions(count), taken.append)
    assert KEY not in str(caught.value)
    return str(caught.value), taken


def first_then(*moods: Mood) -> Mood:
    """One mood after the other; the last one stays."""
    left: Iterator[Mood] = iter(moods[:-1])
    return lambda heard: next(left, moods[-1])(heard)


def surfaces(reply: object, contract: Contract, text: str = TEXT) -> list[str]:
    assert isinstance(reply, Answer)
    return [text[span.start : span.end] for span in verify(reply, text, contract, "x").spans]


def test_within_somebodys_loop(contract: Contract) -> None:
    async def notebook() -> list[str]:
        return sorted(asked(good, contract)[0].answered)

    # In a thread: a browser of another test may have a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: asyncio.run(notebook())).result() == sorted(IDS[:3])


def test_a_good_server(contract: Contract) -> None:
    taken, server = asked(good, contract)
    assert sorted(taken.answered) == sorted(IDS[:3])
    assert surfaces(taken[0], contract) == ["Huế", "Huế", "Đà Nẵng"]
    heard = server.heard[0]
    assert heard.path == "/v1/chat/completions"
    assert heard.headers["authorization"] == f"Bearer {KEY}"
    assert (heard.body["model"], heard.body["temperature"]) == ("small", 0)
    assert heard.text == TEXT
    system = heard.body["messages"][0]["content"]
    for label in contract.entities:
        assert f"- {label.name} ({label.name_vi}): {label.definition_vi}" in system
    assert all(code in system for code in contract.topic_codes)
    form = heard.body["response_format"]["json_schema"]
    assert form["strict"] is True
    assert form["schema"]["properties"]["spans"]["items"]["properties"]["label"]["enum"] == list(
        contract.entity_names
    )


def test_the_request_is_what_another_client_sends_and_the_answer_what_it_reads(contract: Contract) -> None:
    """Hugging Face's client of the same interface is the oracle: for us, and for the small server.

    The form of the answer is left out: that client writes it as another server wants it.
    """
    prompt = prompt_of(contract)
    with chat_server(good) as server:
        ask_endpoint(endpoint(server), contract, questions(1), Taken().append)
        said = InferenceClient(base_url=server.url, api_key=KEY).chat_completion(
            prompt.messages(None, TEXT),
            model="small",
            temperature=0,
        )
    ours, theirs = server.heard
    assert ours.path == theirs.path
    assert ours.headers["authorization"] == theirs.headers["authorization"]
    del ours.body["response_format"]
    assert ours.body == {name: value for name, value in theirs.body.items() if name != "stream" or value}
    assert json.loads(said.choices[0].message.content or "") == places(TEXT)


def test_the_prompt_speaks_the_language_of_the_contract(contract: Contract) -> None:
    english = prompt_of(contract.model_copy(update={"language": "en"}))
    label = contract.entities[0]
    assert f"- {label.name} ({label.name_en}): {label.definition}" in english.system
    assert english.messages("A", "B")[1]["content"] == "TITLE: A\n\nTEXT:\nB"


def test_a_key_is_sent_only_where_there_is_one(contract: Contract) -> None:
    with chat_server(good) as server:
        ask_endpoint(Endpoint(server.url, "small"), contract, questions(1), Taken().append)
    assert "authorization" not in server.heard[0].headers
    assert KEY not in repr(Endpoint(server.url, "small", KEY))


def test_no_more_at_once_than_allowed(contract: Contract) -> None:
    def slow(heard: Heard) -> Reply:
        time.sleep(0.05)
        return good(heard)

    taken, server = asked(slow, contract, count=12, concurrency=3)
    assert len(taken.answered) == 12
    assert server.most_at_once == 3


@pytest.mark.parametrize(
    "content",
    [
        "```json\n{}\n```",
        "Đây là kết quả:\n```\n{}\n```\nHết.",
        "<think>Huế { is a city</think>\n{}",
        "Sure! {} I hope this helps.",
        "{}",
    ],
)
def test_json_in_a_fence_or_between_words(contract: Contract, content: str) -> None:
    said = json.dumps(places(TEXT), ensure_ascii=False)
    taken, _ = asked(lambda _: completion(content.replace("{}", said)), contract, count=1)
    assert surfaces(taken[0], contract) == ["Huế", "Huế", "Đà Nẵng"]


def test_content_in_pieces(contract: Contract) -> None:
    said = json.dumps(places(TEXT))
    pieces = [{"type": "text", "text": said[:20]}, {"type": "text", "text": said[20:]}, {"type": "other"}]
    taken, _ = asked(lambda _: completion(pieces), contract, count=1)
    assert surfaces(taken[0], contract) == ["Huế", "Huế", "Đà Nẵng"]


BAD: list[tuple[Callable[[], Reply], str]] = [
    (lambda: completion("I cannot label this."), "no JSON"),
    (lambda: completion('{"spans": [}'), "broken JSON"),
    (lambda: completion('{"entities": []}'), "no list of spans"),
    (lambda: completion('{"spans": "none"}'), "spans or topics are no list"),
    (lambda: completion("{" * 100_000), "broken JSON"),
    (lambda: completion('{"a":' * 100_000), "broken JSON"),
    (lambda: completion(""), "empty"),
    (lambda: completion(None), "empty"),
    (lambda: completion(None, refusal="I will not"), "refused: I will not"),
    (lambda: completion(None, finish="content_filter"), "refused: content_filter"),
    (lambda: Reply(200, b"<html>hello</html>"), "the response is no chat completion"),
    (lambda: Reply(200, b"[]"), "the response is no chat completion"),
    (lambda: Reply(200, b'{"choices": []}'), "the response is no chat completion"),
    (lambda: Reply(200, b'{"choices": [{"message": "hi"}]}'), "the response is no chat completion"),
    (lambda: Reply(200, b"\xff" * 50), "the response is no chat completion"),
    (lambda: Reply(200, b"x" * 9_000_000), "more than 8388608 bytes came"),
    (lambda: trouble(400, "bad prompt"), "status 400: bad prompt"),
    (lambda: trouble(402, f"pay first, {KEY}"), "status 402: pay first, ***"),
    (lambda: trouble(500, "oh"), "status 500: oh"),
]


@pytest.mark.parametrize(("bad", "why"), BAD, ids=[f"{n}-{why[:12]}" for n, (_, why) in enumerate(BAD)])
def test_one_bad_answer_costs_one_article(contract: Contract, bad: Callable[[], Reply], why: str) -> None:
    text = TEXT.replace("\n\n", " ")

    def mood(heard: Heard) -> Reply:
        return bad() if heard.text == "Đà Lạt" else good(heard)

    with chat_server(mood) as server:
        taken = Taken()
        both = [*questions(1, text), *(q for q in questions(2, "Đà Lạt") if q.id == IDS[1])]
        ask_endpoint(endpoint(server, concurrency=1), contract, both, taken.append)
    assert taken.answered == [IDS[0]]
    assert taken.reasons == [why]


def test_a_server_that_is_never_of_use_is_left(contract: Contract) -> None:
    said, taken = failure(lambda _: completion("no"), contract, count=3)
    assert "answered nothing of use about 3 articles: no JSON" in said
    assert len(taken.reasons) == 3
    said, taken = failure(lambda _: completion("no"), contract, count=40, concurrency=1)
    assert "failed on 10 articles in a row, after 0 of 40 answers; the last time: no JSON" in said
    assert len(taken) == 10


def test_what_passes_is_waited_for(contract: Contract) -> None:
    busy = first_then(*[lambda _: trouble(503, "loading")] * 2, lambda _: trouble(429, "slow down"), good)
    taken, server = asked(busy, contract, count=1)
    assert taken.answered == [IDS[0]]
    assert len(server.heard) == 4


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured_by_all(contract: Contract, form: str) -> None:
    since: list[float] = []

    def mood(heard: Heard) -> Reply:
        since.append(time.monotonic())
        if len(since) == 1:
            pause = "1" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)
            return trouble(429, "slow down", Retry_After=pause)
        return good(heard)

    taken, _ = asked(mood, contract, count=3, concurrency=1)
    assert len(taken.answered) == 3
    assert since[1] - since[0] > 0.9


def test_a_long_pause_ends_the_run(contract: Contract) -> None:
    mood = first_then(good, lambda _: trouble(429, "come tomorrow", Retry_After="3600"))
    said, taken = failure(mood, contract, concurrency=1)
    assert "asks to come back in 3600 s" in said
    assert taken.answered == [IDS[0]]


def test_connections_that_break_and_servers_that_hang(contract: Contract) -> None:
    broken = first_then(lambda heard: Reply(200, good(heard).body, cut=True), good)
    assert asked(broken, contract, count=1)[0].answered == [IDS[0]]

    def hangs(_: Heard) -> Reply:
        time.sleep(0.6)
        return Reply(500)

    taken, _ = asked(first_then(hangs, good), contract, count=1, article_seconds=0.3)
    assert taken.answered == [IDS[0]]
    # One byte now and then is no answer either, though none of its reads takes long.
    drips = first_then(lambda heard: Reply(200, good(heard).body, drip=0.1), good)
    taken, server = asked(drips, contract, count=1, article_seconds=0.5)
    assert taken.answered == [IDS[0]]
    assert len(server.heard) > 1


def test_all_together_may_take_only_so_long(contract: Contract) -> None:
    def slow(heard: Heard) -> Reply:
        time.sleep(0.2)
        return good(heard)

    said, taken = failure(slow, contract, count=50, concurrency=1, total_seconds=1.0)
    assert "was not done in 1 s (total_seconds)" in said
    assert 0 < len(taken.answered) < 6


def test_nobody_listens(contract: Contract) -> None:
    with socket.socket() as taken_port:
        taken_port.bind(("127.0.0.1", 0))
        nobody = Endpoint(f"http://127.0.0.1:{taken_port.getsockname()[1]}/v1", "small", backoff_seconds=0.01)
        with pytest.raises(ServerError, match="answered nothing of use about 2 articles: ConnectError"):
            ask_endpoint(nobody, contract, questions(2), Taken().append)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (trouble(401, f"wrong key {KEY}"), "Check the key in OPENAI_API_KEY"),
        (trouble(404, "model small is not here"), "404): model small is not here"),
        (Reply(307, b"", {"Location": "http://127.0.0.1:9/v1"}), "(307)"),
    ],
)
def test_what_a_person_must_correct_is_said_at_once(contract: Contract, reply: Reply, said: str) -> None:
    message, taken = failure(lambda _: reply, contract, count=30)
    assert said in message
    assert not taken
    with chat_server(lambda _: reply) as server, pytest.raises(ConfigError):
        ask_endpoint(endpoint(server, concurrency=1), contract, questions(30), Taken().append)
    assert len(server.heard) == 1


def test_what_the_server_refuses_is_left_away_once_and_for_all(contract: Contract) -> None:
    def old(heard: Heard) -> Reply:
        form = heard.body.get("response_format")
        if form is not None:
            return trouble(400, f"response_format {form['type']} is not supported")
        return good(heard)

    taken, server = asked(old, contract, count=4, concurrency=1)
    assert len(taken.answered) == 4
    forms = [(heard.body.get("response_format") or {}).get("type") for heard in server.heard]
    assert forms == ["json_schema", "json_object", None, None, None, None]

    def warm(heard: Heard) -> Reply:
        if "temperature" in heard.body:
            return trouble(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        return good(heard)

    taken, server = asked(warm, contract, count=8)
    assert len(taken.answered) == 8
    assert all("response_format" in heard.body for heard in server.heard)


def test_a_later_400_is_about_the_article(contract: Contract) -> None:
    mood = first_then(good, lambda _: trouble(400, "bad words"), good)
    taken, server = asked(mood, contract, count=3, concurrency=1)
    assert taken.answered == [IDS[0], IDS[2]]
    assert "response_format" in server.heard[2].body


LONG = "\n\n".join(f"Đoạn {n}: từ Huế đến Đà Nẵng, rồi trở về nhà trong ngày thứ {n}." for n in range(1, 9))


def test_a_long_article_goes_by_paragraphs_and_comes_back_whole(contract: Contract) -> None:
    taken, server = asked(good, contract, count=1, text=LONG, max_chars=150)
    assert len(server.heard) > 3
    assert "".join(server.texts) == LONG
    assert all(len(text) <= 150 and text.startswith("Đoạn") for text in server.texts)
    assert surfaces(taken[0], contract, LONG) == ["Huế", "Đà Nẵng"] * 8
    assert isinstance(taken[0], Answer)
    assert verify(taken[0], LONG, contract, "x").topics == ("medtop:03000000",)


@pytest.mark.parametrize("how", ["said", "unsaid", "too long", "413"])
def test_an_answer_that_breaks_off_is_asked_for_in_halves(contract: Contract, how: str) -> None:
    def short_of_breath(heard: Heard) -> Reply:
        if len(heard.text) < 150:
            return good(heard)
        whole = json.dumps(places(heard.text), ensure_ascii=False)
        if how == "said":
            return completion(whole[:30], finish="length")
        if how == "too long":
            return trouble(400, "This model's maximum context length is 64 tokens.")
        return trouble(413, "too large") if how == "413" else completion(whole[:30])

    taken, server = asked(short_of_breath, contract, count=1, text=LONG)
    assert surfaces(taken[0], contract, LONG) == ["Huế", "Đà Nẵng"] * 8
    assert all("response_format" in heard.body for heard in server.heard)


def test_a_line_whose_answer_breaks_off_has_none(contract: Contract) -> None:
    line = "Huế đẹp. " * 30
    said, taken = failure(lambda _: completion("{", finish="length"), contract, count=1)
    assert "truncated" in said
    mood = first_then(good, lambda _: completion("{", finish="length"))
    taken, _ = asked(mood, contract, count=2, text=line, concurrency=1)
    assert (taken.answered, taken.reasons) == ([IDS[0]], ["truncated"])


def test_to_this_machine_no_proxy_is_asked(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert asked(good, contract, count=1)[0].answered == [IDS[0]]


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:8000/v1", True),
        ("http://127.0.0.1/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://192.168.1.2/v1", False),
        ("https://api.example.org/v1", False),
        ("http://localhost.example.org/v1", False),
    ],
)
def test_what_is_on_this_machine(url: str, here: bool) -> None:
    assert Endpoint(url, "m").is_here is here


def test_the_name_changes_with_what_the_answers_depend_on(contract: Contract) -> None:
    names = {
        made.name(said)
        for made, said in [
            (Endpoint("http://localhost/v1", "m"), contract),
            (Endpoint("http://localhost/v2", "m"), contract),
            (Endpoint("http://localhost/v1", "n"), contract),
            (Endpoint("http://localhost/v1", "m", version="2"), contract),
            (Endpoint("http://localhost/v1", "m", max_chars=500), contract),
            (Endpoint("http://localhost/v1", "m"), contract.model_copy(update={"language": "en"})),
        ]
    }
    assert len(names) == 6
    assert Endpoint("http://localhost/v1", "m", KEY, concurrency=9).name(contract) in names


def test_parts_and_halves_leave_nothing_out() -> None:
    for most in (1, 7, 40, 150, 10_000):
        parts = list(parts_of(LONG, 0, len(LONG), most))
        assert "".join(LONG[start:end] for start, end in parts) == LONG
        assert all(end - start <= most for start, end in parts)
    assert halves("a\n\nb\nc", 0, 6) in ([(0, 3), (3, 6)], [(0, 5), (5, 6)])
    assert halves("one line\n", 0, 9) == []
