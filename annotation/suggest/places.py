"""Countries, provinces, cities, communes (GPE), and places that govern nobody (LOC)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotation.suggest.reading import Candidate, Reading

_NUMBER = re.compile(r"\d{1,2}")
_ROOM = 4  # syllables of a name after a head such as `sông` or `xã`
_AFTER_ABBREVIATION = frozenset({" ", ".", ". "})


@dataclass(frozen=True, slots=True)
class Found:
    """One past a place's last token, the rule that found it, and its score."""

    last: int
    source: str
    score: float


Places = Mapping[int, Found]


def find_places(reading: Reading) -> dict[int, Found]:
    """GPE by their first token: names, forms of state before names, administrative units."""
    places: dict[int, Found] = {}
    for first, last in reading.hits.get("gpe", {}).items():
        if not _is_part_of_person(reading, first, last):
            places[first] = Found(last, "gazetteer.gpe", 0.95)
    _add_weak(reading, places)
    for first, last in reading.hits.get("state_forms", {}).items():
        if reading.named[first] and reading.near[last - 1] and last in places:
            places[first] = Found(places[last].last, "gpe.state_form", 0.95)
    # `Nhật Bản` holds no village (`bản`).
    inside = {token for first, found in places.items() for token in range(first + 1, found.last)}
    for first, last in reading.hits.get("admin_units", {}).items():
        unit = _unit(reading, first, last)
        if unit is not None and first not in inside:
            begin, found = unit
            places[begin] = found
            _add_row(reading, places, found.last)
    _add_repeated(reading, places)
    return places


def chain(reading: Reading, places: Places, first: int) -> int | None:
    """One past a country or a hyphenated row of them (`Việt Nam-Cuba`) that begins at a token."""
    found = places.get(first)
    if found is None:
        return None
    last = found.last
    while reading.gap(last - 1).strip() == "-" and (after := places.get(last)) is not None:
        last = after.last
    return last


def _is_part_of_person(reading: Reading, first: int, last: int) -> bool:
    """`Nguyễn Thái Bình` and `Hà Nam Khánh` hold the names of provinces."""
    lexicon = reading.lexicon
    before = first - 1
    if (
        reading.follows(first)
        and reading.named[before]
        and reading.words[before] in lexicon.surnames
        and not any(reading.at(kind, before) == first for kind in ("titles", "place_heads"))
    ):
        return True
    after_named = last < len(reading) and reading.near[last - 1] and reading.named[last]
    alone = after_named and not (last + 1 < len(reading) and reading.near[last] and reading.named[last + 1])
    return (
        alone
        and last - first == 2
        and reading.words[first] in lexicon.surnames | lexicon.weak_surnames
        and not any(kind in reading.hits and last in reading.hits[kind] for kind in ("gpe", "org", "titles"))
    )


def _add_weak(reading: Reading, places: dict[int, Found]) -> None:
    """`Mỹ`, `Đức`, `Anh` where the company they keep, here or elsewhere in the text, says country."""
    weak = reading.hits.get("gpe_weak", {})
    sure: set[str] = set()
    left: list[int] = []
    taken = {token for first, found in places.items() for token in range(first, found.last)}
    for first in sorted(weak):
        if first in taken or not _stands_alone(reading, first):
            continue
        if _keeps_company(reading, places, weak, first):
            places[first] = Found(first + 1, "gazetteer.gpe.context", 0.85)
            sure.add(reading.words[first])
        else:
            left.append(first)
    for first in left:
        word = reading.words[first]
        opens = reading.opens_sentence(first)
        if word in sure and not (opens and reading.at("never_first", first)):
            places[first] = Found(first + 1, "gazetteer.gpe.repeated", 0.7)


def _stands_alone(reading: Reading, token: int) -> bool:
    before = token - 1
    if reading.follows(token):
        if _ends(reading, "not_before_place", token) or _ends(reading, "honorifics", token):
            return False
        if reading.named[before] and not any(
            _ends(reading, kind, token)
            for kind in (
                "titles",
                "seat_heads",
                "before_place",
                "admin_units",
                "state_forms",
                "fields",
                "joiners",
            )
        ):
            return False
    after_named = token + 1 < len(reading) and reading.near[token] and reading.named[token + 1]
    return not after_named or _ends(reading, "titles", token) or _ends(reading, "fields", token)


def _keeps_company(reading: Reading, places: Places, weak: Mapping[int, int], token: int) -> bool:
    kinds = ("before_place", "titles", "seat_heads", "state_forms", "fields", "admin_units")
    if any(_ends(reading, kind, token) for kind in kinds):
        return True
    # In a row with another country: `Mỹ, Nga và Trung Quốc`, `Nga-Ukraine`.
    after = token + 1
    if reading.gap(token).strip() in {",", "-"} and (after in places or after in weak):
        return True
    if reading.at("joiners", after) == after + 1 and (after + 1 in places):
        return True
    if token and reading.gap(token - 1).strip() in {",", "-"}:
        return any(found.last == token for found in places.values())
    if token > 1 and reading.at("joiners", token - 1) == token:
        return any(found.last == token - 1 for found in places.values())
    return False


def _ends(reading: Reading, kind: str, token: int) -> bool:
    """An entry of a kind ends right before a token, one space away."""
    if not reading.follows(token):
        return False
    found = reading.hits.get(kind, {})
    return any(found.get(first) == token for first in range(max(0, token - 6), token))


def _unit(reading: Reading, first: int, last: int) -> tuple[int, Found] | None:
    abbreviated = reading.at("abbreviated_units", first) == last and reading.named[first]
    gap = reading.gap(last - 1)
    if last >= len(reading) or not (gap == " " or (abbreviated and gap in _AFTER_ABBREVIATION)):
        return None
    plural = reading.follows(first) and reading.at("quantifiers", first - 1) == first
    begin = last if plural else first
    small = reading.at("small_units", first) == last
    name = reading.at("gpe", last) or reading.at("gpe_weak", last)
    if small and reading.at("country", last) is not None:
        return None
    if name is not None and not (small and name_end(reading, last) == name + 1):
        return begin, Found(_with_number(reading, name) if small else name, "gpe.unit", 0.95)
    number = reading.words[last].isdigit() and len(reading.words[last]) <= 2
    if number and reading.at("numbered_units", first) == last and not plural:
        return begin, Found(last + 1, "gpe.unit.number", 0.85)
    end = name_end(reading, last)
    if end == last:
        return None
    if end < len(reading) and reading.gap(end - 1) == "-":
        # `Tỉnh trưởng tỉnh Sê Kông Khăm-phone Vông-sả`: a transcribed person's name begins there.
        end -= 1
    if end == last:
        return None
    # `Chủ tịch UBND xã Nguyễn Văn A`: after a body's head a long name with a family name is a person's.
    person = reading.words[last] in reading.lexicon.surnames and end - last >= 3
    if person and _ends(reading, "seat_heads", first):
        return None
    return begin, Found(_with_number(reading, end) if small else end, "gpe.unit", 0.85)


def _with_number(reading: Reading, end: int) -> int:
    """`phường Hải Châu 2,`: a number that closes the name and counts nothing."""
    if end < len(reading) and reading.near[end - 1] and _NUMBER.fullmatch(reading.words[end]):
        return end if reading.near[end] else end + 1
    return end


def _add_row(reading: Reading, places: dict[int, Found], last: int) -> None:
    """`huyện Ba Tri, Bình Đại và Thạnh Phú`: the others of a row that ends with `và`."""
    row: list[tuple[int, int]] = []
    closed = False
    while not closed and last < len(reading):
        begin = last
        if reading.near[last - 1] and reading.at("joiners", last) and reading.near[last]:
            begin, closed = last + 1, True
        elif reading.gap(last - 1) != ", ":
            return
        end = name_end(reading, begin, 3)
        if end == begin or any(
            reading.at(kind, begin) for kind in ("titles", "honorifics", "org", "seat_heads")
        ):
            return
        row.append((begin, end))
        last = end
    for begin, end in row if closed else ():
        places.setdefault(begin, Found(end, "gpe.row", 0.65))


def _add_repeated(reading: Reading, places: dict[int, Found]) -> None:
    """`tỉnh Sê Kông` once, `Sê Kông` again: a name of two syllables or more that a unit has shown."""
    shown = {
        reading.words[last - size : last]
        for first, last in (
            (first, found.last) for first, found in places.items() if found.source == "gpe.unit"
        )
        for size in (2, 3)
        if last - first > size and all(reading.named[last - size : last])
    }
    if not shown:
        return
    for first in range(len(reading)):
        if first in places or not reading.named[first]:
            continue
        end = name_end(reading, first)
        if reading.words[first:end] in shown and not (reading.follows(first) and reading.named[first - 1]):
            places[first] = Found(end, "gpe.repeated", 0.75)


def name_end(reading: Reading, first: int, room: int = _ROOM) -> int:
    """One past the capitalised syllables, one space apart, that begin at a token."""
    last = first
    while (
        last < len(reading) and last - first < room and reading.named[last] and _is_name(reading.words[last])
    ):
        last += 1
        if not reading.near[last - 1]:
            break
    return last


def _is_name(word: str) -> bool:
    return word.replace("'", "").isalpha()


def place_candidates(reading: Reading, places: Places) -> Iterator[Candidate]:
    for first, found in places.items():
        yield reading.candidate(first, found.last, "GPE", found.source, found.score)
    for first, last in reading.hits.get("loc", {}).items():
        yield reading.candidate(first, last, "LOC", "gazetteer.loc", 0.95)
    for first, last in reading.hits.get("numbered_places", {}).items():
        if reading.near[last - 1] and reading.words[last][0].isdigit():
            yield reading.candidate(first, last + 1, "LOC", "loc.numbered", 0.8)
    for first, last in reading.hits.get("place_heads", {}).items():
        end = _landmark_end(reading, first, last)
        if end is not None:
            yield reading.candidate(first, end, "LOC", "loc.head", 0.75)


def _landmark_end(reading: Reading, first: int, last: int) -> int | None:
    """`sân bay Nội Bài`, `Tượng đài Chủ tịch Hồ Chí Minh`."""
    if not reading.near[last - 1] or reading.at("org", last):
        return None
    capital = reading.named[first]
    if (
        capital
        and reading.follows(first)
        and reading.named[first - 1]
        and not reading.opens_sentence(first - 1)
    ):
        return None
    if capital and last - first == 1 and reading.words[first] in reading.lexicon.surnames:
        # `Hồ Chí Minh`, but `Hồ Tây` at the head of a sentence.
        return None
    body = last
    title = reading.at("titles", last)
    if title is not None and reading.near[title - 1]:
        body = title
    known = reading.at("loc", body) or reading.at("gpe", body)
    end = max(known or 0, name_end(reading, body))
    if end <= body or not reading.named[body] or reading.at("not_names", body):
        return None
    # `vùng biển Việt Nam`, `đường Trung Quốc`: a country's, not a name.
    if reading.at("country", body) == end or (reading.at("gpe_weak", body) == end and end - body == 1):
        return None
    return end
