"""A site as of 2008 that still runs: rows with bars, everything in tables, dated lists, a poll, who is online."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
    marked,
    other,
    others_in,
    paragraphs,
    pick,
    picture,
    spaced,
    titled,
    told,
    woven,
)
from benchmarks.furniture.held_out.words import clock, nick, remark, short, slash, weekday
from benchmarks.furniture.page import Block, Story


@dataclass(frozen=True, slots=True)
class Old:
    name: str
    host: str
    pictures: str
    blanks: str
    menu: str
    capitals: bool
    agency: str
    tools: str
    older: str
    newer: str
    left: str
    poll: tuple[str, ...]
    counter: bool
    lead_mark: str
    weather: bool
    foot: str


def make_site(rng: random.Random) -> Old:
    name, host = rng.choice(
        [
            ("VnTin", "vntin.example"),
            ("Việt Net Báo", "vietnetbao.example"),
            ("Người Viễn Xứ", "nguoivienxu.example"),
        ]
    )
    bars = [
        "Trang nhất",
        "Xã hội",
        "Kinh tế",
        "Vi tính",
        "Văn hóa",
        "Thể thao",
        "Rao vặt",
        "Diễn đàn",
        "Giải trí",
        "Nhịp sống trẻ",
        "Blog",
    ]
    return Old(
        name=name,
        host=host,
        pictures=rng.choice(["table", "none", "empty", "table"]),
        blanks=rng.choice(["none", "each", "region"]),
        menu=" | ".join(rng.sample(bars, 8)),
        capitals=rng.random() < 0.3,
        agency=rng.choice([f"{name} - ", f"({name}) - ", f"({name}) ", ""]),
        tools=rng.choice(
            [
                "In trang này | Gửi cho bạn bè | Phản hồi",
                "[ Bản in ] [ Gửi mail ] [ Góp ý ]",
                "In bài viết\nGửi bài viết\nÝ kiến bạn đọc",
            ]
        ),
        older=rng.choice(["Các tin đã đưa:", "Những tin khác", "Tin đã đăng", "CÁC BÀI ĐÃ ĐĂNG"]),
        newer=rng.choice(["Tin mới hơn:", ""]),
        left=rng.choice(["Chuyên mục", "Tin trong ngày", "Điểm báo"]),
        poll=rng.choice(
            [
                (
                    "THĂM DÒ Ý KIẾN",
                    "Bạn biết đến trang này qua đâu?",
                    "Bạn bè",
                    "Công cụ tìm kiếm",
                    "Báo giấy",
                    "Biểu quyết",
                ),
                (),
            ]
        ),
        counter=rng.random() < 0.6,
        lead_mark=rng.choice(["", "", "* "]),
        weather=rng.random() < 0.4,
        foot=rng.choice(
            [
                "Trang web hiển thị tốt nhất ở độ phân giải 1024x768.",
                "Best viewed with Internet Explorer 6.0, font Unicode",
                "Xem tốt nhất với màn hình 1024 x 768",
            ]
        ),
    )


def render(site: Old, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 14, rng)
    lines = others_in(
        [
            site.menu,
            f"{weekday(story.day)}, {slash(story.day)}, {clock(rng)} GMT+7",
            "Đặt làm trang chủ | Liên hệ | Quảng cáo",
        ],
        "td",
        "top",
        "table-top",
    )
    lines += [
        other(site.left, "b", "left", "table-left"),
        *others_in([f"- {one.title}" for one in rest[:4]], "td", "left", "table-left"),
    ]
    if site.weather:
        lines += others_in(
            [
                f"Thời tiết: {rng.randrange(15, 37)}°C",
                f"Tỷ giá: 1 USD = {rng.randrange(16, 25)}.{rng.randrange(1000):03d} đồng",
                "Kết quả xổ số",
            ],
            "td",
            "left",
            "table-left",
        )
    title = story.title.upper() if site.capitals else story.title
    lines.append(titled(title, "Title", "table-main", "div"))
    lines.append(
        other(
            rng.choice(
                [
                    f"{clock(rng)}, {slash(story.day)}",
                    f"Ngày {short(story.day)}, {clock(rng)}",
                    f"(Cập nhật {slash(story.day)})",
                ]
            ),
            "font",
            "date",
            "table-main",
        )
    )
    if story.lead:
        lines.append(told(marked(site.lead_mark + site.agency, story.lead), "b", "Lead", "table-main"))
    captions = [
        caption + rng.choice(["", ".", " (ảnh minh họa)", " Ảnh: T.T", f" (Ảnh: {site.name})"])
        for caption in story.captions
    ]
    boxes = [picture(site.pictures, site.host, caption, "Image", "table-main", rng) for caption in captions]
    if rng.random() < 0.35:
        boxes.append(others_in([f">> {one.title}" for one in rest[4:6]], "a", "Other", "table-main"))
    lines += woven(paragraphs(story, rng, region="table-main", heading="b", listed=0.15), boxes, rng)
    sign = rng.choice(
        [
            story.author,
            f"{story.author} (tổng hợp)",
            f"({site.name} // theo {story.author})",
            f"Theo {story.author}",
        ]
    )
    lines.append(other(sign, "b", "Author", "table-main"))
    lines += others_in(site.tools.split("\n"), "td", "tools", "table-main")
    return spaced(lines + _below(site, story, rest[6:], rng), site.blanks)


def _below(site: Old, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = []
    if rng.random() < 0.3:
        lines.append(
            other(f"Ý kiến của bạn đọc về bài viết ({rng.randrange(1, 20)})", "b", "fb", "table-feedback")
        )
        for _ in range(rng.randint(1, 4)):
            lines += others_in(
                [f"Người gửi: {nick(rng)}", f"Ngày gửi: {slash(story.day)}", remark(rng, story.tags)],
                "td",
                "fb",
                "table-feedback",
            )
    if site.newer:
        lines += [other(site.newer, "b", "Other", "table-other"), *_dated(rest[:2], rng)]
    lines += [other(site.older, "b", "Other", "table-other"), *_dated(rest[2:8], rng)]
    if rng.random() < 0.5:
        lines.append(
            other(
                " | ".join(str(page) for page in range(1, 6)) + " | Trang sau", "td", "pages", "table-other"
            )
        )
    lines += others_in(site.poll, "td", "poll", "table-right")
    lines += (
        others_in(
            ["TÌM KIẾM", "Tìm nâng cao", "Liên kết website", "-- Chọn --"], "td", "search", "table-right"
        )
        if rng.random() < 0.6
        else []
    )
    if site.counter:
        lines += others_in(
            [
                f"Lượt xem bài: {rng.randrange(90, 9000)}",
                f"Khách trực tuyến: {rng.randrange(3, 400)}",
                f"Bạn là vị khách thứ {rng.randrange(10**5, 10**7)}",
            ],
            "td",
            "count",
            "table-right",
        )
    foot = [
        f"Copyright (C) 2004 - {story.day.year} {site.name}. All rights reserved.",
        site.foot,
        f"Webmaster: web@{site.host}",
        "Lên đầu trang",
    ]
    return lines + others_in(foot, "td", "foot", "table-foot")


def _dated(rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = []
    for one in rest:
        day = one.day - datetime.timedelta(days=rng.randrange(4))
        lines.append(
            other(
                rng.choice(
                    [
                        f"{one.title} ({short(day)})",
                        f"{one.title} ({day.day:02d}/{day.month:02d}/{day.year})",
                        f"+ {one.title}",
                    ]
                ),
                "td",
                "Other",
                "table-other",
            )
        )
    return lines
