from collections.abc import Callable

from tests.validation.cases.case import Case, entities, limit, put
from tests.validation.factory import Row, Tables, article_id, retext
from tests.validation.labelled import TEXT, at, labelled, of

END = len(TEXT)
FIRST = TEXT.index("\n")
FAMILY = TEXT.index("👨")
FLAGS = TEXT.index("🇻")
MARKED = "Chữ m\u0303 lạ, ⓐ\u0323 lạ hơn."
TONED = "Vẫy 👋🏽 và ❤\ufe0f chào."


def _gold(number: int, **values: object) -> Callable[[Tables], object]:
    """Values of the first span of a gold record."""
    return lambda tables: entities(tables["gold"][number])[0].update(values)


def in_articles(surface: str, articles: range, label: str = "PER") -> Callable[[Tables], object]:
    """A paragraph of its own in some articles, labelled as a whole in gold alone."""

    def change(tables: Tables) -> None:
        for number in articles:
            row, gold = tables["articles"][number], tables["gold"][number]
            text = f"{row['text']}\n\n{surface}"
            retext(row, text)
            gold["text_sha256"] = row["text_sha256"]
            entities(gold).append(at(len(text) - len(surface), len(text), label, text))
            for name in ("suggestions", "annotations"):
                tables[name][:] = [one for one in tables[name] if one["id"] != row["id"]]

    return change


def _pinned(change: Callable[[Row], object]) -> Callable[[Tables], object]:
    return lambda tables: change(tables["gold"][3])


LONG = "Trần Thị Hạnh cho biết bà cùng các bạn đã chờ việc này từ lâu và sẽ cùng góp công"

CASES = [
    Case(check="SPAN001", kind="passes", what="labels of articles"),
    Case(
        check="SPAN001",
        kind="fails",
        what="gold of nothing",
        found=1,
        rows=put("gold", 3, id=article_id(555)),
    ),
    Case(check="SPAN001", kind="edge", what="gold of a teaser", rows=put("gold", 3, id=article_id(1001))),
    Case(
        check="SPAN001",
        kind="edge",
        what="no articles at all",
        found=48,
        rows=lambda t: t["articles"].clear(),
    ),
    Case(check="SPAN002", kind="passes", what="labels of the texts that are"),
    Case(
        check="SPAN002",
        kind="fails",
        what="another text",
        found=4,
        rows=lambda t: retext(t["articles"][6], "Đính chính."),
    ),
    Case(
        check="SPAN002",
        kind="edge",
        what="of no article, where SPAN001 tells it",
        rows=put("gold", 3, id=article_id(555)),
    ),
    Case(
        check="SPAN002",
        kind="edge",
        what="the hash in capitals",
        found=1,
        rows=_pinned(lambda row: row.update(text_sha256=str(row["text_sha256"]).upper())),
    ),
    Case(check="SPAN003", kind="passes", what="offsets inside"),
    Case(check="SPAN003", kind="fails", what="past the end", found=1, rows=labelled(at(END - 1, END + 1))),
    Case(check="SPAN003", kind="edge", what="the whole text", rows=labelled(at(0, END))),
    Case(check="SPAN003", kind="edge", what="empty at the end", found=1, rows=labelled(at(END, END))),
    Case(check="SPAN003", kind="edge", what="before the start", found=1, rows=labelled(at(-1, 4))),
    Case(check="SPAN003", kind="edge", what="backwards", found=1, rows=labelled(at(9, 4))),
    Case(
        check="SPAN003",
        kind="edge",
        what="of another text, where SPAN002 tells it",
        rows=lambda t: (_gold(6, start=100_000, end=100_001)(t), retext(t["articles"][6], "Đính chính.")),
    ),
    Case(check="SPAN004", kind="passes", what="surfaces of the text"),
    Case(
        check="SPAN004",
        kind="fails",
        what="a character to the right",
        found=1,
        rows=labelled(of("Cuba") | {"text": "đến "}),
    ),
    Case(check="SPAN004", kind="edge", what="up to the last character", rows=labelled(at(END - 1, END))),
    Case(
        check="SPAN004",
        kind="edge",
        what="in other letters",
        found=1,
        rows=labelled(of("Cuba") | {"text": "cuba"}),
    ),
    Case(check="SPAN004", kind="edge", what="behind an emoji family", rows=labelled(of("vẫy cờ"))),
    Case(
        check="SPAN004",
        kind="edge",
        what="past the end, where SPAN003 tells it",
        rows=labelled(at(END - 4, END + 1)),
    ),
    Case(check="SPAN005", kind="passes", what="the contract's labels"),
    Case(check="SPAN005", kind="fails", what="another", found=1, rows=labelled(of("Cuba", "PERSON"))),
    Case(check="SPAN005", kind="edge", what="in small letters", found=1, rows=labelled(of("Cuba", "gpe"))),
    Case(check="SPAN006", kind="passes", what="every span once"),
    Case(check="SPAN006", kind="fails", what="twice", found=1, rows=labelled(of("Cuba"), of("Cuba"))),
    Case(
        check="SPAN006",
        kind="edge",
        what="three times, others between",
        found=2,
        rows=labelled(of("Cuba"), of("Hà Nội"), of("Cuba"), of("đoàn"), of("Cuba")),
    ),
    Case(
        check="SPAN006",
        kind="edge",
        what="with another label, where SPAN007 tells it",
        rows=labelled(of("Cuba"), of("Cuba", "GPE")),
    ),
    Case(check="SPAN007", kind="passes", what="spans apart"),
    Case(
        check="SPAN007",
        kind="fails",
        what="one in another",
        found=1,
        rows=labelled(of("Hà Nội đến Cuba"), of("Cuba")),
    ),
    Case(
        check="SPAN007",
        kind="edge",
        what="one begins where another ends",
        rows=labelled(of("Hà "), of("Nội")),
    ),
    Case(
        check="SPAN007",
        kind="edge",
        what="one code point in common",
        found=1,
        rows=labelled(at(0, 5), at(4, 8)),
    ),
    Case(
        check="SPAN007",
        kind="edge",
        what="two labels for one span",
        found=1,
        rows=labelled(of("Cuba"), of("Cuba", "GPE")),
    ),
    Case(
        check="SPAN007",
        kind="edge",
        what="two in one long one",
        found=2,
        rows=labelled(of("Hà Nội đến Cuba"), of("Hà Nội"), of("Cuba")),
    ),
    Case(check="SPAN008", kind="passes", what="edges that show"),
    Case(check="SPAN008", kind="fails", what="a space behind", found=1, rows=labelled(of("Nội "))),
    Case(check="SPAN008", kind="edge", what="a space within", rows=labelled(of("Hà Nội"))),
    Case(
        check="SPAN008",
        kind="edge",
        what="a line feed behind",
        found=1,
        rows=labelled(at(FIRST - 5, FIRST + 1)),
    ),
    Case(check="SPAN008", kind="edge", what="up to the line feed", rows=labelled(at(FIRST - 5, FIRST))),
    Case(check="SPAN101", kind="passes", what="names"),
    Case(check="SPAN101", kind="fails", what="a comma behind", found=1, rows=labelled(of("La Habana,"))),
    Case(check="SPAN101", kind="edge", what="a full stop behind, as in TP.", rows=labelled(of("Cuba."))),
    Case(check="SPAN101", kind="edge", what="a comma within", rows=labelled(of("12/3, đoàn"))),
    Case(check="SPAN101", kind="edge", what="nothing but a comma", found=1, rows=labelled(of(","))),
    Case(check="SPAN102", kind="passes", what="names in one line"),
    Case(
        check="SPAN102",
        kind="fails",
        what="over a paragraph's end",
        found=1,
        rows=labelled(of("Cuba.\n\nTại")),
    ),
    Case(
        check="SPAN102",
        kind="edge",
        what="to the very end of a paragraph",
        rows=labelled(at(FIRST - 5, FIRST)),
    ),
    Case(check="SPAN102", kind="edge", what="from the very start of one", rows=labelled(of("Tại La Habana"))),
    Case(
        check="SPAN102",
        kind="edge",
        what="and the first line feed",
        found=1,
        rows=labelled(at(FIRST - 5, FIRST + 1)),
    ),
    Case(check="SPAN103", kind="passes", what="whole words"),
    Case(check="SPAN103", kind="fails", what="half of a word", found=1, rows=labelled(of("uba"))),
    Case(
        check="SPAN103",
        kind="edge",
        what="the text's first and last word",
        rows=labelled(of("Sáng"), of("khách")),
    ),
    Case(check="SPAN103", kind="edge", what="a number of a date", rows=labelled(of("12"))),
    Case(
        check="SPAN103",
        kind="edge",
        what="a letter without its mark",
        found=1,
        rows=labelled(of("Chữ m", text=MARKED), text=MARKED),
    ),
    Case(check="SPAN104", kind="passes", what="letters"),
    Case(
        check="SPAN104",
        kind="fails",
        what="the first of a family",
        found=1,
        rows=labelled(at(FAMILY, FAMILY + 1)),
    ),
    Case(
        check="SPAN104",
        kind="fails",
        what="a family without its first",
        found=1,
        rows=labelled(at(FAMILY + 2, FAMILY + 5)),
    ),
    Case(check="SPAN104", kind="edge", what="the whole family", rows=labelled(at(FAMILY, FAMILY + 5))),
    Case(
        check="SPAN104",
        kind="edge",
        what="one flag of two",
        rows=labelled(at(FLAGS, FLAGS + 2), at(FLAGS + 2, FLAGS + 4)),
    ),
    Case(
        check="SPAN104",
        kind="edge",
        what="halves of two flags",
        found=2,
        rows=labelled(at(FLAGS + 1, FLAGS + 3)),
    ),
    Case(
        check="SPAN104",
        kind="edge",
        what="a hand and its skin",
        found=1,
        rows=labelled(of("👋", text=TONED), text=TONED),
    ),
    Case(
        check="SPAN104",
        kind="edge",
        what="a heart and its variation",
        found=1,
        rows=labelled(of("❤", text=TONED), text=TONED),
    ),
    Case(
        check="SPAN104",
        kind="edge",
        what="a sign without its mark",
        found=1,
        rows=labelled(of("ⓐ", text=MARKED), text=MARKED),
    ),
    Case(
        check="SPAN104",
        kind="edge",
        what="a letter without its mark, where SPAN103 tells it",
        rows=labelled(of("Chữ m", text=MARKED), text=MARKED),
    ),
    Case(check="SPAN104", kind="edge", what="the whole text", rows=labelled(at(0, END))),
    Case(check="SPAN105", kind="passes", what="names of some length", articles=120),
    Case(
        check="SPAN105",
        kind="fails",
        what="a sentence",
        found=1,
        rows=in_articles(LONG, range(7, 8)),
        articles=120,
    ),
    Case(
        check="SPAN105",
        kind="edge",
        what="too few spans to tell",
        rows=in_articles(LONG, range(7, 8)),
        articles=40,
    ),
    Case(
        check="SPAN105",
        kind="edge",
        what="in two articles",
        found=2,
        rows=in_articles(LONG, range(7, 9)),
        articles=120,
    ),
    Case(
        check="SPAN105",
        kind="edge",
        what="in three, as names are",
        rows=in_articles(LONG, range(7, 10)),
        articles=120,
    ),
    Case(
        check="SPAN105",
        kind="edge",
        what="of less than thirty code points",
        rows=in_articles(LONG[:29], range(7, 8), "DATE"),
        articles=120,
    ),
    Case(
        check="SPAN105",
        kind="edge",
        what="of thirty",
        found=1,
        rows=in_articles("Trần Thị Hạnh cho biết ba cùng", range(7, 8), "DATE"),
        articles=120,
    ),
    Case(
        check="SPAN105",
        kind="edge",
        what="a limit that nothing reaches",
        rows=in_articles(LONG, range(7, 8)),
        contract=limit("SPAN105", 50),
        articles=120,
    ),
]
