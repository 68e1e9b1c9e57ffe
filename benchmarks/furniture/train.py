"""Train the model of `dataset/normalize/model.py` on pages of our own generator: seeded, the same every time.

    .venv/bin/python -m benchmarks.furniture.train [--sites 60] [--out dataset/normalize/model.npz]

The pages are those of the styles in `benchmarks/furniture/styles/` and of `any_site.py`; never those of
`held_out/`, never a real page. Corpora of one page to forty a site, and pages whose corpus says nothing, take
turns, and columns are blanked at random, so that nothing leans on one kind of evidence.
"""

import argparse
import importlib
import pkgutil
import random
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.furniture import any_site, styles
from benchmarks.furniture.page import Block, Style
from benchmarks.furniture.stories import story
from dataset.normalize.batch import read_batch
from dataset.normalize.cleaned import CLEANED
from dataset.normalize.evidence import counts_of, merge, survey
from dataset.normalize.features import Features
from dataset.normalize.model import FIRST, HANDED, ONE, SECOND, Judged, Layers, margins, second_inputs
from schemas.language.pack import language_pack

LABELS = {"furniture": 0, "story": 1, "title": 2}
_HIDDEN = (40, 40)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Pages and, for each of their lines that is not blank, its label."""

    cleaned: pa.Table
    labels: np.ndarray


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
        count = min(most, rng.choice((1, 2, 4, 6, 10, 20, 40)))
        told = [story(f"{seed}/{name}/{number}", at) for at in range(count + max(6, count // 2))]
        for own in told[:count]:
            others = [other for other in rng.sample(told, min(len(told), 15)) if other is not own]
            yield f"{name}{number}.example", style.render(site, own, others, rng)


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


def train(sites: int, seed: int, epochs: int) -> dict[str, np.ndarray]:
    """The weights of both passes, as whole numbers."""
    sets: list[tuple[Features, np.ndarray]] = []
    plans = {"any_site": (any_site, 3 * sites)} | {
        name: (style, max(4, sites // 4)) for name, style in style_modules().items()
    }
    for name, (style, count) in plans.items():
        given = corpus(list(pages(style, name, seed, count, 40)))
        sets.append((features(given, evidence=True), given.labels))
        given = corpus(list(pages(style, name, seed + 1, count, 4)))
        sets.append((features(given, evidence=False), given.labels))
    first = [found.first_inputs() for found, _ in sets]
    labels = np.concatenate([wanted for _, wanted in sets])
    pages_of = np.concatenate([found.page.of + 100_000 * number for number, (found, _) in enumerate(sets)])
    odd = pages_of % 2 == 1
    inputs = np.concatenate(first)
    print(f"{len(np.unique(pages_of))} pages, {len(labels)} lines, {inputs.shape[1]} inputs", flush=True)
    # What the second pass learns from was judged by a first pass that had not seen it.
    judged = np.zeros((len(labels), 3), dtype=np.float32)
    for side in (odd, ~odd):
        judged[side] = fitted(inputs[~side], labels[~side], _HIDDEN[0], seed, epochs).scores(inputs[side])
    layers = {"first": fitted(inputs, labels, _HIDDEN[0], seed, epochs)}
    margin = margins(judged)
    start, second = 0, []
    for found, wanted in sets:
        part = slice(start, start + len(wanted))
        second.append(second_inputs(found, Judged(margin.story[part], margin.title[part])))
        start += len(wanted)
    layers["second"] = fitted(np.concatenate(second), labels, _HIDDEN[1], seed, epochs)
    return {
        f"{name}_{part}": getattr(found, part).astype(np.int32)
        for name, found in layers.items()
        for part in ("hidden", "hidden_bias", "out", "out_bias")
    }


def fitted(inputs: np.ndarray, labels: np.ndarray, hidden: int, seed: int, epochs: int) -> Layers:
    """A network with one hidden layer, its weights rounded to whole numbers."""
    rng = np.random.default_rng(seed)
    mean, scale = inputs.mean(axis=0), np.maximum(inputs.std(axis=0), 0.25)
    blanked = inputs.copy()
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


_BLANKED = 0.03


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--out", type=Path, default=Path("dataset/normalize/model.npz"))
    given = parser.parse_args()
    np.savez_compressed(given.out, **train(given.sites, given.seed, given.epochs))
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
