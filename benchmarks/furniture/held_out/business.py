"""A business paper: tickers above, other stories with their leads in mid-story, sources and disclaimers below."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
    PICTURES,
    address,
    other,
    others_in,
    paragraphs,
    pick,
    picture,
    spaced,
    titled,
    told,
    woven,
)  # fmt: skip
from benchmarks.furniture.held_out.words import AGENCIES, clock, offers, pen_name, slash
from benchmarks.furniture.page import Block, Story

_CODES = {
    "VN-Index": 1250.0,
    "HNX-Index": 235.0,
    "UPCOM": 92.0,
    "VN30": 1290.0,
    "Vàng SJC": 78.5,
    "USD/VND": 24500.0,
    "Dầu WTI": 78.0,
    "Bitcoin": 61000.0,
    "Nikkei 225": 38000.0,
    "Dow Jones": 39000.0,
}


@dataclass(frozen=True, slots=True)
class Business:
    name: str
    host: str
    codes: tuple[str, ...]
    pictures: str
    blanks: str
    pinned: str
    mid: str
    newsletter: tuple[str, ...]
    disclaimer: str
    same: str
    tags_head: str
    original: bool
    narrow_credit: str


def make_site(rng: random.Random) -> Business:
    name, host = rng.choice(
        [
            ("Thương Trường", "thuongtruong.example"),
            ("Nhịp Vốn", "nhipvon.example"),
            ("Doanh Chủ", "doanhchu.example"),
        ]
    )
    return Business(
        name=name,
        host=host,
        codes=tuple(rng.sample(list(_CODES), rng.randint(3, 7))),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["none", "region", "each"]),
        pinned=rng.choice(["TIN ĐANG HOT", "Đáng chú ý", "Sự kiện nóng", ""]),
        mid=rng.choice(["ĐỌC THÊM", "Bài liên quan", "Cùng câu chuyện", "Xem ngay", ""]),
        newsletter=rng.choice(
            [
                (
                    "Bản tin sáng của nhà đầu tư",
                    "Mỗi sáng lúc 6 giờ 30, ba tin đáng đọc nhất gửi thẳng vào hộp thư của bạn.",
                    "Nhập email",
                    "Đăng ký",
                ),
                (
                    "Đừng bỏ lỡ diễn biến thị trường",
                    "Đăng ký để nhận phân tích hằng tuần, miễn phí, hủy bất cứ lúc nào.",
                    "Email của bạn",
                    "Đồng ý nhận tin",
                ),
                (),
            ]
        ),
        disclaimer=rng.choice(
            [
                "Thông tin trên trang chỉ có giá trị tham khảo, không phải là khuyến nghị mua hay bán bất kỳ tài sản nào.",
                "Nhà đầu tư tự chịu trách nhiệm với quyết định của mình.",
                "",
            ]
        ),
        same=rng.choice(["Cùng chuyên mục", "Tin cùng mục", "Mới cập nhật", "Không thể bỏ qua"]),
        tags_head=rng.choice(["Từ Khóa:", "Mã liên quan:", "Xem thêm về:"]),
        original=rng.random() < 0.5,
        narrow_credit=rng.choice(["Theo {who}", "{who}", "Theo {who} | {name}", "Thực hiện: {who}"]),
    )


def render(site: Business, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 15, rng)
    lines = _ticker(site, rng)
    if site.pinned:
        lines += [
            other(site.pinned, "h4", "hot", "pinned"),
            *others_in([one.title for one in rest[:4]], "li", "hot", "pinned"),
        ]
    stamp = f"{story.day:%d-%m-%Y} - {rng.randrange(1, 13):02d}:{rng.randrange(60):02d} {rng.choice(['AM', 'PM'])}"
    stamp = rng.choice([stamp, f"{slash(story.day)} {clock(rng)}"])
    top = [other(story.section, "a", "cat", "main"), titled(story.title, "title", "main")]
    lines += [
        *top,
        other(f"{stamp} | {story.section}" if rng.random() < 0.5 else stamp, "span", "pdate", "main"),
    ]
    if rng.random() < 0.7:
        lines += others_in(
            rng.sample(["Chia sẻ", "Theo dõi trên Google News", "Nghe đọc bài", "4:12", "Aa", "Lưu"], 3),
            "a",
            "share",
            "main",
        )
    if story.lead:
        lines.append(told(story.lead, "h2", "sapo", "main"))
    boxes = []
    for caption in story.captions:
        credit = rng.choice(
            [
                "",
                "",
                f" Ảnh: {rng.choice(AGENCIES)}",
                f" (Ảnh minh họa: {rng.choice(AGENCIES)})",
                " Ảnh minh họa",
            ]
        )
        boxes.append(picture(site.pictures, site.host, caption + credit, "photo", "main", rng))
    boxes += _mid_boxes(site, rest[4:8], rng)
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="main", heading="h3", listed=0.25), boxes, rng)
    lines.append(other(site.narrow_credit.format(who=story.author, name=site.name), "p", "author", "main"))
    if site.original:
        lines += others_in(
            ["Link bài gốc", "Lấy link!", address(site.host, story)], "div", "link-source", "main"
        )
    return spaced(lines + _below(site, story, rest[8:], rng), site.blanks)


def _ticker(site: Business, rng: random.Random) -> list[Block]:
    lines = []
    for code in site.codes:
        sign, share = rng.choice("+-"), rng.uniform(0.01, 2.4)
        change = f"{sign}{_CODES[code] * share / 100:,.2f} ({sign}{share:.2f}%)"
        lines.append(
            other(f"{code} {_CODES[code] * rng.uniform(0.9, 1.1):,.2f} {change}", "li", "ticker", "ticker")
        )
    return lines


def _mid_boxes(site: Business, rest: Sequence[Story], rng: random.Random) -> list[list[Block]]:
    boxes = []
    for one in rest[: rng.choice([0, 1, 1, 2])]:
        head = [other(site.mid, "span", "link-head", "link-box")] if site.mid else []
        body = [other(one.title, "a", "link-title", "link-box")]
        if one.lead and rng.random() < 0.6:
            body.append(other(one.lead, "p", "link-sapo", "link-box"))
        boxes.append(head + body)
    if site.newsletter and rng.random() < 0.4:
        boxes.append(others_in(site.newsletter, "div", "newsletter", "newsletter"))
    return boxes


def _below(site: Business, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = [other(site.tags_head, "span", "tags", "tags"), *others_in(story.tags, "a", "tags", "tags")]
    if site.disclaimer:
        lines.append(other(site.disclaimer, "p", "disclaimer", "tags"))
    if rng.random() < 0.4:
        lines += others_in(["Trở lên trên", "Báo lỗi cho tòa soạn", "Chia sẻ bài này"], "a", "tool", "tags")
    lines.append(other(site.same, "h3", "box-head", "aside"))
    for one in rest[:7]:
        lines.append(other(one.title, "h4", "item", "aside"))
        if one.lead and rng.random() < 0.55:
            lines.append(other(one.lead, "p", "item-sapo", "aside"))
        ago = rng.choice(
            [f"{rng.randrange(2, 59)} phút trước", f"{rng.randrange(1, 23)} giờ trước", slash(one.day)]
        )
        lines.append(other(f"{ago} | {one.section}" if rng.random() < 0.5 else ago, "span", "time", "aside"))
    if rng.random() < 0.6:
        lines.append(
            other(rng.choice(["Tài trợ", "Quảng cáo", "Tin doanh nghiệp"]), "h3", "box-head", "partner")
        )
        for text in offers(rng, 3):
            lines += [
                other(text, "a", "partner", "partner"),
                other("Tìm hiểu thêm", "span", "partner", "partner"),
            ]
    keeper = pen_name(random.Random(site.host))
    foot = [
        f"Chịu trách nhiệm nội dung: {keeper}",
        f"{site.name} giữ bản quyền nội dung trên website này.",
        "Liên hệ quảng cáo",
        "Chính sách bảo mật",
    ]
    return lines + others_in(foot, "p", "foot", "footer")
