"""What others do to the same pages, each timed alone: `PYTHON -P benchmarks/normalize_peers.py NAME FILE PAGES`.

FILE is a Parquet file with the columns `text` and `html`; the first PAGES pages are read. Prints one line of
JSON: seconds of CPU, pages, bytes of text, peak memory in MB, the peer's version. Needs nothing of tinbai: it
runs in the environment that has the peer.
"""

import importlib.metadata
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def trafilatura(texts: list[str], html: list[str]) -> Callable[[], None]:
    del texts
    from trafilatura import extract

    return lambda: [extract(page, fast=True, favor_precision=False) for page in html] and None


def justext(texts: list[str], html: list[str]) -> Callable[[], None]:
    del texts
    from justext import get_stoplist
    from justext import justext as paragraphs

    stop = get_stoplist("Vietnamese")
    return lambda: (
        [[p.text for p in paragraphs(page, stop) if not p.is_boilerplate] for page in html] and None
    )


def underthesea(texts: list[str], html: list[str]) -> Callable[[], None]:
    del html
    from underthesea import text_normalize

    text_normalize("Xin chào")  # loads what it needs
    return lambda: (
        [[text_normalize(line) for line in page.split("\n") if line.strip()] for page in texts] and None
    )


def datatrove(texts: list[str], html: list[str]) -> Callable[[], None]:
    """Parquet to Parquet, its two quality filters with Vietnamese words."""
    del html
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter
    from datatrove.pipeline.readers import ParquetReader
    from datatrove.pipeline.writers import ParquetWriter
    from datatrove.utils.word_tokenizers import load_word_tokenizer

    load_word_tokenizer("vie_Latn").word_tokenize("Xin chào")  # loads the model
    folder = Path(tempfile.mkdtemp())
    pq.write_table(
        pa.table({"text": texts, "id": [str(at) for at in range(len(texts))]}), folder / "in.parquet"
    )
    stop = ["và", "của", "là", "có", "cho", "được", "trong", "với"]

    def run() -> None:
        pages: Any = ParquetReader(str(folder), glob_pattern="in.parquet", doc_progress=False)()
        pages = GopherQualityFilter(language="vie_Latn", stop_words=stop, max_non_alpha_words_ratio=0.5)(
            pages
        )
        pages = C4QualityFilter(language="vie_Latn", filter_no_terminal_punct=False)(pages)
        pages = ParquetWriter(str(folder / "out"), compression="zstd")(pages)
        kept = sum(isinstance(page, Document) for page in pages)
        assert 0 < kept <= len(texts), kept

    return run


PEERS = {work.__name__: work for work in (trafilatura, justext, underthesea, datatrove)}


def main() -> None:
    name, file, pages = sys.argv[1], sys.argv[2], int(sys.argv[3])
    table = next(pq.ParquetFile(file).iter_batches(batch_size=pages, columns=["text", "html"]))
    texts, html = table["text"].to_pylist(), table["html"].to_pylist()
    work = PEERS[name](texts, html)
    start = time.process_time()
    work()
    spent = time.process_time() - start
    peak = int(Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    size = sum(len(text.encode()) for text in texts)
    version = importlib.metadata.version(name)
    print(json.dumps({"cpu": spent, "pages": len(texts), "bytes": size, "peak": peak, "version": version}))


if __name__ == "__main__":
    main()
