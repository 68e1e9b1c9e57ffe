"""What stands around one story: share bars, players, tags, contents, digests, widgets of figures, counts."""

from benchmarks.furniture.parts.boxes import in_own_region
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part
from benchmarks.furniture.parts.stamps import stamp_form


def share(kit: Kit) -> Part:
    """Buttons, a line each or in one line."""
    words = [kit.word("share", dressed=False) for _ in range(kit.rng.randint(1, 9))]
    join = kit.pick(("", "", "", " ", " | ", "  ", " / "))
    count, css = kit.chance(0.15), kit.css("share")

    def lay(page: Canvas) -> None:
        if join:
            page.add(join.join(words), "div", css)
            return
        for word in words:
            page.add(word, "a", css)
        if count:
            page.add(str(page.rng.randrange(0, 400)), "span", css)

    return lay


def audio(kit: Kit) -> Part:
    words, css = [kit.word("audio") for _ in range(kit.rng.randint(1, 4))], kit.css("audio")
    timed = kit.chance(0.5)

    def lay(page: Canvas) -> None:
        for word in words:
            page.add(word, "div", css)
        if timed:
            page.add(f"0:00 / {page.rng.randint(1, 9)}:{page.rng.randint(10, 59)}", "span", css)

    return lay


def tags(kit: Kit) -> Part:
    """Keywords of the story: one line, many lines, hashes, with a label or none."""
    label, css = kit.word("tags") if kit.chance(0.75) else "", kit.css("tags")
    way, sign = (
        kit.pick(("inline", "inline", "lines", "lines", "hash-line", "hash-lines")),
        kit.pick((", ", " ", "; ", " | ", " / ", ",")),
    )
    lower = kit.chance(0.4)

    def lay(page: Canvas) -> None:
        words = [tag.lower() if lower else tag for tag in page.story.tags]
        if way.startswith("hash"):
            words = ["#" + word.replace(" ", "") for word in words]
        if way in ("inline", "hash-line"):
            page.add(
                f"{label}{'' if label.endswith(':') or not label else ':'} {sign.join(words)}".strip(),
                "div",
                css,
            )
            return
        page.add(label, "span", css)
        for word in words:
            page.add(word, "a", css)

    return lay


def contents(kit: Kit) -> Part:
    """A table of contents: the story's subheadings, said before their time."""
    label, css = kit.word("toc"), kit.css("toc")
    numbered = kit.chance(0.4)

    def lay(page: Canvas) -> None:
        headings = [page.story.paragraphs[at] for at in sorted(page.story.subheadings)]
        if len(headings) >= 2:
            page.add(label, "div", css)
            for at, heading in enumerate(headings, 1):
                page.add(f"{at}. {heading}" if numbered else heading, "li", css)

    return in_own_region(kit, lay, css)


def summary(kit: Kit) -> Part:
    """A site's digest in the side column: what other stories say, in bullets."""
    label, bullet, css = kit.word("latest"), kit.pick(("", "- ", "• ", "✓ ")), kit.css("digest")

    def lay(page: Canvas) -> None:
        page.add(label, "h4", css)
        for _ in range(3):
            story = page.other()
            page.add(bullet + (story.lead or story.title), "li", css)

    return in_own_region(kit, lay, css)


def widget(kit: Kit) -> Part:
    """Weather, gold, rates, a league table, a lottery, a calendar: rows of small figures."""
    way, css = kit.pick(("weather", "gold", "rates", "league", "lottery", "programme")), kit.css("widget")
    heading = kit.say(
        {
            "weather": "[Thời tiết|Dự báo|{prov}]",
            "gold": "[Giá vàng|Vàng hôm nay|Thị trường]",
            "rates": "[Tỷ giá|Ngoại tệ|Tỷ giá ngoại tệ]",
            "league": "[Bảng xếp hạng|BXH|Kết quả]",
            "lottery": "[Kết quả xổ số|Xổ số|Vé số]",
            "programme": "[Lịch phát sóng|Chương trình hôm nay|Lịch chiếu]",
        }[way]
    )
    rows = {
        "weather": "{prov} {n:12-39}°C",
        "gold": "{co.g} {n:50-90}.{n:100-900} {n:90-150}.{n:100-900}",
        "rates": "[USD|EUR|JPY|GBP|KRW] {n:100-30000} [+|-]{d:0.1-2}%",
        "league": "{n:1-16} {team} {n:3-30} {n:8-60}",
        "lottery": "[Giải nhất|Giải nhì|Đặc biệt|Giải ba] {n:10000-99999}",
        "programme": "{time} [Phim|Thời sự|Ca nhạc|Thể thao]: {place}",
    }[way]
    count, end = kit.rng.randint(2, 8), kit.pick(("", "", "|"))
    day = stamp_form(kit, short=True) if kit.chance(0.4) else None

    def lay(page: Canvas) -> None:
        page.add(heading, "h4", css)
        if day is not None:
            page.add(day(page, page.story.day), "span", css)
        for _ in range(count):
            row = page.say(rows)
            page.add(f"{row} {end}" if end else row, "li", css)

    return in_own_region(kit, lay, css)


def counters(kit: Kit) -> Part:
    """Views, minutes of reading, stars."""
    lines = kit.rng.sample(
        (
            "{n} lượt xem",
            "{m} phút đọc",
            "{n}",
            "Đánh giá: {m}/5 sao",
            "({n} lượt bình chọn)",
            "Lượt xem: {n}",
            "{m} min read",
            "👁 {n}",
            "0 chia sẻ",
            "Bạn thấy bài viết này thế nào?",
            "★★★★★",
            "Chưa có đánh giá",
            "Click để đánh giá bài viết",
            "{n} người đã đọc",
        ),
        kit.rng.randint(1, 3),
    )

    def lay(page: Canvas) -> None:
        for line in lines:
            page.add(line.format(n=page.rng.randrange(10, 9000), m=page.rng.randint(1, 9)), "span", "meta")

    return lay
