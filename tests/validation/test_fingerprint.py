"""A breach keeps its fingerprint while rows move and texts change around it, and another breach has another."""

import random
from collections import Counter
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.contract import Contract, default_contract
from tests.validation.factory import Tables, article_id, broken, retext, sound_tables, write
from tests.validation.messy import looked_at, mess
from validation.engine.log import FINDING
from validation.fingerprint import fingerprints
from validation.snippet import snippet_of

TABLES = ["articles", "clusters", "splits", "annotations", "gold", "suggestions"]


def finding(**values: object) -> dict[str, object]:
    return {**dict.fromkeys(FINDING), "check_id": "X", "table": "gold", "message": "is wrong", **values}


def marked(text: str, start: int, end: int, **values: object) -> dict[str, object]:
    return finding(record_id="r", start=start, end=end, snippet=snippet_of(text, start), **values)


def made(*findings: dict[str, object]) -> list[str]:
    return fingerprints(pl.DataFrame(findings, schema=FINDING)).to_list()


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    shuffled=st.sets(st.sampled_from(TABLES)),
    inserted=st.integers(0, 3),
    words=st.sampled_from(["", "Đính chính: ", "Theo tin mới nhận, " * 9]),
)
def test_rows_may_move_and_texts_may_change_around_it(
    seed: int, shuffled: set[str], inserted: int, words: str
) -> None:
    contract = default_contract()
    tables = sound_tables()
    mess(tables)
    _say_before(tables, words)
    more, known = sound_tables(12 + inserted, teasers=0), {row["id"] for row in tables["articles"]}
    for name in TABLES:
        tables[name] = [row for row in more[name] if row["id"] not in known] + tables[name]
    for name in sorted(shuffled):
        random.Random(seed).shuffle(tables[name])
    with TemporaryDirectory() as folder:
        _, rows = looked_at(write(Path(folder), tables, contract), contract)
    assert _names(rows) == _before()


@cache
def _before() -> Counter[str]:
    with TemporaryDirectory() as folder:
        _, rows = looked_at(broken(Path(folder), default_contract(), mess), default_contract())
    assert len({row["check_id"] for row in rows}) >= 10
    assert len(_names(rows)) == len(rows) >= 20
    return _names(rows)


def _names(rows: list[dict[str, object]]) -> Counter[str]:
    return Counter(str(row["fingerprint"]) for row in rows)


def _say_before(tables: Tables, words: str) -> None:
    """An edit at the head of articles 2 and 5, followed by all that points into them."""
    for number in (2, 5):
        name = article_id(number)
        for row in tables["articles"]:
            if row["id"] == name:
                retext(row, words + str(row["text"]))
                digest = row["text_sha256"]
        for table in ("annotations", "gold", "suggestions"):
            for row in tables[table]:
                if row["id"] == name:
                    row["text_sha256"] = digest
                    spans = row["entities"]
                    assert isinstance(spans, list)
                    row["entities"] = [
                        span | {"start": span["start"] + len(words), "end": span["end"] + len(words)}
                        for span in spans
                    ]


def test_a_second_breach_alike_in_the_same_record_is_new(tmp_path: Path, contract: Contract) -> None:
    def odd(times: int) -> Counter[str]:
        tables = sound_tables()
        text = str(tables["articles"][0]["text"])
        retext(tables["articles"][0], f"{text}{' trong' * times}")
        for table in ("annotations", "gold", "suggestions"):
            for row in tables[table]:
                if row["id"] == article_id(0):
                    row["text_sha256"] = tables["articles"][0]["text_sha256"]
        starts = [len(text) + 1 + 6 * number for number in range(times)]
        spans = tables["gold"][0]["entities"]
        assert isinstance(spans, list)
        spans += [{"start": at, "end": at + 5, "label": "PERSON", "text": "trong"} for at in starts]
        _, rows = looked_at(write(tmp_path / str(times), tables, contract), contract)
        return _names([row for row in rows if row["check_id"] == "SPAN005"])

    one, two, three = odd(1), odd(2), odd(3)
    assert one < two < three
    assert [len(names) for names in (one, two, three)] == [1, 2, 3]


def test_ten_thousand_alike_and_one_more() -> None:
    many = made(*[finding(message="license is null")] * 10_000)
    assert len(set(many)) == 10_000
    more = made(*[finding(message="license is null")] * 10_001)
    assert set(many) < set(more)


def test_a_column_is_told_from_another() -> None:
    """Alone, each of them: side by side their numbers would tell them apart."""
    title, again, caption, other = (
        made(finding(record_id=record, message=message))
        for record, message in (
            ("r", "title holds one U+200B, at 3"),
            ("r", "title holds 2 U+200Bs, the first at 8"),
            ("r", "captions holds one U+200B, at 3"),
            ("q", "title holds one U+200B, at 3"),
        )
    )
    assert title == again
    assert len({*title, *caption, *other}) == 3


def test_other_words_for_the_same_breach_of_a_record_change_nothing() -> None:
    now = finding(record_id="r", message="12 code points; the limits are 30 and 900")
    then = finding(record_id="r", message="14 code points; at least 30 are asked for")
    assert made(now) == made(then)


def test_the_text_that_is_marked_counts_and_its_place_does_not() -> None:
    text = "Ngày 12/3, Trần Thị Hạnh đến Cần Thơ. " * 9
    for words in ("Trần Thị Hạnh", "Cần Thơ", text[:300].strip()):
        places = {
            made(marked(ahead + text, *_at(ahead + text, words)))[0] for ahead in ("", "a", "ở nhà " * 40)
        }
        assert len(places) == 1, words
    assert made(marked(text, *_at(text, "Cần Thơ"))) != made(marked(text, *_at(text, "Cần")))


def _at(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_numbers_of_the_whole_workspace_do_not_count() -> None:
    low = "span_f1_exact of PER is .61 [.55, .68] over 1,200 texts; the gate is 0.7"
    later = "span_f1_exact of PER is .62 [.57, .69] over 1,305 texts; the gate is 0.7"
    other = "span_f1_exact of ORG is .61 [.55, .68] over 1,200 texts; the gate is 0.7"
    assert made(finding(message=low)) == made(finding(message=later)) != made(finding(message=other))
    people = [made(finding(message=f"annotator-{name} is slow")) for name in ("0a1b2c3d", "4a5b6c7d")]
    assert people[0] != people[1]


def test_an_expectation_is_one_breach_whichever_rows_break_it() -> None:
    said = 'expect_column_values_to_be_between {"column": "chars", "max_value": 9000}'
    few = finding(check_id="GX002", record_id="a", message=f"{said}: 1 of 15 rows: “9001”")
    many = finding(check_id="GX002", record_id="b", message=f"{said}: 7 of 18 rows: “9999”: “}}: ”")
    other = finding(
        check_id="GX002", record_id="a", message=f"{said.replace('9000', '800')}: 1 of 15 rows: “9001”"
    )
    assert made(few) == made(many) != made(other)


@example([("\x1f", "\x1f", "\x1f", "x"), ("\x1f", "\x1f", "\x1e\x1e", "x")])
@example([("t", "\x1e0", "", "x"), ("t", "\x1e", "", "x")])
@given(
    st.lists(
        st.tuples(*[st.text("a\x1f\x1e01", max_size=3)] * 3, st.sampled_from(["x", "y z", "\x1f0"])),
        max_size=6,
    )
)
def test_no_two_are_told_as_one(parts: list[tuple[str, str, str, str]]) -> None:
    rows = [
        finding(
            table=table,
            record_id=record,
            article_id=article,
            message=message,
            start=0,
            end=9,
            snippet=message,
        )
        for table, record, article, message in parts
    ]
    found = made(*rows)
    assert len(set(found)) == len(rows)


def test_places_that_cannot_be_are_no_fault() -> None:
    far = 2**63 - 1
    odd = [(-5, 3), (3, 3), (9, 2), (far, far), (0, far), (-far, far), (None, 3), (3, None)]
    rows = [finding(record_id=str(place), start=s, end=e, snippet="ngắn") for place, (s, e) in enumerate(odd)]
    assert len(set(made(*rows))) == len(rows)
    assert made() == []
