"""A monthly: issue number, long paragraphs, quotes set large, notes on the author in mid-story, a shop."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell


@dataclass(frozen=True, slots=True)
class Monthly:
    name: str
    host: str
    also: str
    shop: tuple[str, ...]
    bio: str


def make_site(rng: random.Random) -> Monthly:
    name = rng.choice(("Nếp Nhà", "Đất Bãi", "Người Quê", "Lối Cũ", "Mùa Sau"))
    price = rng.randrange(35, 95)
    return Monthly(
        name=f"Tạp chí {name}",
        host=f"nguyetsan{rng.randrange(99)}.example",
        also=rng.choice(
            ("CÓ THỂ BẠN CŨNG THÍCH", "Trong số này", "Cùng bút danh", "Đọc chậm", "Bài cùng kỳ")
        ),
        shop=(
            f"Mua số này: {price}.000 đồng",
            "Đặt dài hạn 12 số, tặng một cuốn sổ tay giấy dó.",
            "Thêm vào giỏ",
        ),
        bio=rng.choice(("mid", "end", "end", "none")),
    )


def render(site: Monthly, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "header")
    page.add(f"SỐ {rng.randrange(90, 500)} - THÁNG {story.day.month}/{story.day.year}", "div")
    page.add(site.name, "div")
    page.region = "article"
    page.add(story.section.upper(), "span")
    page.add(story.title, "h1", label="title")
    page.add(rng.choice((f"Bài: {story.author}", f"{story.author} | Ảnh: {page.say('{p.pen}')}")), "p", "by")
    page.add(story.lead, "p", "standfirst", label="story")
    prose = [
        text for at, text in enumerate(story.paragraphs) if at not in story.subheadings and len(text) > 90
    ]

    def quote() -> None:
        if prose:
            page.add(f"“{rng.choice(prose).split('. ')[0].strip(' .')}”", "blockquote", "pull")

    def also() -> None:
        page.add(site.also, "h4", region="aside")
        for _ in range(rng.randint(1, 3)):
            page.add(page.other().title, "li", region="aside")

    def photo() -> None:
        page.add(page.picture(), "img")
        if story.captions:
            page.add(f"{rng.choice(story.captions)}.", "figcaption")

    def bio() -> None:
        page.add(
            page.say(
                f"{story.author} [sinh năm 19{{n:50-99}}|sống ở {{prov}}|dạy học ở {{place}}], [tác giả|viết] {{n:2-12}} [cuốn sách|tập truyện]. [Anh|Chị] [cộng tác|viết] với {site.name} từ [số {{n:10-300}}|số đầu]."
            ),
            "div",
            "author-note",
        )

    lays = [quote, also, photo, photo] + ([bio] if site.bio == "mid" else [])
    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, len(lays)))
    tell(page, dict(zip(places, rng.sample(lays, len(places)), strict=True)), heading="h2")
    if site.bio == "end":
        bio()
    page.region = "main"
    page.add(f"Chuyên mục: {story.section}", "p")
    page.add("Từ khóa: " + ", ".join(story.tags) if rng.random() < 0.6 else "", "p")
    for word in ("Bài trước", "Bài sau"):
        page.add(word, "span")
        page.add(page.other().title, "a")
    page.region = "footer"
    for line in site.shop:
        page.add(line, "p")
    return canvas.between_parts(page.blocks, rng)
