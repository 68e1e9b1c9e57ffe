"""A broadcaster: a player above the text, its own mark before the lead, programmes, live channels, a form."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
    PICTURES,
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
)  # fmt: skip
from benchmarks.furniture.held_out.words import clock, nick, pen_name, remark, slash, weekday
from benchmarks.furniture.page import Block, Story

_SHOWS = [
    "Thời sự sáng", "Chuyển động trưa", "Câu chuyện thời sự", "Nông dân hỏi, nhà nông đáp", "Dòng chảy sự kiện", "Bản tin quốc tế",
    "Sống khỏe mỗi ngày", "Phim truyện: Mùa lúa chín", "Thế giới tuần qua", "Giờ cao điểm", "Đọc truyện đêm khuya", "Ca nhạc theo yêu cầu",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Station:
    name: str
    host: str
    mark: str
    pictures: str
    blanks: str
    player: tuple[str, ...]
    voices: bool
    programmes: str
    related: str
    related_in_mid: bool
    form: str
    byline: str
    channels: tuple[str, ...]
    app: str


def make_site(rng: random.Random) -> Station:
    name, mark, host = rng.choice(
        [
            ("Đài Tiếng nói Sông Hồng", "TSH.VN", "tsh.example"),
            ("Đài Phát thanh - Truyền hình Nam Hải", "NTV", "namhaitv.example"),
            ("Kênh Việt 24", "KV24", "kenhviet24.example"),
        ]
    )
    return Station(
        name=name,
        host=host,
        mark=rng.choice([f"{mark} - ", f"({mark}) - ", f"[{mark}] - ", f"{mark} – "]),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["region", "none", "each"]),
        player=rng.choice(
            [
                ("Nghe bài viết này", "0:00", "/", "{long}", "1x"),
                ("Your browser does not support the audio element.",),
                ("00:00", "{long}", "Nhấn để nghe"),
                (),
            ]
        ),
        voices=rng.random() < 0.4,
        programmes=rng.choice(["LỊCH PHÁT SÓNG HÔM NAY", "Xem lại chương trình", "Chương trình nổi bật", ""]),
        related=rng.choice(["TIN LIÊN QUAN", "Tin cùng chủ đề", "Mời bạn xem thêm", "Liên quan"]),
        related_in_mid=rng.random() < 0.5,
        form=rng.choice(["Gửi bình luận của bạn", "Viết bình luận...", "Phản hồi", ""]),
        byline=rng.choice(["{who}/{mark}", "{who}", "PV {who}", "Tổng hợp: {who}"]),
        channels=tuple(f"{mark.split('.')[0]}{number}" for number in range(1, rng.randint(2, 6))),
        app=rng.choice(
            [
                f"* Quý vị có thể nghe và xem lại mọi chương trình của {name} trong ứng dụng của đài.",
                f"Tải ứng dụng {mark} để nghe và xem mọi lúc, mọi nơi.",
                "",
            ]
        ),
    )


def render(site: Station, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 12, rng)
    live = [
        f"{channel} đang phát: {rng.choice(_SHOWS)}" if rng.random() < 0.5 else channel
        for channel in site.channels
    ]
    lines = others_in(
        ["TRỰC TUYẾN", *live, "Podcast", "Truyền hình", "Phát thanh", "Báo chữ"], "li", "live", "nav"
    )
    lines.append(
        other(
            rng.choice([story.section, story.section.upper(), f"Trang chủ | {story.section}"]),
            "a",
            "cat",
            "article",
        )
    )
    lines.append(titled(story.title, "article__title", "article"))
    stamp = rng.choice(
        [
            f"{weekday(story.day)}, {clock(rng)}, {slash(story.day)}",
            f"{pen_name(rng)} - {clock(rng)} {slash(story.day)}",
            f"{slash(story.day)}, {clock(rng)}",
        ]
    )
    lines.append(other(stamp, "time", "article__date", "article"))
    length = f"{rng.randrange(1, 8)}:{rng.randrange(60):02d}"
    lines += others_in([text.format(long=length) for text in site.player], "span", "player", "player")
    if site.voices:
        lines += others_in(["Giọng nữ miền Bắc", "Giọng nam miền Nam"], "option", "voice", "player")
    if story.lead:
        lines.append(told(marked(site.mark, story.lead), "div", "article__sapo", "article"))
    captions = [
        caption + rng.choice(["", ".", f" (Ảnh: {pen_name(rng)})", " (Ảnh: TTXVN)", " (Ảnh minh họa)"])
        for caption in story.captions
    ]
    boxes = [
        picture(site.pictures, site.host, caption, "article__photo", "article", rng) for caption in captions
    ]
    if site.related_in_mid and rng.random() < 0.6:
        boxes.append(
            [
                other(site.related, "h4", "related", "related-mid"),
                *others_in([one.title for one in rest[:2]], "a", "related", "related-mid"),
            ]
        )
    if rng.random() < 0.3:
        boxes.append(
            others_in(
                [
                    rng.choice(["Video: ", "Xem video: ", "Mời nghe: "])
                    + (rest[2].title if len(rest) > 2 else story.title)
                ],
                "p",
                "clip",
                "article",
            )
        )
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="article", heading="h3", listed=0.1), boxes, rng)
    if site.app:
        lines.append(other(site.app, "p", "app", "article"))
    lines.append(
        other(site.byline.format(who=story.author, mark=site.mark.strip(" -–()[]")), "p", "byline", "article")
    )
    return spaced(lines + _below(site, story, rest[3:], rng), site.blanks)


def _below(site: Station, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = [other("Từ khóa: ", "span", "tags", "tags")] if rng.random() < 0.4 else []
    lines += others_in(story.tags, "a", "tags", "tags")
    if not site.related_in_mid or rng.random() < 0.3:
        lines.append(other(site.related, "h4", "related", "related"))
    for one in rest[:4]:
        lines.append(other(one.title, "h3", "related-title", "related"))
        if one.lead and rng.random() < 0.75:
            lines.append(other(marked(site.mark, one.lead), "p", "related-lead", "related"))
    if site.form:
        lines += others_in([site.form, "Tên của bạn", "Email", "Gửi", "Hủy"], "label", "form", "comments")
        for _ in range(rng.choice([0, 0, 1, 3])):
            lines += others_in(
                [f"{nick(rng)} · {slash(story.day)}", remark(rng, story.tags)], "p", "comment", "comments"
            )
    if site.programmes:
        lines.append(other(site.programmes, "h3", "guide", "aside"))
        for hour, show in zip(sorted(rng.sample(range(5, 23), 6)), rng.sample(_SHOWS, 6), strict=True):
            lines.append(
                other(f"{hour:02d}h{rng.choice(['00', '15', '30', '45'])} {show}", "li", "guide", "aside")
            )
    lines += [
        other("Xem nhiều", "h3", "top", "aside"),
        *others_in([one.title for one in rest[4:9]], "li", "top", "aside"),
    ]
    foot = [
        site.name,
        f"Giấy phép số {random.Random(site.host).randrange(10, 500)}/GP-BTTTT",
        "Liên hệ tòa soạn",
        "Quảng cáo phát thanh",
        "Tần số phát sóng",
    ]
    return lines + others_in(foot, "p", "foot", "footer")
