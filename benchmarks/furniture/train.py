"""Train the model of `dataset/normalize/model.py` on pages of our own generator: seeded, the same every time.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python -m benchmarks.furniture.train [--sites 160] [--out dataset/normalize/model.npz]

The pages are those of the styles in `benchmarks/furniture/styles/` and of `any_site`; never those of
`held_out/`, never a real page. Corpora of one page to twenty a site, pages whose corpus says nothing, and pages
whose words most lexicons lack take turns, so that nothing leans on one kind of evidence.
"""

import argparse
import hashlib
import importlib
import pkgutil
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.furniture import any_site, styles
from benchmarks.furniture.network import Lines, fitted
from benchmarks.furniture.page import Block, Style
from benchmarks.furniture.stories import story
from benchmarks.furniture.told_otherwise import thinned, varied
from dataset.normalize.batch import read_batch
from dataset.normalize.cleaned import CLEANED
from dataset.normalize.evidence import counts_of, survey
from dataset.normalize.features import Features
from dataset.normalize.merge import merge
from dataset.normalize.model import Judged, margins, second_inputs
from schemas.language.pack import LanguagePack, language_pack

Array = npt.NDArray[Any]
LABELS = {"furniture": 0, "story": 1, "title": 2}
_HIDDEN = (48, 96)
_ANY_LENGTH = ("any_site", "composed")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pages and, for each of their lines that is not blank, its label."""

    cleaned: pa.Table
    labels: Array


def style_modules() -> dict[str, Style]:
    """The styles that may be tuned on, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(styles.__path__))
    found = {name: importlib.import_module(f"{styles.__name__}.{name}") for name in names}
    return {name: module for name, module in found.items() if hasattr(module, "make_site")}


@dataclass(frozen=True, slots=True)
class Made:
    """A page of a site; `stated` is the title by its metadata, where a crawl has any."""

    site: str
    stated: str | None
    blocks: list[Block]


def pages(style: Style, name: str, seed: int, sites: int, most: int) -> Iterator[Made]:
    """Generated pages: 1 to `most` of a site."""
    # Most styles break into a story twice.
    least = 1 if name in _ANY_LENGTH else 3
    for number in range(sites):
        rng = random.Random(f"{name}/{seed}/{number}")
        site = style.make_site(rng)
        count = min(most, rng.choice((1, 2, 4, 6, 8, 12, 20)))
        told = [story(f"{seed}/{name}/{number}", at) for at in range(count + max(6, count // 2))]
        for own in told[:count]:
            others = [other for other in rng.sample(told, min(len(told), 15)) if other is not own]
            blocks = thinned(style.render(site, varied(own, rng, least), others, rng), rng)
            yield Made(f"{name}{number}.example", own.title if number % 4 == 0 else None, blocks)


def corpus(found: Sequence[Made]) -> Corpus:
    rows: list[dict[str, object]] = [
        {
            "source_path": f"{number}.txt",
            "root": "pages",
            "site": page.site,
            "title": page.stated,
            "text": "\n".join(block.text for block in page.blocks),
            "prefix": "",
            "outside": [],
            "captions": [],
        }
        for number, page in enumerate(found)
    ]
    labels = [LABELS[block.label] for page in found for block in page.blocks if block.text]
    return Corpus(pa.Table.from_pylist(rows, schema=CLEANED), np.array(labels))


def features(given: Corpus, pack: LanguagePack, *, evidence: bool) -> Features:
    counts = counts_of(merge([survey(given.cleaned)] if evidence else []))
    return read_batch(given.cleaned, counts, pack).features


def poorer(pack: LanguagePack, seed: int, share: float) -> LanguagePack:
    """The pack with a share of its phrases: what sites look like whose words nobody wrote down."""
    rng = random.Random(seed)

    def some(phrases: Sequence[str]) -> tuple[str, ...]:
        return tuple(phrase for phrase in phrases if rng.random() < share)

    headings = some(sorted(pack.headings))
    return replace(
        pack,
        headings=MappingProxyType({phrase: pack.headings[phrase] for phrase in headings}),
        words_of=MappingProxyType({name: frozenset(some(sorted(of))) for name, of in pack.words_of.items()}),
        openings=MappingProxyType({name: some(of) for name, of in pack.openings.items()}),
        caption_openings=some(pack.caption_openings),
        sha256=hashlib.sha256(f"{pack.sha256}/{seed}/{share}".encode()).hexdigest(),
    )


def train(sites: int, seed: int, epochs: int) -> dict[str, Array]:
    """The weights of both passes, as whole numbers."""
    return learnt(list(learning_sets(sites, seed)), seed, epochs)


def learning_sets(sites: int, seed: int, left_out: Sequence[str] = ()) -> Iterator[tuple[Features, Array]]:
    """Features and labels of each style's pages but for those left out: with evidence, with none, with fewer words."""
    pack = language_pack("vi")
    plans = {"any_site": (any_site, 3 * sites)} | {
        name: (style, 2 * sites if name == "composed" else max(4, sites // 3))
        for name, style in style_modules().items()
    }
    for name, (style, count) in plans.items():
        if name in left_out:
            continue
        given = corpus(list(pages(style, name, seed, count, 20)))
        yield features(given, pack, evidence=True), given.labels
        given = corpus(list(pages(style, name, seed + 1, count, 2)))
        yield features(given, pack, evidence=False), given.labels
        given = corpus(list(pages(style, name, seed + 2, count // 2, 8)))
        yield features(given, poorer(pack, seed + len(name), 0.4), evidence=True), given.labels


def learnt(sets: Sequence[tuple[Features, Array]], seed: int, epochs: int) -> dict[str, Array]:
    """The weights learnt from features and labels."""
    labels = np.concatenate([wanted for _, wanted in sets])
    pages_of = np.concatenate([found.page.of + 100_000 * number for number, (found, _) in enumerate(sets)])
    names = sets[0][0].first_names()
    first = Lines(_by_line(found.first_inputs() for found, _ in sets), names, pages_of, labels)
    print(f"{len(np.unique(pages_of))} pages, {len(labels)} lines, {len(names)} inputs", flush=True)
    # What the second pass learns from was judged by a first pass that had not seen it.
    judged = np.zeros((3, len(labels)), dtype=np.float32)
    odd = pages_of % 2 == 1
    for side in (odd, ~odd):
        layers = fitted(first.only(~side), _HIDDEN[0], seed, epochs)
        judged[:, side] = layers.scores(first.inputs[side].T)
    found_first = fitted(first, _HIDDEN[0], seed, epochs)
    margin = margins(judged)
    starts = np.cumsum([0, *(len(wanted) for _, wanted in sets)])
    parts = (slice(start, end) for start, end in pairwise(starts))
    inputs = _by_line(
        second_inputs(found, Judged(margin.story[part], margin.title[part]))
        for (found, _), part in zip(sets, parts, strict=True)
    )
    own = list(sets[0][0].names)
    names = [*own, *["judged"] * (inputs.shape[1] - len(own) - 8), *["pairs"] * 4, *["names"] * 4]
    found_second = fitted(Lines(inputs, names, pages_of, labels), _HIDDEN[1], seed, epochs)
    return {
        f"{name}_{part}": getattr(found, part).astype(np.int32)
        for name, found in (("first", found_first), ("second", found_second))
        for part in ("hidden", "hidden_bias", "out", "out_bias")
    }


def _by_line(inputs: Iterator[npt.NDArray[np.uint8]]) -> Array:
    """Lines x columns of several batches."""
    return np.concatenate([np.ascontiguousarray(columns.T) for columns in inputs])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=160)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--out", type=Path, default=Path("dataset/normalize/model.npz"))
    given = parser.parse_args()
    weights = train(given.sites, given.seed, given.epochs)
    np.savez_compressed(given.out, allow_pickle=False, **weights)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
