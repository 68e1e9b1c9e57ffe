"""Train the model of `dataset/normalize/model.py` on pages of our own generator: seeded, the same every time.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python -m benchmarks.furniture.train [--sites 160] [--out dataset/normalize/model.npz]

The pages are those of the styles in `benchmarks/furniture/styles/` and of `any_site`; never those of
`held_out/`, never a real page. Corpora of one page to seventy a site, pages whose corpus says nothing, pages
whose words most lexicons lack, and pages by way of HTML take turns, so that nothing leans on one kind of evidence.
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
from benchmarks.furniture.corpus import LabelledPage
from benchmarks.furniture.html import to_html
from benchmarks.furniture.network import Lines, fitted
from benchmarks.furniture.page import Style
from benchmarks.furniture.score import said
from benchmarks.furniture.stories import story
from benchmarks.furniture.told_otherwise import reprinted, thinned, varied
from dataset.normalize.batch import read_batch
from dataset.normalize.cleaned import CLEANED, cleaned_of
from dataset.normalize.evidence import counts_of, survey
from dataset.normalize.features import Features
from dataset.normalize.merge import merge
from dataset.normalize.model import Judged, margins, second_inputs
from dataset.read.options import ReadOptions
from dataset.read.page import InputFile, Raw
from dataset.read.pages import page_of
from schemas.language.pack import LanguagePack, language_pack

Array = npt.NDArray[Any]
LABELS = {"furniture": 0, "story": 1, "title": 2}
_HIDDEN = (64, 128)
# Pages in a row that the first pass is fitted to, or not, to judge for the second: some sites' each.
_TOGETHER = 50
# Pages of a large site, and how many of any site's are learnt from.
_LARGE, _LEARNT = 70, 16
# The share of sites that print stories more than once.
_REPRINTING = 0.06
_ANY_LENGTH = ("any_site", "composed")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pages and, for each of their lines that is not blank, its label; and `beside` them other pages of their sites."""

    cleaned: pa.Table
    labels: Array
    beside: pa.Table


def style_modules() -> dict[str, Style]:
    """The styles that may be tuned on, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(styles.__path__))
    found = {name: importlib.import_module(f"{styles.__name__}.{name}") for name in names}
    return {name: module for name, module in found.items() if hasattr(module, "make_site")}


@dataclass(frozen=True, slots=True)
class Made:
    """A page of a site; `stated` is the title by its metadata, where a crawl has any. Of a large site most pages
    are there for what they say about the others' lines, and not `learnt` themselves."""

    page: LabelledPage
    stated: str | None
    learnt: bool


def pages(style: Style, name: str, seed: int, sites: int, most: int) -> Iterator[Made]:
    """Generated pages: 1 to `most` of a site."""
    # Most styles break into a story twice.
    least = 1 if name in _ANY_LENGTH else 3
    for number in range(sites):
        rng = random.Random(f"{name}/{seed}/{number}")
        site = style.make_site(rng)
        count = min(most, rng.choice((1, 2, 4, 6, 8, 12, 20, _LARGE)))
        told = [story(f"{seed}/{name}/{number}", at) for at in range(count + max(6, count // 2))]
        again = rng.random() < _REPRINTING
        for place, own in enumerate(told[:count]):
            if again and place and rng.random() < 0.5:
                own = told[place] = reprinted(told[rng.randrange(place)], rng)
            picked = rng.sample(told, min(len(told), 15))
            # A reprint has the captions of the first.
            others = [other for other in picked if other.captions != own.captions]
            blocks = thinned(style.render(site, varied(own, rng, least), others, rng), rng)
            key = f"{name}{number}.example"
            page = LabelledPage(key, name, key, site.host, site.name, own, tuple(blocks))
            yield Made(page, own.title if number % 4 == 0 else None, place < _LEARNT)


def corpus(found: Sequence[Made]) -> Corpus:
    rows: list[dict[str, object]] = [
        {
            "source_path": f"{number}.txt",
            "root": "pages",
            "site": made.page.site,
            "title": made.stated,
            "text": made.page.text,
            "prefix": "",
            "outside": [],
            "captions": [],
        }
        for number, made in enumerate(found)
    ]
    labels = [
        LABELS[block.label] for made in found if made.learnt for block in made.page.blocks if block.text
    ]
    cleaned, learnt = pa.Table.from_pylist(rows, schema=CLEANED), np.array([made.learnt for made in found])
    return Corpus(cleaned.filter(learnt), np.array(labels), cleaned.filter(~learnt))


def parsed(found: Sequence[Made]) -> Corpus:
    """The same pages by way of HTML, as far as its extractor keeps their lines."""
    files = [
        InputFile(Path(f"{number}.html"), f"{number}.html", made.page.site)
        for number, made in enumerate(found)
    ]
    cleaned = cleaned_of(
        [
            (
                file,
                page_of(
                    Raw(file.source_path, to_html(made.page).encode(), "0" * 64, "html", "utf-8"),
                    ReadOptions(),
                ),
            )
            for file, made in zip(files, found, strict=True)
        ]
    )
    labels: list[int] = []
    for made, text in zip(found, cleaned["text"].to_pylist(), strict=True):
        label = {said(block.text): LABELS[block.label] for block in reversed(made.page.blocks)}
        labels += [label.get(said(line), LABELS["furniture"]) for line in text.split("\n") if line]
    return Corpus(cleaned, np.array(labels), cleaned.slice(0, 0))


def features(given: Corpus, pack: LanguagePack, *, evidence: bool) -> Features:
    counts = counts_of(merge([survey(given.cleaned), survey(given.beside)] if evidence else []))
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
        caption_labels=some(pack.caption_labels),
        sha256=hashlib.sha256(f"{pack.sha256}/{seed}/{share}".encode()).hexdigest(),
    )


def train(sites: int, seed: int, epochs: int) -> dict[str, Array]:
    """The weights of both passes, as whole numbers."""
    return learnt(list(learning_sets(sites, seed)), seed, epochs)


def learning_sets(sites: int, seed: int, left_out: Sequence[str] = ()) -> Iterator[tuple[Features, Array]]:
    """Features and labels of each style's pages but for those left out: with evidence, with none, with fewer words,
    and by way of HTML."""
    pack = language_pack("vi")
    plans = {"any_site": (any_site, 4 * sites)} | {
        name: (style, 2 * sites if name == "composed" else max(4, sites // 3))
        for name, style in style_modules().items()
    }
    for name, (style, count) in plans.items():
        if name in left_out:
            continue
        given = corpus(list(pages(style, name, seed, count, _LARGE)))
        yield features(given, pack, evidence=True), given.labels
        given = corpus(list(pages(style, name, seed + 1, 5 * count // 2, 2)))
        yield features(given, pack, evidence=False), given.labels
        given = corpus(list(pages(style, name, seed + 2, count // 2, 8)))
        yield features(given, poorer(pack, seed + len(name), 0.4), evidence=True), given.labels
        given = parsed(list(pages(style, name, seed + 3, count // 2, 12)))
        yield features(given, pack, evidence=True), given.labels


def learnt(sets: Sequence[tuple[Features, Array]], seed: int, epochs: int) -> dict[str, Array]:
    """The weights learnt from features and labels."""
    labels = np.concatenate([wanted for _, wanted in sets])
    pages_of = np.concatenate([found.page.of + 100_000 * number for number, (found, _) in enumerate(sets)])
    names = sets[0][0].first_names()
    first = Lines(_by_line(found.first_inputs() for found, _ in sets), names, pages_of, labels)
    print(f"{len(np.unique(pages_of))} pages, {len(labels)} lines, {len(names)} inputs", flush=True)
    # What the second pass learns from was judged by a first pass that had not seen it.
    judged = np.zeros((3, len(labels)), dtype=np.float32)
    # Not page by page: a site's other pages are as good as its own.
    odd = pages_of // _TOGETHER % 2 == 1
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
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--out", type=Path, default=Path("dataset/normalize/model.npz"))
    given = parser.parse_args()
    weights = train(given.sites, given.seed, given.epochs)
    np.savez_compressed(given.out, allow_pickle=False, **weights)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
