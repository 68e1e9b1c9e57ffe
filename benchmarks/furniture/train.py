"""Train the model of `dataset/normalize/model.py` on pages of our own generator: seeded, the same every time.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python -m benchmarks.furniture.train [--sites 110] [--out dataset/normalize/model.npz]

The pages are those of the styles in `benchmarks/furniture/styles/` and of `any_site.py`; never those of
`held_out/`, never a real page. Corpora of one page to forty a site, and pages whose corpus says nothing, take
turns, and columns are blanked at random, so that nothing leans on one kind of evidence.
"""

import argparse
import importlib
import pkgutil
import random
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.furniture import any_site, styles
from benchmarks.furniture.page import Block, Story, Style
from benchmarks.furniture.stories import story
from dataset.normalize.batch import read_batch
from dataset.normalize.cleaned import CLEANED
from dataset.normalize.evidence import counts_of, survey
from dataset.normalize.features import Features
from dataset.normalize.merge import merge
from dataset.normalize.model import FIRST, ONE, SECOND, Judged, Layers, margins, second_inputs
from schemas.language.pack import language_pack

Array = npt.NDArray[Any]
LABELS = {"furniture": 0, "story": 1, "title": 2}
_HIDDEN = (48, 48)


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


def pages(style: Style, name: str, seed: int, sites: int, most: int) -> Iterator[tuple[str, list[Block]]]:
    """Site and blocks of generated pages: 1 to `most` of a site."""
    for number in range(sites):
        rng = random.Random(f"{name}/{seed}/{number}")
        site = style.make_site(rng)
        count = min(most, rng.choice((1, 2, 4, 6, 8, 12, 20)))
        told = [story(f"{seed}/{name}/{number}", at) for at in range(count + max(6, count // 2))]
        for own in told[:count]:
            others = [other for other in rng.sample(told, min(len(told), 15)) if other is not own]
            yield f"{name}{number}.example", _thinned(style.render(site, _varied(own, rng), others, rng), rng)


def _thinned(blocks: list[Block], rng: random.Random) -> list[Block]:
    """Some pages as extractors and other crawlers leave them: without what stands above or below, without blanks."""
    story = [place for place, block in enumerate(blocks) if block.label == "story"]
    way = rng.random()
    if way < 0.08:
        titled = rng.random() < 0.5
        blocks = [b for b in blocks if b.label == "story" or not b.text or (titled and b.label == "title")]
    elif way < 0.14:
        blocks = (
            blocks[story[0] :]
            if rng.random() < 0.5
            else [b for b in blocks[: story[0]] if b.label == "title"] + blocks[story[0] :]
        )
    elif way < 0.2:
        blocks = blocks[: story[-1] + 1]
    if rng.random() < 0.1:
        blocks = [block for block in blocks if block.text]
    elif rng.random() < 0.1:
        blank = Block("", "furniture")
        blocks = [part for block in blocks if block.text for part in (block, blank)]
    return blocks


def _varied(told: Story, rng: random.Random) -> Story:
    """Often a shorter story, in shorter or longer paragraphs: real ones vary more than those of one hand."""
    paragraphs, headings = list(told.paragraphs), told.subheadings
    if rng.random() < 0.5:
        paragraphs = paragraphs[: rng.randint(3, 8)]
        headings = frozenset(place for place in headings if place < len(paragraphs) - 1)
    if (
        len(paragraphs) > 5
        and not headings
        and rng.random() < 0.4
        and not any(line.endswith((":", ";")) for line in paragraphs)
    ):
        step = rng.choice((2, 2, 3))
        paragraphs = [" ".join(paragraphs[at : at + step]) for at in range(0, len(paragraphs), step)]
    if rng.random() < 0.25:
        paragraphs = [_plainer(line, rng) for line in paragraphs]
    way = rng.random()
    if not headings and way < 0.16:
        form = _tips if way < 0.07 else _lined_up if way < 0.11 else _versed if way < 0.14 else _briefed
        paragraphs, headings = form(paragraphs, rng)
    lead = told.lead if rng.random() < 0.8 else ""
    return replace(told, lead=lead, paragraphs=tuple(paragraphs), subheadings=headings)


_Told = tuple[list[str], frozenset[int]]


def _tips(paragraphs: list[str], rng: random.Random) -> _Told:
    """A short heading over every paragraph, numbered or not."""
    mark = rng.choice(("{}. ", "{}. ", "{}) ", "", "{} - "))
    out: list[str] = []
    for number, paragraph in enumerate(paragraphs, 1):
        words = re.findall(r"\w+", paragraph)[: rng.randint(2, 7)]
        out += [mark.format(number) + " ".join(words).capitalize(), paragraph]
    return out, frozenset(range(0, len(out), 2))


def _briefed(paragraphs: list[str], rng: random.Random) -> _Told:
    """News in brief: a headline over every paragraph, which may be cut to its first sentence."""
    out: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.rstrip(".").split(", ")[-1].split()[:12]
        out += [
            " ".join(words).capitalize(),
            paragraph.split(". ")[0].rstrip(".") + "." if rng.random() < 0.3 else paragraph,
        ]
    return out, frozenset(range(0, len(out), 2))


def _lined_up(paragraphs: list[str], rng: random.Random) -> _Told:
    """Lists of names and scores after a colon."""
    names = re.findall(r"[A-ZĐ]\w+", " ".join(paragraphs)) or ["An"]
    rows = [
        f"{rng.choice(names)}: " + ", ".join(rng.choice(names) for _ in range(rng.randint(3, 11)))
        for _ in range(rng.randint(1, 3))
    ]
    scores = [
        f"{rng.choice(names)} - {rng.choice(names)}: {rng.randrange(5)}-{rng.randrange(5)}"
        for _ in range(rng.randint(0, 4))
    ]
    place = rng.randint(1, len(paragraphs))
    listed = [rng.choice(("Kết quả:", "Các trận khác:")), *scores] if scores else []
    listed += [rng.choice(("Đội hình:", "Danh sách:", "Thành phần:")), *rows]
    return [*paragraphs[:place], *listed, *paragraphs[place:]], frozenset()


def _versed(paragraphs: list[str], rng: random.Random) -> _Told:
    """Verses: lines without a full stop."""
    place = rng.randrange(len(paragraphs))
    words = re.findall(r"\w+", paragraphs[place])
    lines = [" ".join(words[at : at + rng.choice((5, 6, 7, 8))]) for at in range(0, min(len(words), 70), 8)]
    if rng.random() < 0.6:
        lines = [line.capitalize() for line in lines]
    return [*paragraphs[:place], *filter(None, lines), *paragraphs[place + 1 :]], frozenset()


def _plainer(line: str, rng: random.Random) -> str:
    """Without most of its numbers, and with only some of its clauses."""
    line = re.sub(r" \d[\d.,]*(?=[ ,.])", lambda found: found[0] if rng.random() < 0.3 else "", line)
    clauses = line.split(", ")
    if len(clauses) > 2 and rng.random() < 0.5:
        del clauses[rng.randrange(1, len(clauses) - 1)]
    return ", ".join(clauses)


def corpus(found: Sequence[tuple[str, list[Block]]]) -> Corpus:
    rows = [
        {
            "source_path": f"{number}.txt",
            "root": "pages",
            "site": site,
            "text": "\n".join(block.text for block in blocks),
            "prefix": "",
            "outside": [],
            "captions": [],
        }
        for number, (site, blocks) in enumerate(found)
    ]
    labels = [LABELS[block.label] for _, blocks in found for block in blocks if block.text]
    return Corpus(pa.Table.from_pylist(rows, schema=CLEANED), np.array(labels))


def features(given: Corpus, *, evidence: bool) -> Features:
    counts = counts_of(merge([survey(given.cleaned)] if evidence else []))
    return read_batch(given.cleaned, counts, language_pack("vi")).features


def train(sites: int, seed: int, epochs: int) -> dict[str, Array]:
    """The weights of both passes, as whole numbers."""
    sets: list[tuple[Features, Array]] = []
    plans = {"any_site": (any_site, 2 * sites)} | {
        name: (style, 2 * sites if name == "composed" else max(4, sites // 2))
        for name, style in style_modules().items()
    }
    for name, (style, count) in plans.items():
        given = corpus(list(pages(style, name, seed, count, 20)))
        sets.append((features(given, evidence=True), given.labels))
        given = corpus(list(pages(style, name, seed + 1, count, 2)))
        sets.append((features(given, evidence=False), given.labels))
    first = [_by_line(found.first_inputs()) for found, _ in sets]
    names = sets[0][0].first_names()
    labels = np.concatenate([wanted for _, wanted in sets])
    pages_of = np.concatenate([found.page.of + 100_000 * number for number, (found, _) in enumerate(sets)])
    odd = pages_of % 2 == 1
    inputs = np.concatenate(first)
    print(f"{len(np.unique(pages_of))} pages, {len(labels)} lines, {inputs.shape[1]} inputs", flush=True)
    # What the second pass learns from was judged by a first pass that had not seen it.
    judged = np.zeros((len(labels), 3), dtype=np.float32)
    for side in (odd, ~odd):
        judged[side] = (
            fitted(inputs[~side], names, pages_of[~side], labels[~side], _HIDDEN[0], seed, epochs)
            .scores(inputs[side].T)
            .T
        )
    layers = {"first": fitted(inputs, names, pages_of, labels, _HIDDEN[0], seed, epochs)}
    margin = margins(judged.T)
    start, second = 0, []
    for found, wanted in sets:
        part = slice(start, start + len(wanted))
        second.append(_by_line(second_inputs(found, Judged(margin.story[part], margin.title[part]))))
        start += len(wanted)
    together = np.concatenate(second)
    own = list(sets[0][0].names)
    names = own + ["judged"] * (together.shape[1] - len(own) - 8) + ["pairs"] * 4 + ["names"] * 4
    layers["second"] = fitted(together, names, pages_of, labels, _HIDDEN[1], seed, epochs)
    return {
        f"{name}_{part}": getattr(found, part).astype(np.int32)
        for name, found in layers.items()
        for part in ("hidden", "hidden_bias", "out", "out_bias")
    }


def _by_line(inputs: npt.NDArray[np.uint8]) -> Array:
    """Lines x columns."""
    return np.ascontiguousarray(inputs.T, dtype=np.float32)


def fitted(
    inputs: Array,
    names: Sequence[str],
    pages_of: Array,
    labels: Array,
    hidden: int,
    seed: int,
    epochs: int,
) -> Layers:
    """A network with one hidden layer, its weights rounded to whole numbers."""
    rng = np.random.default_rng(seed)
    mean, scale = inputs.mean(axis=0), np.maximum(inputs.std(axis=0), 0.25)
    blanked = dimmed(inputs, names, pages_of, rng)
    for place in range(inputs.shape[1]):
        blanked[rng.random(len(inputs)) < _BLANKED, place] = mean[place]
    network = MLPClassifier(
        (hidden,), alpha=1e-3, batch_size=512, learning_rate_init=2e-3, max_iter=epochs, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(((blanked - mean) / scale).astype(np.float32), labels)
    weights = network.coefs_[0] / scale[:, None]
    bias = network.intercepts_[0] - mean @ weights
    return Layers(
        np.round(weights * FIRST).astype(np.float32),
        np.round(bias * FIRST).astype(np.float32),
        np.round(network.coefs_[1] * SECOND).astype(np.float32),
        np.round(network.intercepts_[1] * ONE).astype(np.float32),
    )


def dimmed(inputs: Array, names: Sequence[str], pages_of: Array, rng: np.random.Generator) -> Array:
    """Some pages without some groups of columns, or with lower values: other writers, other corpora."""
    out = inputs.copy()
    of = np.unique(pages_of, return_inverse=True)[1]
    count = int(of.max()) + 1
    for prefixes, gone, lower in _DIMMED:
        places = [place for place, name in enumerate(names) if name.startswith(prefixes)]
        factor = np.where(rng.random(count) < lower, rng.uniform(0.3, 1, count), 1.0)
        factor[rng.random(count) < gone] = 0
        out[:, places] = np.floor(out[:, places] * factor[of][:, None].astype(np.float32))
    return out


_BLANKED = 0.08
_DIMMED: tuple[tuple[tuple[str, ...], float, float], ...] = (
    (("pairs", "names"), 0.3, 0.4),
    (("lines", "relative"), 0.5, 0.0),
    (("rest", "top"), 0.3, 0.0),
    (("stories", "share", "known", "variety"), 0.1, 0.2),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=110)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--out", type=Path, default=Path("dataset/normalize/model.npz"))
    given = parser.parse_args()
    weights = train(given.sites, given.seed, given.epochs)
    np.savez_compressed(given.out, allow_pickle=False, **weights)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
