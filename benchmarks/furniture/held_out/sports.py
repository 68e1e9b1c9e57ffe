"""A sports site: scores, tables and fixtures around the story, goal videos in it, a poll and fans below."""

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
from benchmarks.furniture.held_out.words import clock, nick, offers, remarks, slash
from benchmarks.furniture.page import Block, Story

_CLUBS = [
    "Sông Hàn", "Bình Minh FC", "Đông Á", "Cửa Lò", "Tân Cảng", "Núi Nhạn", "Hồ Tây", "Thép Xanh", "Cao Nguyên", "Than Đá",
    "Đồng Tháp Mười", "Hương Giang", "Bạch Long", "Rồng Vàng",
]  # fmt: skip
_POLLS = [
    ("Đội nào sẽ vô địch mùa này?", 4),
    ("Bạn có hài lòng với trọng tài ở vòng đấu vừa qua?", 0),
    ("Ai là cầu thủ hay nhất tháng?", 3),
]


@dataclass(frozen=True, slots=True)
class Sports:
    name: str
    host: str
    menu: tuple[str, ...]
    pictures: str
    blanks: str
    prefix: str
    scores: bool
    table: str
    video: str
    fans: str
    hot: str
    tag_cloud: bool
    poll: bool


def make_site(rng: random.Random) -> Sports:
    name, prefix, host = rng.choice(
        [
            ("Sân Cỏ 90", "SC90", "sanco90.example"),
            ("Thể Thao Chiều", "TTC", "thethaochieu.example"),
            ("Bóng Lăn", "BL", "bonglan.example"),
        ]
    )
    menu = ["Bóng đá Việt Nam", "Bóng đá quốc tế", "Quần vợt", "Võ thuật", "Chuyển nhượng", "Lịch thi đấu", "Kết quả", "BXH",
            "Hậu trường", "Video", "Livescore", "Đua xe", "Esports"]  # fmt: skip
    return Sports(
        name=name,
        host=host,
        menu=tuple(rng.sample(menu, rng.randint(6, 11))),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["none", "each", "region"]),
        prefix=rng.choice(["", f"({prefix}) ", f"{prefix} - ", f"{name} - "]),
        scores=rng.random() < 0.7,
        table=rng.choice(["Bảng xếp hạng", "BXH vòng {round}", ""]),
        video=rng.choice(
            ["VIDEO: {title}", "Clip: {title}", "Xem video: {title} (Nguồn: {name})", "Video bàn thắng"]
        ),
        fans=rng.choice(["Bình luận", "Khán đài", "Cổ động viên nói gì?", ""]),
        hot=rng.choice(["TIN NÓNG SÂN CỎ", "Tin thể thao khác", "Xem tiếp", "Tin hot"]),
        tag_cloud=rng.random() < 0.7,
        poll=rng.random() < 0.4,
    )


def render(site: Sports, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 16, rng)
    lines = others_in(site.menu, "li", "menu", "nav")
    if site.scores:
        lines += _scores(rng)
    lines.append(titled(story.title, "title", "article"))
    byline = rng.choice(
        [
            f"{story.author} | {slash(story.day)} {clock(rng)}",
            f"{clock(rng)} ngày {slash(story.day)}",
            f"{story.author}, theo {site.name} {slash(story.day)}",
        ]
    )
    lines.append(other(byline, "div", "info", "article"))
    if story.lead:
        lines.append(told(marked(site.prefix, story.lead), "p", "lead", "article"))
    if rng.random() < 0.5:
        lines += others_in([f">> {one.title}" for one in rest[:2]], "li", "see-also", "article")
    boxes = [
        picture(
            site.pictures, site.host, caption + rng.choice(["", "", " - Ảnh: BTC"]), "pic", "article", rng
        )
        for caption in story.captions
    ]
    if rng.random() < 0.6:
        boxes.append(
            [
                other(
                    site.video.format(title=rest[2].title if len(rest) > 2 else story.title, name=site.name),
                    "p",
                    "video",
                    "article",
                )
            ]
        )
    if rng.random() < 0.35:
        boxes.append(_next_matches(rng))
    if rng.random() < 0.4:
        boxes.append(others_in([one.title for one in rest[3:5]], "a", "inline", "article"))
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="article", listed=0.2, heading="h2"), boxes, rng)
    if site.poll and rng.random() < 0.6:
        lines += _poll(rng)
    lines += _below(site, story, rest[5:], rng)
    return spaced(lines, site.blanks)


def _scores(rng: random.Random) -> list[Block]:
    lines = []
    for _ in range(rng.randint(2, 5)):
        home, away = rng.sample(_CLUBS, 2)
        played = f"{home} {rng.randrange(5)} - {rng.randrange(4)} {away} {rng.choice(['FT', 'HT'])}"
        coming = f"{home} {rng.choice(['vs', '? - ?'])} {away} {rng.choice([clock(rng), 'Hoãn'])}"
        lines.append(other(rng.choice([played, coming]), "li", "score", "scores"))
    return lines


def _next_matches(rng: random.Random) -> list[Block]:
    lines = [
        other(
            rng.choice(["Lịch thi đấu hôm nay", "Trực tiếp hôm nay", "Kết quả vòng đấu"]),
            "h4",
            "fixtures",
            "fixtures",
        )
    ]
    for _ in range(3):
        home, away = rng.sample(_CLUBS, 2)
        lines.append(
            other(f"{clock(rng)}: {home} - {away} (sân {rng.choice(_CLUBS)})", "li", "fixtures", "fixtures")
        )
    return lines


def _poll(rng: random.Random) -> list[Block]:
    question, clubs = rng.choice(_POLLS)
    answers = rng.sample(_CLUBS, clubs) if clubs else ["Có", "Không", "Ý kiến khác"]
    return others_in(["Bình chọn", question, *answers, "Biểu quyết", "Xem kết quả"], "div", "poll", "poll")


def _below(site: Sports, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = []
    if site.tag_cloud:
        cloud = [*story.tags, *rng.sample(_CLUBS, 4)]
        rng.shuffle(cloud)
        lines += (
            others_in(cloud, "a", "tag", "tags")
            if rng.random() < 0.6
            else [other(" ".join(cloud), "p", "tag", "tags")]
        )
    if site.fans:
        lines.append(other(site.fans, "h3", "fans", "comments"))
        for number, text in enumerate(remarks(rng, story.tags, rng.choice([0, 1, 3, 6])), 1):
            lines += others_in(
                [f"{number}. {nick(rng)} ({slash(story.day)} {clock(rng)})", text], "p", "fan", "comments"
            )
    lines.append(other(site.hot, "h3", "hot", "aside"))
    for one in rest[:8]:
        text = (
            f"{one.title} - {clock(rng)} {one.day.day}/{one.day.month}" if rng.random() < 0.3 else one.title
        )
        lines.append(other(text, "li", "hot", "aside"))
        if one.lead and rng.random() < 0.4:
            lines.append(other(marked(rng.choice(["", site.prefix]), one.lead), "p", "hot-lead", "aside"))
    if site.table:
        lines.append(other(site.table.format(round=rng.randrange(2, 27)), "h3", "table", "aside"))
        lines.append(other("TT Đội Trận HS Điểm", "tr", "table", "aside"))
        for place, club in enumerate(rng.sample(_CLUBS, 6), 1):
            lines.append(
                other(
                    f"{place} {club} {rng.randrange(9, 27)} {rng.randrange(-9, 30):+d} {60 - place * 6}",
                    "tr",
                    "table",
                    "aside",
                )
            )
    lines += others_in(offers(rng, rng.choice([0, 2])), "a", "ad", "aside")
    foot = [
        f"{site.name} - chuyên trang thể thao",
        f"Liên hệ: lienhe@{site.host}",
        "Giới thiệu | Quảng cáo | RSS | Lên đầu trang",
    ]
    return lines + others_in(foot, "p", "foot", "footer")
