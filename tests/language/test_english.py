"""The `en` pack proves the seam: the same rules read an English corpus when the contract says so."""

import datetime
from pathlib import Path

import pytest

from dataset.normalize import normalize
from schemas.contract import Contract
from schemas.language.edtf import dates_in, edtf
from schemas.language.pack import language_pack
from schemas.tables import read_table

STORY = """Home › World › Asia
Village in northern highlands gets clean water after a decade of waiting
By Jane Doe
Published: May 3, 2024, 10:15 am
Share Facebook Twitter
On May 2, more than three hundred households in Tan Lap received running water for the first time, local officials \
said at a ceremony held beside the new pumping station.
The pipeline runs for twelve kilometres through four villages and a school. It was built by farmers who carried the \
pipes up the hill by hand, because no road reaches the spring.
“We used to walk for an hour each morning,” said Nguyen Van Duc, who heads the farmers’ association. “Now the \
children can sleep a little longer before they go to school.”
However, the committee said that maintenance would cost more than expected, and that each household would pay a \
small fee every month to keep the pumps running.
Related articles
Farmers in the delta turn to salt-tolerant rice
Ferry service to the island resumes after the storm
Comments
Very good news for the village!
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on May 3, 2024 in Hanoi", "2024-05-03"),
        ("on 3 May 2024", "2024-05-03"),
        ("MAY 3, 2024", "2024-05-03"),
        ("the 3rd of May 2024", "2024-05-03"),
        ("Sept. 9, 2021", "2021-09-09"),
        ("on May 3", "XXXX-05-03"),
        ("from May 3-5, 2024", "2024-05-03/2024-05-05"),
        ("April 30 to May 2, 2024", "2024-04-30/2024-05-02"),
        ("in June 2023", "2023-06"),
        ("Q3 2024", "2024-35"),
        ("in 1945", "1945"),
        ("from 2023 to 2028", "2023/2028"),
        ("2024-09-30", "2024-09-30"),
        ("13/10/2024", "2024-10-13"),
        ("10/13/2024", "2024-10-13"),
        ("4/4/2024", "2024-04-04"),
        # Day or month first: nobody knows.
        ("5/3/2024", None),
        ("5/3", None),
        ("February 30, 2024", None),
        ("you may 3 times march 10,000 steps", None),
        ("a score of 3-1, open 24/7, 2,000 tonnes", None),
        ("ngày 5/3", None),
    ],
)
def test_english_dates(text: str, expected: str | None) -> None:
    assert edtf(text, language="en") == expected


def test_spans_of_english_dates() -> None:
    text = "It opened on May 3, 2024 and closed in June 2025."
    assert [text[date.start : date.end] for date in dates_in(text, language="en")] == [
        "May 3, 2024",
        "June 2025",
    ]


def test_every_pack_knows_its_dates_and_has_every_part() -> None:
    for language in ("vi", "en"):
        pack = language_pack(language)
        assert dates_in("2024-09-30", language=pack.language)[0].edtf == "2024-09-30"
        assert set(pack.headings.values()) == {"inline", "closing", "comments"}
        assert set(pack.words_of) == set(language_pack("vi").words_of)
        assert set(pack.openings) == set(language_pack("vi").openings)


def test_an_english_corpus_is_normalized_by_the_same_rules(tmp_path: Path, contract: Contract) -> None:
    pages, workspace = tmp_path / "pages", tmp_path / "workspace"
    pages.mkdir()
    (pages / "water.txt").write_text(STORY, encoding="utf-8")
    (pages / "nuoc.txt").write_text(
        "Nước sạch về bản\n" + "Người dân đã được cấp nước sạch sau nhiều năm chờ đợi. " * 12,
        encoding="utf-8",
    )
    normalize([pages], workspace, contract.model_copy(update={"language": "en"}))
    (article,) = read_table(workspace / "articles", contract, "articles").to_pylist()
    assert article["text"].split("\n\n") == STORY.split("\n")[5:9]
    assert article["title"] == STORY.split("\n")[1]
    assert (article["author"], article["section"], article["language"]) == ("Jane Doe", "Asia", "en")
    assert (article["published_at"], article["event_date"]) == (datetime.date(2024, 5, 3), "2024-05-02")
    (refused,) = read_table(
        workspace / "quarantine" / "normalize.parquet", contract, "quarantine"
    ).to_pylist()
    assert (refused["source_path"], refused["reason"]) == ("nuoc.txt", "language")
