"""One peer of `benchmarks.read`, run in an environment that has it: name, file, pages; prints JSON."""

import importlib.metadata
import json
import sys
import time
from pathlib import Path


def orjson(path: str) -> int:
    import orjson

    with Path(path).open("rb") as file:
        return sum(bool((record := orjson.loads(line))["text"] and record["url"]) for line in file)


def msgspec(path: str) -> int:
    import msgspec

    page = msgspec.defstruct("Page", [("text", str), ("url", str), ("title", str), ("published", str)])
    decoder = msgspec.json.Decoder(page)
    with Path(path).open("rb") as file:
        return sum(bool((record := decoder.decode(line)).text and record.url) for line in file)


def pandas(path: str) -> int:
    import pandas

    chunks = pandas.read_csv(path, chunksize=1_000, dtype=str)
    return sum(
        bool(text and url) for chunk in chunks for text, url in zip(chunk["text"], chunk["url"], strict=True)
    )


def fastwarc(path: str) -> int:
    from fastwarc.warc import ArchiveIterator

    with Path(path).open("rb") as file:
        return sum(
            bool(record.reader.read() and record.headers["WARC-Target-URI"])
            for record in ArchiveIterator(file)
        )


def warcio(path: str) -> int:
    from warcio.archiveiterator import ArchiveIterator

    with Path(path).open("rb") as file:
        return sum(
            bool(record.content_stream().read() and record.rec_headers["WARC-Target-URI"])
            for record in ArchiveIterator(file)
        )


PEERS = {one.__name__: one for one in (orjson, msgspec, pandas, fastwarc, warcio)}


if __name__ == "__main__":
    name, path, count = sys.argv[1:]
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        given = PEERS[name](path)
        best = min(best, time.process_time() - begun)
        assert given == int(count), f"{given} pages of {count}"
    print(json.dumps({"seconds": best, "version": importlib.metadata.version(name)}))
