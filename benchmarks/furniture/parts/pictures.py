"""Pictures, their captions and credits, videos: rows of the story's page that are not its text."""

from collections.abc import Callable

from benchmarks.furniture.parts.boxes import in_own_region
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part

Caption = Callable[[Canvas, str], list[str]]
_CREDITS = (
    "{} - Ảnh: {}",
    "{} (Ảnh: {})",
    "{}. Ảnh: {}",
    "{} Ảnh: {}",
    "{} - Ảnh {}",
    "{}. (Nguồn: {})",
    "{}. Ảnh: {}.",
    "{} | Ảnh: {}",
    "{} – Ảnh: {}",
    "{}./ Ảnh: {}",
    "Ảnh: {}",
    "{} Photo: {}",
    "{} (Nguồn ảnh: {})",
    "{}; ảnh: {}",
    "{} — Ảnh: {}",
    "{}. Nguồn: {}",
)
_ALONE = (
    "Ảnh: {}",
    "Ảnh minh họa",
    "(Ảnh: {})",
    "Nguồn: {}",
    "Ảnh: {}.",
    "Ảnh {}",
    "Photo: {}",
    "Minh họa: {}",
    "Ảnh: {} cung cấp",
    "© {}",
)


def caption_form(kit: Kit) -> Caption:
    """Draw how the site sets captions: with or without credit, stop, bar or opening word."""
    way = kit.pick(
        ("credit", "credit", "credit", "credit-below", "bare", "bare", "stopped", "opened", "none")
    )
    form, alone = kit.pick(_CREDITS), kit.pick(_ALONE)
    opening = kit.pick(
        (
            "Ảnh: ",
            "Ảnh {}: ",
            "Hình {}. ",
            "Chú thích ảnh: ",
            "Hình ảnh: ",
            "Trong ảnh: ",
            "▲ ",
            "Chụp lại hình ảnh, ",
            "Caption: ",
        )
    )
    barred = kit.chance(0.15)
    houses = [
        kit.say(way)
        for way in ("{p.pen}", "{p.ini}", "{place}", "CTV", "[NVCC|VNP|TL|{site}]", "{p}", "{co.g}/{p.pen}")
    ]

    def write(page: Canvas, text: str) -> list[str]:
        who = page.rng.choice(houses)
        if way == "credit":
            # One credit has no place for words.
            lines = [form.format(text, who) if form.count("{}") == 2 else form.format(who)]
        elif way == "credit-below":
            lines = [text, alone.format(who)]
        elif way == "bare":
            lines = [text]
        elif way == "stopped":
            lines = [text + "."]
        elif way == "opened":
            lines = [opening.format(page.rng.randint(1, 6)) + text]
        else:
            lines = []
        return [f"{line} |" for line in lines] if barred else lines

    return write


def picture(kit: Kit) -> Part:
    """One of the story's pictures, as a row or not, with its caption under it (or over it)."""
    caption, css = caption_form(kit), kit.css("photo")
    row = kit.pick(("row", "row", "row-alt", "row-bar", "bar", "none", "glued"))
    above, twice = kit.chance(0.06), kit.chance(0.06)

    def lay(page: Canvas) -> None:
        captions = page.story.captions or (page.story.title,)
        text = captions[len([b for b in page.blocks if b.tag == "img"]) % len(captions)]
        lines = caption(page, text)
        if above:
            _captions(page, lines, css)
        if row in ("row", "row-alt", "row-bar"):
            page.add(
                page.picture(text if row == "row-alt" else "") + (" |" if row == "row-bar" else ""),
                "img",
                css,
            )
        elif row == "bar":
            page.add("![]() |", "img", css)
        if not above:
            if row == "glued" and lines:
                lines[0] = f"{page.picture()} {lines[0]}"
            elif row == "none" and lines and lines[0] == text:
                # Nothing would tell such a line from the story; a crawl that drops the image drops it too.
                return
            _captions(page, lines, css)
        if twice:
            page.add(page.picture(text), "img", css)

    return lay


def _captions(page: Canvas, lines: list[str], css: str) -> None:
    for line in lines:
        page.add(line, "figcaption", css)


def video(kit: Kit) -> Part:
    """A player in the story."""
    lines = kit.rng.sample(
        (
            "Video: {title}",
            "{title}",
            "Play",
            "00:00 / 0{n}:{s}",
            "Xem video: {title}",
            "Clip: {title}",
            "Video không thể phát",
            "Current Time 0:00",
            "Duration {n}:{s}",
            "Loaded: 0%",
            "1x",
            "Tắt tiếng",
            "Toàn màn hình",
            "Video Player is loading.",
            "Trình duyệt không hỗ trợ video",
            "▶ {title}",
            "[Video] {title}",
            "Nguồn: {who}",
            "{n}:{s}",
        ),
        kit.rng.randint(1, 5),
    )
    css = kit.css("video")

    def lay(page: Canvas) -> None:
        title, who = page.story.title if page.rng.random() < 0.5 else page.other().title, page.say("{p.pen}")
        for line in lines:
            page.add(
                line.format(title=title, n=page.rng.randint(1, 9), s=page.rng.randint(10, 59), who=who),
                "div",
                css,
            )

    return in_own_region(kit, lay, css)


def media_strip(kit: Kit) -> Part:
    """A row of videos and galleries: picture and headline, the headline often twice."""
    heading, css = kit.word("media"), kit.css("media")
    mark = kit.pick(("", "[Video] ", "[Infographic] ", "Video: ", "[Ảnh] ", "▶ ", "Podcast: ", "[Longform] "))
    pictured, lengths = kit.pick(("alt", "empty", "none")), kit.chance(0.3)
    fixed, count = kit.chance(0.5), kit.rng.randint(2, 9)

    def lay(page: Canvas) -> None:
        page.add(heading, "h3", css)
        for at in range(count):
            title = mark + (kit.fixed[-1 - at % len(kit.fixed)] if fixed else page.other()).title
            if pictured != "none":
                page.add(page.picture(title if pictured == "alt" else ""), "img", css)
            if lengths:
                page.add(f"{page.rng.randint(0, 19):02d}:{page.rng.randint(0, 59):02d}", "span", css)
            page.add(title, "a", css)

    return in_own_region(kit, lay, css)


def photo_strip(kit: Kit) -> Part:
    """Pictures alone."""
    count, css = kit.rng.randint(1, 6), kit.css("strip")
    bar = kit.pick(("", " |"))

    def lay(page: Canvas) -> None:
        for _ in range(count):
            page.add(page.picture() + bar, "img", css)

    return lay
