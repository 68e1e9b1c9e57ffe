"""A district's portal: menus run together, counters, old news with dates in brackets, offices at the foot."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell

_DESKS = (
    "Giới thiệu chung",
    "Bộ máy tổ chức",
    "Văn bản chỉ đạo",
    "Thủ tục hành chính",
    "Lịch công tác",
    "Hỏi đáp",
    "Phản ánh kiến nghị",
    "Công khai ngân sách",
    "Quy hoạch",
    "Dịch vụ công",
    "Số điện thoại đường dây nóng",
    "Thông báo",
    "Góp ý dự thảo",
    "An toàn thông tin",
)


@dataclass(frozen=True, slots=True)
class District:
    name: str
    host: str
    place: str
    menu: str
    desks: tuple[str, ...]
    lists: tuple[str, str]
    office: tuple[str, ...]
    sizes: str


def make_site(rng: random.Random) -> District:
    place = rng.choice(("Bình Sơn Hạ", "Tân Lập Đông", "An Khê Thượng", "Nậm Hin", "Mỹ Phước Tây"))
    desks = rng.sample(_DESKS, 8)
    return District(
        name=f"Trang thông tin điện tử {place}",
        host=f"huyen{rng.randrange(90)}.gov.example",
        place=place,
        menu="".join(desks) if rng.random() < 0.4 else "  ".join(desks),
        desks=tuple(desks),
        lists=rng.choice(
            (
                ("Các tin mới hơn", "Các tin đã đưa"),
                ("Tin mới hơn", "Tin cũ hơn"),
                ("Những tin mới hơn", "Những tin cũ hơn"),
                ("Tin tiếp theo", "Tin trước"),
            )
        ),
        office=(
            f"TRANG THÔNG TIN ĐIỆN TỬ {place.upper()}",
            f"Cơ quan chủ quản: UBND {place}",
            f"Chịu trách nhiệm chính: Ông Lê Văn {rng.choice('ABC')}",
            f"Địa chỉ: số {rng.randrange(1, 99)} đường Trung Tâm, {place}",
            f"Số lượt truy cập: {rng.randrange(10**4, 10**7)}",
        ),
        sizes=rng.choice(("A- A A+", "Cỡ chữ: A- A+", "+ aA -", "Xem với cỡ chữ T T T")),
    )


def render(site: District, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "header")
    page.add(site.name.upper(), "div")
    page.add(site.menu, "div", region="nav")
    page.add(f"Hôm nay: Thứ {rng.randint(2, 7)}, {story.day:%d/%m/%Y}", "div")
    page.add("Chào mừng bạn đến với " + site.name, "div")
    page.region = "main"
    page.add(f"Trang chủ » Tin tức - Sự kiện » {story.section}", "div", "crumb")
    page.seam()
    page.add(story.title, "h2", label="title")
    page.add(f"Ngày đăng: {story.day:%d/%m/%Y} | Lượt xem: {rng.randrange(9, 900)}", "span")
    page.add(site.sizes, "span")
    page.add("Đọc bài viết", "span")
    page.seam()
    page.add(story.lead, "p", "lead", label="story")
    captions = iter(story.captions)

    def photo() -> None:
        page.add(page.picture(), "img")
        page.add(next(captions, ""), "p", "anh")

    tell(
        page,
        dict.fromkeys(rng.sample(range(1, len(story.paragraphs)), min(2, len(story.paragraphs) - 1)), photo),
        heading="p",
        tag="p",
    )
    page.add(
        rng.choice(
            (story.author, f"Tin, ảnh: {story.author}", f"{story.author} - Trung tâm Văn hóa {site.place}")
        ),
        "p",
        "tacgia",
    )
    page.add("Tác giả: " + story.author if rng.random() < 0.4 else "", "p")
    page.add("Nguồn tin: " + site.place if rng.random() < 0.3 else "", "p")
    page.seam()
    for line in ("Gửi email", "In trang", "Quay lại")[: rng.randint(0, 3)]:
        page.add(line, "a")
    page.add(
        f"Tổng số điểm của bài viết là: {rng.randrange(30)} trong {rng.randint(1, 6)} đánh giá"
        if rng.random() < 0.4
        else "",
        "p",
    )
    for heading in site.lists:
        page.add(heading, "h3")
        for _ in range(rng.randint(2, 6)):
            other = page.other()
            page.add(f"{other.title} ({other.day:%d/%m/%Y})", "li")
        page.seam()
    page.region = "aside"
    for desk in site.desks[:4]:
        page.add(desk, "h4")
        for _ in range(rng.randint(0, 3)):
            page.add(page.other().title + rng.choice(("", "", "...")), "li")
    page.add(f"Đang truy cập: {rng.randrange(2, 90)} Hôm nay: {rng.randrange(90, 2000)}", "div")
    page.region = "footer"
    for line in site.office:
        page.add(line, "p")
    return rng.choice((canvas.between_parts, canvas.irregular))(page.blocks, rng)
