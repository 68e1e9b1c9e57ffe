"""Near-duplicate candidates by other people's libraries, in an environment of their own.

    python benchmarks/dedup_peers.py PEER DOCUMENTS.jsonl PAIRS.npy

Run by `benchmarks.dedup`. Each peer does the same work over the same documents: 5-word shingles of the
lower-cased text, a MinHash of 128 values, 32 bands of 4, and all pairs that share a band. Prints seconds of
CPU as JSON, writes the pairs. Each is used as its documentation says is fastest, on one thread.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

Pairs = set[tuple[int, int]]
WORD = re.compile(r"\w+")


def shingles(text: str) -> list[str]:
    words = WORD.findall(text.lower())
    return [" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))]


def datasketch(texts: Sequence[str]) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=128, params=(32, 4))
    found: Pairs = set()
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.encode() for shingle in shingles(text)])
        found.update((other, number) for other in index.query(sketch))
        index.insert(number, sketch, check_duplication=False)
    return found


def rensa(texts: Sequence[str]) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    sketches = RMinHash.from_token_sets((shingles(text) for text in texts), 128, 42)
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    index.insert_many(sketches)
    return {
        (min(number, other), max(number, other))
        for number, others in enumerate(index.query_all(sketches))
        for other in others
        if other != number
    }


def gaoya(texts: Sequence[str]) -> Pairs:
    from gaoya.minhash import MinHashStringIndex

    # It leaves out pairs whose estimate is below the threshold; 0.3 takes nothing from J >= 0.5.
    index = MinHashStringIndex(32, 0.3, 32, 4, None, "word", True, (5, 5), id_container="smallvec")
    found: Pairs = set()
    for number, text in enumerate(texts):
        found.update((other, number) for other in index.query(text))
        index.insert_document(number, text)
    return found


def datatrove(texts: Sequence[str]) -> Pairs:
    """Its Vietnamese path: spaCy's tokenizer, which segments words with pyvi. Buckets are joined here."""
    import tempfile

    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature

    with tempfile.TemporaryDirectory() as folder:
        config = MinhashConfig(n_grams=5, num_buckets=32, hashes_per_bucket=4)
        step = MinhashDedupSignature(output_folder=folder, config=config, language="vie")
        step.word_tokenizer.word_tokenize("xin chào")  # loads its model
        begun = time.process_time()
        buckets: dict[tuple[int, ...], list[int]] = {}
        for number, text in enumerate(texts):
            grams = step.get_shingles(text)
            if not len(grams):
                continue
            for bucket, values in enumerate(step.get_signature(grams)):
                buckets.setdefault((bucket, *values), []).append(number)
        datatrove_began.append(begun)
    return {
        (one, other)
        for numbers in buckets.values()
        for at, one in enumerate(numbers)
        for other in numbers[at + 1 :]
    }


datatrove_began: list[float] = []
PEERS: dict[str, Callable[[Sequence[str]], Pairs]] = {
    "datasketch": datasketch,
    "rensa": rensa,
    "gaoya": gaoya,
    "datatrove": datatrove,
}


def main() -> None:
    name, documents, output = sys.argv[1:]
    texts = [json.loads(line) for line in Path(documents).read_text(encoding="utf-8").splitlines()]
    PEERS[name](texts[:20])  # imports and first calls are not what is measured
    datatrove_began.clear()
    begun = time.process_time()
    found = PEERS[name](texts)
    seconds = time.process_time() - (datatrove_began[0] if datatrove_began else begun)
    np.save(output, np.array(sorted(found), np.int64).reshape(-1, 2))
    module = sys.modules[name]
    print(json.dumps({"seconds": seconds, "version": getattr(module, "__version__", "")}))


if __name__ == "__main__":
    main()
