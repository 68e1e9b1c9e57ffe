"""What to label next: the articles that the model is least sure of."""

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa

from annotation.suggest.crf import open_model, tag
from annotation.suggest.learnt import model_in
from annotation.suggest.lexicon import load_lexicon
from annotation.suggest.reading import read
from annotation.suggest.rules import find_entities
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.progress import Progress, silent


def by_uncertainty(
    articles: pa.Table,
    contract: Contract,
    folder: Path,
    *,
    pushed: Collection[str] = (),
    progress: Progress = silent,
) -> pa.Table:
    """The rows of `articles` with the least sure first; of equals, and of those `pushed` before, the order stays.

    Uncertainty is `Tagged.uncertainty`, which does not favour long texts. `folder` holds the model.

    Raises:
        UsageError: there is no model yet, or what lies there is not it.
    """
    model = model_in(folder)
    if model is None:
        raise UsageError(
            "there is no model yet that could be unsure of anything",
            hint="Let people label some articles first, then: tinbai pull, tinbai suggest, and push again",
        )
    tagger, lexicon = open_model(model), load_lexicon(contract.language)
    unsure: list[float] = []
    rows = zip(articles["id"].to_pylist(), articles["text"].to_pylist(), strict=True)
    for name, text in rows:
        known = name in pushed
        found = None if known else tag(tagger, text, find_entities(read(text, lexicon)))
        unsure.append(found.uncertainty if found else -1.0)
        progress(len(unsure), articles.num_rows)
    order = sorted(range(len(unsure)), key=lambda place: -unsure[place])
    return articles.take(pa.array(order, pa.int64()))
