"""A province's paper: long menus and a list of sections with three stories each, captions as full sentences."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell
from benchmarks.furniture.stories import story as made

_DESKS = (
    "Xây dựng Đảng",
    "Chính trị",
    "Kinh tế",
    "Nông nghiệp",
    "Công nghiệp",
    "Văn hóa",
    "Giáo dục",
    "Y tế",
    "Quốc phòng",
    "An ninh",
    "Đất và người",
    "Bạn đọc",
    "Thể thao",
    "Du lịch",
    "Phóng sự",
    "Tin vắn",
    "Đề án 06",
    "Báo in",
    "Thông báo",
    "Quảng cáo",
)


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    host: str
    menu: tuple[str, ...]
    desks: tuple[tuple[str, tuple[Story, ...]], ...]
    crumb: str
    related: str
    leads: bool
    notices: tuple[str, ...]


def make_site(rng: random.Random) -> Paper:
    place = rng.choice(("Châu Giang", "Lam Hà", "Tân Phú Đông", "Vĩnh Xuân", "Yên Khê"))
    desks = rng.sample(_DESKS, rng.randint(2, 5))
    mark = rng.getrandbits(40)
    return Paper(
        name=f"Báo {place}",
        host=f"bao{rng.randrange(999)}.example",
        menu=tuple(rng.sample(_DESKS, rng.randint(6, 18))),
        desks=tuple(
            (desk, tuple(made(f"party/{mark}/{desk}", number) for number in range(3))) for desk in desks
        ),
        crumb=rng.choice(("Trang chủ » {}", "{}", "Trang nhất / {} /", "Báo điện tử - {}")),
        related=rng.choice(
            ("Tin liên quan", "Tin Liên Quan", "Các tin khác:", "TIN CÙNG MỤC", "Tin đã đăng")
        ),
        leads=rng.random() < 0.5,
        notices=(
            f"Tiếng nói của Đảng bộ, chính quyền và nhân dân {place}",
            f"Giấy phép số {rng.randrange(10, 900)}/GP-TTĐT",
            "Ghi rõ nguồn khi sử dụng lại thông tin",
        ),
    )


def render(site: Paper, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "nav")
    for word in site.menu:
        page.add(word, "li")
    page.seam()
    page.region = "main"
    page.add(site.crumb.format(story.section), "div")
    page.add(
        f"Cập nhật lúc {rng.randint(5, 22):02d}:{rng.randint(0, 59):02d}, ngày {story.day:%d/%m/%Y}", "span"
    )
    page.seam()
    page.add(story.title, "h1", label="title")
    page.seam()
    page.add(story.lead, "p", "sapo", label="story")
    captions = iter(story.captions)

    def photo() -> None:
        page.add(page.picture(), "img")
        if text := next(captions, ""):
            page.add(
                rng.choice(("{}.", "{}. Ảnh: {}", "{}. (Ảnh: {})")).format(text, page.say("{p.pen}")),
                "p",
                "anh",
            )

    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, rng.randint(1, 2)))
    tell(page, dict.fromkeys(places, photo), heading="p")
    page.add(rng.choice(("{}", "Bài, ảnh: {}", "Theo {}", "{}/Theo báo")).format(story.author), "p")
    if rng.random() < 0.3:
        page.add(f"http://{site.host}/thoi-su/bai-viet/{rng.randrange(10**6)}.html", "p")
    page.seam()
    page.add(site.related, "h3")
    page.seam()
    for _ in range(rng.randint(3, 6)):
        other = page.other()
        page.add(other.title, "h4")
        page.seam()
        if site.leads:
            page.add(
                other.lead
                if rng.random() < 0.5
                else other.lead[:200].rsplit(" ", 1)[0] + "..."
                if other.lead
                else "",
                "p",
            )
            page.seam()
    page.region = "aside"
    for desk, stories in site.desks:
        page.add(desk, "h3")
        for other in stories:
            page.add(other.title, "li")
        page.seam()
    page.region = "footer"
    for line in site.notices:
        page.add(line, "p")
    return canvas.between_parts(page.blocks, rng)
