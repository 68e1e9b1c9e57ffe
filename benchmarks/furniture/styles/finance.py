"""A markets site: tickers, tables of rates, stock codes, disclaimers, stories of the sector with hours."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import canvas
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.telling import tell


@dataclass(frozen=True, slots=True)
class Markets:
    name: str
    host: str
    indices: tuple[str, ...]
    warning: str
    sector: str
    glued: bool
    pairs: bool


def make_site(rng: random.Random) -> Markets:
    name = rng.choice(("Sàn Vàng", "Vốn & Lãi", "Phiên Sáng", "Tài Khoản"))
    return Markets(
        name=name,
        host=f"phien{rng.randrange(999)}.example",
        indices=tuple(
            rng.sample(
                ("VX-Index", "HX-Index", "UPX", "VX30", "DOW", "NIKKO", "Dầu WT", "Vàng TG"),
                rng.randint(3, 6),
            )
        ),
        warning=rng.choice(
            (
                "Thông tin chỉ mang tính tham khảo, không phải lời khuyên đầu tư.",
                "Nhà đầu tư tự chịu trách nhiệm với quyết định mua bán của mình.",
                f"Dữ liệu trễ {rng.randint(5, 20)} phút, do {name} tổng hợp.",
            )
        ),
        sector=rng.choice(("Cùng ngành", "Tin doanh nghiệp", "Bài mới trong mục", "Đọc cùng phiên")),
        glued=rng.random() < 0.5,
        pairs=rng.random() < 0.5,
    )


def render(site: Markets, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    page = Canvas(site.host, story, others, rng, "header")
    figures = [page.say(f"{name} {{n:80-1900}},{{n:10-99}} [▲|▼|+|-]{{d:0.1-3}}%") for name in site.indices]
    for line in [" ".join(figures)] if site.glued else figures:
        page.add(line, "div", "ticker")
    page.region = "article"
    page.add(f"{story.section} | {story.day:%d-%m-%Y - %H:%M} AM", "span", "meta")
    page.add(story.title, "h1", label="title")
    page.add(f"{story.author} -", "span")
    page.add(story.lead, "p", "sapo", label="story")
    if rng.random() < 0.5:
        page.add("CÙNG CHUYÊN MỤC", "h4", region="rel")
        for _ in range(rng.randint(1, 2)):
            page.add(page.other().title, "li", region="rel")

    def rates() -> None:
        page.add("| Mã | Giá | +/- | Khối lượng |", "div", region="bang-gia")
        for _ in range(rng.randint(2, 6)):
            page.add(
                page.say(
                    "¦ [ABX|VNM|TTC|HPX|SBB|DGX|FRX] ¦ {n:8-190},{n:10-95} ¦ [+|-]{d:0.1-6.9} ¦ {n:1000-900000} ¦"
                ),
                "div",
                region="bang-gia",
            )

    def chart() -> None:
        page.add(page.picture("Biểu đồ"), "img")
        page.add(
            page.say("[Diễn biến|Biểu đồ] [giá|chỉ số] [trong|từ] {month} ([nguồn|Nguồn]: {co.g})"),
            "figcaption",
        )

    def code() -> None:
        page.add(page.say("Mã CK: [ABX|TTC|HPX] ¦ Xem hồ sơ doanh nghiệp"), "div")

    lays = [rates, chart, code]
    places = rng.sample(range(1, len(story.paragraphs)), min(len(story.paragraphs) - 1, rng.randint(1, 3)))
    tell(page, dict(zip(places, rng.sample(lays, len(places)), strict=True)), heading="strong")
    page.add(f"Theo {story.author}", "p", "author")
    page.add(f"{site.name} | Copy link", "p")
    page.add(site.warning, "p", "disclaimer")
    page.region = "main"
    page.add(site.sector, "h3")
    for _ in range(rng.randint(4, 9)):
        other = page.other()
        if site.pairs:
            page.add(other.title, "h4")
            page.add(f"{other.section} - {rng.randint(5, 22):02d}:{rng.randint(0, 59):02d}", "span")
        else:
            page.add(f"{rng.randint(5, 22):02d}:{rng.randint(0, 59):02d} {other.title}", "li")
    for line in ("Xem theo ngày", "Ngày Tháng Năm", "Xem", "CÔNG BỐ THÔNG TIN"):
        page.add(line, "div")
    return canvas.none(page.blocks, rng)
