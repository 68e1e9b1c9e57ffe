"""Who gets which article: a plan that only ever adds to what people have.

Half of a study's worth lies in the articles that several people label, so these are chosen by nothing but a
hash of the article's id: whoever asks, whenever, gets the same ones, and a greater share holds the smaller.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Desk:
    """One annotator: the articles that they hold, whatever became of them, and the `room` for more.

    `had` are articles that somebody took away from them: they count for nothing and are not given again.
    """

    annotator: str
    holds: Set[str]
    room: int
    had: Set[str] = frozenset()


def people_for(article: str, *, overlap: int, share: float) -> int:
    """How many people label an article: `overlap` for this share of all articles, else one."""
    return overlap if _unit(article) < share else 1


def assign(
    articles: Iterable[str], desks: Sequence[Desk], *, overlap: int, share: float
) -> dict[str, list[str]]:
    """New articles for each annotator, in the order of `articles`.

    Nobody's articles move, and nobody gets one twice. What somebody holds already and others still miss
    comes first, so that it is not the newest articles alone that are labelled twice. Otherwise an
    article goes to those with the most room; where that is equal a hash of both decides, so that all pairs
    of annotators meet.
    """
    room = {desk.annotator: desk.room for desk in desks}
    had = {desk.annotator: desk.had for desk in desks}
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for desk in desks:
        for article in desk.holds:
            holders[article].add(desk.annotator)
    given: dict[str, list[str]] = {desk.annotator: [] for desk in desks}
    ordered = list(articles)
    for article in sorted(ordered, key=lambda article: not holders[article]):
        missing = people_for(article, overlap=overlap, share=share) - len(holders[article])
        free = sorted(
            (
                name
                for name in room
                if room[name] > 0 and name not in holders[article] and article not in had[name]
            ),
            key=lambda name: (-room[name], _unit(f"{article} {name}")),
        )
        for name in free[: max(missing, 0)]:
            given[name].append(article)
            holders[article].add(name)
            room[name] -= 1
    place = {article: number for number, article in enumerate(ordered)}
    return {name: sorted(chosen, key=place.__getitem__) for name, chosen in given.items()}


def mixed(work: Sequence[str], checks: Sequence[str], places: Mapping[str, int]) -> list[str]:
    """`work` in its order with `checks` strewn in between, each at its place modulo what there is."""
    strewn = list(work)
    for check in checks:
        strewn.insert(places[check] % (len(strewn) + 1), check)
    return strewn


def _unit(key: str) -> float:
    """A number from 0 to 1, the same for the same key everywhere."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) / 2**64
