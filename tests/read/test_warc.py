"""WARC and WET: what is a page, what is none, and how damage ends."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from dataset.read.options import ReadOptions
from dataset.read.page import PageMeta, Raw, Refused
from tests.read.samples import html, http, outline, pages, read, response, warc_record

INFO = warc_record("warcinfo", "", b"software: x", "application/warc-fields")
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "a.warc": bytes,
    "a.warc.gz": gzip.compress,
    "a.warc.zst": zstd.compress,
}


@pytest.mark.parametrize("name", PACKED)
def test_a_response_is_a_page_with_its_address_and_day(name: str, tmp_path: Path) -> None:
    data = b"".join(PACKED[name](record) for record in (INFO, response(1), response(2)))
    one, two = pages(read(tmp_path / name, data))
    assert (one.source_path, two.source_path) == (f"{name}#2", f"{name}#3")
    assert (one.data, one.media, one.charset) == (html("Trang 1"), "html", "utf-8")
    assert one.meta == PageMeta(url="https://bao.example/1", crawled="2024-03-05")
    whole = INFO + response(1) + response(2)
    assert whole[one.byte_start : one.byte_end] + b"\r\n\r\n" == response(1)
    assert whole[two.byte_start : two.byte_end] + b"\r\n\r\n" == response(2)


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_a_whole_file_in_one_member(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    data = b"".join(response(number) for number in range(3))
    assert len(pages(read(tmp_path / "a.warc.gz", pack(data)))) == 3


def test_wet(tmp_path: Path) -> None:
    record = warc_record("conversion", "https://bao.example/1", "Tin bài\nĐoạn một.".encode(), "text/plain")
    (raw,) = pages(read(tmp_path / "a.warc.wet.gz", gzip.compress(INFO) + gzip.compress(record)))
    assert (raw.data.decode(), raw.meta.url) == ("Tin bài\nĐoạn một.", "https://bao.example/1")
    assert raw.source_path == "a.warc.wet.gz#2"


def test_what_is_no_page_by_definition_leaves_no_trace(tmp_path: Path) -> None:
    data = INFO + b"".join(
        warc_record(kind, "https://bao.example/1", http(html("x")))
        for kind in ("request", "metadata", "revisit", "continuation")
    )
    data += warc_record("response", "dns:bao.example", b"20240305 bao.example. A 192.0.2.1", "text/dns")
    assert outline(read(tmp_path / "a.warc", data + response(1))) == [("7", html("Trang 1").decode())]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (
            warc_record("response", "https://a.example/x.png", http(b"\x89PNG", "Content-Type: image/png")),
            "unsupported",
        ),
        (warc_record("response", "https://a.example/x", http(b"\x89PNG", "X: y")), "unsupported"),
        (
            warc_record("response", "https://a.example/robots.txt", http(b"a", "Content-Type: text/plain")),
            "unsupported",
        ),
        (warc_record("resource", "urn:text:https://a.example/", b"abc", "text/plain"), "unsupported"),
        (warc_record("new", "https://a.example/", b"abc", "text/plain"), "unsupported"),
        (
            warc_record("response", "https://a.example/", http(html("x"), status="404 Not Found")),
            "error_page",
        ),
        (warc_record("response", "https://a.example/", http(b"", "Location: /a", "301 Moved")), "error_page"),
        (warc_record("response", "https://a.example/", http(b"  ")), "empty"),
        (warc_record("response", "https://a.example/", b""), "broken"),
    ],
)
def test_a_response_that_is_no_page_is_refused(record: bytes, reason: str, tmp_path: Path) -> None:
    refused, page = read(tmp_path / "a.warc", record + response(2))
    assert (isinstance(page, Raw), getattr(refused, "reason", None)) == (True, reason)
    assert refused.sha256 is not None
    assert record[slice(refused.byte_start, refused.byte_end)] == record[:-4]


BODY = html("Trang " + "dài " * 100)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(BODY)),
        ("Content-Encoding: gzip", BODY),
        ("Content-Encoding: deflate", zlib.compress(BODY)),
        ("Content-Encoding: deflate", zlib.compress(BODY)[2:-4]),
        ("Content-Encoding: zstd", zstd.compress(BODY)),
        ("Transfer-Encoding: chunked", b"10\r\n" + BODY[:16] + b"\r\n%x;a=b\r\n" % len(BODY[16:]) + BODY[16:] + b"\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", BODY),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", b"%x\r\n" % len(gzip.compress(BODY, mtime=0)) + gzip.compress(BODY, mtime=0) + b"\r\n0\r\n\r\n"),
        ("X-Folded: a\r\n b", BODY),
    ],
)  # fmt: skip
def test_codings_of_http(head: str, body: bytes, tmp_path: Path) -> None:
    record = warc_record("response", "https://a.example/", http(body, f"Content-Type: text/html\r\n{head}"))
    (raw,) = pages(read(tmp_path / "a.warc", record))
    assert raw.data == BODY


def test_a_resource_without_http(tmp_path: Path) -> None:
    record = warc_record("resource", "https://a.example/", BODY, "text/html; charset='viscii'")
    (raw,) = pages(read(tmp_path / "a.warc", record))
    assert (raw.data, raw.media, raw.charset) == (BODY, "html", "viscii")


def test_the_charset_that_http_states(tmp_path: Path) -> None:
    head = 'Content-Type: text/html; CHARSET="windows-1258"'
    (raw,) = pages(read(tmp_path / "a.warc", warc_record("response", "https://a.example/", http(BODY, head))))
    assert raw.charset == "windows-1258"


GOOD = [response(number) for number in range(6)]


def numbers(found: list[Raw | Refused]) -> list[str]:
    return [one.meta.url[-1] if isinstance(one, Raw) and one.meta.url else one.source_path for one in found]


@pytest.mark.parametrize("name", PACKED)
def test_a_broken_header_costs_one_record(name: str, tmp_path: Path) -> None:
    for broken in (
        GOOD[2].replace(b"WARC/1.0", b"QARC/1.0"),
        GOOD[2].replace(b"Content-Length: ", b"Content-Length: x"),
        GOOD[2].replace(b"\r\nContent-Length", b"\r\nContent-Wrong"),
        GOOD[2].replace(b"Content-Length: ", b"Content-Length: 9"),
        GOOD[2].replace(b"Content-Length: ", b"Content-Length: 99999999"),
        GOOD[2].replace(b"Content-Length: 1", b"Content-Length: "),
        GOOD[2][:100],
    ):
        data = b"".join(map(PACKED[name], [*GOOD[:2], broken, *GOOD[3:]]))
        found = read(tmp_path / name, data)
        assert numbers(found) == ["0", "1", f"{name}#3", "3", "4", "5"]
        assert getattr(found[2], "reason", "") == "broken"


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc.zst"])
def test_a_damaged_member_costs_one_record(name: str, tmp_path: Path) -> None:
    members = [PACKED[name](record) for record in GOOD]
    for damaged in (
        members[2][:40] + bytes(20) + members[2][60:],  # hit in the middle
        members[2][:60],  # cut short: the next follows at once
        members[2][60:],  # its beginning lost
        b"rubbish",
    ):
        found = read(tmp_path / name, b"".join([*members[:2], damaged, *members[3:]]))
        assert numbers(found) == ["0", "1", f"{name}#3", "3", "4", "5"]
        assert found[2].sha256 is not None
        assert found[3].byte_start is None  # nobody knows how long the lost record was


@pytest.mark.parametrize("name", PACKED)
def test_a_file_cut_short_anywhere(name: str, tmp_path: Path) -> None:
    """Every record that is whole is read, and the cut one refused."""
    records = [PACKED[name](record) for record in GOOD[:3]]
    ends = [sum(map(len, records[: number + 1])) for number in range(3)]
    data = b"".join(records)
    for length in range(ends[0] + 1, len(data), 7):
        found = read(tmp_path / name, data[:length])
        # The four bytes behind a plain record may be missing.
        whole = [number for number, end in enumerate(ends) if length >= end - (4 if name == "a.warc" else 0)]
        assert [one.meta.url[-1] for one in found if isinstance(one, Raw) and one.meta.url] == [
            str(n) for n in whole
        ]
        left = length - ends[len(whole) - 1]
        refused = [one for one in found if isinstance(one, Refused)]
        assert len(refused) == (1 if left > 0 else 0), (length, left, refused)


def test_a_record_too_large_is_passed_over(tmp_path: Path) -> None:
    options = ReadOptions(max_page_bytes=1000)
    found = read(tmp_path / "a.warc", GOOD[0] + response(9, b"a" * 5000) + GOOD[1], options)
    assert numbers(found) == ["0", "a.warc#2", "1"]
    assert getattr(found[1], "reason", "") == "too_large"
