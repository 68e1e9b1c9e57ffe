"""Names that go on in lower case for a syllable: `Viện Nghiên cứu Cây trồng Cao Nguyên`."""

from annotation.suggest.places import Places, chain
from annotation.suggest.reading import Reading

_ROOM = 14
_HEADS = ("office_heads", "seat_heads", "company_heads", "org", "titles", "honorifics", "admin_units")


def phrase_end(
    reading: Reading, places: Places, first: int, *, begun: bool = False, people_follow: bool = False
) -> int:
    """One past the name that begins at a token; `first` itself where none does.

    Every capitalised syllable may draw one without a capital behind it, if a capital follows again:
    that is how Vietnamese bodies and events are written. Where `people_follow` (a title stands before),
    a family name ends the phrase. A field of work without a capital may only open a phrase that has not
    `begun`: `Câu lạc bộ bóng đá nữ X`.
    """
    token = end = first
    while token < len(reading) and token - first < _ROOM:
        if token > first and not _linked(reading, token):
            break
        if token > first and reading.named[token] and _is_next_name(reading, token, people_follow):
            break
        known = _known(reading, places, token, begun or end > first)
        if known is not None:
            token = end = known
        elif reading.named[token]:
            if reading.at("not_names", token):
                break
            token = end = token + 1
        elif (
            token > first
            and token == end
            and reading.gap(token - 1) == "-"
            and reading.words[token].isalpha()
        ):
            token = end = token + 1
        elif end > first and token == end and _carries_on(reading, places, token):
            token += 1
        else:
            break
    return end


def _linked(reading: Reading, token: int) -> bool:
    if reading.near[token - 1]:
        return True
    # `Tài chính - Ngân sách`, `Huế - Sê Kông`, `Vắc-xin`
    return reading.gap(token - 1).strip(" ") == "-" and reading.named[token - 1]


def _known(reading: Reading, places: Places, token: int, begun: bool) -> int | None:
    """One past a field of work or a place; a place without a capital (`tỉnh X`) closes what has begun."""
    ends = [reading.at("fields", token)] if reading.named[token] or not begun else []
    ends.append(chain(reading, places, token))
    if reading.named[token]:
        ends.append(reading.at("loc", token))
    found = [end for end in ends if end is not None]
    return max(found, default=None)


def _is_next_name(reading: Reading, token: int, people_follow: bool) -> bool:
    """Another body, or a person after their office."""
    if reading.at("titles", token) or reading.at("honorifics", token):
        return True
    return people_follow and reading.words[token] in reading.lexicon.surnames


def _carries_on(reading: Reading, places: Places, token: int) -> bool:
    """A syllable without a capital between two with one, that is no verb or preposition."""
    after = token + 1
    if after >= len(reading) or not reading.near[token]:
        return False
    if not (reading.named[after] or after in places):
        return False
    if reading.at("joiners", token):
        return reading.named[after] and not any(reading.at(kind, after) for kind in _HEADS)
    return reading.at("breakers", token) is None and not reading.words[token].isdigit()
