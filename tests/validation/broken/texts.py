"""What is odd about texts, spans and duplicates: warnings, but for the few that break more besides."""

from collections.abc import Callable
from datetime import date

from tests.validation.broken.labels import FURTHER
from tests.validation.cases.art import TONELESS
from tests.validation.cases.case import put
from tests.validation.cases.dup import event, tie
from tests.validation.cases.span import FAMILY, FLAGS, LONG, in_articles
from tests.validation.factory import Row, Tables, retext
from tests.validation.labelled import NUMBER, TEXT, at, labelled, of
from tests.validation.mutation import Mutation

TEASER = 13  # a text of which nothing is labelled


def _text(text: str) -> Callable[[Tables], object]:
    return lambda tables: retext(tables["articles"][TEASER], text)


def _labelled(*spans: Row) -> Callable[[Tables], object]:
    """An article of usual length, labelled by one person."""

    def change(tables: Tables) -> None:
        labelled(*spans, text=f"{TEXT}\n\n{FURTHER.format(1)}")(tables)
        tables["gold"][NUMBER] |= {"status": "single", "n_annotators": 1, "adjudicator": None}

    return change


def _short(tables: Tables) -> None:
    """An article of two sentences, of which nothing is labelled."""
    row = tables["articles"][NUMBER]
    retext(row, "Tin vắn: chợ nổi mở lại. Bà con rất vui.")
    for name in ("suggestions", "annotations", "gold"):
        tables[name][:] = [one for one in tables[name] if one["id"] != row["id"]]


def _long_span(tables: Tables) -> None:
    in_articles(LONG, range(7, 8))(tables)
    tables["gold"][7] |= {"status": "single", "n_annotators": 1, "adjudicator": None}


MUTATIONS = [
    Mutation(group=group, what=what, told=told, rows=rows, articles=articles)
    for group, articles, cases in (
        (
            "odd texts",
            12,
            [
                ("no licence", ("ART010",), put("articles", 2, license=None)),
                ("an article of two sentences", ("ART101",), _short),
                ("published in 1970", ("ART102",), put("articles", 1, published_at=date(1970, 1, 1))),
                (
                    "published the day after the crawl",
                    ("ART102",),
                    put("articles", 1, published_at=date(2025, 1, 16)),
                ),
                ("an article in English", ("ART103",), put("articles", 2, language="en")),
                ("no source", ("ART104",), put("articles", 2, source=None)),
                (
                    "UTF-8 read as Windows-1252",
                    ("ART105",),
                    _text("Thủ tướng Việt Nam".encode().decode("cp1252", "replace").replace("\ufffd", "")),
                ),
                ("typed without diacritics", ("ART106",), _text(TONELESS)),
                ("a mobile number", ("ART107",), _text("Liên hệ anh Nam, 0912 345 678.")),
                ("an identity card", ("ART107",), _text("Căn cước công dân số 001085012345.")),
                ("a private e-mail address", ("ART107",), _text("Gửi về nguyen.van.nam@gmail.com nhé.")),
                (
                    "“read more” among the paragraphs",
                    ("ART108",),
                    _text("Tin chính.\n\nXem thêm:\n\nTin khác hẳn."),
                ),
                ("hashtags below", ("ART108",), _text("Tin chính.\n\n#HàNội #Cuba")),
            ],
        ),
        (
            "odd spans",
            12,
            [
                ("a comma at a span's edge", ("SPAN101",), _labelled(of("La Habana,"))),
                ("a span over a paragraph's end", ("SPAN102",), _labelled(of("Cuba.\n\nTại"))),
                ("half of a word", ("SPAN103",), _labelled(of("uba"))),
                (
                    "a family without its father",
                    ("SPAN104",),
                    _labelled(at(FAMILY + 2, FAMILY + 5)),
                ),
                (
                    "a flag's second letter with the next flag's first",
                    ("SPAN104",),
                    _labelled(at(FLAGS + 1, FLAGS + 3)),
                ),
            ],
        ),
        ("odd spans", 120, [("a sentence for a person", ("SPAN105",), _long_span)]),
        (
            "duplicates that remain",
            12,
            [
                ("two articles of a split with nine tenths in common", ("DUP101",), tie("near", 0.9)),
                (
                    "one event in train and in test, two days apart",
                    ("DUP102",),
                    event(published_at=(date(2024, 7, 1), date(2024, 7, 3))),
                ),
                (
                    "one event's day in validation and in test",
                    ("DUP102",),
                    event(
                        splits=("validation", "test"),
                        event_date=("2024-06-30", "2024-06-30"),
                        published_at=(date(2024, 7, 1), date(2024, 8, 1)),
                    ),
                ),
            ],
        ),
    )
    for what, told, rows in cases
]
