"""What may stand around a story, by name: the small parts, and where to find the others."""

from benchmarks.furniture.any_site import prose, rows
from benchmarks.furniture.any_site.page import Page, Part
from benchmarks.furniture.any_site.site import Box, heading
from benchmarks.furniture.any_site.words import NAMES, OPINIONS


def _links(page: Page) -> None:
    for _ in range(page.rng.randint(1, 7)):
        page.add(page.other().title, tag="a")


def _pairs(page: Page) -> None:
    box = Box(
        "", (2, 5), "pair", page.rng.random() < 0.5, fixed=False, bullet="", long=page.rng.random() < 0.3
    )
    for place in range(page.rng.randint(2, 6)):
        page.item(page.other(), box, place)


def _teasers(page: Page) -> None:
    box = Box(
        "", (1, 3), "teaser", page.rng.random() < 0.5, fixed=False, bullet="", long=page.rng.random() < 0.3
    )
    for place in range(page.rng.randint(1, 4)):
        page.item(page.other(), box, place)


def _opinions(page: Page) -> None:
    rng = page.rng
    page.add(
        rng.choice(("Bình luận", f"Bình luận ({rng.randrange(40)})", "Ý kiến bạn đọc", "Bạn nghĩ gì?", ""))
    )
    for _ in range(rng.randint(0, 6)):
        page.add(rng.choice(NAMES))
        page.add(rng.choice(OPINIONS))
        page.add(rng.choice(("", "Thích Trả lời", f"{rng.randrange(1, 20)} giờ trước", "Trả lời", "Hay 3")))


def _numbered(page: Page) -> None:
    box = Box(heading(page.rng), (5, 10), "numbered", cut=False, fixed=False, bullet="")
    page.add(box.heading)
    for place in range(page.rng.randint(3, 10)):
        page.item(page.other(), box, place)


def _tags(page: Page) -> None:
    tags, form = page.story.tags, page.site.tags
    if form == "line":
        page.add("Từ khóa: " + ", ".join(tags))
    elif form == "heading":
        page.add(page.rng.choice(("Từ khóa", "Chủ đề", "Tags", "Thẻ")))
    elif form == "hash":
        page.add(" ".join("#" + tag.replace(" ", "") for tag in tags))
    elif form == "comma":
        page.add(", ".join(tags))
    if form in ("lines", "heading"):
        for tag in tags:
            page.add(page.rng.choice((tag, tag.capitalize())), tag="a")


def _author(page: Page) -> None:
    form = page.site.credit
    name = page.story.author
    page.add(form.replace("{name}", name).replace("{NAME}", name.upper()).replace("{site}", page.site.name))


def _said(kind: str) -> Part:
    def part(page: Page) -> None:
        for line in page.site.lines[kind]:
            page.add(line, tag="span")

    return part


def _bar(page: Page) -> None:
    page.add(page.rng.choice((" | ", " ", " · ", " - ")).join(page.site.lines["menu"][:10]))


def _share(page: Page) -> None:
    lines = page.site.lines["share"]
    if len(lines) % 2:
        page.add(" ".join(lines))
    else:
        _said("share")(page)


def _stamp(page: Page) -> None:
    page.add(
        page.filled(page.site.stamp, day=page.story.day.strftime("%d/%m/%Y")),
        tag="time",
    )


def _teaser(page: Page) -> None:
    page.add(page.other().title)
    page.add((page.rng.choice(page.others).lead or "Đọc tiếp")[:150] + "...")


def _video(page: Page) -> None:
    page.add(page.rng.choice(("Video: ", "Clip: ", "[Video] ", "")) + page.other().title)
    page.add(page.rng.choice(("", "00:00 / 03:21", "Phát lại", "Nguồn: " + page.rng.choice(NAMES))))


def _crumb_lines(page: Page) -> None:
    page.add("Trang chủ")
    page.add(page.story.section)


PARTS: dict[str, Part] = {
    "menu": _said("menu"),
    "bar": _bar,
    "crumbs": lambda page: page.add(
        page.rng.choice((" › ", " > ", " / ", " » ")).join(("Trang chủ", page.story.section))
    ),
    "crumb-lines": _crumb_lines,
    "section": lambda page: page.add(page.story.section),
    "links": _links,
    "stamp": _stamp,
    "notice": lambda page: page.add(page.rng.choice(page.site.lines["notice"])),
    "ticker": _said("ticker"),
    "teasers": _teasers,
    "name": lambda page: page.add(page.site.name),
    "date": lambda page: page.add(page.filled("Hôm nay, {d}")),
    "box": Page.boxed,
    "author": _author,
    "share": _share,
    "opinions": _opinions,
    "audio": lambda page: page.add(
        page.rng.choice(("Nghe bài viết", "0:00/3:45 Nữ miền Nam", "Đọc bài: 4 phút"))
    ),
    "picture": Page.picture,
    "link": lambda page: page.add(page.site.link + page.other().title, tag="a"),
    "bare-link": lambda page: page.add(page.other().title, tag="a"),
    "quote": lambda page: (
        page.add(page.story.paragraphs[0].split(". ")[0], tag="span") if page.rng.random() < 0.2 else None
    ),
    "teaser": _teaser,
    "video": _video,
    "source": lambda page: page.add(page.rng.choice(("Theo ", "Nguồn: ", "(Theo ")) + page.site.name),
    "tags": _tags,
    "pairs": _pairs,
    "foot": _said("foot"),
    "bio": prose.bio,
    "house": prose.house,
    "readers": prose.readers,
    "leads": prose.leads,
    "half": prose.half,
    "next": prose.next_story,
    "pull": prose.pull,
    "correction": prose.correction,
    "rows": rows.rows,
    "poll": rows.poll,
    "series": rows.series,
    "contents": rows.contents,
    "numbered": _numbered,
}
