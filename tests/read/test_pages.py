"""A raw record as a page: decoded, HTML read as HTML, or refused with its reason."""

from pathlib import Path

import pytest

from dataset.read.options import ReadOptions
from dataset.read.page import Page, PageMeta, Raw, Refused
from dataset.read.pages import page_of
from dataset.read.sniff import is_html
from tests.normalize.pages import SENTENCE
from tests.read.samples import RECORDS, http, jsonl, pages, read, warc_record

OPTIONS = ReadOptions()
HTML = f"<html><head><title>Chợ nổi</title></head><body><article><h1>Chợ nổi đông khách</h1><p>{SENTENCE * 3}</p><p>{SENTENCE * 3}</p></article></body></html>"


def page(raw: Raw) -> Page:
    found = page_of(raw, OPTIONS)
    assert isinstance(found, Page), found
    return found


def test_a_text_record(tmp_path: Path) -> None:
    raw = pages(read(tmp_path / "a.jsonl", jsonl(RECORDS)))[1]
    assert page(raw) == Page(
        raw.source_path,
        raw.sha256,
        len(raw.data),
        RECORDS[1]["text"],
        PageMeta("Chợ nổi đông khách, kỳ 2", "Lê An", RECORDS[1]["url"], published="2024-03-02"),
        byte_start=raw.byte_start,
        byte_end=raw.byte_end,
    )


@pytest.mark.parametrize("record", [{"text": HTML}, {"html": HTML}, {"text": f"\ufeff\n<!-- x -->\n{HTML}"}])
def test_html_is_read_as_html_wherever_it_stands(record: dict[str, str], tmp_path: Path) -> None:
    (raw,) = pages(read(tmp_path / "a.jsonl", jsonl([record | {"url": "https://a.example/1"}])))
    found = page(raw)
    assert SENTENCE in found.text
    assert "<" not in found.text
    assert (found.meta.url, found.meta.title) == ("https://a.example/1", "Chợ nổi đông khách")


def test_html_of_a_warc_in_its_charset(tmp_path: Path) -> None:
    body = (
        "<html><body><article><p>"
        + "thi\u1ec7t th\u00f2i ".replace("\u1ec7", "\u00ea\u0323") * 40
        + "</p></article></body></html>"
    )
    record = warc_record(
        "response",
        "https://a.example/1",
        http(body.encode("cp1258", "xmlcharrefreplace"), "Content-Type: text/html; charset=windows-1258"),
    )
    (raw,) = pages(read(tmp_path / "a.warc", record))
    found = page(raw)
    assert "thiệt" in found.text.replace("ê\u0323", "ệ")
    assert (found.meta.url, found.meta.crawled) == ("https://a.example/1", "2024-03-05")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (bytes(range(256)) * 4, "binary"),
        (b"a" * (OPTIONS.max_page_bytes + 1), "too_large"),
        (b"<html>" + b"<div>" * 20_000, "too_large"),
    ],
)
def test_what_is_no_page(data: bytes, reason: str) -> None:
    found = page_of(Raw("a.txt", data, "0" * 64, byte_start=3, byte_end=9), OPTIONS)
    assert isinstance(found, Refused)
    assert (found.reason, found.sha256, found.size) == (reason, "0" * 64, len(data))
    assert (found.byte_start, found.byte_end) == (3, 9)


def test_a_page_of_html_that_takes_too_long_is_refused() -> None:
    data = b"<html><body>" + b"<p><b>Tin</b> <i>x</i></p>\n" * 15_000
    found = page_of(Raw("a.html", data, "0" * 64), ReadOptions(page_seconds=0.01))
    assert isinstance(found, Refused)
    assert found.reason == "timeout"
    assert found.detail == "took more than 0.01 seconds of processor time, all that page_seconds allows"
    assert isinstance(page_of(Raw("a.html", data, "0" * 64), OPTIONS), Page)


@pytest.mark.parametrize(
    "start",
    [
        b"<!DOCTYPE html>", b"\xef\xbb\xbf\n <html lang='vi'>", b"<!-- x --><head>", b"<BODY>", b"<p>Tin</p>",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC>', b"<div class=a>", b"<!-- a --> <!-- b -->\n<title>x",
    ],
)  # fmt: skip
def test_html_is_told_by_its_beginning(start: bytes) -> None:
    assert is_html(start)


@pytest.mark.parametrize(
    "start",
    ["Bài viết về <html>".encode(), b"", b"<hr>", b"html", b"<pre>", b"<!-- x", b"<?xml version='1.0'?><rss>", b"<!-- --> " * 5000],
)  # fmt: skip
def test_text_is_no_html(start: bytes) -> None:
    assert not is_html(start)
