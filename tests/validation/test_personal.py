"""What a language's rules find is near and close: the quick patterns lose nothing that the rules would find."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.language.personal import personal_rules
from validation.checks.by_language import by_language
from validation.personal import personal_data

PARTS = [
    *(
        "0",
        "84",
        "+84",
        "(+84)",
        "0084",
        "(0)",
        "+",
        "+1",
        "+44",
        "+39 0",
        "(",
        ")",
        " ",
        ".",
        "-",
        ") ",
        " (",
        "\n",
        "x",
    ),
    *(
        "912",
        "345",
        "678",
        "9",
        "1",
        "24",
        "38",
        "2512",
        "001085",
        "012345",
        "CMND ",
        "a@b",
        ".vn",
        "hotline ",
    ),
]
texts = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)
# Numbers with signs strewn in, of which most are found.
numbers = st.tuples(
    st.sampled_from(["CMND ", "", "x\n", "( ", "gọi "]),
    st.sampled_from(["0", "+84", "(+84)", "0084 (0)", "+84(0)", "00", "+44 (0)", "+1", "+352", "+39 0", ""]),
    st.lists(
        st.tuples(st.sampled_from("0123456789"), st.sampled_from(["", "", " ", ".", "-", ") ", "- "])),
        min_size=7,
        max_size=13,
    ),
).map(lambda parts: parts[0] + parts[1] + "".join(digit + sign for digit, sign in parts[2]))


@pytest.mark.parametrize("language", ["vi", "en", "sv"])
@given(text=texts | numbers)
@settings(max_examples=500)
def test_what_is_found_is_near_and_close(language: str, text: str) -> None:
    rules = personal_rules(language)
    if any(personal_data(text, rules)):
        one = pl.Series([text])
        assert any(one.str.contains(pattern)[0] for pattern in rules.near)
        assert one.str.contains(rules.close)[0]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("+44 7911 123456", True),
        ("+44 (0)20 7946 0958", True),
        ("+1-650-253-0000", True),
        ("(+1) 650 253 0000", True),
        ("+33 6 12 34 56 78", True),
        ("+39 06 1234 5678", True),
        ("+352 621 123 456", True),
        ("+7 912 345-67-89", True),
        ("+1 150 253 0000", False),  # no area
        ("+1 650 253 000", False),
        ("+1 650 253 00000", False),
        ("+999 621 123 456", False),  # no country
        ("+800 1234 5678", False),  # nobody's
        ("+44 7911", False),
        ("44 7911 123456", False),
        ("x+44 7911 123456", False),
        ("+44 7911 123456 789 12345", False),
    ],
)
def test_numbers_of_any_country(written: str, found: bool) -> None:
    told = [one.kind for one in personal_data(f"Anna: {written}.", personal_rules("sv"))]
    assert told == (["phone number"] if found else [])


def test_a_batch_is_asked_by_its_languages_alone() -> None:
    asked: list[str] = []

    def breach(language: str) -> pl.Expr:
        asked.append(language)
        return pl.col("text").str.contains(language)

    def look(*rows: tuple[str | None, str | None]) -> list[bool | None]:
        frame = pl.DataFrame(rows, schema=["language", "text"], orient="row")
        return frame.select(by_language(str.lower, breach, ["text"])).to_series().to_list()

    assert look(("vi", "vi"), ("vi", "en")) == [True, False]
    assert asked == ["vi"]
    asked.clear()
    rows = [("en", "vi"), ("vi", "vi"), (None, "vi"), ("VI", "en"), ("vi", None)]
    assert look(*rows) == [False, True, True, False, None]
    assert sorted(asked) == ["", "en", "vi"]
    assert look(("vi", "vi"), ("en", "en")) == [True, True]
    assert look() == []
