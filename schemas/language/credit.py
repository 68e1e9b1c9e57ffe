"""Who wrote, sent or photographed: bylines, photo credits and datelines of the Vietnamese press, and English bylines.

`credit_of` reads the notation alone. "Theo" also opens ordinary sentences, so whether a whole line is a
byline is for the caller to decide, by its length and its neighbours.
"""

import re
from dataclasses import dataclass
from typing import Literal

_HOST = r"(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+[a-z]{2,}"
_UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"

# A photo's credit: its first word, what may stand before that, and what behind. Patterns that begin with words are
# searched for five times as fast as those that may begin with anything.
_PHOTO = (
    re.compile("Nguồn ảnh|Nguồn clip|Đồ họa|Đồ hoạ|Photo|Ảnh|Clip|Video"),
    re.compile(r"(?:^|[\s.,;!?…”\")\]])[(\[]?(?:[-–—|] ?)?\Z"),
    re.compile(
        r"(?: (?:minh họa|minh hoạ|tư liệu|chụp màn hình|cắt từ clip|nhân vật cung cấp))?"
        r"(?: ?: ?(?P<who>(?:[^:.!?]|\.(?=[^\s.])){2,60}))[)\]]?\.?(?: ?\|)?$"
    ),
)
_PHOTO_BARE = (
    re.compile("[Ảả][Nn][Hh] "),
    re.compile(r"(?:^|[\s.,;!?…”\")])[(\[]?(?:[-–—] ?)?\Z"),
    re.compile(r"(?:minh họa|minh hoạ|tư liệu|chụp màn hình|cắt từ clip)[)\]]?\.?(?: ?\|)?$", re.IGNORECASE),
)
MAY_CREDIT_PHOTO = (
    "Ảnh:|ảnh:|ẢNH:|Ảnh :|Photo:|Clip:|Video:|Đồ họa:|Đồ hoạ:|Ảnh minh h|ảnh minh h|Ảnh tư l|ảnh tư l|Ảnh chụp màn|ảnh chụp màn"
    "|Ảnh cắt|ảnh cắt|Ảnh nhân vật|ảnh nhân vật"
)
"""What nearly every photo credit in a text holds, for Rust's regex."""
_LONGEST_LEAD = 4
_THEO = re.compile(r"^\(?Theo:? (?P<who>.+?)\)?\.?$")
_NAMED = re.compile(
    r"^(?:Nguồn(?: tin)?|Tác giả|Người viết|Bài viết|Bài(?:,| và)? ảnh|Bài|Tin, ảnh|Tin|Tin, bài|Phóng viên|PV|Thực hiện|By)"
    r"(?: ?: ?|, )(?P<who>[^:]{2,60})$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:By|BY|(?:Written|Reported|Reporting|Story) by) (?P<who>[^:]{2,60})$")
_DATELINE = re.compile(
    rf"^(?P<place>[{_UPPER}][^\W\d_]*(?: [{_UPPER}][^\W\d_]*){{0,4}})?,? ?"
    rf"\((?P<agency>[{_UPPER}][\w+.]*(?: [\w+.]+){{0,3}})\) ?[-–—:.]? ?(?=[{_UPPER}“\"])"
)


_LONGEST_CREDIT = 120


@dataclass(frozen=True, slots=True)
class Credit:
    """`byline` has author or source, `photo` source or person, `dateline` agency and perhaps place."""

    kind: Literal["byline", "photo", "dateline"]
    author: str = ""
    source: str = ""
    person: str = ""
    place: str = ""
    agency: str = ""


def credit_of(line: str) -> Credit | None:
    """The credit that a cleaned line is (byline), ends with (photo) or opens with (dateline)."""
    # No photo credit is longer: what stands above the tail is not searched.
    tail = max(0, len(line) - _LONGEST_CREDIT)
    if found := _search(_PHOTO, line, tail):
        source, person = _source_and_person(found["who"].strip(" |)"))
        return Credit("photo", source=source, person=person)
    if _search(_PHOTO_BARE, line, tail):
        return Credit("photo")
    if found := _THEO.match(line) or _NAMED.match(line):
        who = found["who"].strip()
        if found.re is _NAMED and not line.lower().startswith("nguồn"):
            return Credit("byline", author=who)
        author, _, source = who.rpartition("/")
        if author and re.fullmatch(_HOST, source):
            return Credit("byline", author=author.strip(), source=source)
        return Credit("byline", source=who)
    if found := _BY.match(line):
        return Credit("byline", author=found["who"].strip())
    if found := _DATELINE.match(line):
        return Credit("dateline", place=found["place"] or "", agency=found["agency"])
    return None


def is_photo_credit(line: str) -> bool:
    """Whether `credit_of` calls a line's end a photo credit, without asking whose."""
    tail = max(0, len(line) - _LONGEST_CREDIT)
    return _search(_PHOTO, line, tail) is not None or _search(_PHOTO_BARE, line, tail) is not None


def ends_with_photo_credit(text: str) -> bool:
    """Whether a long text ends as a caption does; looking at its tail alone spares the rest."""
    return is_photo_credit(text[-_LONGEST_CREDIT:])


def _search(credit: tuple[re.Pattern[str], ...], line: str, tail: int) -> re.Match[str] | None:
    """What follows the first word of a photo's credit, where it is one and all of it stands behind `tail`."""
    word, lead, rest = credit
    for first in word.finditer(line, tail):
        place = first.start()
        found = rest.match(line, first.end())
        if found is not None and lead.search(line, max(tail, place - _LONGEST_LEAD), place):
            return found
    return None


def host_in(text: str) -> str | None:
    """The first domain name in a credit, without `www.`."""
    found = re.search(rf"(?<![\w.@]){_HOST}(?![\w.])", text.lower())
    return found[0].removeprefix("www.") if found else None


def _source_and_person(who: str) -> tuple[str, str]:
    """TTXVN/Minh Anh: an agency is in capitals or a domain, a person's name is neither."""
    first, _, rest = who.partition("/")
    if rest:
        if _is_agency(rest) and not _is_agency(first):
            first, rest = rest, first
        return first.strip(), rest.strip()
    return (who, "") if _is_agency(who) else ("", who)


def _is_agency(name: str) -> bool:
    return name.isupper() or " " not in name.strip() or re.fullmatch(_HOST, name) is not None
