"""How exactly the story of a page is kept: tinbai, its peers and doing nothing, on the same made-up pages.

    .venv/bin/python -m benchmarks.furniture [--pages 10000] [--seed 1] [--styles tuned|held_out] [--only READER]...

Prints Markdown: all readers on the styles that were tuned on and on those that were not, then tinbai style by
style. How a line is counted says `score.py`. jusText comes with trafilatura; nothing else is needed.
"""

import argparse
import importlib
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from types import ModuleType

from benchmarks.furniture import styles
from benchmarks.furniture.corpus import LabelledPage, make_corpus
from benchmarks.furniture.page import Style
from benchmarks.furniture.readers import READERS
from benchmarks.furniture.score import Score, score, total
from benchmarks.machine import machine

_HEAD = "| | lines: precision | recall | F1 | pages: nothing lost | nothing foreign | exact | title |"


def styles_of(package: ModuleType) -> dict[str, Style]:
    """The style modules of a package, by name."""
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    modules = {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "make_site")}


def held_out_styles() -> dict[str, Style]:
    """Written by others; whoever tunes does not look into them."""
    return styles_of(importlib.import_module("benchmarks.furniture.held_out"))


def measured(
    seed: int, pages: int, found: dict[str, Style], readers: list[str], told: str
) -> dict[tuple[str, str], Score]:
    """Scores by reader and style."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    done = 0
    for site in _sites(make_corpus(seed, pages, found)):
        for reader in readers:
            kept = READERS[reader](site)
            for page, (lines, title) in zip(site, kept, strict=True):
                scores[reader, page.style] += score(page, lines, title)
        done += len(site)
        if sys.stderr.isatty():
            print(f"\r{told}: {done} of {pages} pages", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return scores


def _sites(pages: Iterator[LabelledPage]) -> Iterator[list[LabelledPage]]:
    return (list(group) for _, group in groupby(pages, key=lambda page: page.site))


def _row(name: str, found: Score) -> str:
    shares = [share / max(1, found.pages) for share in (found.whole, found.clean, found.exact)]
    title = found.titles / max(1, found.titled)
    cells = [found.precision, found.recall, found.f1]
    return (
        f"| {name} | "
        + " | ".join([f"{cell:.4f}" for cell in cells] + [f"{100 * x:.1f}%" for x in [*shares, title]])
        + " |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000, help="for each of the two sets of styles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--styles", choices=("tuned", "held_out", "all"), default="all")
    parser.add_argument("--only", action="append", choices=sorted(READERS), help="readers to measure")
    given = parser.parse_args()
    sets = {"tuned": lambda: styles_of(styles), "held_out": held_out_styles}
    readers = given.only or list(READERS)
    print(f"{given.pages} pages of each set, seed {given.seed}; {machine()}\n")
    for name, load in sets.items():
        if given.styles not in (name, "all"):
            continue
        scores = measured(given.seed, given.pages, load(), readers, name)
        print(f"### {name}\n\n{_HEAD}\n|---|---|---|---|---|---|---|---|")
        for reader in readers:
            print(_row(reader, total(got for (who, _), got in scores.items() if who == reader)))
        first = readers[0]
        print(f"\n{first}, by style:\n\n{_HEAD}\n|---|---|---|---|---|---|---|---|")
        for (who, style), got in sorted(scores.items()):
            if who == first:
                print(_row(f"{style} ({got.pages})", got))
        print()


if __name__ == "__main__":
    main()
