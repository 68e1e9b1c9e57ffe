"""The constants of a site, drawn once: its parts and their order, its wording, how it sets pictures and boxes."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.any_site.words import COINED, FOOTS, HEADINGS, MENU, NAMES, NOTICES, SHARES

_ABOVE = (
    *("menu", "bar", "crumbs", "crumb-lines", "section", "links", "stamp", "notice", "ticker", "teasers"),
    *("name", "date", "box", "rows", "leads", "pairs"),
)
_BELOW_TITLE = (
    *("stamp", "stamp", "author", "share", "section", "notice", "opinions", "audio", "links", "picture"),
    *("house", "contents", "bio"),
)
_INSIDE = (
    *("box", "box", "link", "link", "bare-link", "picture", "picture", "picture", "notice", "quote", "share"),
    *("video", "rows", "rows", "house", "pull", "poll", "series"),
)
# What only its matter tells from the story.
_SELDOM_INSIDE = ("teaser", "leads", "bio", "half")
_AFTER = (
    *("author", "author", "source", "tags", "share", "box", "box", "box", "links", "pairs", "opinions"),
    *(
        "notice",
        "foot",
        "menu",
        "bio",
        "bio",
        "stamp",
        "numbered",
        "teasers",
        "bar",
        "rows",
        "house",
        "house",
    ),
    *("leads", "readers", "readers", "next", "poll", "series", "correction", "half"),
)
_STAMPS = (
    "{d}",
    "{d} {t}",
    "{t} {d}",
    "Thứ Ba, {d}, {t} (GMT+7)",
    "Đăng ngày {d}",
    "Cập nhật lúc {t} ngày {d}",
    "{t} | {d}",
    "Ngày đăng: {d} - {v} lượt xem",
    "{name} - {d} {t}",
    "{n} giờ trước",
    "{n} giờ trước · {name}",
    "{name} | {t}, {d}",
)
_CREDITS = (
    "{name}",
    "Theo {name}",
    "Tác giả: {name}",
    "{name} (tổng hợp)",
    "Bài, ảnh: {name}",
    "- {name} -",
    "{NAME}",
    "PV {name}",
    "{name}/{site}",
    "By {name}",
    "Nguồn: {site}",
)
_CAPTIONS = (
    *("{}", "{}", "{}.", "{}.", "{} Ảnh: {name}", "{}. Ảnh: {name}", "{} - Ảnh: {name}", "{} (Ảnh: {name})"),
    *("{} (Ảnh chụp màn hình)", "{} (Nguồn: {site})", "Hình: {}", "Trong hình: {}.", "Ảnh: {}", "▲ {}"),
    *("{} / {name}", "{}. {name}", "Hình {n}. {}", "{} © {name}", "(Hình: {})"),
)
# What a picture shows, told for the picture alone.
SHOWN = (
    "[Người dân|Bà con|Các em nhỏ|Đoàn công tác|Khách] [{com}|{place}|ở {prov}] [có mặt|đứng đợi|làm việc] [tại|ở] {road} [sáng|chiều] {near:-3:0}.",
    "[Ông|Bà|Anh|Chị|Em] {p.g} [kể chuyện cũ|xem lại sổ|đứng trước nhà|trong giờ làm] [sáng|chiều|tối] {near:-3:0}.",
    "{p} [ở|tại] {place}, [nơi|chỗ] [mọi chuyện bắt đầu|chị làm việc {n:2-30} năm nay|nước dâng cao nhất].",
    "[Một góc|Con đường vào|Khu chợ] {place} [hôm|ngày] {near:-5:0}, [khi trời vừa tạnh|lúc {time}|sau {n:2-9} tháng].",
    "[Chiếc|Căn] [cầu|nhà|thuyền|bếp] [được|do] {org} [sửa|dựng] [hồi|từ] năm {year:-6} [còn|nay] [dùng tốt|phủ rêu].",
    "[Nhân viên|Bác sĩ|Thầy cô] {hosp} [đo huyết áp|phát thuốc|trò chuyện] [cho|với] {n:20-300} người [ngày|hôm] {near:-3:0}.",
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of other stories: where its items come from and how each is written."""

    heading: str
    items: tuple[int, int]
    form: str
    cut: bool
    fixed: bool
    bullet: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class AnySite:
    """The constants of a site. `gallery` is how often a picture stands over every paragraph,
    `shown` how often its caption is a sentence of its own; `upper` titles are capitals. `beside_heads` says where
    something foreign stands at each subheading: above it, below it, or not."""

    name: str
    host: str
    gaps: str
    above: tuple[str, ...]
    below_title: tuple[str, ...]
    inside: tuple[str, ...]
    after: tuple[str, ...]
    boxes: tuple[Box, ...]
    lines: dict[str, list[str]]
    pictures: str
    captions: tuple[str, ...]
    gallery: float
    shown: float
    beside_heads: str
    link: str
    stamp: str
    credit: str
    tags: str
    upper: bool
    seed: int


def make_site(rng: random.Random) -> AnySite:
    """Draw a site. Some have next to nothing beside the story, some are crowded."""
    kinds, words = ("Báo", "Tạp chí", "Trang", "Cổng"), ("Sông", "Núi", "Hoa", "Gió", "Mai", "Quê")
    name = f"{rng.choice(kinds)} {' '.join(rng.sample(words, 2))}"
    host = f"s{rng.randrange(10**6)}.example"
    much = rng.choice((0.3, 0.6, 1.0, 1.0, 1.5))
    return AnySite(
        name=name,
        host=host,
        gaps=rng.choice(("none", "none", "all", "blocks", "paragraphs", "some")),
        above=_drawn(rng, _ABOVE, 0.2 * much),
        below_title=_drawn(rng, _BELOW_TITLE, 0.26 * much),
        inside=(*_drawn(rng, _INSIDE, 0.22 * much), *_drawn(rng, _SELDOM_INSIDE, 0.08 * much)),
        after=_drawn(rng, _AFTER, 0.3 * much),
        boxes=tuple(_box(rng) for _ in range(4)),
        lines={
            "menu": rng.sample(MENU, rng.randint(3, 22)),
            "share": rng.sample(SHARES, rng.randint(1, 9)),
            "notice": rng.sample(NOTICES, rng.randint(1, 3)),
            "foot": [filled(line, rng, name, host) for line in rng.sample(FOOTS, rng.randint(1, 10))],
            "ticker": [_coined(rng)],
        },
        pictures=rng.choice(("none", "row", "markdown", "markdown", "alt", "bare", "bare", "silent")),
        captions=tuple(rng.choice(_CAPTIONS) for _ in range(rng.choice((1, 1, 2, 3)))),
        gallery=rng.choice((0.0, 0.0, 0.1, 0.3)),
        shown=rng.choice((0.0, 0.0, 0.4, 1.0)),
        beside_heads=rng.choice(("", "", "", "above", "above", "below", "both")),
        link=rng.choice(
            (
                *("Xem thêm: ", "Đọc thêm: ", ">> ", ">>> ", "» ", "→ ", "", "", "Liên quan: ", "Mời đọc: "),
                *("Có thể xem: ", "Mời bạn xem: ", "Nghe lại: ", "Tin trước: ", f"{_coined(rng)}: "),
                *("Tham khảo: ", "Read: ", "[Xem thêm] ", "Bài trước: ", "TIN KHÁC: ", f"[{_coined(rng)}] "),
            )
        ),
        stamp=rng.choice(_STAMPS),
        credit=rng.choice(_CREDITS),
        tags=rng.choice(("line", "lines", "heading", "hash", "comma", "none")),
        upper=rng.random() < 0.1,
        seed=rng.getrandbits(32),
    )


def heading(rng: random.Random) -> str:
    """A heading of a box: one that many sites have, or words that none has."""
    words = rng.choice(HEADINGS) if rng.random() < 0.6 else _coined(rng)
    return rng.choice((words, words, words.upper(), f"{words}:", f"◆ {words}", f"{words} »"))


def filled(form: str, rng: random.Random, site: str, host: str, *, day: str = "", name: str = "") -> str:
    day = day or f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(2015, 2025)}"
    return (
        form.replace("{d}", day)
        .replace("{t}", f"{rng.randrange(24):02}:{rng.randrange(60):02}")
        .replace("{v}", str(rng.randrange(9000)))
        .replace("{n}", str(rng.randrange(2, 24)))
        .replace("{y}", str(rng.randrange(1999, 2026)))
        .replace("{name}", name or rng.choice(NAMES))
        .replace("{site}", site)
        .replace("{host}", host)
    )


def _coined(rng: random.Random) -> str:
    return " ".join(rng.sample(COINED, rng.randint(1, 5))).capitalize()


def _box(rng: random.Random) -> Box:
    forms = (
        *("plain", "plain", "plain", "pair", "pair", "teaser", "image", "numbered", "sectioned", "pictured"),
        *("dated", "dated-pair", "viewed", "thumb", "linked", "linked", "ranked"),
    )
    low = rng.choice((1, 1, 2, 3, 4))
    return Box(
        heading=heading(rng) if rng.random() < 0.85 else "",
        items=(low, low + rng.choice((0, 0, 2, 6))),
        form=rng.choice(forms),
        cut=rng.random() < 0.35,
        fixed=rng.random() < 0.3,
        bullet=rng.choice(("", "", "", "", "", "- ", "• ", "> ", "+ ", "* ", "● ", "◦ ")),
        long=rng.random() < 0.3,
    )


def _drawn(rng: random.Random, parts: Sequence[str], chance: float) -> tuple[str, ...]:
    chosen = [part for part in parts if rng.random() < chance]
    rng.shuffle(chosen)
    return tuple(chosen)
