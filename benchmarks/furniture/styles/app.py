"""An app's web page: times ago, cookie and paywall notes, newsletters in mid-story, polls, endless stories below."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell


@dataclass(frozen=True, slots=True)
class App:
    name: str
    host: str
    cookie: tuple[str, ...]
    letter: tuple[str, ...]
    wall: tuple[str, ...]
    below: str
    stacked: bool


def make_site(rng: random.Random) -> App:
    name = rng.choice(("Lướt", "Gọn", "Tíc", "Nghe Nhìn", "Một Phút"))
    return App(
        name=name,
        host=f"app{rng.randrange(999)}.example",
        cookie=(
            f"{name} cần bạn đồng ý để lưu cookie và đo lượt đọc trên máy này.",
            "Tùy chỉnh",
            "Đồng ý tất cả",
        ),
        letter=(
            rng.choice(
                (
                    "Mỗi sáng một lá thư, năm câu chuyện, không quảng cáo.",
                    f"Nhận bản tin 7 giờ của {name} trước khi ra khỏi nhà.",
                )
            ),
            "email của bạn",
            "Gửi cho tôi",
        ),
        wall=(
            f"Bạn đã đọc {rng.randint(3, 9)} bài miễn phí tháng này.",
            f"Từ {rng.randrange(19, 99)}.000 đồng mỗi tháng để đọc trọn {name}.",
            "Xem các gói",
        ),
        below=rng.choice(("Tiếp theo cho bạn", "Kéo lên để đọc tiếp", "Dòng tin", "Bạn có thể đã bỏ lỡ")),
        stacked=rng.random() < 0.5,
    )


def render(site: App, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "cookie-bar")
    for line in site.cookie:
        page.add(line, "p")
    page.seam()
    page.region = "main"
    page.add(f"{story.section} · {rng.randint(1, 23)} giờ trước · {rng.randint(1, 9)} phút đọc", "div")
    page.add(story.title, "h1", label="title")
    page.add(f"{story.author} + Theo dõi", "span")
    page.seam()
    page.add(story.lead, "p", "dek", label="story")

    def letter() -> None:
        for line in site.letter:
            page.add(line, "p", region="letter")

    def wall() -> None:
        for line in site.wall:
            page.add(line, "p", region="wall")

    def card() -> None:
        other = page.other()
        page.add(other.title, "h4", region="card")
        page.add(f"{rng.randint(1, 23)} giờ trước", "time", region="card")

    def photo() -> None:
        page.add(page.picture(), "img")
        if story.captions:
            page.add(f"{rng.choice(story.captions)}. {page.say('{p.pen}')}/{site.name}", "figcaption")

    lays = [letter, wall, card, card, photo, photo]
    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, rng.randint(2, 4)))
    tell(page, dict(zip(places, rng.sample(lays, len(places)), strict=True)))
    for word in (
        str(rng.randrange(2000)),
        "Thích",
        str(rng.randrange(90)),
        "Bình luận",
        "Chia sẻ",
        "Báo lỗi",
    )[: rng.randint(2, 6)]:
        page.add(word, "button")
    page.add("Chủ đề", "span")
    for tag in story.tags:
        page.add(tag, "a")
    page.seam()
    page.add(site.below, "h3", region="feed")
    for _ in range(rng.randint(3, 7)):
        other = page.other()
        page.add(other.section, "span", region="feed")
        page.add(other.title, "h3", region="feed")
        page.add(other.lead, "p", region="feed")
        if site.stacked:
            # The next stories are opened under this one, as far as the first paragraphs.
            page.add(other.paragraphs[0], "p", region="feed")
        page.add(f"{rng.randint(1, 23)} giờ trước · {other.author}", "span", region="feed")
        page.seam()
    return rng.choice((canvas.between_parts, canvas.in_story))(page.blocks, rng)
