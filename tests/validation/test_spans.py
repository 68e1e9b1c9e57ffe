"""The span checks against a plain Python oracle, over any text and any offsets."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.contract import default_contract
from validation.catalogue import row_checks, setting
from validation.engine.log import Log
from validation.engine.rows import Planned, find
from validation.engine.spans import spans_of

CONTRACT = default_contract()
PLANNED = Planned.of([(check, setting(CONTRACT, check, "gold")) for check in row_checks("span", "gold")])
# Few letters, so that spans meet: composed and decomposed Vietnamese, emoji beyond the BMP, spaces, breaks.
TEXT = st.text(alphabet="aệ e\u0323🎉\n7,", max_size=24)
OFFSET = st.integers(-2, 26)
SPAN = st.tuples(
    OFFSET, OFFSET, st.sampled_from(["PER", "GPE", "XXX"]), st.sampled_from(["true", "a ", "", "ệ,"])
)
SCHEMA = {
    "row": pl.Int64,
    "record_id": pl.String,
    "article_id": pl.String,
    "comparable": pl.Boolean,
    "text": pl.String,
    "chars": pl.UInt32,
    "n_entities": pl.Int32,
    "entities": pl.List(
        pl.Struct({"start": pl.Int32, "end": pl.Int32, "label": pl.String, "text": pl.String})
    ),
}
Spans = list[tuple[int, int, str, str]]


def _surface(text: str, span: tuple[int, int, str, str]) -> str:
    start, end, _, said = span
    return text[max(start, 0) : max(end, 0)] if said == "true" else said


def _engine(records: list[tuple[str, bool, Spans]]) -> set[tuple[str, int, int]]:
    rows = [
        {
            "row": row,
            "record_id": str(row),
            "article_id": str(row),
            "comparable": comparable,
            "text": text,
            "chars": len(text),
            "n_entities": len(spans),
            "entities": [
                {"start": span[0], "end": span[1], "label": span[2], "text": _surface(text, span)}
                for span in spans
            ],
        }
        for row, (text, comparable, spans) in enumerate(records)
    ]
    log = Log()
    find(PLANNED, spans_of(pl.DataFrame(rows, schema=SCHEMA), PLANNED.columns), "gold", log)
    found = log.findings()
    return set(found.select("check_id", "row", "span").iter_rows())


def _oracle(text: str, comparable: bool, spans: Spans) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    earlier: list[tuple[int, int, str]] = []
    for number, span in sorted(enumerate(spans), key=lambda item: (*item[1][:3], item[0])):
        start, end, label, _ = span
        surface = _surface(text, span)
        valid = 0 <= start < end
        inside = comparable and valid and end <= len(text)
        said = {
            "SPAN003": not valid or (comparable and end > len(text)),
            "SPAN004": inside and surface != text[start:end],
            "SPAN005": label == "XXX",
            "SPAN006": valid and (start, end, label) in earlier,
            "SPAN008": surface != surface.strip(),
            "SPAN101": surface[:1] == "," or surface[-1:] == ",",
            "SPAN102": "\n" in surface,
            "SPAN103": inside and _cuts(text, start, end),
            "SPAN104": inside and any(_parts_mark(text, place) for place in (start, end)),
        }
        reaches = any(start < other_end for _, other_end, _ in earlier)
        said["SPAN007"] = valid and not said["SPAN006"] and reaches
        found |= {(check, number) for check, broken in said.items() if broken}
        if valid:
            earlier.append((start, end, label))
    return found


def _cuts(text: str, start: int, end: int) -> bool:
    def joined(place: int) -> bool:
        return 0 < place < len(text) and all(
            one.isalnum() or one == "\u0323" for one in text[place - 1 : place + 1]
        )

    return joined(start) or joined(end)


def _parts_mark(text: str, place: int) -> bool:
    """Whether the mark stands behind a sign and the place between them; behind a letter SPAN103 has its say."""
    return 0 < place < len(text) and text[place] == "\u0323" and text[place - 1] in "🎉,"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TEXT, st.booleans(), st.lists(SPAN, max_size=6)), min_size=1, max_size=4))
def test_engine_and_oracle_find_the_same(records: list[tuple[str, bool, Spans]]) -> None:
    expected = {
        (check, row, number)
        for row, (text, comparable, spans) in enumerate(records)
        for check, number in _oracle(text, comparable, spans)
    }
    assert _engine(records) == expected


def test_offsets_are_code_points_after_an_emoji() -> None:
    text = "🎉🎉 Cuba"
    utf16 = (text.encode("utf-16-le").index("Cuba".encode("utf-16-le"))) // 2
    assert _engine([(text, True, [(3, 7, "GPE", "true")])]) == set()
    shifted = _engine([(text + " và Cần Thơ", True, [(utf16, utf16 + 4, "GPE", "Cuba")])])
    assert ("SPAN004", 0, 0) in shifted
