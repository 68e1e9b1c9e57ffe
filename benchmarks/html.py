"""Main text of HTML pages: quality and speed beside other extractors, on pages with a known article body.

    uv venv PEERS && uv pip install --python PEERS/bin/python -e . trafilatura resiliparse readability-lxml newspaper4k
    PEERS/bin/python -m benchmarks.html CHECKOUT [PASSES]

CHECKOUT is a working copy of scrapinghub/article-extraction-benchmark (181 pages). Precision, recall and
F1 are those of its `evaluate.py`: shingles of four words, each page of one weight. Our rules were tuned on the
pages whose id has an even SHA-256; both halves are reported. Speed is pages by second of processor time, the
best of PASSES (3) passes. `tinbai (child)` is the same reader as a run uses it, behind pipes in a process of its
own: both processes counted, the child's start too, on average. Nothing of tinbai knows the benchmark: the body
is the page's text without its title and images.
"""

import gzip
import hashlib
import importlib.metadata
import json
import re
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.read.bounded import Bounds
from dataset.read.html import read_html, worker_of
from dataset.read.html_outline import OutlineLimits
from dataset.read.html_page import take_apart
from dataset.read.page import Raw

Extractor = Callable[[str], str]
_LIMITS = OutlineLimits()
_WORD = re.compile(r"\w+")
_IMAGE = re.compile(r"^!\[.*\]\(.*\)$")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page of the benchmark: its HTML and the body that a person marked."""

    html: str
    body: str
    tuned: bool


def samples(checkout: Path) -> list[Sample]:
    """All pages of the checkout, by id."""
    truth = json.loads((checkout / "ground-truth.json").read_text(encoding="utf-8"))
    found = []
    for name, fields in sorted(truth.items()):
        with gzip.open(checkout / "html" / f"{name}.html.gz", "rt", encoding="utf-8") as file:
            even = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0
            found.append(Sample(file.read(), fields.get("articleBody", ""), even))
    return found


def tinbai(html: str) -> str:
    page = take_apart(html.encode(), None, _LIMITS)
    return _body(page.text, page.facts.title)


def _body(text: str, title: str | None) -> str:
    lines = text.split("\n")
    if title is not None and " ".join(lines[0].split()) == title:
        lines = lines[1:]
    return "\n".join(line for line in lines if not _IMAGE.match(line))


def trafilatura() -> Extractor:
    from trafilatura import extract

    return lambda html: extract(html, fast=True, include_comments=False) or ""


def resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: extract_plain_text(html, main_content=True, alt_texts=False)


def readability_lxml() -> Extractor:
    from lxml.html import fromstring
    from readability import Document

    def extract(html: str) -> str:
        return "\n".join(fromstring(Document(html).summary(html_partial=True)).itertext())

    return extract


def newspaper4k() -> Extractor:
    from newspaper import article

    return lambda html: article("https://a.example/a", input_html=html, language="en").text


_PEERS = {
    "trafilatura": trafilatura,
    "resiliparse": resiliparse,
    "readability-lxml": readability_lxml,
    "newspaper4k": newspaper4k,
}


def shares(truth: str, found: str) -> tuple[float, float, float]:
    """Shares of shingles found rightly, found wrongly and missed, as in `string_shingle_matching`."""
    true, other = _shingles(truth), _shingles(found)
    right, wrong, missed = (true & other).total(), (other - true).total(), (true - other).total()
    total = (right + wrong + missed) or 1
    return right / total, wrong / total, missed / total


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    places = range(max(1, len(words) - 3))
    return Counter(shingle for at in places if (shingle := tuple(words[at : at + 4])))


def scores(parts: Sequence[tuple[float, float, float]]) -> tuple[float, float, float]:
    """F1, precision and recall; each page counts once, as in `metrics_from_tp_fp_fns`."""
    precision = statistics.mean(
        _share(right, wrong, missed) for right, wrong, missed in parts if right + wrong
    )
    recall = statistics.mean(_share(right, missed, wrong) for right, wrong, missed in parts if right + missed)
    return 2 * precision * recall / (precision + recall), precision, recall


def _share(right: float, against: float, other: float) -> float:
    return 1.0 if against == other == 0 else right / (right + against) if right else 0.0


def measure(name: str, extract: Extractor, pages: Sequence[Sample], passes: int) -> float:
    """Print a row; returns pages a second."""
    found = [extract(page.html) for page in pages]
    best = min(_seconds(extract, pages) for _ in range(passes))
    parts = [shares(page.body, text) for page, text in zip(pages, found, strict=True)]
    f1, precision, recall = scores(parts)
    halves = (
        scores([part for part, page in zip(parts, pages, strict=True) if page.tuned == tuned])[0]
        for tuned in (True, False)
    )
    version = importlib.metadata.version(name.partition(" ")[0])
    speed = len(pages) / best
    print(
        f"{name:17} {version:8} {f1:.3f}  {precision:.3f}  {recall:.3f}  {'  '.join(f'{half:.3f}' for half in halves)}  {speed:7.1f}"
    )
    return speed


def _seconds(extract: Extractor, pages: Iterable[Sample]) -> float:
    start = time.process_time()
    for page in pages:
        extract(page.html)
    return time.process_time() - start


def child_cost(pages: Sequence[Sample], passes: int) -> tuple[float, float]:
    """Pages a second of this process and its child together, and their time as a share of reading without a child.

    Both in turns, on average: what else the machine does falls on both.
    """
    worker_of(Bounds()).close()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    raws = [Raw("page", page.html.encode(), "") for page in pages]
    alone = together = 0.0
    for _ in range(passes):
        alone += _seconds(tinbai, pages)
        start = time.process_time()
        for raw, page in zip(raws, pages, strict=True):
            read_html(raw, page.html)
        together += time.process_time() - start
    worker_of(Bounds()).close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    together += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return passes * len(pages) / together, together / alone


def main() -> None:
    pages = samples(Path(sys.argv[1]))
    passes = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(
        f"{len(pages)} pages, {sum(len(page.html) for page in pages) / len(pages) / 1e3:.0f} kB of HTML each"
    )
    print("extractor         version  F1     P      R      tuned  unseen pages/s")
    own = measure("tinbai", tinbai, pages, passes)
    speed, cost = child_cost(pages, 4 * passes)
    print(f"{'tinbai (child)':63}{speed:7.1f}")
    print(f"{'':17} the child costs {cost - 1:.0%} more time")
    for name, made in _PEERS.items():
        try:
            extract = made()
        except ImportError:
            print(f"{name:17} not installed: uv pip install {name}")
            continue
        speed = measure(name, extract, pages, min(passes, 2))
        print(f"{'':17} tinbai is {own / speed:.1f} times as fast")


if __name__ == "__main__":
    main()
