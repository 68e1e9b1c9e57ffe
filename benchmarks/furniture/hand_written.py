"""The held-out styles with the stories of examples/, which no template made: are the stories too easy?

    .venv/bin/python -m benchmarks.furniture.hand_written [--sites 4] [--seed 1] [--only READER]...

All other pages of the benchmark have stories of one generator, and the line model was trained on others of
the same. Here the stories are those that a person wrote for examples/gold; their boxes show others of the
generator. Each style has some sites, and each site prints every story.
"""

import argparse
import datetime
import json
import random
from collections import defaultdict
from pathlib import Path

from benchmarks.furniture.corpus import LabelledPage
from benchmarks.furniture.held_out import STYLES
from benchmarks.furniture.page import Story
from benchmarks.furniture.readers import READERS
from benchmarks.furniture.score import Score, score
from benchmarks.furniture.stories import story

GOLD = Path(__file__).parents[2] / "examples/gold"
_SECTIONS = ("Xã hội", "Kinh tế", "Văn hóa", "Môi trường", "Địa phương")


def hand_written() -> list[Story]:
    """The articles of examples/gold as stories; what a page does not state is drawn by its place in the list."""
    told = []
    for at, path in enumerate(sorted(GOLD.glob("*.json"))):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if (
            gold["page_kind"] != "article"
            or gold["quarantine"]
            or gold["language"] != "vi"
            or not gold["title"]
        ):
            continue
        lead, *body = gold["text"].split("\n\n")
        heads = frozenset(number for number, text in enumerate(body) if text[-1].isalnum())
        captions = tuple(caption.partition(" Ảnh:")[0].rstrip(" .-") for caption in gold["captions"])
        day = datetime.date(2024, 1, 8) + datetime.timedelta(days=17 * at)
        author, section = gold["author"] or "Minh Khuê", _SECTIONS[at % len(_SECTIONS)]
        told.append(
            Story(gold["title"], lead, tuple(body), heads, author, section, (section.lower(),), captions, day)
        )
    return told


def sites(seed: int, count: int) -> list[list[LabelledPage]]:
    """The pages of each site."""
    told = hand_written()
    found = []
    for name, style in sorted(STYLES.items()):
        for number in range(count):
            site = style.make_site(random.Random(f"{seed}/{name}/{number}"))
            pages = []
            for at, own in enumerate(told):
                rng = random.Random(f"{seed}/{name}/{number}/{at}")
                others = [story(f"{seed}/{name}/{number}", rng.randrange(40)) for _ in range(14)]
                others += rng.sample([other for other in told if other is not own], 3)
                blocks = tuple(style.render(site, own, others, rng))
                path = f"{name}/{site.host}/{number}-{at:04d}"
                pages.append(LabelledPage(path, name, f"{name}/{number}", site.host, site.name, own, blocks))
            found.append(pages)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", type=int, default=4, help="of each style")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", choices=sorted(READERS))
    given = parser.parse_args()
    scores: dict[str, Score] = defaultdict(Score)
    for pages in sites(given.seed, given.sites):
        for reader in given.only or list(READERS):
            for page, (kept, title) in zip(pages, READERS[reader](pages), strict=True):
                scores[reader] += score(page, kept, title)
    print(
        "| | pages | lines: precision | recall | F1 | pages: nothing lost | exact |\n|---|---|---|---|---|---|---|"
    )
    for reader, found in scores.items():
        whole, exact = found.whole / found.pages, found.exact / found.pages
        line = f"{found.precision:.4f} | {found.recall:.4f} | {found.f1:.4f} | {whole:.1%} | {exact:.1%}"
        print(f"| {reader} | {found.pages} | {line} |")


if __name__ == "__main__":
    main()
