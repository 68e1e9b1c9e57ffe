"""One set of pages gives the same records in every format, compression and name."""

import gzip
from pathlib import Path

import pytest
from backports import zstd

from dataset.read.options import ReadOptions, field_names
from dataset.read.page import PageMeta
from schemas.errors import UsageError
from tests.read.samples import FORMATS, PACKERS, RECORDS, http, jsonl, pages, read, table, warc_record


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_and_compression_gives_the_same_records(kind: str, packing: str, tmp_path: Path) -> None:
    path = tmp_path / f"pages.{kind}{packing}"
    found = pages(read(path, PACKERS[packing](FORMATS[kind](RECORDS))))
    assert [raw.source_path for raw in found] == [f"{path.name}#{number}" for number in range(1, 11)]
    assert [raw.data.decode() for raw in found] == [record["text"] for record in RECORDS]
    assert [raw.meta for raw in found] == [
        PageMeta(title=record["title"], author="Lê An", url=record["url"], published=record["published"])
        for record in RECORDS
    ]
    plain = pages(read(tmp_path / "plain.jsonl", jsonl(RECORDS)))
    assert [raw.sha256 for raw in found] == [raw.sha256 for raw in plain]


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_a_file_that_is_one_page(name: str, packing: str, tmp_path: Path) -> None:
    data = b"<html><p>Tin</p></html>" if name.endswith("html") else "Tin\nbài\n".encode()
    (found,) = pages(read(tmp_path / f"{name}{packing}", PACKERS[packing](data)))
    (plain,) = pages(read(tmp_path / f"plain-{name}", data))
    assert (found.source_path, found.data, found.sha256) == (f"{name}{packing}", data, plain.sha256)
    assert (found.byte_start, found.byte_end) == (0, len(data))


def test_the_hash_is_of_all_that_is_used_and_of_nothing_else(tmp_path: Path) -> None:
    def sha256(**fields: object) -> str:
        (raw,) = pages(read(tmp_path / "a.jsonl", jsonl([fields])))
        return raw.sha256

    base = sha256(text="Tin", title="Một")
    assert sha256(title="Một", text="Tin") == sha256(text="Tin", title="Một", views=7) == base
    others = [
        sha256(text="Tin"),
        sha256(text="Tin ", title="Một"),
        sha256(text="Tin", author="Một"),
        sha256(html="Tin", title="Một"),
    ]
    assert len({base, *others}) == 5


def test_rows_in_another_order_keep_their_hashes(tmp_path: Path) -> None:
    one = pages(read(tmp_path / "a.csv", table(RECORDS)))
    other = pages(read(tmp_path / "b.csv", table(RECORDS[::-1])))
    assert [raw.sha256 for raw in one] == [raw.sha256 for raw in other][::-1]


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("page.txt", b"<!-- luu --><!DOCTYPE html><p>Tin", "html"),
        ("index.php", b"<html><p>Tin", "html"),
        ("crawl.gz", gzip.compress(b"<html><p>Tin"), "html"),
        ("page.html.gz", b"<html><p>Tin", "html"),
        ("crawl.gz", gzip.compress("Tin bài".encode()), "unknown"),
        ("lines.txt", b'{"text": "Tin"}\n', "unknown"),
        ("dump", b'{"html": "Tin"}\n', None),
        ("lines.zst", zstd.compress(b'{"html": "Tin"}\n{"html": "Tin"}\n'), "html"),
        ("lines.json", b'{"text": "Tin"}\n{"text": "Tin"}\n', "unknown"),
        ("one.json", b'{\n "text": "Tin"\n}\n', "unknown"),
        ("lines.jsonl", b'[\n{"text": "Tin"},\n{"text": "Tin"}]\n', "unknown"),
        ("table.txt", b"url;text\nhttps://a.example/1;Tin\n", "unknown"),
        ("table.tsv", b"text\nTin\n", "unknown"),
        ("pages.gz", gzip.compress(warc_record("response", "https://a.example/", http(b"<p>Tin"))), "html"),
        ("pages.txt", warc_record("response", "https://a.example/", http(b"<p>Tin")), "html"),
        ("poem.txt", b"Text, content\nTin", "unknown"),
        ("long.json", b'{"text": "' + b"x" * 70_000 + b'"}', "unknown"),
        ("long.txt", b"{" + b"x" * 70_000, "unknown"),
        ("style.css", b"p { color: red }", None),
        ("data.bin.gz", gzip.compress(b"\0\1"), None),
    ],
)
def test_content_tells_the_format_before_the_name(
    name: str, data: bytes, media: str | None, tmp_path: Path
) -> None:
    found = read(tmp_path / name, data)
    if media is None:
        assert [getattr(one, "reason", None) for one in found] == ["unsupported"]
    else:
        assert {raw.media for raw in pages(found)} == {media}


@pytest.mark.parametrize("kind", FORMATS)
def test_names_of_fields_can_be_chosen(kind: str, tmp_path: Path) -> None:
    record = {"nội_dung": "Tin bài", "text": "không phải", "NGÀY": "2024-03-05"}
    options = ReadOptions(fields=field_names({"text": "nội_dung", "published": "NGÀY"}))
    (raw,) = pages(read(tmp_path / f"a.{kind}", FORMATS[kind]([record]), options))
    assert (raw.data.decode(), raw.meta.published) == ("Tin bài", "2024-03-05")


def test_an_unknown_field_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        UsageError, match=r"no page has a field 'txt'\. Names can be given for text, html, url"
    ):
        field_names({"txt": "body"})


@pytest.mark.parametrize("kind", ["jsonl", "json", "parquet"])
def test_nested_fields(kind: str, tmp_path: Path) -> None:
    record = {
        "data": {"body": "Tin bài"},
        "meta": {"link": "https://a.example/1", "title": None},
        "title": "Một",
    }
    options = ReadOptions(fields=field_names({"text": "data.body", "url": "meta.link"}))
    (raw,) = pages(read(tmp_path / f"a.{kind}", FORMATS[kind]([record]), options))
    assert (raw.data.decode(), raw.meta) == ("Tin bài", PageMeta(url="https://a.example/1", title="Một"))


@pytest.mark.parametrize("kind", FORMATS)
def test_of_text_and_html_the_filled_one_counts_and_text_first(kind: str, tmp_path: Path) -> None:
    records = [{"text": "Tin", "html": "<p>Bài"}, {"text": "", "html": "<p>Bài"}, {"text": "", "html": ""}]
    one, two, three = read(tmp_path / f"a.{kind}", FORMATS[kind](records))
    assert [(raw.data, raw.media) for raw in pages([one, two])] == [
        (b"Tin", "unknown"),
        ("<p>Bài".encode(), "html"),
    ]
    assert getattr(three, "reason", None) == "empty"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_table_without_text_is_one_refusal(kind: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path / f"a.{kind}", FORMATS[kind]([{"a": "x", "b": "y"}] * 3))
    assert (found.source_path, getattr(found, "reason", None)) == (f"a.{kind}", "no_text")
    assert "it has 'a, b'" in getattr(found, "detail", "")


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_utf16_tables(kind: str, tmp_path: Path) -> None:
    """Excel's "Unicode text" is UTF-16 with tabs."""
    found = pages(read(tmp_path / f"a.{kind}", FORMATS[kind](RECORDS).decode().encode("utf-16")))
    assert [raw.data.decode() for raw in found] == [record["text"] for record in RECORDS]
    assert {raw.byte_start for raw in found} == {None}
