"""Boxes of other stories: related, latest, most read; with a heading or none, in items of every form."""

from collections.abc import Sequence

from benchmarks.furniture.page import Story
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.items import Item, item_form
from benchmarks.furniture.parts.kit import Kit, Part


def box(kit: Kit) -> Part:
    """A heading, most often, and some stories under it."""
    pool = kit.pick(("related", "related", "latest", "most_read", "section"))
    heading = kit.word(pool) if kit.chance(0.8) else ""
    css, tag = kit.css("related"), kit.pick(("h3", "h2", "h4", "div", "span", "strong", "p"))
    item = item_form(kit)
    least = kit.rng.randint(1, 6)
    most = least + kit.pick((0, 0, 1, 2, 4, 8))
    fixed = kit.chance(0.35)
    end = kit.word("action") if kit.chance(0.15) else ""

    def lay(page: Canvas) -> None:
        count = page.rng.randint(least, most)
        stories = kit.fixed[:count] if fixed else [page.other() for _ in range(count)]
        page.add(heading, tag, css)
        _items(page, stories, item)
        page.add(end, "a", css)

    return in_own_region(kit, lay, css)


def _items(page: Canvas, stories: Sequence[Story], item: Item) -> None:
    for at, story in enumerate(stories, 1):
        item(page, story, at)


def in_own_region(kit: Kit, part: Part, css: str) -> Part:
    """The same part, in an element of its own more often than not."""
    region = kit.pick(("aside", css, css, css, "section", ""))

    def lay(page: Canvas) -> None:
        around = page.region
        page.region = region or around
        part(page)
        page.region = around

    return lay


def teasers(kit: Kit) -> Part:
    """Headlines with whole leads, under no heading: what looks most like the story itself."""
    item = item_form(kit, leads=0.9, pictures=0.2, stamps=0.2)
    count, css = kit.rng.randint(1, 6), kit.css("list")

    def lay(page: Canvas) -> None:
        _items(page, [page.other() for _ in range(count)], item)

    return in_own_region(kit, lay, css)


def leads_alone(kit: Kit) -> Part:
    """Leads of other stories without their headlines."""
    count, bullet = kit.rng.randint(1, 4), kit.pick(("", "", "- ", "• "))

    def lay(page: Canvas) -> None:
        for _ in range(count):
            story = page.other()
            page.add(bullet + (story.lead or story.title), "p")

    return in_own_region(kit, lay, kit.css("sapo"))


def inline_link(kit: Kit) -> Part:
    """One or two links between paragraphs, announced or bare."""
    opening = kit.word("inline") if kit.chance(0.8) else ""
    count, tag = kit.pick((1, 1, 1, 2, 3)), kit.pick(("p", "p", "a", "div", "strong"))
    close = ")" if opening.startswith("(") else ""
    if not opening.endswith((" ", ">")) and opening:
        opening += " "
    stopped = kit.chance(0.05)

    def lay(page: Canvas) -> None:
        for _ in range(count):
            page.add(f"{opening}{page.other().title}{close}{'.' if stopped else ''}", tag, css)

    css = kit.css("link")
    return lay


def sections(kit: Kit) -> Part:
    """The blocks of a front page under a story: section names, each with its stories."""
    names = [kit.word("section") for _ in range(kit.rng.randint(2, 6))]
    item = item_form(kit, leads=0.25)
    count, css = kit.rng.randint(1, 5), kit.css("cat")
    fixed = kit.chance(0.4)
    subs = [kit.word("section") for _ in range(kit.rng.randint(2, 6))] if kit.chance(0.2) else []

    def lay(page: Canvas) -> None:
        for name in names:
            page.add(name, "h2", css)
            if subs:
                page.add(" ".join(subs), "div", css)
            _items(page, kit.fixed[:count] if fixed else [page.other() for _ in range(count)], item)

    return in_own_region(kit, lay, css)


def most_read(kit: Kit) -> Part:
    """A ranked list, the same on every page of the site for the most part."""
    heading, css = kit.word("most_read"), kit.css("rank")
    numbered = kit.pick(("own-line", "glued", "none"))
    count = kit.rng.randint(3, 10)

    def lay(page: Canvas) -> None:
        page.add(heading, "h3", css)
        for at, story in enumerate(kit.fixed[:count], 1):
            if numbered == "own-line":
                page.add(str(at), "span", css)
            page.add(f"{at}. {story.title}" if numbered == "glued" else story.title, "li", css)

    return in_own_region(kit, lay, css)


def prev_next(kit: Kit) -> Part:
    """The story before and the story after."""
    before, after = kit.pick(
        (
            ("Bài trước", "Bài sau"),
            ("Trước", "Tiếp"),
            ("Prev Post", "Next Post"),
            ("« Trước", "Sau »"),
            ("Bài cũ hơn", "Bài mới hơn"),
            ("Tin trước", "Tin sau"),
            ("Previous", "Next"),
        )
    )
    joined = kit.pick(("", ": ", " "))

    def lay(page: Canvas) -> None:
        for word in (before, after):
            title = page.other().title
            if joined:
                page.add(f"{word}{joined}{title}", "a", "nav")
            else:
                page.add(word, "span", "nav")
                page.add(title, "a", "nav")

    return lay


def table(kit: Kit) -> Part:
    """Stories in the rows of a table, bars between and after."""
    heading, bars = kit.word("related"), kit.pick((" |", "| {} |", "{} | {} |"))

    def lay(page: Canvas) -> None:
        page.add(f"{heading} |" if page.rng.random() < 0.5 else heading, "div")
        for _ in range(page.rng.randint(1, 4)):
            story = page.other()
            if bars == " |":
                page.add(f"{page.picture()} {story.title} |", "div")
            elif bars == "| {} |":
                page.add(f"| {story.title} |", "div")
            else:
                page.add(f"{story.title} | {story.lead or story.section} |", "div")

    return in_own_region(kit, lay, kit.css("table"))


def next_story(kit: Kit) -> Part:
    """Another story under this one, opened as far as some paragraphs, as pages without an end do it."""
    css, most = kit.css("next"), kit.rng.randint(1, 5)
    heading = kit.word("related") if kit.chance(0.5) else ""
    stamped, signed = kit.chance(0.5), kit.chance(0.5)

    def lay(page: Canvas) -> None:
        story = page.other()
        page.add(heading, "h4", css)
        page.add(story.section if stamped else "", "span", css)
        page.add(story.title, "h2", css)
        page.add(f"{story.day:%d/%m/%Y}" if stamped else "", "time", css)
        page.add(story.lead, "p", css)
        for paragraph in story.paragraphs[:most]:
            page.add(paragraph, "p", css)
        page.add(story.author if signed else "", "p", css)

    return in_own_region(kit, lay, css)
