"""One bad record never stops the rest, and none goes without a word."""

import gzip
import hashlib
import io
import json
import random
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from backports import zstd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dataset.read.options import ReadOptions
from dataset.read.page import Raw, Refused
from tests.read.samples import (
    FORMATS,
    PACKERS,
    RECORDS,
    html,
    http,
    jsonl,
    outline,
    pages,
    parquet,
    read,
    response,
    table,
    warc_record,
)

SMALL = ReadOptions(max_page_bytes=1000)


def test_broken_lines_of_jsonl(tmp_path: Path) -> None:
    lines = [
        b'{"text": "m\xe1\xbb\x99t"}',
        b"",
        b'{"text": "kh\xc3\xb4ng h\xe1\xba\xbft',
        b'["text"]',
        b'{"text": 5}',
        b'{"text": {"a": 1}}',
        b'{"ten": "x"}',
        b'{"text": null}',
        b'{"text": " \\n"}',
        b'{"text": "' + b"a" * 1000 + b'"}',
        b"[" * 100_000,
        b'{"text": "\xff\xfe\x00"}',
        b'{"text": "n\xc4\x83m", "gia": NaN}',
        b'{"text": "c\xe1\xba\xaft \\ud83d"}',
        b'{"text": ["hai", "d\xc3\xb2ng"]}',
    ]
    found = read(tmp_path / "a.jsonl", b"\n".join(lines), SMALL)
    wanted = ["một", "broken", "broken", "broken", "broken", "no_text", "empty", "empty", "too_large"]
    assert outline(found[:9]) == [
        (str(number), text) for number, text in zip([1, 3, 4, 5, 6, 7, 8, 9, 10], wanted, strict=True)
    ]
    assert outline([found[9], *found[11:]]) == [
        ("11", "too_large"),
        ("13", "năm"),
        ("14", "cắt \ufffd"),
        ("15", "hai\ndòng"),
    ]
    assert isinstance(found[10], Raw)  # whether its bytes are text is for the decoder to say
    assert found[10].data == b"\xff\xfe\x00"
    data = b"\n".join(lines)
    for one in found:
        place = data[one.byte_start : one.byte_end]
        assert place in lines
        if isinstance(one, Refused):
            assert (one.sha256, one.size) == (hashlib.sha256(place).hexdigest(), len(place))


def test_broken_rows_of_csv(tmp_path: Path) -> None:
    rows = [
        "text,url",
        "một,https://a.example/1",
        "hai",
        "ba,https://a.example/3,thừa",
        "",
        '"bốn ""dòng""\n\nthứ hai",https://a.example/4',
        '"năm,https://a.example/5',
        "sáu,https://a.example/6",
        '"bảy"!,https://a.example/7',
        "a" * 1000 + ",",
        "tám,",
        '"chín',
    ]
    data = "\n".join(rows).encode()
    found = read(tmp_path / "a.csv", data, SMALL)
    assert outline(found) == [
        ("1", "một"),
        ("2", "broken"),
        ("3", "broken"),
        ("4", 'bốn "dòng"\n\nthứ hai'),
        ("5", "broken"),
        ("6", "sáu"),
        ("7", "bảy!"),
        ("8", "too_large"),
        ("9", "tám"),
        ("10", "broken"),
    ]
    assert [data[one.byte_start : one.byte_end].decode() for one in found] == [row for row in rows[1:] if row]
    details = [one.detail for one in found if isinstance(one, Refused)]
    assert details[:3] == [
        "1 cells, where the header names 2",
        "3 cells, where the header names 2",
        "a quote in it is not closed",
    ]


def test_bytes_of_a_legacy_encoding_pass_through(tmp_path: Path) -> None:
    word = "Việt".encode("utf-16-be")[1::2] + b"\xb5"  # no UTF-8, as TCVN3 is none
    (raw,) = pages(read(tmp_path / "a.csv", b"text,url\n" + word + b",x\n"))
    (same,) = pages(read(tmp_path / "a.jsonl", b'{"text": "' + word + b'"}'))
    assert raw.data == same.data == word


def test_prose_behind_an_open_quote_is_no_row(tmp_path: Path) -> None:
    """A file cut short within a text: its lines must not become pages."""
    good = table([{"text": "một", "url": "https://a.example/1"}])
    cut = '"Chiều nay, trời mưa.\nSáng mai, nắng.\n\nHết mưa là nắng, rồi gió, rồi\n'.encode()
    found = read(tmp_path / "a.csv", good + cut)
    assert outline(found) == [("1", "một"), ("2", "broken")]
    assert (good + cut)[slice(found[1].byte_start, found[1].byte_end)] == cut[:-1]


def test_a_file_of_open_quotes_is_given_up(tmp_path: Path) -> None:
    """Each row is open to the end of the file, so that reading on from the next one would take for ever."""
    *_, last = read(tmp_path / "a.csv", b"text,b\n" + b'a","\n' * 20_000, SMALL)
    assert isinstance(last, Refused)
    assert "again and again; the rest of the file is not read" in last.detail


def test_a_json_array_with_broken_members(tmp_path: Path) -> None:
    data = '[{"text": "một {"}, 5, {"text": "hai",}, {"text": "b\\"a}"}, "x", {"text": "bốn"'.encode()
    found = read(tmp_path / "a.json", data)
    assert outline(found) == [
        ("1", "một {"),
        ("2", "broken"),
        ("3", "broken"),
        ("4", 'b"a}'),
        ("5", "broken"),
        ("6", "broken"),
    ]
    assert data[slice(found[3].byte_start, found[3].byte_end)] == b'{"text": "b\\"a}"}'


def test_a_damaged_row_group_costs_only_itself(tmp_path: Path) -> None:
    rng = random.Random(0)
    records = [{"text": "".join(chr(rng.randrange(97, 123)) for _ in range(400))} for _ in range(40)]
    data = bytearray(parquet(records, row_group_size=10))
    column = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0)
    data[column.dictionary_page_offset : column.dictionary_page_offset + 8] = b"\xff" * 8
    found = read(tmp_path / "a.parquet", bytes(data))
    good = [one.data.decode() for one in found if isinstance(one, Raw)]
    assert good == [one["text"] for one in [*records[:10], *records[20:]]]
    (refused,) = [one for one in found if isinstance(one, Refused)]
    assert (refused.source_path, refused.reason) == ("a.parquet#11", "broken")
    assert refused.detail.startswith("rows 11 to 20 cannot be read: ")


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", parquet(RECORDS)[:-20], b"text"])
def test_no_parquet_file(data: bytes, tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.parquet", data)
    assert isinstance(found, Refused)
    assert (found.source_path, found.reason) == ("a.parquet", "broken")


def test_strings_of_parquet_that_are_no_utf8(tmp_path: Path) -> None:
    data = parquet([{"text": "xin chao", "title": "x"}, {"text": "tam biet", "title": "mot hai"}])
    data = data.replace(b"xin chao", b"xin ch\xe0o").replace(b"mot hai", b"m\xf4t hai")
    one, two = pages(read(tmp_path / "a.parquet", data))
    assert (one.data, two.data) == (b"xin ch\xe0o", b"tam biet")


@pytest.mark.parametrize("packing", [one for one in PACKERS if one])
def test_packed_data_that_end_too_early_or_are_damaged(packing: str, tmp_path: Path) -> None:
    """What came before is read; the rest is one refusal, with the file's hash, that says so."""
    rng = random.Random(0)
    lines = [{"text": "".join(chr(rng.randrange(97, 123)) for _ in range(400))} for _ in range(400)]
    whole = PACKERS[packing](jsonl(lines))
    for data in (whole[:-20], whole[: len(whole) // 2], whole[:-300] + bytes(100) + whole[-200:]):
        *good, last = read(tmp_path / f"a.jsonl{packing}", data)
        texts = [raw.data.decode() for raw in pages(good)]
        assert texts == [line["text"] for line in lines[: len(texts)]]
        assert isinstance(last, Refused)
        number = f"#{len(texts) + 1}" if texts else ""
        assert (last.source_path, last.reason) == (f"a.jsonl{packing}{number}", "broken")
        assert last.sha256 == hashlib.sha256(data).hexdigest()


def test_a_truncated_page_is_no_page(tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.txt.gz", gzip.compress(b"mot hai ba")[:-4])
    assert isinstance(found, Refused)
    assert (found.source_path, found.reason) == ("a.txt.gz", "broken")


def test_members_and_padding_behind_each_other(tmp_path: Path) -> None:
    data = (
        gzip.compress(b'{"text": "a"}\n')
        + gzip.compress(b"")
        + gzip.compress(b'{"text": "b"}\n')
        + bytes(512)
    )
    assert outline(read(tmp_path / "a.jsonl.gz", data)) == [("1", "a"), ("2", "b")]
    assert outline(read(tmp_path / "a.jsonl.gz", data + b"rest")) == [("1", "a"), ("2", "b"), ("3", "broken")]


ALPHABET = st.sampled_from('{}[]"\\,:;\n\r\t ab\x00é𝒳\u2028\ufeff\x85')


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=12), min_size=1, max_size=5))
@example(["\ufeff"])
@settings(deadline=None, max_examples=60)
def test_any_text_survives_any_format(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp()
    records = [{"url": "https://a.example/", "text": f"x{text}"} for text in texts]
    for kind, write in FORMATS.items():
        found = pages(read(folder / f"any.{kind}", write(records)))
        assert [raw.data.decode() for raw in found] == [record["text"] for record in records], kind


@given(
    st.binary(max_size=300), st.sampled_from(["a.jsonl", "a.json", "a.csv", "a.warc", "a.parquet", "a.gz"])
)
@example(b"WARC/1.0\r\n\r\n", "a.warc")
@example(b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n", "a.warc")
@example(b'{"text": 1e999}', "a.jsonl")
@example(b'{"text": ' + b"9" * 5000 + b"}", "a.jsonl")
@settings(deadline=None, max_examples=150)
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    found = read(tmp_path_factory.getbasetemp() / name, data)
    assert len({one.source_path for one in found}) == len(found)


def corpus() -> dict[str, bytes]:
    rng = random.Random(3)
    words = [json.dumps({"text": "".join(rng.choices("abcdefgh ", k=200))}) for _ in range(30)]
    warc = [response(number, html("".join(rng.choices("abcdefgh ", k=200)))) for number in range(30)]
    return {
        "a.jsonl": "\n".join(words).encode(),
        "a.csv": table([json.loads(word) for word in words]),
        "a.warc": b"".join(warc),
        "a.warc.gz": b"".join(map(gzip.compress, warc)),
        "a.warc.zst": b"".join(map(zstd.compress, warc)),
    }


@pytest.mark.parametrize("name", corpus())
def test_a_hit_in_the_middle_loses_a_few_records_and_says_so(name: str, tmp_path: Path) -> None:
    """Seeded damage at random places: no exception, most records as they were, a refusal for the others."""
    data = corpus()[name]
    whole = {raw.sha256 for raw in pages(read(tmp_path / name, data))}
    rng = random.Random(name)
    for _ in range(25):
        hit = bytearray(data)
        place = rng.randrange(len(hit) // 10, len(hit) * 9 // 10)
        hit[place : place + 8] = rng.randbytes(8)
        found = read(tmp_path / name, bytes(hit))
        kept = {one.sha256 for one in found if isinstance(one, Raw)} & whole
        lost = len(whole) - len(kept)
        assert lost <= 3
        assert len(found) >= len(whole) - 2 or any(isinstance(one, Refused) for one in found)


def test_http_that_is_broken(tmp_path: Path) -> None:
    data = b"".join(
        [
            warc_record("response", "https://a.example/1", b"not http"),
            warc_record(
                "response", "https://a.example/2", http(gzip.compress(b"<p>x")[:-4], "Content-Encoding: gzip")
            ),
            warc_record("response", "https://a.example/3", http(b"\x0b\x02", "Content-Encoding: br")),
            response(4),
        ]
    )
    assert [reason for _, reason in outline(read(tmp_path / "a.warc", data))][:3] == [
        "broken",
        "broken",
        "unsupported",
    ]


def test_a_file_that_is_a_stream_of_nothing(tmp_path: Path) -> None:
    sink = io.BytesIO()
    sink.write(gzip.compress(b""))
    assert outline(read(tmp_path / "a.txt.gz", sink.getvalue())) == [("", "empty")]
