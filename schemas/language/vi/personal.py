"""Phone numbers and numbers of identity cards as Vietnamese text writes them, and what says that they are no person's.

News is full of numbers, and of addresses that are meant to be used: hotlines, newsrooms, accounts for donations, decrees.
A number counts only with a prefix that exists, and neither as a part of a longer one nor behind a word that says
that it is an account, or no person's.
"""

import re

from schemas.language.personal_rule import (
    CLOSE,
    ENDS,
    MAILBOXES,
    NEAR,
    Card,
    PersonalRules,
    Phone,
    international,
)

# Near which nine digits are looked at; the newer cards, căn cước, have twelve.
_CARD_WORDS = "CMND|CMT|minh nhân dân|minh thư"
_ABROAD = r"(?:\+84|\(\+?84\)|0084)[ .\-]?(?:\(0\))?"
_MOBILE = re.compile(rf"(?:0|{_ABROAD})(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])(?:[ .\-]?[0-9]){{7}}{ENDS}")
# Area codes since 2017: two digits and eight for Hanoi and Ho Chi Minh City, three and seven elsewhere.
_AREA = "2(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|5[1-9]|6[0-39]|7[0-7]|9[0-79])"
_LANDLINE = re.compile(
    rf"\(?(?:0|{_ABROAD})(?:2[48]\)?[ .\-]{{0,2}}[2-9](?:[ .\-]?[0-9]){{7}}"
    rf"|{_AREA}\)?[ .\-]{{0,2}}[2-9](?:[ .\-]?[0-9]){{6}}){ENDS}"
)
# Province; 0 or 1 for men and women born in 19xx, 2 or 3 in 20xx; year; six digits.
_PROVINCES = (
    "00[12468]|01[0124579]|02[0245-7]|03[013-8]|04[024-689]|05[124-68]|06[024678]|07[024579]|08[02-4679]"
    "|09[1-6]"
)
_CCCD = re.compile(rf"(?:{_PROVINCES})[ .]?[0-3](?:[ .]?[0-9]){{8}}{ENDS}")
_CMND = re.compile(rf"[0-9]{{3}}[ .]?[0-9]{{3}}[ .]?[0-9]{{3}}{ENDS}")
_MAILBOXES = """
    toasoan bandoc banbientap bbt lienhe hotro cskh baochi tuyendung quangcao tuyensinh daotao vanphong phapluat thukytoasoan
    banthuky btc bantochuc dientu
"""

PERSONAL = PersonalRules(
    # Ten digits and more with two signs between them at the most: 2024-2028 before a full stop is none.
    near=(*NEAR, r"0[0-9 .()\-]{8,10}[0-9]", r"84[0-9 .()\-]{8,10}[0-9]", _CARD_WORDS),
    close=(
        rf"{CLOSE}|(?:^|[^0-9A-Za-z])\(?(?:0|(?:00)?84\)?[ .\-]?(?:\(0\))?)[235789](?:[ .()\-]{{0,2}}[0-9]){{8,9}}(?:[^0-9]|$)"
        rf"|(?:^|[^0-9])0[0-9]{{2}}[ .]?[0-3](?:[ .]?[0-9]){{8}}(?:[^0-9]|$)|{_CARD_WORDS}"
    ),
    cards=(Card(_CCCD, telling=True), Card(_CMND, telling=False)),
    phones=(
        Phone(_MOBILE, desk=False, least=2),
        Phone(_LANDLINE, desk=True, least=1),
        international(home="84"),
    ),
    card=re.compile(r"căn cước|cccd|cmnd|cmt\b|chứng minh (?:nhân dân|thư)|định danh"),
    account=re.compile(
        r"tài khoản|bank\b|\bstk\b|số tk|\btk\b|mã số|\bmst\b|số hiệu|mã vạch|mã đơn|\bimei\b|\bvé\b|xổ số|giấy phép|số đăng ký"
    ),
    official=re.compile(
        r"hotline|đường dây nóng|tổng đài|t(?:òa|oà) soạn|ban biên tập|bạn đọc|độc giả|\bfax\b|quảng cáo|ban tổ chức|\bbtc\b"
        r"|trực ban|chăm sóc khách hàng|\bcskh\b|dự thi|hòm thư"
    ),
    institution=re.compile(
        r"công an|cảnh sát|bệnh viện|trung tâm|\bsở\b|\bphòng\b|\bubnd\b|[ủu][ỷy]? ban|\btrường\b|công ty|văn phòng|cục\b"
        r"|\bcơ sở\b|chi nhánh|khách sạn|nhà hàng|\bbộ\b|\bban\b|\bbáo\b|trụ sở|cơ quan|ngân hàng|đại sứ|lãnh sự"
        r"|\bt(?:òa|oà)\b|viện\b|hội\b"
    ),
    and_words=("hoặc", "và", "hay"),
    mailboxes=MAILBOXES | frozenset(_MAILBOXES.split()),
)
