"""A newsroom from week to week, as plain Python has it: what its releases should say is worked out from this alone.

Texts are made of blocks of words that nothing else shares. One text holds another's blocks, or they have at most half
of them in common: so it is plain which of them dedup joins, without asking it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
from hypothesis import strategies as st

from dataset.release import ReleaseTables
from schemas.contract import Contract, Split, default_contract
from tests.release.samples import Row, article, gold_of, tables_of

_BLOCK = 24
_CONSONANTS, _VOWELS = "bcdghklmnprstvx", ("a", "e", "i", "o", "u", "anh", "ong", "ut")
_KINDS = (
    "new", "copy", "bridge", "rewrite", "become", "relabel", "label", "lose", "take down", "retitle", "contract",
)  # fmt: skip
Action = tuple[str, int, int]
WEEKS = st.lists(
    st.lists(st.tuples(st.sampled_from(_KINDS), st.integers(0, 11), st.integers(0, 11)), max_size=4),
    min_size=2,
    max_size=4,
)


@dataclass
class Story:
    """`labels`: which of some labellings it has, None without gold. `here`: it is in this week's crawl."""

    number: int
    blocks: frozenset[int]
    labels: int | None
    here: bool = True
    title: int = 0

    @property
    def id(self) -> str:
        # Later articles must not all have greater ids, for a cluster is named by its smallest.
        return f"{self.number * 617 % 1009:032x}"


@dataclass
class Newsroom:
    stories: list[Story] = field(default_factory=list)
    contract: Contract = field(default_factory=lambda: CONTRACTS[0])
    made: int = 0
    blocks: int = 0

    def act(self, action: Action) -> None:
        """One thing that happens; what needs an article and finds none does nothing."""
        kind, one, other = action
        if kind == "contract":
            self.contract = CONTRACTS[one % len(CONTRACTS)]
        elif kind == "new":
            self._add(self._fresh(), one)
        elif self.stories:
            story = self.stories[one % len(self.stories)]
            self._change(kind, story, self.stories[other % len(self.stories)], other)

    def _change(self, kind: str, story: Story, second: Story, number: int) -> None:
        if kind == "copy":
            self._add(story.blocks, number)
        elif kind == "bridge":
            self._add(frozenset({min(story.blocks), min(second.blocks)}), number)
        elif kind == "rewrite":
            story.blocks = self._fresh()
        elif kind == "become":
            story.blocks = second.blocks
        elif kind == "relabel" and story.labels is not None:
            story.labels += 1
        elif kind == "label":
            story.labels = number if story.labels is None else None
        elif kind == "lose":
            story.here = not story.here
        elif kind == "take down":
            self.stories.remove(story)
        elif kind == "retitle":
            story.title += 1

    def _add(self, blocks: frozenset[int], labels: int) -> None:
        self.made += 1
        # One in six has no gold at first.
        self.stories.append(Story(self.made, blocks, labels if labels % 6 else None))

    def _fresh(self) -> frozenset[int]:
        self.blocks += 1
        return frozenset({self.blocks})

    @property
    def here(self) -> list[Story]:
        return [story for story in self.stories if story.here]

    @property
    def labelled(self) -> set[str]:
        return {story.id for story in self.here if story.labels is not None}

    def clusters(self) -> list[set[str]]:
        """Of the articles that are here, by their blocks alone."""
        groups: list[list[Story]] = []
        for story in self.here:
            tied = [group for group in groups if any(_tied(story, member) for member in group)]
            groups = [group for group in groups if group not in tied]
            groups.append([story, *(member for group in tied for member in group)])
        return [{story.id for story in group} for group in groups]

    def tables(self, released: pa.Table | None) -> ReleaseTables:
        articles, gold = [], []
        for story in self.here:
            row, entities = _written(story)
            articles.append(row)
            if story.labels is not None:
                gold.append(gold_of(row, entities[story.labels % 3 :], story.labels))
        return tables_of(self.contract, articles, gold, previous=released)


def _tied(one: Story, other: Story) -> bool:
    return one.blocks <= other.blocks or other.blocks <= one.blocks


def _written(story: Story) -> tuple[Row, list[Row]]:
    """The article, and three spans: its first block's first words."""
    text = ". ".join(" ".join(_words(block)) for block in sorted(story.blocks)) + f".\n\nbản {story.number}"
    spans: list[Row] = []
    place = 0
    for surface, label in zip(_words(min(story.blocks)), ("PER", "ORG", "GPE"), strict=False):
        end = place + len(surface)
        spans.append({"start": place, "end": end, "label": label, "text": surface})
        place = end + 1
    row = article(story.number, text, id=story.id, title=f"Tin {story.title}")
    return row, spans


def _words(block: int) -> list[str]:
    return [_word(block * _BLOCK + place) for place in range(_BLOCK)]


def _word(number: int) -> str:
    word = ""
    while number or not word:
        number, place = divmod(number, len(_CONSONANTS) * len(_VOWELS))
        word += _CONSONANTS[place % len(_CONSONANTS)] + _VOWELS[place // len(_CONSONANTS)]
    return word


def _contracts() -> Iterator[Contract]:
    """Few articles must reach every split; then other percentages, and other guidelines."""
    thirds = (("train", 34), ("validation", 33), ("test", 33))
    usual = default_contract()
    divided = usual.model_copy(
        update={"splits": tuple(Split(name=name, percent=percent) for name, percent in thirds)}
    )
    yield divided
    yield usual
    yield divided.model_copy(update={"guideline_version": "2.0.0"})


CONTRACTS = tuple(_contracts())


@dataclass
class Remembered:
    """What the test itself remembers of all releases: the split that each id was first seen in."""

    split_of: dict[str, str] = field(default_factory=dict)

    def held_out(self, newsroom: Newsroom) -> set[str]:
        """Labelled articles whose cluster keeps another split than theirs."""
        held: set[str] = set()
        for cluster in newsroom.clusters():
            known = {name: self.split_of[name] for name in cluster if name in self.split_of}
            kept = next((split for split in ("test", "validation", "train") if split in known.values()), None)
            held |= {name for name, split in known.items() if split != kept}
        return held & newsroom.labelled

    def note(self, placed: Mapping[str, str]) -> None:
        """Refuse a release in which an id has moved."""
        for name, split in placed.items():
            assert self.split_of.setdefault(name, split) == split, f"{name} moved"
