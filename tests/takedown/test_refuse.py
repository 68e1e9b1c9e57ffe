"""Normalize lets nothing in that was taken down, however it comes, and nothing else goes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dataset.normalize import normalize, take_down
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.files import file_sha256
from schemas.tables import read_table
from schemas.takedowns import TAKEN_DOWN, Takedowns, Tombstone
from tests.normalize.pages import story, tree, write_pages
from tests.takedown.made import SITE, TEXT, URL, first_crawl, other, pages, record

GONE = "taken_down"


@pytest.fixture
def folder(tmp_path: Path, contract: Contract) -> Path:
    normalize([first_crawl(tmp_path / "pages")], tmp_path / "W", contract)
    return tmp_path / "W"


def rows(folder: Path, contract: Contract, table: str) -> list[dict[str, object]]:
    path = folder / ("quarantine" if table == "quarantine" else table)
    return read_table(path, contract, table).to_pylist()


def tombstone(folder: Path, contract: Contract) -> Tombstone:
    row = next(row for row in rows(folder, contract, "articles") if row["text"] == TEXT)
    return Tombstone(
        str(row["id"]),
        TAKEN_DOWN,
        "2026-11-30",
        "asked for",
        url="bao.example/xa-hoi/ba-xoan-giu-nghe.html",
        text_sha256=str(row["text_sha256"]),
        source_sha256=str(row["source_sha256"]),
    )


def balanced(counts: dict[str, int]) -> bool:
    return counts["pages"] == sum(counts[name] for name in ("articles", "listings", "rejected", "folded"))


def test_it_leaves_every_table_and_stays_away(folder: Path, contract: Contract, tmp_path: Path) -> None:
    stone = tombstone(folder, contract)
    made = take_down(folder, contract, Takedowns((stone,)))
    assert made is not None
    assert (made.counts["articles"], made.counts["rejected"], made.counts[GONE]) == (3, 1, 1)
    assert balanced(made.counts)
    (row,) = rows(folder, contract, "quarantine")
    assert (row["id"], row["reason"]) == (stone.id, GONE)
    assert row["detail"] == f"the id of {stone.id}, which was taken down on 2026-11-30"
    after = tree(folder)
    again = normalize([tmp_path / "pages"], folder, contract, takedowns=Takedowns((stone,)))
    assert (again.changed, again.fresh, again.counts) == (False, 0, made.counts)
    assert tree(folder) == after
    # From scratch it comes to the same bytes.
    normalize([tmp_path / "pages"], tmp_path / "anew", contract, takedowns=Takedowns((stone,)))
    assert tree(tmp_path / "anew") == after


ELSEWHERE = f"{SITE}/khac.html"
CHANGED = TEXT.replace("cù lao", "cồn")


@pytest.mark.parametrize(
    ("come", "how"),
    [
        (record(CHANGED, URL), "id"),
        (record(CHANGED, f"{URL}?utm_source=zalo"), "address"),
        (record(CHANGED, URL.lower().replace("https://", "http://www.")), "address"),
        (record(TEXT, ELSEWHERE), "text"),
        (record(TEXT), "text"),
    ],
)
def test_a_crawl_does_not_bring_it_back(
    folder: Path, contract: Contract, tmp_path: Path, come: dict[str, str], how: str
) -> None:
    stone = tombstone(folder, contract)
    again = pages(tmp_path / "later" / "week-2", come, record(other(1), f"{SITE}/sen-1.html"))
    made = normalize([again.parent], folder, contract, takedowns=Takedowns((stone,)))
    assert balanced(made.counts)
    assert made.counts["articles"] == 3
    assert f"the {how} of {stone.id}" in {
        str(row["detail"]).split(",")[0] for row in rows(folder, contract, "quarantine")
    }
    assert all("chiếu" not in str(row["text"]) for row in rows(folder, contract, "articles"))


def test_the_same_raw_page_under_another_name(contract: Contract, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", {"1.txt": story("Chợ nổi"), "2.txt": story("Bến đò")})
    stone = Tombstone(
        "0" * 32, TAKEN_DOWN, "2026-11-30", "x", source_sha256=file_sha256(tmp_path / "pages" / "1.txt")
    )
    made = normalize([tmp_path / "pages"], tmp_path / "W", contract, takedowns=Takedowns((stone,)))
    assert (made.counts["articles"], made.counts[GONE]) == (1, 1)


def test_an_address_on_a_line_of_its_own(contract: Contract, tmp_path: Path) -> None:
    """It is no part of the id, and stands among the lines beside the story, which go with it."""
    text = f"{story('Chợ nổi')}\n{URL}?utm_source=zalo\n"
    write_pages(tmp_path / "pages", {"1.txt": text, "2.txt": story("Bến đò")})
    normalize([tmp_path / "pages"], tmp_path / "W", contract)
    (row,) = [row for row in rows(tmp_path / "W", contract, "articles") if row["url"]]
    assert row["id"] in {line["id"] for line in rows(tmp_path / "W", contract, "furniture")}
    stone = Tombstone("0" * 32, TAKEN_DOWN, "2026-11-30", "x", url="bao.example/xa-hoi/ba-xoan-giu-nghe.html")
    made = take_down(tmp_path / "W", contract, Takedowns((stone,)))
    assert made is not None
    assert (made.counts["articles"], made.counts[GONE]) == (1, 1)
    assert row["id"] not in {line["id"] for line in rows(tmp_path / "W", contract, "furniture")}


def test_a_copy_that_was_folded_into_it_does_not_take_its_place(
    folder: Path, contract: Contract, tmp_path: Path
) -> None:
    stone = tombstone(folder, contract)
    before = normalize([pages(tmp_path / "more" / "b", record(TEXT, ELSEWHERE)).parent], folder, contract)
    assert before.counts["folded"] == 1
    made = take_down(folder, contract, Takedowns((stone,)))
    assert made is not None
    assert (made.counts["folded"], made.counts[GONE], made.counts["articles"]) == (0, 2, 3)
    assert balanced(made.counts)
    assert TEXT.encode() not in b"".join(tree(folder).values())
    assert all(row["text"] != TEXT for row in rows(folder, contract, "articles"))


def test_an_entry_of_a_listing(
    contract: Contract, tmp_path: Path, shared_listing: Callable[[], Path]
) -> None:
    listing = shared_listing()
    made = normalize([listing], tmp_path / "W", contract)
    teasers = [row for row in rows(tmp_path / "W", contract, "articles") if row["kind"] == "teaser"]
    doomed = teasers[3]
    stone = Tombstone(
        str(doomed["id"]), TAKEN_DOWN, "2026-11-30", "x", text_sha256=str(doomed["text_sha256"])
    )
    after = take_down(tmp_path / "W", contract, Takedowns((stone,)))
    assert after is not None
    assert after.counts["teasers"] == made.counts["teasers"] - 1
    assert (after.counts["listings"], after.counts[GONE]) == (made.counts["listings"], 1)
    assert balanced(after.counts)
    (row,) = [row for row in rows(tmp_path / "W", contract, "quarantine") if row["reason"] == GONE]
    assert (row["item_index"], row["id"]) == (doomed["item_index"], doomed["id"])
    # Next week it stands one place further down: another id, the same text.
    (moved,) = listing.iterdir()
    text = moved.read_text(encoding="utf-8")
    (tmp_path / "week-2").mkdir()
    (tmp_path / "week-2" / "other-name.txt").write_text(text, encoding="utf-8")
    later = normalize([tmp_path / "week-2"], tmp_path / "W", contract, takedowns=Takedowns((stone,)))
    assert doomed["text"] not in {row["text"] for row in rows(tmp_path / "W", contract, "articles")}
    assert balanced(later.counts)


@pytest.fixture
def shared_listing(tmp_path: Path) -> Callable[[], Path]:
    """The sample listing page in a folder of its own."""
    from tests.conftest import ROOT

    def copy() -> Path:
        source = next((ROOT / "examples" / "pages").glob("02-*.txt"))
        return write_pages(tmp_path / "listing", {source.name: source.read_bytes()})

    return copy


def test_a_tombstone_that_stands_no_more_lets_the_page_in(
    folder: Path, contract: Contract, tmp_path: Path
) -> None:
    before = tree(folder)
    take_down(folder, contract, Takedowns((tombstone(folder, contract),)))
    assert tree(folder) != before
    back = normalize([tmp_path / "pages"], folder, contract)
    assert (back.fresh, back.counts["articles"], back.counts[GONE]) == (1, 4, 0)
    assert tree(folder) == before


def test_nothing_is_taken_out_of_tables_that_were_cut(folder: Path, contract: Contract) -> None:
    stone = tombstone(folder, contract)
    (folder / "articles" / "part-00000.parquet").unlink()
    with pytest.raises(DataError, match="were cut or removed"):
        take_down(folder, contract, Takedowns((stone,)))


def test_an_empty_folder_has_nothing_to_take_down(tmp_path: Path, contract: Contract) -> None:
    assert take_down(tmp_path, contract, Takedowns()) is None
