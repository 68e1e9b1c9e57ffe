"""The same ten pages in every format and compression."""

import bz2
import csv
import gzip
import io
import json
import lzma
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd

from dataset.read.find import find_inputs
from dataset.read.options import ReadOptions
from dataset.read.page import Raw, Refused
from dataset.read.records import raws

RECORDS: tuple[dict[str, str], ...] = tuple(
    {
        "url": f"https://bao.example/tin-{number}.html",
        "title": f"Chợ nổi đông khách, kỳ {number}",
        "text": f'Đoạn một của bài {number}, có dấu phẩy; chấm phẩy\n\nĐoạn "hai" \\ với\tmột tab và 𝒳.\n',
        "published": f"2024-03-{number:02}",
        "author": "Lê An",
    }
    for number in range(1, 11)
)


def jsonl(records: Sequence[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def jsonl_ascii(records: Sequence[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(record) + "\r\n" for record in records).encode()


def json_array(records: Sequence[Mapping[str, object]]) -> bytes:
    return json.dumps(records, ensure_ascii=False, indent=2).encode()


def table(records: Sequence[Mapping[str, object]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(records[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def tsv(records: Sequence[Mapping[str, object]]) -> bytes:
    return table(records, "\t")


def parquet(records: Sequence[Mapping[str, object]], **how: int) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(record) for record in records]), sink, **how)
    return sink.getvalue()


FORMATS: dict[str, Callable[[Sequence[Mapping[str, object]]], bytes]] = {
    "jsonl": jsonl,
    "ndjson": jsonl_ascii,
    "json": json_array,
    "csv": table,
    "tsv": tsv,
    "parquet": parquet,
}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstd.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def warc_record(kind: str, target: str, content: bytes, content_type: str = "application/http") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2024-03-05T06:07:08Z\r\n"
    )
    head += f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n\r\n"


def http(body: bytes, head: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body


def html(text: str) -> bytes:
    return f"<!doctype html><html><body><p>{text}</p></body></html>".encode()


def response(number: int, body: bytes | None = None) -> bytes:
    """A WARC record of a page."""
    body = html(f"Trang {number}") if body is None else body
    return warc_record("response", f"https://bao.example/{number}", http(body))


def read(path: Path, data: bytes | None = None, options: ReadOptions | None = None) -> list[Raw | Refused]:
    """All records of a file that holds `data`."""
    if data is not None:
        path.write_bytes(data)
    (file,) = find_inputs([path])
    return list(raws(file, options or ReadOptions()))


def pages(found: Sequence[Raw | Refused]) -> list[Raw]:
    assert all(isinstance(one, Raw) for one in found), found
    return [one for one in found if isinstance(one, Raw)]


def outline(found: Sequence[Raw | Refused]) -> list[tuple[str, str]]:
    """(number, text or reason) of each record."""
    return [
        (one.source_path.partition("#")[2], one.data.decode() if isinstance(one, Raw) else one.reason)
        for one in found
    ]
