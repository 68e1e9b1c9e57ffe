"""Phone numbers, numbers of identity cards and e-mail addresses of persons, as Vietnamese text writes them.

News is full of numbers, and of addresses that are meant to be used: hotlines, newsrooms, accounts for donations, decrees.
A number counts only with a prefix that exists, and neither as a part of a longer one nor behind a word that says
that it is an account, or no person's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_CARD_WORDS = "CMND|CMT|minh nhân dân|minh thư"
NEAR = ("@", r"0[0-9 .()\-]{9}", r"84[0-9 .()\-]{9}", _CARD_WORDS)
"""What a text has that holds any, for Rust's regex. Each begins with letters of its own, which are found at 5 to 17 GB/s;
as one pattern they take four times as long."""

CLOSE = (
    r"@[A-Za-z0-9]|(?:^|[^0-9A-Za-z])\(?(?:0|(?:00)?84\)?[ .\-]?(?:\(0\))?)[235789](?:[ .()\-]{0,2}[0-9]){8,9}(?:[^0-9]|$)"
    rf"|(?:^|[^0-9])0[0-9]{{2}}[ .]?[0-3](?:[ .]?[0-9]){{8}}(?:[^0-9]|$)|{_CARD_WORDS}"
)
"""The same more closely, at half a GB/s: a table's rows and spans of years are near as well."""

# Where a number may begin: not within another, a word or a web address.
_START = re.compile(r"[0-9(+](?<![0-9A-Za-z/_@=#].)(?<![0-9][.,\- ].)(?=[0-9 .()\-+]{8})")
_ENDS = r"(?![0-9A-Za-z/_@])(?![.,\-][0-9])(?! [1-9])"
_ABROAD = r"(?:\+84|\(\+?84\)|0084)[ .\-]?(?:\(0\))?"
_MOBILE = re.compile(rf"(?:0|{_ABROAD})(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])(?:[ .\-]?[0-9]){{7}}{_ENDS}")
# Area codes since 2017: two digits and eight for Hanoi and Ho Chi Minh City, three and seven elsewhere.
_AREA = "2(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|5[1-9]|6[0-39]|7[0-7]|9[0-79])"
_LANDLINE = re.compile(
    rf"\(?(?:0|{_ABROAD})(?:2[48]\)?[ .\-]{{0,2}}[2-9](?:[ .\-]?[0-9]){{7}}"
    rf"|{_AREA}\)?[ .\-]{{0,2}}[2-9](?:[ .\-]?[0-9]){{6}}){_ENDS}"
)
# Province; 0 or 1 for men and women born in 19xx, 2 or 3 in 20xx; year; six digits.
_PROVINCES = (
    "00[12468]|01[0124579]|02[0245-7]|03[013-8]|04[024-689]|05[124-68]|06[024678]|07[024579]|08[02-4679]"
    "|09[1-6]"
)
_CCCD = re.compile(rf"(?:{_PROVINCES})[ .]?[0-3](?:[ .]?[0-9]){{8}}{_ENDS}")
_CMND = re.compile(rf"[0-9]{{3}}[ .]?[0-9]{{3}}[ .]?[0-9]{{3}}{_ENDS}")
_EMAIL = re.compile(
    r"[A-Za-z0-9](?<![A-Za-z0-9._%+\-].)[A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,}"
)

_CARD = re.compile(r"căn cước|cccd|cmnd|cmt\b|chứng minh (?:nhân dân|thư)|định danh")
_ACCOUNT = re.compile(
    r"tài khoản|bank\b|\bstk\b|số tk|\btk\b|mã số|\bmst\b|số hiệu|mã vạch|mã đơn|\bimei\b|\bvé\b|xổ số|giấy phép|số đăng ký"
)
_OFFICIAL = re.compile(
    r"hotline|đường dây nóng|tổng đài|t(?:òa|oà) soạn|ban biên tập|bạn đọc|độc giả|\bfax\b|quảng cáo|ban tổ chức|\bbtc\b"
    r"|trực ban|chăm sóc khách hàng|\bcskh\b|dự thi|hòm thư"
)
# Whoever is rung at a desk is an institution, if the line names one.
_INSTITUTION = re.compile(
    r"công an|cảnh sát|bệnh viện|trung tâm|\bsở\b|\bphòng\b|\bubnd\b|[ủu][ỷy]? ban|\btrường\b|công ty|văn phòng|cục\b|\bcơ sở\b"
    r"|chi nhánh|khách sạn|nhà hàng|\bbộ\b|\bban\b|\bbáo\b|trụ sở|cơ quan|ngân hàng|đại sứ|lãnh sự|\bt(?:òa|oà)\b|viện\b|hội\b"
)
_ROLES = """
    toasoan bandoc banbientap bbt info information contact lienhe hotro support help cskh admin webmaster press media baochi
    tuyendung hr quangcao ads tuyensinh daotao vanphong office sales marketing service services news editor hello mail email
    hotline phapluat thukytoasoan banthuky btc bantochuc online dientu noreply
"""
_ROLE = frozenset(_ROLES.split())
_BEFORE, _AFTER, _LINE = 60, 25, 120
_JOINS = re.compile(r"[\s,;/|&.()–\-]*(?:hoặc|và|hay)?[\s,;/|&.()–\-]*")

Kind = Literal["phone number", "identity card number", "e-mail address"]


@dataclass(frozen=True, slots=True)
class Personal:
    """What it is, and its place: code points, end exclusive."""

    kind: Kind
    start: int
    end: int


def personal_data(text: str) -> Iterator[Personal]:
    """Numbers in the order of the text, then addresses."""
    yield from _numbers(text)
    for match in _EMAIL.finditer(text) if "@" in text else ():
        if not _is_office(match[0]) and not _OFFICIAL.search(_before(text, match.start())):
            yield Personal("e-mail address", *match.span())


def _numbers(text: str) -> Iterator[Personal]:
    done, hotline = 0, -1
    for first in _START.finditer(text):
        start = first.start()
        if start < done:
            continue
        before = _before(text, start)
        if card := _CCCD.match(text, start) or _CMND.match(text, start):
            done = card.end()
            named = _CARD.search(before) is not None
            if named or (card.re is _CCCD and not _ACCOUNT.search(before)):
                yield Personal("identity card number", start, done)
        elif number := _MOBILE.match(text, start) or _LANDLINE.match(text, start):
            done = number.end()
            # One that follows a hotline is another of its numbers.
            goes_on = 0 <= hotline >= start - _AFTER and _JOINS.fullmatch(text, hotline, start) is not None
            if goes_on or _is_nobodys(text, start, done, desk=number.re is _LANDLINE):
                hotline = done
            elif _is_written_so(number[0], 1 if number.re is _LANDLINE else 2):
                yield Personal("phone number", start, done)


def _is_nobodys(text: str, start: int, end: int, *, desk: bool) -> bool:
    before = _before(text, start, _LINE if desk else _BEFORE)
    said = f"{before} {text[end : end + _AFTER].split(chr(10))[0].lower()}"
    patterns = (_OFFICIAL, _INSTITUTION) if desk else (_OFFICIAL,)
    return _ACCOUNT.search(before) is not None or any(pattern.search(said) for pattern in patterns)


def _before(text: str, start: int, many: int = _BEFORE) -> str:
    """The end of what the line says before a place, in small letters."""
    return text[max(start - many, 0) : start].rsplit("\n", 1)[-1].lower()


def _is_written_so(number: str, least: int) -> bool:
    """A number has five groups at most, of `least` digits or more: 0912 3 4 5 6 7 8 is a table's row."""
    groups = re.split(r"[^0-9]+", number.strip("(+) "))
    return len(groups) <= 5 and all(len(group) >= least or group == "0" for group in groups)


def _is_office(address: str) -> bool:
    local, _, domain = address.lower().partition("@")
    names = {local, *re.split(r"[._+\-]|\d+", local)}
    return not names.isdisjoint(_ROLE) or local in re.split(r"[.\-]", domain)
