"""A broadcaster: player lines, programmes, one-sentence paragraphs, a strip of clips with lengths."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell
from benchmarks.furniture.stories import story as made


@dataclass(frozen=True, slots=True)
class Station:
    name: str
    host: str
    player: tuple[str, ...]
    programmes: tuple[str, ...]
    clips: tuple[tuple[str, str], ...]
    clips_heading: str
    picture_words: str
    boxed: str


def make_site(rng: random.Random) -> Station:
    name = f"Đài {rng.choice(('Sông Hậu', 'Tây Bắc', 'Duyên Hải', 'Cao Nguyên'))}"
    return Station(
        name=name,
        host=f"dai{rng.randrange(999)}.example",
        player=tuple(
            rng.sample(
                (
                    "Video Player is loading.",
                    "Play Video",
                    "Current Time 0:00",
                    "/",
                    "Duration 2:14",
                    "Loaded: 12.5%",
                    "Stream Type LIVE",
                    "Remaining Time -2:14",
                    "1x",
                    "Chapters",
                    "Fullscreen",
                    "Nghe chương trình",
                ),
                rng.randint(2, 7),
            )
        ),
        programmes=tuple(
            rng.sample(
                (
                    "Thời sự 19h",
                    "Chuyện làng",
                    "Bạn nhà nông",
                    "Sắc màu cuộc sống",
                    "Câu chuyện cảnh giác",
                    "Ca nhạc theo yêu cầu",
                    "Nhịp cầu",
                    "Đọc truyện đêm khuya",
                ),
                5,
            )
        ),
        clips=tuple(
            (made(f"station/{rng.random()}", 0).title, f"{rng.randint(0, 25):02d}:{rng.randint(0, 59):02d}")
            for _ in range(6)
        ),
        clips_heading=rng.choice(("Chương trình mới", "Xem lại", "Video khác", "VIDEO NỔI BẬT")),
        picture_words=rng.choice(
            ("Chụp lại hình ảnh, {}", "Nguồn hình ảnh, {w}", "Hình: {}", "{} (Ảnh chụp màn hình)")
        ),
        boxed=rng.choice(("Tin liên quan", "Bài có liên quan", "Nghe thêm")),
    )


def render(site: Station, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "nav")
    for line in site.programmes:
        page.add(line, "li")
    page.region = "main"
    page.add(story.title, "h1", label="title")
    page.add(f"{story.author} | {story.day.day} tháng {story.day.month} {story.day.year}", "p", "meta")
    for line in site.player:
        page.add(line, "div", "player", region="player")
    page.add(story.lead, "p", "intro", label="story")

    def photo() -> None:
        words = site.picture_words
        text = rng.choice(story.captions) if story.captions else page.say("{place}")
        page.add(words.format(text, w=page.say("[{p.pen}|Getty|{place}]")), "figcaption")

    def podcast() -> None:
        for line in (
            "Bỏ qua Podcast và tiếp tục đọc",
            "Podcast",
            rng.choice(site.programmes),
            "Kết thúc Podcast",
        ):
            page.add(line, "span", "podcast")

    def related() -> None:
        page.add(site.boxed, "h3", region="links")
        for _ in range(rng.randint(2, 4)):
            page.add(page.other().title, "li", region="links")

    lays = [photo, photo, podcast, related]
    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, rng.randint(1, 4)))
    tell(page, dict(zip(places, rng.sample(lays, len(places)), strict=True)), heading="h2")
    for line in ("Chia sẻ", "Chia sẻ trang này", "Tin bài chính")[: rng.randint(1, 3)]:
        page.add(line, "a")
    for _ in range(rng.randint(1, 4)):
        other = page.other()
        page.add(other.title, "h4")
        page.add(f"{other.day.day} tháng {other.day.month} {other.day.year}", "time")
    page.region = "aside"
    page.add(site.clips_heading, "h3")
    for title, length in site.clips:
        page.add(page.picture(title), "img")
        page.add(length, "span")
        page.add(title, "a")
    page.add(
        f"© {story.day.year} {site.name}. {site.name} không chịu trách nhiệm về nội dung các trang bên ngoài.",
        "p",
        region="footer",
    )
    return canvas.none(page.blocks, rng)
