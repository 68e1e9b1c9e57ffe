"""An aggregator: the story as another paper printed it, among stories of many papers with their times."""

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
from benchmarks.furniture.held_out.words import clock, slash
from benchmarks.furniture.page import Block, Story

_PAPERS = [
    "Báo Sông Cái", "Thanh Niên Mới", "Nhịp Sống Quê", "Báo Cửa Biển", "Pháp Lý 24h", "Kinh Tế Ngày Mới", "Đài Cao Nguyên",
    "Tạp chí Gia Đình Trẻ", "Báo Đồng Bằng", "Thể Thao Xanh", "Báo Miền Tây", "Sức Khỏe Vàng", "Tri Thức Phổ Thông",
]  # fmt: skip
_TABS = [
    "Nóng",
    "Mới",
    "Video",
    "Chủ đề",
    "Thế giới",
    "Xã hội",
    "Văn hóa",
    "Kinh tế",
    "Công nghệ",
    "Tiện ích",
    "Podcast",
    "Game",
]


@dataclass(frozen=True, slots=True)
class Aggregator:
    name: str
    host: str
    papers: tuple[str, ...]
    tabs: tuple[str, ...]
    pictures: str
    blanks: str
    before: bool
    joined: bool
    ending: str
    more: str
    topics: str
    location: str


def make_site(rng: random.Random) -> Aggregator:
    name, host = rng.choice(
        [("Điểm Tin", "diemtin.example"), ("Đọc Nhanh", "docnhanh.example"), ("Tin Gom", "tingom.example")]
    )
    return Aggregator(
        name=name,
        host=host,
        papers=tuple(rng.sample(_PAPERS, 9)),
        tabs=tuple(rng.sample(_TABS, rng.randint(5, 9))),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "none", "region"]),
        before=rng.random() < 0.5,
        joined=rng.random() < 0.5,
        ending=rng.choice(["Nguồn {paper}: {link}", "Theo {paper}", "Nguồn: {paper}", "Bài gốc tại {link}"]),
        more=rng.choice(
            ["Tin nóng", "Có thể bạn chưa đọc", "Tin liên quan khác", "Nguồn khác cùng đưa tin", "Mới nhất"]
        ),
        topics=rng.choice(["Chủ đề đang theo dõi", "#", "Theo dõi các chủ đề", "Địa danh"]),
        location=rng.choice(["Báo vi phạm", "Ẩn nguồn tin này", "Bài này không phù hợp?"]),
    )


def render(site: Aggregator, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest, paper = pick(others, 16, rng), rng.choice(site.papers)
    lines = others_in(site.tabs, "li", "tab", "nav")
    if site.before:
        lines += _rows(site, rest[:3], rng, "top", leads=0.3)
    lines.append(titled(story.title, "headline", "story"))
    meta = [
        paper,
        rng.choice([f"{rng.randrange(2, 23)} giờ", f"{slash(story.day)} {clock(rng)}"]),
        f"{rng.randrange(2, 90)} liên quan",
        "Gốc",
    ]
    lines += (
        [other(" ".join(meta), "div", "meta", "story")]
        if site.joined
        else others_in(meta, "span", "meta", "story")
    )
    if story.lead:
        lead = rng.choice(["", "", f"{paper} - "]) + story.lead
        lines.append(told(lead, "p", "summary", "story"))
    captions = [
        caption + rng.choice(["", ".", " Ảnh: NVCC", f" Ảnh: {paper}.", " (Nguồn: internet)"])
        for caption in story.captions
    ]
    boxes = [picture(site.pictures, site.host, caption, "body-image", "story", rng) for caption in captions]
    if rng.random() < 0.35:
        boxes.append(_rows(site, rest[3:5], rng, "related-inline", leads=0.0))
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="story", heading="p", listed=0.1), boxes, rng)
    lines.append(other(story.author, "p", "author", "story"))
    link = address("bao-goc.example", story)
    lines += others_in([site.ending.format(paper=paper, link=link), site.location], "p", "source", "story")
    lines.append(other(site.topics, "h4", "topics", "tags"))
    lines += others_in(
        [f"#{tag}" for tag in story.tags] if site.topics == "#" else story.tags, "a", "topic", "tags"
    )
    lines.append(other(site.more, "h3", "more", "more"))
    lines += _rows(site, rest[5:], rng, "more", leads=0.4)
    foot = [f"{site.name} - Trang thông tin điện tử tổng hợp", "Giới thiệu", "Điều khoản sử dụng", "Quảng cáo", "Tải ứng dụng",
            f"© {story.day.year} {site.name}. Tin do các báo đăng tải, máy tính tự động tổng hợp."]  # fmt: skip
    return spaced(lines + others_in(foot, "p", "foot", "footer"), site.blanks)


def _rows(
    site: Aggregator, rest: Sequence[Story], rng: random.Random, region: str, leads: float
) -> list[Block]:
    lines = []
    for one in rest:
        lines.append(other(one.title, "h3", "row-title", region))
        if one.lead and rng.random() < leads:
            lines.append(other(one.lead, "p", "row-summary", region))
        when = f"{rng.randrange(1, 50)} {rng.choice(['phút', 'giờ'])}"
        related = f"{rng.randrange(2, 99)} liên quan"
        if site.joined:
            lines.append(other(f"{rng.choice(site.papers)} {when} {related}", "span", "row-meta", region))
        else:
            lines += others_in([rng.choice(site.papers), when, related], "span", "row-meta", region)
    return lines
