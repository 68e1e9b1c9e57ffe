"""What a site shows on every page: its menus, crumbs, forms, imprint and pages of pages."""

from benchmarks.furniture.names import PROVINCES
from benchmarks.furniture.parts.boxes import in_own_region
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part
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
