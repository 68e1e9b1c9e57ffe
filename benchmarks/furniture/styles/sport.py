"""A sports site: a ticker of results above, tables and fixtures in mid-story, readers' shouts below."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell


@dataclass(frozen=True, slots=True)
class Sports:
    name: str
    host: str
    cups: tuple[str, ...]
    table: str
    shouts: str
    numbered: bool


def make_site(rng: random.Random) -> Sports:
    return Sports(
        name=rng.choice(("Khán Đài", "Bóng Làng", "Sân 7", "Cột Dọc")),
        host=f"san{rng.randrange(999)}.example",
        cups=tuple(
            rng.sample(
                (
                    "Hạng Nhất",
                    "Cúp Vùng",
                    "Futsal",
                    "Quần vợt",
                    "Bóng chuyền",
                    "Đua thuyền",
                    "Điền kinh",
                    "Các giải trẻ",
                    "Chuyển nhượng",
                    "Lịch đấu",
                    "BXH",
                ),
                7,
            )
        ),
        table=rng.choice(("Bảng xếp hạng", "BXH vòng này", "Cục diện")),
        shouts=rng.choice(("Khán giả hò reo", "Ý kiến", "Chém gió", "Bình luận")),
        numbered=rng.random() < 0.5,
    )


def render(site: Sports, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "header")
    for _ in range(rng.randint(0, 4)):
        page.add(page.say("{team} {n:0-5} - {n:0-5} {team}"), "div", "ticker")
    for cup in site.cups:
        page.add(cup, "li", region="nav")
    page.region = "article"
    page.add(f"{site.name} > {story.section}", "div", "crumb")
    page.add(story.title, "h1", label="title")
    page.add(f"{rng.randint(5, 22)}:{rng.randint(10, 59)} | {story.day:%d/%m/%Y}", "span")
    page.add("0 bình luận", "span")
    page.add(story.lead, "p", "sapo", label="story")
    captions = iter(story.captions)

    def table() -> None:
        page.add(site.table, "h4", region="bang")
        page.add("TT Đội Trận Điểm", "div", region="bang")
        for place in range(1, rng.randint(4, 9)):
            page.add(page.say(f"{place} {{team}} {{n:3-26}} {{n:4-60}}"), "div", region="bang")

    def fixtures() -> None:
        page.add("Lịch thi đấu", "h4", region="bang")
        for _ in range(rng.randint(2, 4)):
            page.add(page.say("{time} ngày {near:1:9}: {team} - {team}"), "li", region="bang")

    def video() -> None:
        page.add(f"Video: {page.other().title}", "div", "video")

    def photo() -> None:
        page.add(page.picture(), "img")
        if text := next(captions, ""):
            page.add(f"{text} - Ảnh: {page.say('{p.pen}')}", "figcaption")

    lays = [table, fixtures, video, photo, photo]
    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, rng.randint(1, 4)))
    tell(page, dict(zip(places, rng.sample(lays, len(places)), strict=True)), heading="h3")
    page.add(story.author, "p", "author")
    page.region = "main"
    page.add("Tags " + " ".join(story.tags), "div")
    page.add(site.shouts, "h3")
    for _ in range(rng.randint(0, 5)):
        page.add(
            page.say("[Cố lên|Đá hay lắm|Thua là phải|Trọng tài kém quá] {team}[!|!!!|.| ơi]"), "p", "shout"
        )
    for at in range(1, rng.randint(4, 8)):
        page.add(f"{at} {page.other().title}" if site.numbered else page.other().title, "li", "more")
    return canvas.none(page.blocks, rng)
