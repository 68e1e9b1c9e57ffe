"""People (PER): a name after a title or a word of address, a family name in front, a name met before."""

import re
from collections.abc import Iterator

from annotation.suggest.bodies import Bodies
from annotation.suggest.places import Places, chain
from annotation.suggest.reading import Candidate, Reading
from schemas.language.vi.syllable import syllable_of

_LONGEST = 6  # syllables of a foreign name
_LONGEST_NATIVE = 5
_BARE = ("office_heads", "company_heads", "seat_heads")
_INITIALS = re.compile(r"[A-ZĐ](?:\.[A-ZĐ]h?){1,3}(?![^\W_])")


def find_people(reading: Reading, places: Places, bodies: Bodies) -> Iterator[Candidate]:
    """PER candidates; those found by their title are then sought in the rest of the text."""
    found: list[tuple[int, int, str, float]] = []
    for last in reading.hits.get("titles", {}).values():
        begin = _after_title(reading, places, bodies, last)
        if begin is not None and (end := _name_end(reading, places, begin)) is not None:
            # `ca sĩ Mỹ Tâm`, but `nông dân Bát Tràng`: two native syllables may be a place.
            plain = not _is_native(reading, begin) and all(
                syllable_of(word) is not None for word in reading.words[begin:end]
            )
            if end - begin > 1:
                found.append((begin, end, "per.title", 0.65 if plain else 0.95))
            elif begin != last and not plain:
                found.append((begin, end, "per.title", 0.75))
    for first, last in reading.hits.get("honorifics", {}).items():
        if not reading.near[last - 1] or (first > 0 and reading.named[first] and reading.follows(first)):
            continue
        if (initials := _INITIALS.match(reading.text, reading.starts[last])) is not None:
            yield Candidate(initials.start(), initials.end(), "PER", "per.initials", 0.7)
        elif reading.at("titles", last) is None:
            end = _name_end(reading, places, last)
            if end is not None and _is_called(reading, first, last, end):
                found.append((last, end, "per.honorific", 0.9 if end - last > 1 else 0.75))
    for first in range(len(reading)):
        family = _by_family_name(reading, places, first)
        if family is not None:
            found.append((first, *family))
    for first, last, source, score in found:
        yield reading.candidate(first, last, "PER", source, score)
    yield from _again(reading, found)


def _after_title(reading: Reading, places: Places, bodies: Bodies, last: int) -> int | None:
    """Where the name should begin after a title: past its country, body or portfolio, and further titles."""
    token = last
    for _ in range(6):
        if token >= len(reading) or not reading.near[token - 1]:
            return None
        if token in bodies and reading.named[token]:
            token = bodies[token].last
        elif _is_native(reading, token) and not _splits(reading, places, token):
            return token
        elif (end := _between(reading, places, token)) is not None:
            token = end
        else:
            return token
    return None


def _between(reading: Reading, places: Places, token: int) -> int | None:
    """One past what may stand between a title and its name: another title, a country, a portfolio."""
    for kind in ("titles", "honorifics"):
        if (end := reading.at(kind, token)) is not None:
            return end
    if (end := chain(reading, places, token)) is not None:
        return end
    for kind in ("gpe_weak", "fields"):
        if (end := reading.at(kind, token)) is not None:
            return end
    if reading.named[token] and (end := _bare_head(reading, token)) is not None:
        return end
    return reading.at("title_links", token)


def _bare_head(reading: Reading, token: int) -> int | None:
    """`Giám đốc Sở Nguyễn Văn A`: the body is named elsewhere."""
    return next((end for kind in _BARE if (end := reading.at(kind, token))), None)


def _splits(reading: Reading, places: Places, token: int) -> bool:
    """A place that begins like a person, before a person: `Chủ tịch Hà Nội Trần Văn A`."""
    place = places.get(token)
    if place is None:
        return False
    last = place.last
    return last >= len(reading) or not (
        reading.near[last - 1] and reading.named[last] and reading.words[last] not in reading.lexicon.surnames
    )


def _name_end(reading: Reading, places: Places, first: int) -> int | None:
    """One past a person's name that begins at a token, or None where none can begin."""
    if first >= len(reading) or not _is_syllable(reading, first):
        return None
    native = _is_native(reading, first)
    if len(reading.words[first]) == 1 and not (native and reading.near[first] and reading.named[first + 1]):
        return None
    longest = _LONGEST_NATIVE if native else _LONGEST
    last = first + 1
    while last < len(reading) and last - first < longest and _goes_on(reading, last, native):
        gap = reading.gap(last - 1)
        if gap != " " and not (gap == "-" and not native):
            break
        if not native and last in places and not (last - first == 1 and gap == "-"):
            break
        if reading.at("titles", last) is not None and not native and last - first > 1:
            break
        last += 1
    if first in places and places[first].last >= last and not native:
        return None
    return last


def _goes_on(reading: Reading, token: int, native: bool) -> bool:
    """A capitalised syllable, or the rest of a transcribed one: `Khăm-phone`."""
    if _is_syllable(reading, token):
        return True
    return not native and reading.gap(token - 1) == "-" and reading.words[token].isalpha()


def _is_syllable(reading: Reading, token: int) -> bool:
    word = reading.text[reading.starts[token] : reading.ends[token]]
    if not reading.named[token] or not word.replace("'", "").replace("’", "").isalpha():
        return False
    # Abbreviations are bodies, not names; `NGUYỄN VĂN A` in a headline is a name.
    abbreviation = len(word) > 1 and word.isupper() and word.isascii()
    return not abbreviation and reading.at("not_names", token) is None


def _is_native(reading: Reading, token: int) -> bool:
    if not reading.named[token]:
        return False
    word = reading.words[token]
    return word in reading.lexicon.surnames or word in reading.lexicon.weak_surnames


def _is_foreign(reading: Reading, token: int) -> bool:
    """No Vietnamese syllable, and long enough to be met alone."""
    return len(reading.words[token]) >= 4 and syllable_of(reading.words[token]) is None


def _is_called(reading: Reading, first: int, last: int, end: int) -> bool:
    """`anh Nam` is a name; `Anh` at the head of a sentence before a capital is hardly an address."""
    if reading.words[first] == "mẹ" and end - last == 1:
        return False
    return end - last > 1 or not reading.named[first] or reading.opens_sentence(first)


def _by_family_name(reading: Reading, places: Places, first: int) -> tuple[int, str, float] | None:
    """`Nguyễn Văn A` without any title: a family name and two to four capitalised syllables."""
    word = reading.words[first]
    strong = word in reading.lexicon.surnames
    if not reading.named[first] or not (strong or word in reading.lexicon.weak_surnames):
        return None
    # In the middle of a capitalised run it may be anything: `Trường Đại học Nguyễn Tất Thành`.
    inside = reading.follows(first) and _is_syllable(reading, first - 1)
    if inside and not _closes_title(reading, first) and not reading.opens_sentence(first - 1):
        return None
    last = _name_end(reading, places, first)
    if last is None or last - first < 2 or last - first > 4:
        return None
    middle = reading.words[first + 1] in reading.lexicon.middle_names
    if first in places and places[first].last >= last - 1:
        return None
    if last - first == 2:
        return (last, "per.family_name", 0.6) if strong and not reading.opens_sentence(first) else None
    if strong or middle:
        return last, "per.family_name", 0.9 if strong and middle else 0.75
    return None


def _closes_title(reading: Reading, first: int) -> bool:
    titles = reading.hits.get("titles", {})
    return any(titles.get(token) == first for token in range(max(0, first - 6), first))


def _again(reading: Reading, found: list[tuple[int, int, str, float]]) -> Iterator[Candidate]:
    """The same name elsewhere, and a foreigner's last name by itself."""
    names: dict[str, tuple[str, float]] = {}
    for first, last, source, score in found:
        if score < 0.75:
            continue
        surface = reading.text[reading.starts[first] : reading.ends[last - 1]]
        if last - first >= 2:
            names.setdefault(surface, ("per.repeated", 0.85))
        if not _is_native(reading, first) and source == "per.title" and _is_foreign(reading, last - 1):
            tail = last - 1
            while tail > first and reading.gap(tail - 1) == "-":
                tail -= 1
            short = reading.text[reading.starts[tail] : reading.ends[last - 1]]
            names.setdefault(short, ("per.repeated.last_name", 0.7))
    begins = {start: token for token, start in enumerate(reading.starts)}
    stops = {stop: token + 1 for token, stop in enumerate(reading.ends)}
    for surface, (source, score) in names.items():
        place = reading.text.find(surface)
        while place != -1:
            begin, end = begins.get(place), stops.get(place + len(surface))
            if begin is not None and end is not None:
                yield reading.candidate(begin, end, "PER", source, score)
            place = reading.text.find(surface, place + len(surface))
