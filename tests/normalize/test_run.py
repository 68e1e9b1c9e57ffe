"""The stage as a whole: what it writes, what it keeps, and that nothing but the pages decides."""

import random
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dataset.normalize import Normalized, NormalizeOptions, normalize, packing, plan
from dataset.normalize.rows import id_of
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.files import text_sha256
from schemas.progress import Progress
from schemas.resources import resource
from schemas.tables import read_table
from tests.normalize.pages import SENTENCE, story, tree, write_pages

EXAMPLES = resource("examples") / "pages"


def rows(workspace: Path, table: str, contract: Contract) -> list[dict[str, Any]]:
    path = workspace / "quarantine" / "normalize.parquet" if table == "quarantine" else workspace / table
    return list(read_table(path, contract, table).to_pylist())


def texts(workspace: Path, contract: Contract) -> dict[str, str]:
    return {row["source_path"]: row["text"] for row in rows(workspace, "articles", contract)}


def balances(result: Normalized) -> bool:
    counts = result.counts
    return counts["pages"] == sum(counts[name] for name in ("articles", "listings", "rejected", "folded"))


def tables(workspace: Path) -> dict[str, bytes]:
    """All files but the evidence, which remembers what pages said before they changed."""
    return {name: data for name, data in tree(workspace).items() if name != "normalized/evidence.parquet"}


def test_the_sample_pages_balance_and_fit_the_contract(tmp_path: Path, contract: Contract) -> None:
    result = normalize([EXAMPLES], tmp_path, contract)
    assert balances(result)
    assert result.counts["pages"] == len(list(EXAMPLES.iterdir())) == result.fresh
    articles = rows(tmp_path, "articles", contract)
    assert [row["id"] for row in articles] == sorted({row["id"] for row in articles})
    for row in articles:
        text = row["text"]
        assert row["text_sha256"] == text_sha256(text)
        assert "\n\n".join(text[p["start"] : p["end"]] for p in row["paragraphs"]) == text
        assert all(text[p["start"] : p["end"]].strip() for p in row["paragraphs"])
        assert (row["published_at"] is None) == (row["published_precision"] == "unknown")
    stories = {row["source_path"]: row["id"] for row in articles if row["kind"] == "article"}
    assert stories["01-ca-phe-dak-lak.txt"] == id_of("01-ca-phe-dak-lak.txt")
    assert stories["07-thu-vien-luu-dong.html"] == id_of(
        "https://dothimoi.example/giao-duc/thu-vien-luu-dong-ha-giang-5521.html"
    )
    teasers = [row for row in articles if row["kind"] == "teaser"]
    assert {row["parent_id"] for row in teasers} == {id_of("02-tin-moi.txt")}
    assert {row["item_index"]: row["id"] for row in teasers} == {
        n: id_of(f"02-tin-moi.txt#{n}") for n in range(1, 12)
    }
    keys = [(row["id"], row["line"]) for row in rows(tmp_path, "furniture", contract)]
    assert keys == sorted(set(keys))


def test_the_same_bytes_for_any_order_of_files_and_number_of_jobs(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    normalize([EXAMPLES], tmp_path / "whole", contract)
    monkeypatch.setattr(packing, "READ_FILES", 4)
    monkeypatch.setattr(packing, "DECIDE_BYTES", 8_000)
    for jobs in (1, 3):
        files = list(EXAMPLES.iterdir())
        random.Random(jobs).shuffle(files)
        normalize(files, tmp_path / str(jobs), contract, jobs=jobs)
        assert tree(tmp_path / str(jobs)) == tree(tmp_path / "whole")


def test_the_same_bytes_for_any_history(tmp_path: Path, contract: Contract) -> None:
    """Pages that come, change, are copied and change back leave what one run over the last state gives."""
    pages = tmp_path / "pages"
    workspace = tmp_path / "workspace"
    write_pages(pages, {"a.txt": story("Chợ nổi"), "b.txt": story("Làng nghề"), "c.txt": "ngắn quá"})
    normalize([pages], workspace, contract)
    write_pages(pages, {"0.txt": story("Làng nghề"), "c.txt": story("Bến đò"), "d/e.txt": story("Bến đò")})
    assert normalize([pages], workspace, contract).counts["folded"] == 2
    write_pages(pages, {"0.txt": story("Làng nghề", mark=" mới"), "c.txt": b"\x00\x01", "x.pdf": b"%PDF"})
    again = normalize([pages], workspace, contract)
    assert (again.fresh, again.unchanged) == (3, 3)
    normalize([pages], tmp_path / "at-once", contract)
    assert tables(workspace) == tables(tmp_path / "at-once")
    idle = normalize([pages], workspace, contract)
    assert (idle.fresh, idle.unchanged, idle.changed) == (0, 6, False)
    assert tables(workspace) == tables(tmp_path / "at-once")


def test_a_changed_page_keeps_its_id_and_gets_a_new_text(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(tmp_path / "pages", {"a.txt": story("Chợ nổi")})
    normalize([pages], tmp_path, contract)
    (before,) = rows(tmp_path, "articles", contract)
    write_pages(pages, {"a.txt": story("Chợ nổi", mark=" mới")})
    normalize([pages], tmp_path, contract)
    (after,) = rows(tmp_path, "articles", contract)
    assert after["id"] == before["id"]
    assert after["text_sha256"] != before["text_sha256"]


def test_pages_that_vanish_are_told_and_stay(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(tmp_path / "pages", {"a.txt": story("Chợ nổi"), "b.txt": story("Làng nghề")})
    other = write_pages(tmp_path / "other", {"z.txt": story("Bến đò")})
    normalize([pages, other], tmp_path, contract)
    (pages / "a.txt").unlink()
    result = normalize([pages], tmp_path, contract)
    assert result.vanished == ("a.txt",)
    assert set(texts(tmp_path, contract)) == {"a.txt", "b.txt", "z.txt"}
    assert normalize([other], tmp_path, contract).vanished == ()


def test_one_text_is_kept_once_by_the_smallest_source_key(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(tmp_path / "pages", {name: story("Chợ nổi") for name in ("c.txt", "a.txt", "b.txt")})
    result = normalize([pages], tmp_path, contract)
    assert (result.counts["articles"], result.counts["folded"]) == (1, 2)
    assert list(texts(tmp_path, contract)) == ["a.txt"]
    folded = rows(tmp_path, "quarantine", contract)
    assert [(row["source_path"], row["reason"], row["item_index"]) for row in folded] == [
        ("b.txt", "duplicate", None),
        ("c.txt", "duplicate", None),
    ]
    assert all(id_of("a.txt") in row["detail"] for row in folded)
    assert {row["id"] for row in rows(tmp_path, "furniture", contract)} == {id_of("a.txt")}


def test_a_folded_page_comes_back_when_the_kept_one_changes(tmp_path: Path, contract: Contract) -> None:
    """Though only the changed page is given, nothing is lost of the other."""
    pages = write_pages(tmp_path / "pages", {"a.txt": story("Chợ nổi"), "b.txt": story("Chợ nổi")})
    normalize([pages], tmp_path, contract)
    before = texts(tmp_path, contract)["a.txt"]
    write_pages(pages, {"a.txt": story("Làng nghề")})
    result = normalize([pages / "a.txt"], tmp_path, contract)
    assert result.counts["folded"] == 0
    assert texts(tmp_path, contract)["b.txt"] == before
    titles = [row["text"] for row in rows(tmp_path, "furniture", contract) if row["kind"] == "title"]
    assert sorted(titles) == ["Chợ nổi", "Làng nghề"]


def html(url: str, title: str) -> str:
    body = "".join(f"<p>{title} {number}. {SENTENCE} {SENTENCE}</p>" for number in range(4))
    return f'<!doctype html><html><head><link rel="canonical" href="{url}"></head><body><article><h1>{title}</h1>{body}</article></body></html>'


def test_two_pages_of_one_address_are_one_article(tmp_path: Path, contract: Contract) -> None:
    url = "https://bao.example/tin-1.html"
    pages = write_pages(
        tmp_path / "pages", {"2.html": html(url, "Chợ nổi hôm nay"), "1.html": html(url, "Chợ nổi hôm qua")}
    )
    result = normalize([pages], tmp_path, contract)
    assert (result.counts["articles"], result.counts["folded"]) == (1, 1)
    (article,) = rows(tmp_path, "articles", contract)
    assert (article["id"], article["source_path"]) == (id_of(url), "1.html")
    (pages / "1.html").write_text(html("https://bao.example/tin-9.html", "Chợ nổi hôm qua"), encoding="utf-8")
    assert normalize([pages], tmp_path, contract).counts["articles"] == 2


def listing(*sentences: str) -> str:
    return "\n\n".join(sentences)


def test_entries_that_stand_on_two_listings_are_kept_once(tmp_path: Path, contract: Contract) -> None:
    entries = [
        f"Ngày {day}/3, Ủy ban nhân dân huyện số {day} khởi công tuyến đường liên xã dài {day} km với sự tham gia của người dân địa phương."
        for day in range(1, 13)
    ]
    pages = write_pages(
        tmp_path / "pages",
        {"1.txt": listing(*entries[:8]), "2.txt": listing(*entries[4:]), "3.txt": listing(*entries[:8])},
    )
    result = normalize([pages], tmp_path, contract)
    assert balances(result)
    assert (result.counts["listings"], result.counts["folded"]) == (2, 1)
    assert (result.counts["teasers"], result.counts["folded_entries"]) == (12, 4)
    whole = [row for row in rows(tmp_path, "quarantine", contract) if row["item_index"] is None]
    assert [(row["source_path"], row["id"]) for row in whole] == [("3.txt", id_of("3.txt"))]


def test_two_listings_of_one_address_keep_their_entries(tmp_path: Path, contract: Contract) -> None:
    """The second page of a listing often states the address of the first."""

    def page(first: int) -> str:
        entries = "".join(
            f"<p>Ngày {day}/3, Ủy ban nhân dân huyện số {day} khởi công tuyến đường liên xã dài {day} km với sự tham gia "
            "của người dân địa phương.</p>"
            for day in range(first, first + 8)
        )
        head = '<head><link rel="canonical" href="https://bao.example/tin"></head>'
        return f"<!doctype html><html>{head}<body><article>{entries}</article></body></html>"

    pages = write_pages(tmp_path / "pages", {"1.html": page(1), "2.html": page(9)})
    result = normalize([pages], tmp_path, contract)
    assert (result.counts["listings"], result.counts["teasers"], result.counts["folded"]) == (2, 16, 0)


def test_another_weeks_page_does_not_overwrite_this_weeks(tmp_path: Path, contract: Contract) -> None:
    first = write_pages(tmp_path / "week-1", {"001.txt": story("Chợ nổi")})
    second = write_pages(tmp_path / "week-2", {"001.txt": story("Vụ mùa")})
    workspace = tmp_path / "workspace"
    normalize([first], workspace, contract)
    before = tree(workspace)
    with pytest.raises(
        UsageError, match=r"001.txt in week-2/ is not the page of that name that came from week-1/"
    ):
        normalize([second], workspace, contract)
    assert tree(workspace) == before
    assert normalize([tmp_path], workspace, contract).counts["articles"] >= 2
    # The same pages in a folder of another name are the same pages.
    (second / "001.txt").write_text(story("Chợ nổi"), encoding="utf-8")
    assert normalize([second], workspace, contract).fresh == 0


def test_what_cannot_be_read_is_set_aside_with_the_reason(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(
        tmp_path / "pages",
        {
            "empty.txt": b"",
            "blank.txt": "\ufeff\n \xa0\n\t\n",
            "binary.txt": bytes(range(256)) * 4,
            "utf16.txt": "Việt Nam".encode("utf-16"),
            "cut.txt": "Việt Nam".encode("utf-16")[:-1],
            "pdf.pdf": b"%PDF-1.7",
            "noext": "gì đó",
            "short.txt": "Một dòng ngắn.",
            "english.txt": "The council met on Monday to discuss the new road. " * 8,
            "deep.html": "<html><body>" + "<div>" * 20_000 + story("Chợ nổi"),
            "large.txt": "a" * (contract.limits.max_page_bytes + 1),
            "long.txt": story("Chợ nổi", paragraphs=contract.limits.max_article_chars // 200),
            "gallery.txt": "[Ảnh] Phố đèn lồng\n![](https://a.example/1.jpg)\n![](https://a.example/2.jpg)\n![](https://a.example/3.jpg)\n",
            ".hidden.txt": story("Không thấy"),
            ".git/config.txt": story("Không thấy"),
            "good.txt": story("Làng nghề"),
        },
    )
    (pages / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (pages / "link").symlink_to(tmp_path)
    result = normalize([pages], tmp_path / "workspace", contract)
    assert balances(result)
    reasons = {
        row["source_path"]: row["reason"] for row in rows(tmp_path / "workspace", "quarantine", contract)
    }
    assert reasons == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "binary.txt": "binary",
        "utf16.txt": "too_short",
        "cut.txt": "undecodable",
        "pdf.pdf": "unsupported",
        "noext": "unsupported",
        "short.txt": "too_short",
        "english.txt": "language",
        "deep.html": "too_large",
        "large.txt": "too_large",
        "long.txt": "too_long",
        "gallery.txt": "media_page",
        "gone.txt": "unreadable",
        "link": "unsupported",
    }
    assert list(texts(tmp_path / "workspace", contract)) == ["good.txt"]


def test_all_lines_of_a_refused_page_are_furniture(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(
        tmp_path / "pages", {"a.txt": "Một tiêu đề nào đó\n\nMột đoạn quá ngắn để thành bài.\n"}
    )
    normalize([pages], tmp_path, contract)
    assert [(row["line"], row["text"]) for row in rows(tmp_path, "furniture", contract)] == [
        (1, "Một tiêu đề nào đó"),
        (3, "Một đoạn quá ngắn để thành bài."),
    ]


def test_a_missing_input_is_one_line_with_what_to_do(tmp_path: Path, contract: Contract) -> None:
    with pytest.raises(UsageError, match=r"there is no file or folder .*nowhere\. Check the path"):
        normalize([tmp_path / "nowhere"], tmp_path, contract)
    assert tree(tmp_path) == {}


def test_two_files_with_one_source_path_are_refused(tmp_path: Path, contract: Contract) -> None:
    one = write_pages(tmp_path / "one", {"a.txt": story("Chợ nổi")})
    two = write_pages(tmp_path / "two", {"a.txt": story("Làng nghề")})
    with pytest.raises(UsageError, match=r"would both be the page a\.txt\. Give their common parent"):
        normalize([one, two], tmp_path / "workspace", contract)
    assert normalize([tmp_path], tmp_path / "workspace", contract).counts["articles"] == 2


def test_a_file_reached_twice_counts_once(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(tmp_path / "pages", {"sub/a.txt": story("Chợ nổi")})
    result = normalize([pages / "sub" / "a.txt", pages, pages / "sub"], tmp_path, contract)
    assert (result.counts["pages"], list(texts(tmp_path, contract))) == (1, ["sub/a.txt"])


def test_other_rules_normalize_again(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(tmp_path / "pages", {"a.txt": story("Chợ nổi"), "b.txt": story("Làng nghề")})
    normalize([pages], tmp_path, contract)
    result = normalize([pages / "a.txt"], tmp_path, contract, options=NormalizeOptions(license="cc-by-4.0"))
    assert result.fresh == 1
    licenses = {row["source_path"]: row["license"] for row in rows(tmp_path, "articles", contract)}
    assert licenses == {"a.txt": "cc-by-4.0", "b.txt": None}
    longer = contract.model_copy(
        update={"limits": contract.limits.model_copy(update={"min_article_chars": 5_000})}
    )
    assert normalize([pages], tmp_path, longer).counts["rejected"] == 2


def test_tables_are_cut_in_parts_and_parts_that_are_left_over_go(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = write_pages(tmp_path / "pages", {f"{n}.txt": story(f"Chợ phiên số {n}") for n in range(7)})
    monkeypatch.setattr(plan, "ROWS_PER_PART", 3)
    normalize([pages], tmp_path, contract)
    parts = sorted((tmp_path / "articles").iterdir())
    assert [pq.read_metadata(part).num_rows for part in parts] == [3, 3, 1]
    for name in range(1, 7):
        write_pages(pages, {f"{name}.txt": "ngắn"})
    normalize([pages], tmp_path, contract)
    assert [path.name for path in (tmp_path / "articles").iterdir()] == ["part-00000.parquet"]
    shutil.rmtree(pages)


def test_progress_of_every_phase_reaches_the_whole(tmp_path: Path, contract: Contract) -> None:
    told: dict[tuple[str, str], list[tuple[int, int | None]]] = {}

    def phase(name: str, unit: str) -> Progress:
        steps = told.setdefault((name, unit), [])
        return lambda done, total=None: steps.append((done, total))

    normalize([EXAMPLES], tmp_path, contract, progress=phase)
    whole = {
        ("reading", "bytes"): sum(page.stat().st_size for page in EXAMPLES.iterdir()),
        ("deciding", "pages"): len(list(EXAMPLES.iterdir())),
    }
    assert list(told) == [*whole, ("writing", "rows")]
    for steps in told.values():
        assert steps[0] == (0, steps[0][1])
        assert steps[-1] == (steps[0][1], steps[0][1])
    assert {name: told[name][-1][0] for name in whole} == whole


@pytest.mark.parametrize(
    "table",
    [
        "articles/part-00000.parquet",
        "furniture/part-00000.parquet",
        "quarantine/normalize.parquet",
        "normalized/folded-articles.parquet",
        "normalized/folded-furniture.parquet",
        "normalized/evidence.parquet",
    ],
)
def test_a_table_that_was_removed_comes_back(tmp_path: Path, contract: Contract, table: str) -> None:
    """Removing a damaged file and making it again is what the error for it tells people to do."""
    normalize([EXAMPLES], tmp_path, contract)
    before = tree(tmp_path)
    (tmp_path / table).unlink()
    normalize([EXAMPLES], tmp_path, contract)
    assert tree(tmp_path) == before


def test_without_the_list_of_pages_nothing_is_thrown_away(tmp_path: Path, contract: Contract) -> None:
    normalize([EXAMPLES], tmp_path, contract)
    (tmp_path / "normalized" / "pages.parquet").unlink()
    before = tree(tmp_path)
    with pytest.raises(DataError, match="is gone"):
        normalize([EXAMPLES], tmp_path, contract)
    assert tree(tmp_path) == before


def test_of_one_text_the_article_in_use_stays(tmp_path: Path, contract: Contract) -> None:
    pages = write_pages(tmp_path / "pages", {"b.txt": story("Chợ nổi")})
    normalize([pages], tmp_path / "W", contract)
    write_pages(pages, {"a.txt": story("Chợ nổi")})
    normalize([pages], tmp_path / "W", contract, in_use={id_of("b.txt")})
    assert list(texts(tmp_path / "W", contract)) == ["b.txt"]
    normalize([pages], tmp_path / "W", contract)
    assert list(texts(tmp_path / "W", contract)) == ["a.txt"]
