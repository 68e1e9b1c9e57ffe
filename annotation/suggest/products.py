"""Other proper names (MISC): products, awards, works."""

import re
from collections.abc import Iterator

from annotation.suggest.bodies import Bodies
from annotation.suggest.places import Places
from annotation.suggest.reading import Candidate, Reading

_QUOTED = re.compile(r"[ :]{1,2}[“\"']([^\n“”\"]{2,80})[”\"']")
_ROOM = 4


def find_products(reading: Reading, places: Places, bodies: Bodies) -> Iterator[Candidate]:
    for last in reading.hits.get("product_heads", {}).values():
        end = _name_end(reading, places, bodies, last)
        if end is not None:
            yield reading.candidate(last, end, "MISC", "misc.product", 0.7)
    for first, last in reading.hits.get("award_heads", {}).items():
        end = _award_end(reading, last)
        if end is not None and reading.named[first]:
            yield reading.candidate(first, end, "MISC", "misc.award", 0.7)
    for last in reading.hits.get("work_heads", {}).values():
        quoted = _QUOTED.match(reading.text, reading.ends[last - 1])
        if quoted is not None and quoted[1] == quoted[1].strip():
            yield Candidate(quoted.start(1), quoted.end(1), "MISC", "misc.work", 0.7)


def _name_end(reading: Reading, places: Places, bodies: Bodies, first: int) -> int | None:
    """One past the name after `vaccine`, `tàu`: capitalised, no disease, not a maker's country."""
    if first >= len(reading) or not reading.near[first - 1] or not _is_name(reading, first):
        return None
    if first in places or reading.at("gpe_weak", first) or reading.at("titles", first):
        return None
    last = first + 1
    while last < len(reading) and last - first < _ROOM and reading.gap(last - 1) in {" ", "-"}:
        if last in places or not (_is_name(reading, last) or reading.words[last].isdigit()):
            break
        last += 1
    body = bodies.get(first)
    return None if body is not None and body.last >= last else last


def _is_name(reading: Reading, token: int) -> bool:
    return reading.named[token] and reading.at("not_names", token) is None


def _award_end(reading: Reading, last: int) -> int | None:
    end = last
    while end < len(reading) and end - last < _ROOM and reading.near[end - 1]:
        field = reading.at("award_fields", end) if reading.named[end] else None
        rank = reading.at("award_ranks", end)
        if field is None and rank is None and not reading.named[end]:
            break
        end = field or rank or end + 1
    return end if end > last else None
