"""A loud site: hot stories with their leads before the title, links and teasers everywhere, adverts, counts."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell


@dataclass(frozen=True, slots=True)
class Tabloid:
    name: str
    host: str
    hot: str
    hot_leads: bool
    see: str
    advert: str
    chase: str
    tail: str
    shouts: bool


def make_site(rng: random.Random) -> Tabloid:
    name = rng.choice(("Ngõ 24", "Tám Vui", "Phố Ồn", "Sao Đêm", "Hóng"))
    return Tabloid(
        name=name,
        host=f"hong{rng.randrange(999)}.example",
        hot=rng.choice(("TIN NÓNG", "HOT NHẤT", "Đang gây sốt", "Cả mạng đang đọc", "")),
        hot_leads=rng.random() < 0.7,
        see=rng.choice(
            (">>> Xem thêm: ", "=>> ", "ĐỌC NGAY: ", "Có thể bạn chưa biết: ", "→ ", "Mời bạn xem: ")
        ),
        advert=rng.choice(("Quảng cáo", "ADVERTISEMENT", "Nội dung được tài trợ", "- QC -")),
        chase=rng.choice(("Đừng bỏ lỡ", "Xem gì tiếp?", "Chuyện nhà người ta", "Ai cũng đang bàn")),
        tail=rng.choice(("whole", "cut")),
        shouts=rng.random() < 0.3,
    )


def render(site: Tabloid, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "aside")
    page.add(site.advert, "div")
    page.add(site.hot, "h3")
    for _ in range(rng.randint(2, 5)):
        _teaser(page, site, site.hot_leads)
    page.region = "main"
    page.add(story.section.upper(), "a")
    page.add(f"{story.day:%d/%m/%Y} {rng.randint(5, 22)}:{rng.randint(10, 59)}", "time")
    page.region = "article"
    page.add(story.title.upper() if site.shouts else story.title, "h1", label="title")
    page.add(story.author, "span")
    page.add(f"{rng.randrange(1, 90)}K lượt xem", "span")
    page.add(story.lead, "h2", label="story")

    def link() -> None:
        page.add(f"{site.see}{page.other().title}", "p", "link-inline")

    def advert() -> None:
        page.add(site.advert, "div", "ads")

    def teasers() -> None:
        for _ in range(rng.randint(1, 2)):
            _teaser(page, site, True)

    def photo() -> None:
        page.add(page.picture(), "img")
        if story.captions and rng.random() < 0.8:
            page.add(
                rng.choice(story.captions)
                + rng.choice(("", ".", " (Ảnh: Internet)", " - Ảnh: FBNV", " (Ảnh cắt từ clip)")),
                "p",
                "caption",
            )

    lays: list[Callable[[], None]] = [link, link, advert, teasers, photo, photo]
    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, rng.randint(2, 6)))
    tell(page, {place: rng.choice(lays) for place in places}, heading="h3")
    page.add(
        f"Theo {story.author} ({site.name})"
        if rng.random() < 0.6
        else f"Nguồn: https://{site.host}/{rng.randrange(10**7)}.htm",
        "p",
    )
    page.region = "main"
    for word in ("Chia sẻ", "Bình luận", str(rng.randrange(900)), "Lưu"):
        page.add(word, "button")
    page.add(site.chase, "h3")
    for _ in range(rng.randint(4, 12)):
        _teaser(page, site, rng.random() < 0.5)
    return canvas.none(page.blocks, rng)


def _teaser(page: Canvas, site: Tabloid, with_lead: bool) -> None:
    other = page.other()
    page.add(other.title, "h4")
    if with_lead:
        lead = other.lead or other.title
        page.add(lead if site.tail == "whole" else lead[:120].rsplit(" ", 1)[0] + "...", "p")
