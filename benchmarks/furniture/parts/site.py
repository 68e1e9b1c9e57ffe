"""What a site shows on every page: menus, crumbs, share bars, tags, players, imprints, widgets, pages of pages."""

from benchmarks.furniture.names import PROVINCES
from benchmarks.furniture.parts.boxes import in_own_region
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part
from benchmarks.furniture.parts.stamps import stamp_form
from benchmarks.furniture.parts.words import ORNAMENTS

_JOINS = (" | ", "  ", " / ", " • ", " ", " - ", ", ", "", " · ", "|")
_CRUMBS = (" > ", " / ", " » ", " › ", " | ", " → ", " - ", " :: ", " >> ", "/", " ▸ ", " \\ ", " ❯ ")
_HOMES = ("Trang chủ", "Trang nhất", "Home", "", "Trang chủ", "🏠", "Tin tức", "{site}")
_IMPRINT = (
    "Cơ quan chủ quản: [Hội|Sở|Liên hiệp|Viện] {place}",
    "Tổng biên tập: {p}",
    "[Phó tổng biên tập|Thư ký tòa soạn]: {p}, {p}",
    "Trụ sở: [số |]{n:1-400} {road}, {prov}",
    "Giấy phép [số |]{n:10-900}/GP-[BTTTT|TTĐT] [do Bộ Thông tin cấp |]ngày {n:1-28}/{n:1-12}/20{n:10-24}",
    "Điện thoại: 0{n:20-29}.{n:1000000-9999999} - Fax: 0{n:20-29}.{n:1000000-9999999}",
    "Email: toasoan@{host}",
    "© 20{n:10-25} [Bản quyền thuộc về|Toàn bộ bản quyền thuộc] {site}",
    "© Copyright 20{n:10-25} {site}. All rights reserved",
    "[Đường dây nóng|Hotline]: 09{n:10000000-99999999}",
    "Liên hệ quảng cáo: {p} - 09{n:10000000-99999999}",
    "[Chịu trách nhiệm nội dung|Người chịu trách nhiệm]: [ông|bà] {p}",
    "[Không|Chỉ] được [sao chép|phát hành lại] thông tin [khi chưa|nếu không] có [sự chấp thuận|đồng ý bằng văn bản] của {site}.",
    "Thiết kế bởi {co.g}",
    "Phát triển bởi {co}",
    "Văn phòng đại diện: {n:1-400} {road}, {prov}",
    "Số lượt truy cập: {n:10000-9000000}",
    "[Đang online|Đang trực tuyến]: {n:10-900}",
    "Chính sách bảo mật",
    "Điều khoản sử dụng",
    'Ghi rõ nguồn "{site}" khi phát hành lại thông tin từ website này.',
    "{site} giữ bản quyền nội dung trên website này.",
    "Tòa soạn",
    "RSS",
    "Giới thiệu",
    "Liên hệ",
)


def menu(kit: Kit) -> Part:
    """Sections in lines or run together."""
    most = kit.pick((12, 26, 26, 40, 110))
    words = [kit.word("section", dressed=False) for _ in range(kit.rng.randint(4, most))]
    if kit.chance(0.6):
        words.insert(0, kit.say(kit.pick(_HOMES)) or "Trang chủ")
    joined = kit.pick(("lines", "lines", "lines", "one", "some"))
    join = kit.pick(_JOINS)
    css = kit.css("menu")
    before, after = kit.pick(ORNAMENTS) if kit.chance(0.15) else ("", "")
    upper = kit.chance(0.25)
    words = [f"{before}{word.upper() if upper else word}{after}" for word in words]

    def lay(page: Canvas) -> None:
        if joined == "lines":
            for word in words:
                page.add(word, "li", css, region="nav")
        elif joined == "one":
            page.add(join.join(words), "div", css, region="nav")
        else:
            for at in range(0, len(words), 5):
                page.add(join.join(words[at : at + 5]), "div", css, region="nav")

    return lay


def top_bar(kit: Kit) -> Part:
    """Logo, today's day, log in, skip to content."""
    lines = kit.rng.sample(
        (
            kit.name,
            kit.name.upper(),
            kit.host,
            "Đăng nhập",
            "Đăng ký",
            "Tìm kiếm",
            "Skip to content",
            "Menu",
            "E-paper",
            "Hotline: 09{n:10000000-99999999}",
            "Cơ quan của [Hội|Sở] {place}",
            "English",
            "Tiếng Việt",
            "Đặt báo",
            "Mới nhất",
            "Tin theo khu vực",
            "Hà Nội",
            "TP. Hồ Chí Minh",
            "{prov} {n:15-38}°C",
            "Chuyển đến nội dung",
            "X",
            "×",
            "Thứ {n:2-7}, {n:1-28}/{n:1-12}/202{n:0-5}",
            "Diễn đàn của nhân dân",
            "Tiếng nói của {place}",
            "Toggle navigation",
            "Search for:",
            "Gửi bài",
            "Follow us",
        ),
        kit.rng.randint(1, 6),
    )
    fixed = [kit.say(line) for line in lines]

    def lay(page: Canvas) -> None:
        for line in fixed:
            page.add(line, "div", "", region="header")

    return lay


def crumbs(kit: Kit) -> Part:
    """The way from the front page to this one."""
    home, sign = kit.pick(_HOMES).replace("{site}", kit.name), kit.pick(_CRUMBS)
    way, css = kit.pick(("one", "one", "lines", "signs", "one-title")), kit.css("breadcrumb")
    deeper = kit.chance(0.3)

    def lay(page: Canvas) -> None:
        steps = [step for step in (home, page.story.section) if step]
        if deeper:
            steps.append(page.say("[Tin|Tin tức|{place}|Trong nước|Muôn màu]"))
        if way == "one-title":
            steps.append(page.story.title)
        if way in ("one", "one-title"):
            page.add(sign.join(steps), "div", css)
            return
        for at, step in enumerate(steps):
            if at and way == "signs":
                page.add(sign.strip(), "span", css)
            page.add(step, "a", css)

    return lay


def section(kit: Kit) -> Part:
    """The story's section, alone."""
    upper, css = kit.chance(0.3), kit.css("cat")
    return lambda page: page.add(page.story.section.upper() if upper else page.story.section, "a", css)


def share(kit: Kit) -> Part:
    """Buttons, a line each or in one line."""
    words = [kit.word("share", dressed=False) for _ in range(kit.rng.randint(1, 9))]
    join = kit.pick(("", "", "", " ", " | ", "  ", " / "))
    count, css = kit.chance(0.15), kit.css("share")

    def lay(page: Canvas) -> None:
        if join:
            page.add(join.join(words), "div", css)
            return
        for word in words:
            page.add(word, "a", css)
        if count:
            page.add(str(page.rng.randrange(0, 400)), "span", css)

    return lay


def audio(kit: Kit) -> Part:
    words, css = [kit.word("audio") for _ in range(kit.rng.randint(1, 4))], kit.css("audio")
    timed = kit.chance(0.5)

    def lay(page: Canvas) -> None:
        for word in words:
            page.add(word, "div", css)
        if timed:
            page.add(f"0:00 / {page.rng.randint(1, 9)}:{page.rng.randint(10, 59)}", "span", css)

    return lay


def tags(kit: Kit) -> Part:
    """Keywords of the story: one line, many lines, hashes, with a label or none."""
    label, css = kit.word("tags") if kit.chance(0.75) else "", kit.css("tags")
    way, sign = (
        kit.pick(("inline", "inline", "lines", "lines", "hash-line", "hash-lines")),
        kit.pick((", ", " ", "; ", " | ", " / ", ",")),
    )
    lower = kit.chance(0.4)

    def lay(page: Canvas) -> None:
        words = [tag.lower() if lower else tag for tag in page.story.tags]
        if way.startswith("hash"):
            words = ["#" + word.replace(" ", "") for word in words]
        if way in ("inline", "hash-line"):
            page.add(
                f"{label}{'' if label.endswith(':') or not label else ':'} {sign.join(words)}".strip(),
                "div",
                css,
            )
            return
        page.add(label, "span", css)
        for word in words:
            page.add(word, "a", css)

    return lay


def contents(kit: Kit) -> Part:
    """A table of contents: the story's subheadings, said before their time."""
    label, css = kit.word("toc"), kit.css("toc")
    numbered = kit.chance(0.4)

    def lay(page: Canvas) -> None:
        headings = [page.story.paragraphs[at] for at in sorted(page.story.subheadings)]
        if len(headings) >= 2:
            page.add(label, "div", css)
            for at, heading in enumerate(headings, 1):
                page.add(f"{at}. {heading}" if numbered else heading, "li", css)

    return in_own_region(kit, lay, css)


def summary(kit: Kit) -> Part:
    """A site's digest in the side column: what other stories say, in bullets."""
    label, bullet, css = kit.word("latest"), kit.pick(("", "- ", "• ", "✓ ")), kit.css("digest")

    def lay(page: Canvas) -> None:
        page.add(label, "h4", css)
        for _ in range(3):
            story = page.other()
            page.add(bullet + (story.lead or story.title), "li", css)

    return in_own_region(kit, lay, css)


def imprint(kit: Kit) -> Part:
    lines = [kit.say(line) for line in kit.rng.sample(_IMPRINT, kit.rng.randint(2, 12))]
    join = kit.pick(("", "", "", " | ", " - "))

    def lay(page: Canvas) -> None:
        for line in [join.join(lines)] if join else lines:
            page.add(line, "p", "", region="footer")

    return lay


def choices(kit: Kit) -> Part:
    """What a form lets one choose from: provinces, days, months, years, a line each or in one."""
    way, css = kit.pick(("places", "places", "days", "years")), kit.css("select")
    words = {
        "places": kit.rng.sample(PROVINCES, kit.rng.randint(6, len(PROVINCES))),
        "days": ["Ngày", *map(str, range(1, 32)), "Tháng", *(f"Tháng {month}" for month in range(1, 13))],
        "years": ["Năm", *map(str, range(2025, 2025 - kit.rng.randint(3, 15), -1))],
    }[way]
    heading, joined = (
        kit.pick(("Tin theo tỉnh", "Chọn địa phương", "Xem theo ngày", "Lọc", "")),
        kit.chance(0.4),
    )

    def lay(page: Canvas) -> None:
        page.add(heading, "label", css)
        for line in [" ".join(words)] if joined else words:
            page.add(line, "option", css)

    return in_own_region(kit, lay, css)


def pages(kit: Kit) -> Part:
    """Numbers of further pages."""
    line = kit.pick(
        (
            "1 2 3 4 5 ... {n}",
            "« 1 2 3 »",
            "Trang 1/{n}",
            "Trước 1 2 3 Sau",
            "1/{n}",
            "‹ 1 2 3 … {n} ›",
            "Trang: 1 2 3 {n}",
        )
    )
    return lambda page: page.add(line.format(n=page.rng.randint(4, 300)), "div", "pagination")


def widget(kit: Kit) -> Part:
    """Weather, gold, rates, a league table, a lottery, a calendar: rows of small figures."""
    way, css = kit.pick(("weather", "gold", "rates", "league", "lottery", "programme")), kit.css("widget")
    heading = kit.say(
        {
            "weather": "[Thời tiết|Dự báo|{prov}]",
            "gold": "[Giá vàng|Vàng hôm nay|Thị trường]",
            "rates": "[Tỷ giá|Ngoại tệ|Tỷ giá ngoại tệ]",
            "league": "[Bảng xếp hạng|BXH|Kết quả]",
            "lottery": "[Kết quả xổ số|Xổ số|Vé số]",
            "programme": "[Lịch phát sóng|Chương trình hôm nay|Lịch chiếu]",
        }[way]
    )
    rows = {
        "weather": "{prov} {n:12-39}°C",
        "gold": "{co.g} {n:50-90}.{n:100-900} {n:90-150}.{n:100-900}",
        "rates": "[USD|EUR|JPY|GBP|KRW] {n:100-30000} [+|-]{d:0.1-2}%",
        "league": "{n:1-16} {team} {n:3-30} {n:8-60}",
        "lottery": "[Giải nhất|Giải nhì|Đặc biệt|Giải ba] {n:10000-99999}",
        "programme": "{time} [Phim|Thời sự|Ca nhạc|Thể thao]: {place}",
    }[way]
    count, end = kit.rng.randint(2, 8), kit.pick(("", "", "|"))
    day = stamp_form(kit, short=True) if kit.chance(0.4) else None

    def lay(page: Canvas) -> None:
        page.add(heading, "h4", css)
        if day is not None:
            page.add(day(page, page.story.day), "span", css)
        for _ in range(count):
            row = page.say(rows)
            page.add(f"{row} {end}" if end else row, "li", css)

    return in_own_region(kit, lay, css)


def counters(kit: Kit) -> Part:
    """Views, minutes of reading, stars."""
    lines = kit.rng.sample(
        (
            "{n} lượt xem",
            "{m} phút đọc",
            "{n}",
            "Đánh giá: {m}/5 sao",
            "({n} lượt bình chọn)",
            "Lượt xem: {n}",
            "{m} min read",
            "👁 {n}",
            "0 chia sẻ",
            "Bạn thấy bài viết này thế nào?",
            "★★★★★",
            "Chưa có đánh giá",
            "Click để đánh giá bài viết",
            "{n} người đã đọc",
        ),
        kit.rng.randint(1, 3),
    )

    def lay(page: Canvas) -> None:
        for line in lines:
            page.add(line.format(n=page.rng.randrange(10, 9000), m=page.rng.randint(1, 9)), "span", "meta")

    return lay
