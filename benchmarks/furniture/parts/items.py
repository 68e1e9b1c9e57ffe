"""How a box writes one other story: a headline, with or without stamp, picture, lead, number or table bar."""

from collections.abc import Callable

from benchmarks.furniture.page import Story
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit
from benchmarks.furniture.parts.stamps import stamp_form

Item = Callable[[Canvas, Story, int], None]
_BULLETS = ("", "", "", "", "- ", "• ", "› ", "» ", "▪ ", "+ ", "* ", "– ", "● ", "> ", "◦ ")
_NUMBERS = ("{}. ", "{} ", "{:02d} ", "#{} ", "{:02d}. ", "({}) ", "{}/ ", "{}")
_LONGEST = (90, 120, 150, 180, 240, 320)


def item_form(kit: Kit, *, leads: float = 0.3, pictures: float = 0.25, stamps: float = 0.3) -> Item:
    """Draw how the items of one box look."""
    number = kit.pick(_NUMBERS) if kit.chance(0.2) else ""
    bullet = kit.pick(_BULLETS)
    tag = kit.pick(("li", "li", "h3", "a", "h4", "p", "div", "span"))
    stamp = stamp_form(kit, short=True)
    stamped = kit.pick(("before", "after", "glued", "glued-before")) if kit.chance(stamps) else ""
    lead = kit.pick(("whole", "whole", "cut", "cut-end")) if kit.chance(leads) else ""
    longest = kit.pick(_LONGEST)
    picture = kit.pick(("row", "row-alt", "same-line", "twice")) if kit.chance(pictures) else ""
    section = kit.pick(("before", "after", "glued")) if kit.chance(0.12) else ""
    linked, barred = kit.chance(0.06), kit.chance(0.05)
    after = kit.word("action") if kit.chance(0.07) else ""
    mark = (
        kit.pick(("[Video] ", "[Infographic] ", "(Video) ", "Video: ", "[Ảnh] ", "Podcast: "))
        if kit.chance(0.08)
        else ""
    )
    counted = kit.chance(0.06)
    stopped, upper = kit.chance(0.03), kit.chance(0.03)

    def write(page: Canvas, story: Story, at: int) -> None:
        title = story.title.upper() if upper else story.title
        when = stamp(page, story.day)
        head = number.format(at) if number else bullet
        text = f"{mark}{title}{'.' if stopped else ''}"
        if section == "glued":
            text = f"{story.section}: {text}"
        if stamped == "glued":
            text = f"{text} {when}"
        elif stamped == "glued-before":
            text = f"{when} {text}"
        if linked:
            text = f"[{text}](https://{page.host}/{page.rng.randrange(10**6)}.html)"
        if section == "before":
            page.add(story.section, "span")
        if stamped == "before":
            page.add(when, "time")
        if picture in ("row", "row-alt"):
            page.add(page.picture(title if picture == "row-alt" else "") + (" |" if barred else ""), "img")
        elif picture == "twice":
            page.add(page.picture(title), "img")
        elif picture == "same-line":
            text = f"{page.picture()} {text}"
        page.add(f"{head}{text}{' |' if barred else ''}", tag)
        if section == "after":
            page.add(story.section, "span")
        if stamped == "after":
            page.add(when, "time")
        if lead and story.lead:
            page.add(_cut(story.lead, lead, longest), "p")
        if counted:
            page.add(str(page.rng.randrange(1, 90)), "span")
        page.add(after, "a")

    return write


def _cut(lead: str, way: str, longest: int) -> str:
    if way == "whole" or len(lead) <= longest:
        return lead
    short = lead[:longest].rsplit(" ", 1)[0]
    return short + ("..." if way == "cut" else " [...]")
