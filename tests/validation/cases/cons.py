import re
from collections.abc import Callable

from schemas.files import text_sha256
from tests.validation.cases.case import Case, limit
from tests.validation.factory import Row, Tables, retext

_SPAN = re.compile(r"\[([^|\]]+)\|([A-Z]+)\]")


def _marked(marked: str) -> tuple[str, list[Row]]:
    """A text and its spans from `ở [Cần Thơ|GPE]`."""
    text, spans, end = "", [], 0
    for found in _SPAN.finditer(marked):
        text += marked[end : found.start()]
        spans.append(
            {"start": len(text), "end": len(text) + len(found[1]), "label": found[2], "text": found[1]}
        )
        text, end = text + found[1], found.end()
    return text + marked[end:], spans


def gold(*texts: str) -> Callable[[Tables], None]:
    """The first articles with these texts, each with gold; nothing else is labelled."""

    def change(tables: Tables) -> None:
        for name in ("annotations", "suggestions", "agreement"):
            tables.pop(name)
        tables["gold"] = tables["gold"][: len(texts)]
        for number, marked in enumerate(texts):
            text, spans = _marked(marked)
            retext(tables["articles"][number], text)
            tables["gold"][number] |= {"text_sha256": text_sha256(text), "entities": spans}

    return change


def annotations(*texts: str) -> Callable[[Tables], None]:
    """The same said by one annotator, without gold."""

    def change(tables: Tables) -> None:
        said = tables["annotations"][: 2 * len(texts) : 2]
        gold(*texts)(tables)
        rows = tables.pop("gold")
        spans = [[span | {"origin": "manual"} for span in _listed(row["entities"])] for row in rows]
        tables["annotations"] = [
            one | {"text_sha256": row["text_sha256"], "entities": found, "was_skipped": False}
            for one, row, found in zip(said, rows, spans, strict=True)
        ]

    return change


def _listed(value: object) -> list[Row]:
    assert isinstance(value, list)
    return value


def _untouched(tables: Tables) -> None:
    """A name that is labelled six times, and an article that nobody has labelled with the same name in it."""
    gold(*[CITY] * 6)(tables)
    retext(tables["articles"][7], "Mưa to ở Cần Thơ từ sáng.")


def _skipped(tables: Tables) -> None:
    annotations(*[CITY] * 6, BARE)(tables)
    tables["annotations"][6]["was_skipped"] = True


def _taken_back(tables: Tables) -> None:
    """The same person labelled the last text first, and then did not: a later number, the same time."""
    by_two(BARE.replace("Cần Thơ", "[Cần Thơ|GPE]"), BARE)(tables)
    tables["annotations"][-1]["annotator"] = tables["annotations"][2]["annotator"]


def _older(tables: Tables) -> None:
    gold(*[CITY] * 6, BARE)(tables)
    tables["gold"][6]["text_sha256"] = text_sha256("an older text")


def _beside_a_fault(tables: Tables) -> None:
    """Where one span is shifted, every mention in the record would be told."""
    gold(*[CITY] * 6, f"{CITY} {BARE}")(tables)
    span = _listed(tables["gold"][6]["entities"])[0]
    span |= {"start": int(str(span["start"])) + 1, "end": int(str(span["end"])) + 1}


def by_two(one: str, other: str, many: int = 6, whole: str = "") -> Callable[[Tables], None]:
    """So many texts with the name, by one annotator, and the last by two, before there is gold."""

    def change(tables: Tables) -> None:
        annotations(*[" ".join([whole or CITY] * (many // 2))] * 2, one)(tables)
        row = tables["annotations"][2]
        spans = [span | {"origin": "manual"} for span in _marked(other)[1]]
        second = {"annotation_id": "1-900", "annotator": "annotator-99999999", "entities": spans}
        tables["annotations"].append(row | second)

    return change


CITY = "Xe dừng ở [Cần Thơ|GPE]."
AS_LAKE = "Nước lên ở [Cần Thơ|LOC]."
BARE = "Trời mưa ở Cần Thơ."
AN = "Bà hàng xóm thăm [An|PER]."
WHOLE = "Đường lên [tỉnh Hà Giang|GPE] dài."
PART = "Mùa lúa ở tỉnh [Hà Giang|GPE] đã hết."

CASES = [
    Case(check="CONS101", kind="passes", what="one name, one label", rows=gold(*[CITY] * 6)),
    Case(
        check="CONS101",
        kind="fails",
        what="one of six with another label",
        found=1,
        rows=gold(*[CITY] * 5, AS_LAKE),
    ),
    Case(
        check="CONS101",
        kind="fails",
        what="in annotations, where there is no gold",
        found=1,
        rows=annotations(*[CITY] * 5, AS_LAKE),
    ),
    Case(check="CONS101", kind="edge", what="four spans are too few", rows=gold(*[CITY] * 3, AS_LAKE)),
    Case(check="CONS101", kind="edge", what="five are enough", found=1, rows=gold(*[CITY] * 4, AS_LAKE)),
    Case(
        check="CONS101",
        kind="edge",
        what="two of twenty are rare",
        found=1,
        rows=gold(*[" ".join([CITY] * 3)] * 6, AS_LAKE, AS_LAKE),
    ),
    Case(
        check="CONS101",
        kind="edge",
        what="two of nineteen make a name of two things",
        rows=gold(*[" ".join([CITY] * 3)] * 5, CITY, CITY, AS_LAKE, AS_LAKE),
    ),
    Case(
        check="CONS101",
        kind="edge",
        what="two labels by two people, as the adjudicator will see",
        rows=by_two(AS_LAKE, AS_LAKE.replace("LOC", "GPE")),
    ),
    Case(check="CONS101", kind="edge", what="one label by both", found=1, rows=by_two(AS_LAKE, AS_LAKE, 20)),
    Case(
        check="CONS101",
        kind="edge",
        what="the project's own limit",
        rows=gold(*[CITY] * 5, AS_LAKE),
        contract=limit("CONS101", 7),
    ),
    Case(check="CONS102", kind="passes", what="every mention is labelled", rows=gold(*[CITY] * 6)),
    Case(check="CONS102", kind="fails", what="one is left out", found=1, rows=gold(*[CITY] * 5, BARE)),
    Case(
        check="CONS102",
        kind="fails",
        what="in annotations, where there is no gold",
        found=1,
        rows=annotations(*[CITY] * 5, BARE),
    ),
    Case(
        check="CONS102",
        kind="fails",
        what="two in one record are told once",
        found=1,
        rows=gold(*[CITY] * 6, f"{BARE} {BARE}"),
    ),
    Case(check="CONS102", kind="edge", what="four spans are too few", rows=gold(*[CITY] * 4, BARE)),
    Case(
        check="CONS102",
        kind="edge",
        what="three of four mentions are labelled",
        found=2,
        rows=gold(*[CITY] * 6, BARE, BARE),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="fewer than three of four: an ordinary word",
        rows=gold(*[CITY] * 5, BARE, BARE),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="left out by one of two, as the adjudicator will see",
        rows=by_two(BARE, BARE.replace("Cần Thơ", "[Cần Thơ|GPE]")),
    ),
    Case(check="CONS102", kind="edge", what="left out by both", found=2, rows=by_two(BARE, BARE)),
    Case(
        check="CONS102",
        kind="edge",
        what="inside a longer span",
        rows=gold(*[CITY] * 6, "Sinh viên [Đại học Cần Thơ|ORG] đi thực tế."),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="in small letters, or in a longer word",
        rows=gold(*[CITY] * 6, "Người làm vườn cần thơ, và có giống Cần Thơm."),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="the letters decomposed are other letters",
        rows=gold(*[CITY] * 6, "Trời mưa ở Cần Tho\u031b."),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="part of a date",
        rows=gold(*["Họp ngày [12/3|DATE]."] * 6, "Họp ngày 12/3/2024."),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="one syllable at the head of a sentence",
        rows=gold(*[AN] * 6, "An ninh được siết chặt. An toàn là trên hết."),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="one syllable beside a capital",
        rows=gold(*[AN] * 6, "Khách đến Hội An rất đông, rồi đến An Giang."),
    ),
    Case(
        check="CONS102",
        kind="edge",
        what="one syllable where no other word has a capital",
        found=1,
        rows=gold(*[AN] * 6, "Hôm qua bạn của An đến."),
    ),
    Case(check="CONS102", kind="edge", what="a text that nobody has labelled", rows=_untouched),
    Case(check="CONS102", kind="edge", what="a label taken back", found=1, rows=_taken_back),
    Case(check="CONS102", kind="edge", what="a text that was skipped", rows=_skipped),
    Case(
        check="CONS102",
        kind="edge",
        what="eight of eleven are fewer than three of four",
        rows=gold(*[CITY] * 8, BARE, BARE, BARE),
    ),
    Case(check="CONS102", kind="edge", what="labels of an older text", rows=_older),
    Case(check="CONS102", kind="edge", what="a record with a shifted span", rows=_beside_a_fault),
    Case(
        check="CONS103",
        kind="passes",
        what="the same boundaries everywhere",
        rows=gold(*[WHOLE] * 3, "Cả [Hà Giang|GPE] đón khách."),
    ),
    Case(
        check="CONS103",
        kind="fails",
        what="with and without the word before",
        found=1,
        rows=gold(WHOLE, WHOLE, PART),
    ),
    Case(
        check="CONS103",
        kind="fails",
        what="with a title once, without it twice",
        found=1,
        rows=gold(
            "Gặp [ông Lê Quang Dũng|PER].", "Hỏi ông [Lê Quang Dũng|PER].", "Theo ông [Lê Quang Dũng|PER]."
        ),
    ),
    Case(
        check="CONS103",
        kind="fails",
        what="a trailing word",
        found=1,
        rows=gold(
            "Đọc [Luật Đất đai sửa đổi|DOC].",
            "Sửa [Luật Đất đai|DOC] sửa đổi.",
            "Theo [Luật Đất đai|DOC] sửa đổi.",
        ),
    ),
    Case(
        check="CONS103",
        kind="fails",
        what="one span here, two there",
        found=1,
        rows=gold(
            *["Về [xã Đất Mũi, huyện Ngọc Hiển|GPE]."] * 2, "Ở [xã Đất Mũi|GPE], [huyện Ngọc Hiển|GPE]."
        ),
    ),
    Case(
        check="CONS103",
        kind="edge",
        what="whole by one and in part by the other, as the adjudicator will see",
        rows=by_two(PART, PART.replace("tỉnh [Hà Giang", "[tỉnh Hà Giang"), whole=WHOLE),
    ),
    Case(check="CONS103", kind="edge", what="in part by both", found=1, rows=by_two(PART, PART, whole=WHOLE)),
    Case(check="CONS103", kind="edge", what="two mentions are too few", rows=gold(WHOLE, PART)),
    Case(
        check="CONS103",
        kind="edge",
        what="inside a longer name",
        rows=gold(*[WHOLE] * 3, "Họp ở [Ủy ban nhân dân tỉnh Hà Giang|ORG]."),
    ),
    Case(
        check="CONS103",
        kind="edge",
        what="a span across the edge is another matter",
        rows=gold(*[WHOLE] * 3, "Đường lên tỉnh [Hà Giang dài|MISC]."),
    ),
]
