"""A national daily: related lines under the lead, a box or a video in mid-story, readers' opinions below."""

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
)
from benchmarks.furniture.held_out.words import (
    clock,
    nick,
    offers,
    pen_name,
    phone,
    remarks,
    short,
    slash,
    weekday,
)
from benchmarks.furniture.page import Block, Story

_MENU = [
    "Mới nhất", "Thời sự", "Góc nhìn", "Thế giới", "Kinh doanh", "Bất động sản", "Khoa học", "Giải trí", "Thể thao",
    "Pháp luật", "Giáo dục", "Sức khỏe", "Đời sống", "Du lịch", "Số hóa", "Xe", "Ý kiến", "Tâm sự", "Thư giãn",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Daily:
    name: str
    host: str
    menu: tuple[str, ...]
    pictures: str
    blanks: str
    crumb: str
    box: str
    most_read: str
    opinions: str
    tags_head: str
    related_marks: bool
    back: bool
    offers: bool
    notice: tuple[str, ...]
    editor: str
    hotline: str


def make_site(rng: random.Random) -> Daily:
    name, host = rng.choice(
        [("Tin Sớm", "tinsom.example"), ("Báo Ngày Nay", "ngaynay.example"), ("Nhật Trình", "nhattrinh.example"),
         ("Việt Báo Mới", "vietbaomoi.example")]
    )  # fmt: skip
    return Daily(
        name=name,
        host=host,
        menu=tuple(rng.sample(_MENU, rng.randint(7, 15))),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "none", "region"]),
        crumb=rng.choice([" > ", " / ", "", " » "]),
        box=rng.choice(["Bạn nên đọc", "Đang được đọc", "Cùng chủ đề", "Bài đáng chú ý", ""]),
        most_read=rng.choice(["Xem nhiều", "Đọc nhiều trong ngày", "Được quan tâm nhất", "Tin nóng 24h"]),
        opinions=rng.choice(["Ý kiến ({n})", "Bình luận ({n})", "{n} ý kiến của bạn đọc"]),
        tags_head=rng.choice(["Tags:", "Chủ đề:", "Từ khóa", ""]),
        related_marks=rng.random() < 0.5,
        back=rng.random() < 0.6,
        offers=rng.random() < 0.5,
        notice=tuple(
            rng.sample(
                ["Trang này dùng cookie để phục vụ bạn đọc tốt hơn. Tiếp tục đọc nghĩa là bạn đồng ý.",
                 "Tạo tài khoản để lưu bài và theo dõi tác giả bạn thích.",
                 "Bạn đang đọc bản dành cho máy tính. Chuyển sang bản di động", "Đăng nhập", "Nhận thông báo tin mới"],
                rng.randint(0, 3),
            )
        ),
        editor=pen_name(rng),
        hotline=phone(rng),
    )  # fmt: skip


def render(site: Daily, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 16, rng)
    lines = others_in(site.menu, "li", "main-nav", "nav") + others_in(site.notice, "div", "notice", "top-bar")
    lines += _head(site, story, rng)
    if story.lead:
        lines.append(told(story.lead, "p", "description", "article"))
    if rng.random() < 0.55:
        mark = "• " if site.related_marks else ""
        lines += others_in(
            [mark + one.title for one in rest[: rng.randint(1, 3)]], "li", "under-lead", "article"
        )
    captions = [
        caption + rng.choice(["", "", f" Ảnh: {pen_name(rng)}", f". Ảnh: {pen_name(rng)}"])
        for caption in story.captions
    ]
    boxes = [picture(site.pictures, site.host, caption, "tplCaption", "article", rng) for caption in captions]
    if rng.random() < 0.6:
        boxes.append(_box(site, rest[3:6], rng))
    if rng.random() < 0.3:
        boxes.append(_video(rest[6:7], rng))
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="article", css="Normal", listed=0.15), boxes, rng)
    lines.append(other(story.author, rng.choice(["p", "strong"]), "author", "article"))
    lines += _after(site, story, rest, rng)
    return spaced(lines, site.blanks)


def _head(site: Daily, story: Story, rng: random.Random) -> list[Block]:
    stamp = f"{weekday(story.day)}, {slash(story.day)}, {clock(rng)} (GMT+7)"
    crumbs = [story.section, rng.choice(site.menu)]
    above = [site.crumb.join(crumbs)] if site.crumb else crumbs
    head = [*others_in(above, "li", "breadcrumb", "header"), other(stamp, "span", "date", "header")]
    if rng.random() < 0.5:
        head.reverse()
    return [*head, titled(story.title, "title-detail", "article")]


def _box(site: Daily, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    head = [other(site.box, "strong", "box-title", "box-inline")] if site.box else []
    if rest and rng.random() < 0.4:
        one = rest[0]
        return [
            *head,
            other(one.title, "a", "box-link", "box-inline"),
            other(one.lead or one.title, "p", "box-sapo", "box-inline"),
        ]
    return head + others_in([one.title for one in rest[: rng.randint(1, 3)]], "li", "box-link", "box-inline")


def _video(rest: Sequence[Story], rng: random.Random) -> list[Block]:
    length = f"{rng.randrange(0, 6)}:{rng.randrange(60):02d}"
    shown = [rest[0].captions[0] if rest[0].captions else rest[0].title] if rest else []
    return others_in([rng.choice(["Phát", "▶"]), f"0:00 / {length}", *shown], "div", "video-box", "box-video")


def _after(site: Daily, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines: list[Block] = []
    if site.back:
        lines.append(other(f"Trở lại {story.section}", "a", "back", "tools"))
    lines += others_in(
        rng.sample(["Lưu bài", "Chép liên kết", "Đã chép liên kết", "Chia sẻ", "In"], 3),
        "li",
        "share",
        "tools",
    )
    if site.tags_head:
        lines.append(other(site.tags_head, "span", "tags", "tags"))
    lines += others_in(story.tags, "a", "tag", "tags")
    lines += _opinions(site, story, rng)
    lines += [other(site.most_read, "h3", "title-box", "aside")]
    for one in rest[6:12]:
        lines.append(other(one.title, "h3", "title-news", "aside"))
        if rng.random() < 0.35 and one.lead:
            lines.append(other(one.lead, "p", "description", "aside"))
        if rng.random() < 0.3:
            lines.append(other(str(rng.randrange(3, 400)), "span", "count", "aside"))
    if site.offers:
        lines += [
            other("Thông tin doanh nghiệp", "h3", "title-box", "partner"),
            *others_in(offers(rng, 3), "a", "partner", "partner"),
        ]
    lines += others_in(site.menu, "li", "foot", "footer")
    foot = [
        f"© {story.day.year}. Toàn bộ bản quyền thuộc {site.name}",
        f"Báo điện tử {site.name} - Tổng biên tập: {site.editor}",
        f"Điện thoại: {site.hotline} - Thư điện tử: toasoan@{site.host}",
    ]
    return lines + others_in(foot, "p", "copyright", "footer")


def _opinions(site: Daily, story: Story, rng: random.Random) -> list[Block]:
    count = rng.choice([0, 0, 2, 3, 5, 8])
    lines = [other(site.opinions.format(n=count), "h3", "head", "comments")]
    if not count:
        return [*lines, other("Bạn hãy là người đầu tiên gửi ý kiến", "p", "empty", "comments")]
    lines += others_in(["Quan tâm nhất", "Mới nhất"], "a", "sort", "comments")
    for text in remarks(rng, story.tags, count):
        lines.append(other(nick(rng), "b", "nickname", "comments"))
        lines.append(other(text, "p", "full-content", "comments"))
        lines.append(
            other(
                rng.choice(
                    [f"{rng.randrange(1, 90)} Thích", f"Trả lời {clock(rng)} {short(story.day)}", "Trả lời"]
                ),
                "span",
                "reply",
                "comments",
            )
        )
    return lines
