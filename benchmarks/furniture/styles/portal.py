"""A large portal: crumbs, stamp, sapo, bullets of related stories under it, author at the end, comments."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell


@dataclass(frozen=True, slots=True)
class Portal:
    name: str
    host: str
    menu: tuple[str, ...]
    under_lead: bool
    box: str
    reader: str
    foot: tuple[str, ...]


def make_site(rng: random.Random) -> Portal:
    word = rng.choice(("Tin Mau", "Bao Ngay", "Doc Nhanh", "Viet Sang", "Mat Bao"))
    menu = (
        "Mới nhất",
        "Thời sự",
        "Góc nhìn",
        "Thế giới",
        "Kinh doanh",
        "Bất động sản",
        "Khoa học",
        "Giải trí",
        "Thể thao",
        "Pháp luật",
        "Giáo dục",
        "Sức khỏe",
        "Xe",
        "Ý kiến",
        "Tâm sự",
        "Tất cả",
    )
    return Portal(
        name=word,
        host=f"{word.replace(' ', '').lower()}{rng.randrange(90)}.example",
        menu=tuple(rng.sample(menu, rng.randint(8, 16))),
        under_lead=rng.random() < 0.6,
        box=rng.choice(("Xem nhiều", "Tin cùng chuyên mục", "Đọc thêm", "Chủ đề nóng")),
        reader=rng.choice(("Ý kiến ({n})", "Bình luận", "Ý kiến của bạn")),
        foot=(
            f"Báo tiếng Việt nhiều người xem ở {word}",
            f"© {2000 + rng.randrange(5, 25)}. Toàn bộ bản quyền thuộc {word}",
            "Đường dây nóng",
            "Theo dõi chúng tôi trên",
        ),
    )


def render(site: Portal, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "nav")
    for word in site.menu:
        page.add(word, "li")
    page.region = "main"
    page.add(story.section, "a", "breadcrumb")
    page.add(
        f"Thứ {rng.randint(2, 7)}, {story.day.day}/{story.day.month}/{story.day.year}, {rng.randint(5, 22):02d}:{rng.randint(0, 59):02d} (GMT+7)",
        "span",
        "date",
    )
    page.region = "article"
    page.add(story.title, "h1", "title-detail", label="title")
    page.add(story.lead, "p", "description", label="story")
    if site.under_lead:
        for _ in range(rng.randint(1, 3)):
            page.add(page.other().title, "li", "related-up")
    captions = list(story.captions)

    def photo() -> None:
        text = captions.pop() if captions else ""
        page.add(page.picture(text), "img")
        if text:
            page.add(
                rng.choice(("{}. Ảnh: {}", "{}. Ảnh: *{}*")).format(text, page.say("[{p.pen}|NVCC|{p}]")),
                "figcaption",
                "Image",
            )

    def link() -> None:
        page.add(f">> {page.other().title}", "p")

    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, rng.randint(1, 3)))
    tell(page, {at: rng.choice((photo, photo, photo, link)) for at in places}, heading="p", tag="p")
    page.add(story.author, "strong", "author")
    if rng.random() < 0.3:
        page.add(f"(Theo {page.say('{place}')})", "p", "source")
    page.region = "main"
    for line in ("Trở lại " + story.section, "Chia sẻ", "Copy link thành công"):
        page.add(line, "a", "tool")
    page.add(site.reader.format(n=rng.randrange(0, 90)), "h3")
    for _ in range(rng.randint(0, 4)):
        page.add(page.say("{p.pen}"), "a", "nick")
        page.add(
            page.say(
                "[Tôi thấy|Theo mình|Bác nào] [ở {prov}|từng làm nghề này|có con nhỏ] [mới hiểu|sẽ thấy] [chuyện này|bài này] [đúng|khó] [lắm|vô cùng]. [Mong|Chúc] [mọi người|bà con] [bình an|khá hơn] [trong {month}|sau {n:2-9} tháng nữa]."
            ),
            "p",
            "comment",
        )
        page.add("Thích Trả lời Chia sẻ", "span", "comment")
    page.region = "aside"
    page.add(site.box, "h3")
    for _ in range(rng.randint(3, 8)):
        other = page.other()
        page.add(other.title, "h4")
        if rng.random() < 0.5:
            page.add(other.lead, "p")
        if rng.random() < 0.3:
            page.add(str(rng.randrange(1, 99)), "span")
    page.region = "footer"
    for line in site.foot:
        page.add(line, "p")
    return canvas.none(page.blocks, rng)
