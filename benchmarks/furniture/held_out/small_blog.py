"""The site of a small association on a common blog program: archives, widgets, a previous and a next post."""

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
from benchmarks.furniture.held_out.words import nick, remark, slash
from benchmarks.furniture.page import Block, Story


@dataclass(frozen=True, slots=True)
class Blog:
    name: str
    host: str
    motto: str
    pictures: str
    blanks: str
    posted: str
    author: str
    widgets_first: bool
    recent: str
    excerpts: bool
    share: tuple[str, ...]
    jetpack: str
    previous: str
    reply: tuple[str, ...]
    calendar: bool


def make_site(rng: random.Random) -> Blog:
    name, motto, host = rng.choice(
        [
            ("Hội Làng Nghề", "Giữ nghề, giữ làng", "hoilangnghe.example"),
            ("Câu lạc bộ Di sản trẻ", "Đi, nghe và kể lại", "disantre.example"),
            ("Hội Khuyến nông xứ Đoài", "Cùng nhau làm giàu từ đất", "khuyennong.example"),
        ]
    )
    return Blog(
        name=name,
        host=host,
        motto=motto,
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "region", "none"]),
        posted=rng.choice(
            [
                "Posted on {day} by {who}",
                "Đăng ngày {day} bởi {who}",
                "{day} | {who} | {n} bình luận",
                "Ngày đăng: {day}",
            ]
        ),
        author=rng.choice(["admin", "banbientap", "Ban Truyền thông", ""]),
        widgets_first=rng.random() < 0.3,
        recent=rng.choice(["Bài viết mới", "Bài viết gần đây", "Recent Posts", "Tin mới nhất"]),
        excerpts=rng.random() < 0.5,
        share=rng.choice(
            [
                ("Chia sẻ:", "Bấm để chia sẻ trên Twitter (Mở trong cửa sổ mới)", "Thích Đang tải..."),
                ("Share this:", "Facebook", "Print"),
                (),
            ]
        ),
        jetpack=rng.choice(["Có liên quan", "Bài viết tương tự", "Related", ""]),
        previous=rng.choice(
            ["← {a}", "Previous: {a}\nNext: {b}", "« {a}\n{b} »", "Điều hướng bài viết\n{a}\n{b}"]
        ),
        reply=rng.choice(
            [
                (
                    "Trả lời",
                    "Email của bạn sẽ không được hiển thị công khai. Các trường bắt buộc được đánh dấu *",
                    "Bình luận *",
                    "Tên *",
                    "Trang web",
                ),
                ("Leave a Reply", "Your email address will not be published."),
                (),
            ]
        ),
        calendar=rng.random() < 0.4,
    )


def render(site: Blog, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 10, rng)
    lines = others_in(
        [
            site.name,
            site.motto,
            "Chuyển đến nội dung",
            "Giới thiệu",
            "Hoạt động",
            "Tin tức",
            "Thư viện",
            "Liên hệ",
        ],
        "li",
        "menu",
        "header",
    )
    widgets = _widgets(site, story, rest[3:], rng)
    if site.widgets_first:
        lines += widgets
    lines.append(titled(story.title, "entry-title", "entry"))
    posted = site.posted.format(day=slash(story.day), who=site.author or story.author, n=rng.randrange(9))
    lines.append(other(posted, "div", "entry-meta", "entry"))
    if story.lead:
        lines.append(told(story.lead, "p", "", "entry"))
    boxes = [
        picture(
            site.pictures, site.host, caption + rng.choice(["", "", "."]), "wp-caption-text", "entry", rng
        )
        for caption in story.captions
    ]
    lines += woven(
        paragraphs(story, rng, region="entry", heading=rng.choice(["h2", "h3", "strong"]), listed=0.3),
        boxes,
        rng,
    )
    if rng.random() < 0.6:
        lines.append(
            other(
                rng.choice(
                    [
                        story.author,
                        f"Bài và ảnh: {story.author}",
                        f"(Theo {story.author})",
                        f"Tác giả: {story.author}",
                    ]
                ),
                "p",
                "",
                "entry",
            )
        )
    lines += others_in(site.share, "li", "sharedaddy", "share")
    if site.jetpack:
        lines.append(other(site.jetpack, "h3", "jp", "share"))
        for one in rest[:3]:
            lines += others_in([one.title, slash(one.day), f'Trong "{one.section}"'], "p", "jp", "share")
    lines.append(
        other(
            f"Chuyên mục: {story.section}" + (f" Thẻ: {', '.join(story.tags)}" if story.tags else ""),
            "div",
            "cats",
            "entry-foot",
        )
    )
    both = [one.title for one in rest[:2]] + ["", ""]
    lines += others_in(
        [text for text in site.previous.format(a=both[0], b=both[1]).split("\n") if text],
        "a",
        "nav-links",
        "nav",
    )
    if rng.random() < 0.4:
        for _ in range(rng.randint(1, 3)):
            lines += others_in(
                [
                    f"{nick(rng)} says:",
                    f"{slash(story.day)} lúc {rng.randrange(1, 12)}:{rng.randrange(10, 60)} chiều",
                    remark(rng, story.tags),
                    "Phản hồi",
                ],
                "p",
                "comment",
                "comments",
            )
    lines += others_in(site.reply, "label", "reply", "comments")
    if not site.widgets_first:
        lines += widgets
    return spaced(
        lines
        + others_in(
            [f"Bản quyền © {story.day.year} {site.name}", "Giao diện bởi ThemeViet"], "p", "foot", "footer"
        ),
        site.blanks,
    )


def _widgets(site: Blog, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = [other(site.recent, "h3", "widget-title", "aside")]
    for one in rest[:5]:
        lines.append(other(one.title, "li", "widget", "aside"))
        if site.excerpts and one.lead and rng.random() < 0.6:
            lines.append(other(f"{one.lead[:110].rsplit(' ', 1)[0]} [...]", "p", "widget", "aside"))
    lines.append(other(rng.choice(["Lưu trữ", "Archives"]), "h3", "widget-title", "aside"))
    lines += others_in(
        [
            f"Tháng {month} {story.day.year} ({rng.randrange(1, 40)})"
            for month in range(story.day.month, 0, -2)
        ],
        "li",
        "widget",
        "aside",
    )
    if site.calendar:
        lines += others_in(
            ["H B T N S B C", "1 2 3 4 5 6 7", "8 9 10 11 12 13 14", "« Th1"], "td", "calendar", "aside"
        )
    return lines
