"""A news agency: datelines, `./.`, pictures in rows of a table, two boxes of headlines and a strip of videos."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell
from benchmarks.furniture.stories import story as made


@dataclass(frozen=True, slots=True)
class Wire:
    name: str
    host: str
    code: str
    boxes: tuple[str, ...]
    region_heading: str
    regions: str
    media: str
    videos: tuple[str, ...]
    dateline: bool


def make_site(rng: random.Random) -> Wire:
    code = rng.choice(("TTV", "VNTX", "BTX", "Bản tin Sông", "ĐTX"))
    return Wire(
        name=f"Thông tấn {code}",
        host=f"{code[:3].lower().strip()}{rng.randrange(99)}.example",
        code=code,
        boxes=tuple(
            rng.sample(
                (
                    "Tin bài cùng chuyên mục",
                    "Các tin bài khác",
                    "Đọc nhiều tuần qua",
                    "Tin vừa nhận",
                    "Từ các tỉnh",
                ),
                3,
            )
        ),
        region_heading=rng.choice(("Biển và bờ", "Chuyện vùng cao", "Năm châu", "Sắc màu làng quê")),
        regions="  ".join(
            rng.sample(
                ("Đất và người", "Nhịp đảo xa", "Trang sử cũ", "Bạn bè bốn biển", "Sống ở biên cương"), 4
            )
        ),
        media=rng.choice(("Multimedia", "Hình và tiếng", "Xem - Nghe")),
        videos=tuple(made(f"wire/{rng.random()}", number).title for number in range(8)),
        dateline=rng.random() < 0.6,
    )


def render(site: Wire, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "article")
    page.add(story.title, "h1", label="title")
    lead = story.lead
    if site.dateline and lead:
        lead = f"({site.code}) - {lead}"
    page.add(lead, "h2", "sapo", label="story")
    page.seam()
    rows = iter(story.captions)

    def picture() -> None:
        page.add("![]() |", "img")
        if caption := next(rows, ""):
            page.add(
                f"{caption}. |" if rng.random() < 0.6 else f"{caption}. (Ảnh: {site.code}) |", "figcaption"
            )

    def teaser() -> None:
        page.add(f"![]() {page.other().lead or page.other().title} |", "div", "quote-box")

    places = sorted(rng.sample(range(1, len(story.paragraphs)), min(3, len(story.paragraphs) - 1)))
    breaks = {place: rng.choice((picture, picture, teaser)) for place in places}
    tell(page, breaks, end="./.")
    page.add(rng.choice((story.author, f"{story.author} ({site.code})", "")), "p", "author")
    page.region = "aside"
    for box in site.boxes:
        page.add(box, "h3")
        page.seam()
        for _ in range(rng.randint(2, 4)):
            page.add(page.other().title, "li")
            page.seam()
    page.add(site.region_heading, "h3")
    page.add(site.regions, "div")
    page.seam()
    for _ in range(3):
        page.add(page.other().title, "li")
        page.seam()
    page.add(site.media, "h3")
    for title in site.videos:
        if rng.random() < 0.7:
            page.add(page.picture(f"[Video] {title}"), "img")
            page.add(f"[Video] {title}", "a")
        else:
            page.add(f"[Infographic] {title}", "a")
        page.seam()
    return canvas.between_parts(page.blocks, rng)
