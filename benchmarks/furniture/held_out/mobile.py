"""A site for telephones (AMP): two sentences a line, advertisement marks, a button in the text, more to load."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
    PICTURES,
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
from benchmarks.furniture.held_out.words import clock, nick, offers, remark, short, slash
from benchmarks.furniture.page import Block, Story


@dataclass(frozen=True, slots=True)
class Mobile:
    name: str
    host: str
    menu: tuple[str, ...]
    pictures: str
    blanks: str
    window_title: bool
    consent: tuple[str, ...]
    ad: str
    button: str
    inline: str
    more: str
    ago: bool
    full: str
    ads_often: float
    comments: bool


def make_site(rng: random.Random) -> Mobile:
    name, host = rng.choice(
        [
            ("Lướt Tin", "m.luottin.example"),
            ("24 Phút", "amp.24phut.example"),
            ("Tin Trên Tay", "m.tintrentay.example"),
        ]
    )
    return Mobile(
        name=name,
        host=host,
        menu=tuple(
            rng.sample(
                [
                    "Nóng",
                    "Thời sự",
                    "Giải trí",
                    "Thể thao",
                    "Đời sống",
                    "Kinh tế",
                    "Tử vi",
                    "Thời tiết",
                    "Xổ số",
                    "Lịch âm",
                    "Giá vàng",
                ],
                rng.randint(3, 8),
            )
        ),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "none", "region"]),
        window_title=rng.random() < 0.5,
        consent=rng.choice(
            [
                (
                    "Chúng tôi coi trọng quyền riêng tư của bạn",
                    "Chúng tôi và các đối tác lưu trữ thông tin trên thiết bị để cá nhân hóa nội dung và quảng cáo.",
                    "Từ chối",
                    "Chấp nhận tất cả",
                ),
                ("Bật thông báo để không bỏ lỡ tin quan trọng?", "Để sau", "Cho phép"),
                (),
            ]
        ),
        ad=rng.choice(["Quảng cáo", "ADVERTISEMENT", "- Quảng cáo -", "Nội dung được tài trợ", "QC"]),
        button=rng.choice(["Xem toàn bộ bài viết", "Đọc tiếp ▼", "Nhấn để xem thêm", ""]),
        inline=rng.choice(["Đọc thêm: {t}", "→ {t}", "📌 {t}", "Tin liên quan\n{t}"]),
        more=rng.choice(
            ["Tin mới", "Tiếp tục lướt", "Dành cho bạn", "Nhiều người đang đọc", "Gợi ý hôm nay"]
        ),
        ago=rng.random() < 0.6,
        full=rng.choice(["Xem phiên bản máy tính", "Chuyển sang giao diện đầy đủ", "Mở trong ứng dụng"]),
        ads_often=rng.choice([0.0, 0.4, 0.9]),
        comments=rng.random() < 0.4,
    )


def render(site: Mobile, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 14, rng)
    lines = [other(f"{story.title} | {site.name}", "title", "", "bar")] if site.window_title else []
    lines += others_in(
        rng.choice([["☰", site.name, "🔍"], ["Menu", site.name], [site.name, "Mở ứng dụng"]]),
        "span",
        "bar",
        "bar",
    )
    lines += others_in(site.menu, "li", "swipe", "nav")
    if rng.random() < 0.5:
        lines += others_in(site.consent, "div", "consent", "consent")
    lines.append(titled(story.title, "t", "art"))
    when = rng.choice(
        [
            f"{rng.randrange(2, 23)} giờ trước",
            f"{clock(rng)} {slash(story.day)}",
            f"{story.section} · {short(story.day)}",
        ]
    )
    lines += others_in(
        [f"{story.author} · {when}"] if rng.random() < 0.5 else [story.author, when], "span", "by", "art"
    )
    if story.lead:
        lines.append(told(story.lead, "p", "sp", "art"))
    boxes = [
        picture(
            site.pictures, site.host, caption + rng.choice(["", "", ".", " (Ảnh: CTV)"]), "cap", "art", rng
        )
        for caption in story.captions
    ]
    while rng.random() < site.ads_often and len(boxes) < 5:
        boxes.append([other(site.ad, "div", "ad", "ad")])
    if rng.random() < 0.5:
        boxes.append(
            others_in(
                site.inline.format(t=rest[0].title if rest else story.section).split("\n"), "a", "in", "art"
            )
        )
    if rng.random() < 0.15:
        boxes.append(
            others_in(
                [rng.choice(["Vuốt để xem tiếp", "Chạm để bật tiếng", "Xoay ngang màn hình để xem rõ hơn"])],
                "div",
                "hint",
                "art",
            )
        )
    rng.shuffle(boxes)
    groups = paragraphs(story, rng, region="art", heading="h2", short=True)
    body = woven(groups, boxes, rng)
    if site.button and rng.random() < 0.6:
        cut = next(
            at for at in range(len(body) // 2, len(body) + 1) if at == len(body) or body[at].tag == "p"
        )
        body.insert(cut, other(site.button, "button", "more", "art"))
    lines += body + _below(site, story, rest[1:], rng)
    return spaced(lines, site.blanks)


def _below(site: Mobile, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = others_in(
        rng.sample(["Facebook", "Zalo", "Sao chép", "Lưu", "Cỡ chữ", "Báo lỗi"], 3), "li", "sh", "share"
    )
    lines += (
        others_in([f"#{tag.replace(' ', '')}" for tag in story.tags], "a", "tg", "share")
        if rng.random() < 0.6
        else []
    )
    if site.comments:
        lines.append(other(rng.choice(["Bình luận (2)", "Xem 2 bình luận"]), "h4", "cm", "comments"))
        for _ in range(2):
            lines += others_in([nick(rng), remark(rng, story.tags), "Trả lời"], "p", "cm", "comments")
    lines.append(other(site.more, "h4", "mr", "more"))
    for at, one in enumerate(rest[:9]):
        lines.append(other(one.title, "h4", "mr", "more"))
        if one.lead and rng.random() < 0.3:
            lines.append(other(one.lead, "p", "mr", "more"))
        if site.ago:
            lines.append(other(f"{rng.randrange(2, 23)} giờ trước · {one.section}", "span", "mr", "more"))
        if at % 4 == 3 and site.ads_often:
            lines += others_in([site.ad, *offers(rng, 1)], "div", "ad", "more")
    foot = [
        rng.choice(["Tải thêm", "Xem thêm tin", "Đang tải..."]),
        site.full,
        f"© {site.name}",
        "Về đầu trang",
    ]
    return lines + others_in(foot, "span", "ft", "footer")
