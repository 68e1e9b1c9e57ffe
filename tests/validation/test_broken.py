"""A workspace broken on purpose: the check that should find it does, and no other error is told."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from schemas.contract import Contract
from tests.validation.factory import Row, Tables, article_id, broken, retext, sound_tables, write
from tests.validation.finding import by_check


def _entities(row: Row) -> list[Row]:
    entities = row["entities"]
    assert isinstance(entities, list)
    return entities


def _text(row: Row) -> str:
    return str(row["text"])


def _shift(tables: Tables) -> None:
    span = _entities(tables["gold"][2])[1]
    span |= {"start": int(str(span["start"])) + 1, "end": int(str(span["end"])) + 1}


def _past_the_end(tables: Tables) -> None:
    _entities(tables["gold"][2])[1] |= {"start": 100_000, "end": 100_005}


def _backwards(tables: Tables) -> None:
    _entities(tables["annotations"][2])[0] |= {"start": 9, "end": 9}


def _unknown_label(tables: Tables) -> None:
    _entities(tables["annotations"][4])[0]["label"] = "PERSON"


def _overlap(tables: Tables) -> None:
    text, spans = _text(tables["articles"][0]), _entities(tables["gold"][0])
    start = int(str(spans[1]["start"])) + 5
    spans.append({"start": start, "end": start + 30, "label": "MISC", "text": text[start : start + 30]})


def _span_twice(tables: Tables) -> None:
    spans = _entities(tables["suggestions"][3])
    spans.append(dict(spans[0]))


def _edge_space(tables: Tables) -> None:
    span, text = _entities(tables["gold"][1])[2], _text(tables["articles"][1])
    span["start"] = int(str(span["start"])) - 1
    span["text"] = text[int(str(span["start"])) : int(str(span["end"]))]


def _text_under_labels(tables: Tables) -> None:
    retext(tables["articles"][6], "Đính chính: " + _text(tables["articles"][6]))


def _hash_left_behind(tables: Tables) -> None:
    # The text is longer by no paragraph and keeps its hash: a hand in the Parquet file.
    article = tables["articles"][13]
    article["text"] = _text(article).replace("Tin", "Tím", 1)


def _raw(character: str, number: int = 13) -> Callable[[Tables], None]:
    def put(tables: Tables) -> None:
        retext(tables["articles"][number], _text(tables["articles"][number]).replace(" ", f" {character}", 1))

    return put


def _set(table: str, row: int, **values: object) -> Callable[[Tables], None]:
    def put(tables: Tables) -> None:
        tables[table][row] |= values

    return put


def _duplicate_text(tables: Tables) -> None:
    tables["articles"].append(tables["articles"][9] | {"id": article_id(77), "url": "https://khac.example/1"})
    for name in ("clusters", "splits"):
        tables[name].append(tables[name][9] | {"id": article_id(77)})


def _duplicate_id(tables: Tables) -> None:
    copy = dict(tables["articles"][13])
    retext(copy, "Tin vắn khác hẳn, nhưng mang cùng một mã.")
    tables["articles"].append(copy)


def _twin_url(tables: Tables) -> None:
    tables["articles"][10]["url"] = (
        "http://www." + str(tables["articles"][7]["url"])[len("https://") :] + "/#top"
    )


def _paragraph_short(tables: Tables) -> None:
    paragraphs = tables["articles"][8]["paragraphs"]
    assert isinstance(paragraphs, list)
    paragraphs[-1]["end"] -= 3


def _lost_row(tables: Tables) -> None:
    del tables["articles"][12]  # a teaser, so that nothing else names it but its cluster
    del tables["clusters"][12]


def _many_topics(tables: Tables) -> None:
    codes = ["medtop:14000000", "medtop:06000000", "medtop:05000000", "medtop:10000000", "medtop:15000000"]
    tables["gold"][0]["topics"] = codes


ART, GOLD = "articles", "gold"
# What was broken, how, and every error that must be told of it.
CASES: dict[str, tuple[Callable[[Tables], object], set[str]]] = {
    "shifted span": (_shift, {"SPAN004"}),
    "span past the end": (_past_the_end, {"SPAN003"}),
    "empty span": (_backwards, {"SPAN003"}),
    "unknown label": (_unknown_label, {"SPAN005"}),
    "overlapping spans": (_overlap, {"SPAN007"}),
    "span twice": (_span_twice, {"SPAN006"}),
    "edge white space": (_edge_space, {"SPAN008"}),
    "text changed under labels": (_text_under_labels, {"SPAN002"}),
    "text edited by hand": (_hash_left_behind, {"ART013"}),
    "annotation of nothing": (_set("annotations", 3, id=article_id(555)), {"SPAN001"}),
    "gold of nothing": (_set(GOLD, 3, id=article_id(555)), {"SPAN001"}),
    "NUL": (_raw("\x00"), {"ART006"}),
    "carriage return": (_raw("\r"), {"ART006"}),
    "tab": (_raw("\t"), {"ART006"}),
    "zero-width space": (_raw("\u200b"), {"ART007"}),
    "right-to-left override": (_raw("\u202e"), {"ART007"}),
    "joiner between letters": (_raw("\u200d"), {"ART007"}),
    "replacement character": (_raw("\ufffd"), {"ART008"}),
    "NFD": (_raw("e\u0323\u0302"), {"ART005"}),
    "control character in a title": (_set(ART, 2, title="Chuyện \x1b[31mlàng"), {"ART006"}),
    "bidi in a caption": (_set(ART, 2, captions=["một", "hai \u2067ba"]), {"ART007"}),
    "empty text": (lambda tables: retext(tables[ART][13], "./."), {"ART004"}),
    "duplicate id": (_duplicate_id, {"ART001", "MAN004"}),
    "unsafe id": (_set(ART, 13, id="../../etc/passwd"), {"ART002", "DUP003"}),
    "one URL on two stories": (_twin_url, {"ART003"}),
    "exact duplicate": (_duplicate_text, {"DUP001", "MAN004"}),
    "no provenance": (_set(ART, 5, source_path=" "), {"ART009"}),
    "teaser without listing": (_set(ART, 13, parent_id=None), {"ART009"}),
    "date without precision": (_set(ART, 1, published_precision="unknown"), {"ART011"}),
    "month on its second day": (
        _set(ART, 1, published_at=date(2023, 6, 2), published_precision="month"),
        {"ART011"},
    ),
    "impossible event date": (_set(ART, 1, event_date="2024-02-30"), {"ART012"}),
    "event date in words": (_set(ART, 1, event_date="chiều 7/11"), {"ART012"}),
    "paragraphs end early": (_paragraph_short, {"ART014"}),
    "lost row": (_lost_row, {"MAN004"}),
    "cluster across splits": (_set("splits", 4, split="train"), {"DUP002"}),
    "article without cluster": (lambda tables: tables["clusters"].pop(8), {"DUP003"}),
    "split of nothing": (_set("splits", 8, id=article_id(555)), {"DUP004"}),
    "unknown topic": (_set(GOLD, 1, topics=["medtop:1"], primary_topic="medtop:1"), {"TOP001"}),
    "no primary topic": (_set(GOLD, 1, primary_topic=None), {"TOP002"}),
    "too many topics": (_many_topics, {"TOP003"}),
    "primary not among topics": (_set(GOLD, 1, primary_topic="medtop:15000000"), {"TOP004"}),
    "topic twice": (
        _set(GOLD, 1, topics=["medtop:06000000", "medtop:06000000"], primary_topic="medtop:06000000"),
        {"TOP005"},
    ),
    "two golds of one article": (lambda tables: tables[GOLD].append(dict(tables[GOLD][0])), {"TAB005"}),
    "annotator by e-mail": (_set("annotations", 1, annotator="lan@example.org"), {"TAB004"}),
    "unknown kind": (_set(ART, 13, kind="artcle"), {"TAB004", "MAN004"}),
}


@pytest.mark.parametrize("case", CASES)
def test_the_right_check_finds_it(tmp_path: Path, contract: Contract, case: str) -> None:
    breaking, expected = CASES[case]

    def rows(tables: Tables) -> None:
        counted = [row["kind"] for row in tables["articles"]]
        breaking(tables)
        # MAN004 has its say where the manifest still counts what was there before.
        kinds.update(articles=counted.count("article"), teasers=counted.count("teaser"))

    kinds: dict[str, int] = {}
    tables = sound_tables()
    rows(tables)
    inputs = write(tmp_path, tables, contract, counts=kinds | {"pages": kinds["articles"] + 7})
    found = by_check(inputs, contract)
    errors = {check for check, some in found.items() if some[0]["severity"] == "error"}
    assert errors == expected


def test_a_finding_says_where_and_shows_the_span(tmp_path: Path, contract: Contract) -> None:
    inputs = broken(tmp_path, contract, _shift)
    (row,) = by_check(inputs, contract)["SPAN004"]
    article = sound_tables()["articles"][2]
    span = _entities(sound_tables()["gold"][2])[1]
    assert row["table"] == "gold"
    assert row["record_id"] == row["article_id"] == article["id"]
    assert (row["row"], row["span"], row["split"]) == (2, 1, "train")
    start, end = int(str(row["start"])), int(str(row["end"]))
    assert start == int(str(span["start"])) + 1
    assert str(span["text"]) in str(row["message"])
    assert _text(article)[start:end] in str(row["message"])
    assert str(row["snippet"]) in _text(article)


def test_an_emoji_may_join_and_must_not_shift(tmp_path: Path, contract: Contract) -> None:
    def family(tables: Tables) -> None:
        retext(tables["articles"][13], "Tin vắn 👨\u200d👩\u200d👧 rất vui 🏳\ufe0f\u200d🌈.")

    assert by_check(broken(tmp_path, contract, family), contract) == {}


def test_one_url_may_be_told_twice_in_one_cluster(tmp_path: Path, contract: Contract) -> None:
    def republished(tables: Tables) -> None:
        one, other = tables["articles"][1], tables["articles"][10]
        other["url"] = one["url"]
        for name in ("clusters", "splits"):
            rows = {row["id"]: row for row in tables[name]}
            rows[other["id"]]["cluster_id"] = rows[one["id"]]["cluster_id"]
        assert rows[other["id"]]["split"] == rows[one["id"]]["split"]

    assert by_check(broken(tmp_path, contract, republished), contract) == {}


def test_a_record_of_a_changed_text_is_told_once(tmp_path: Path, contract: Contract) -> None:
    found = by_check(broken(tmp_path, contract, _text_under_labels), contract)
    told = sorted((row["table"], row["record_id"]) for row in found["SPAN002"])
    assert told == [
        ("annotations", "1-13"),
        ("annotations", "1-14"),
        *((name, article_id(6)) for name in ("gold", "suggestions")),
    ]
