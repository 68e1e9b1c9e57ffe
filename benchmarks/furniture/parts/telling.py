"""How a site sets the story itself: title, lead, paragraphs, and where furniture breaks in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part
from benchmarks.furniture.parts.words import WORDS


@dataclass(frozen=True, slots=True)
class Telling:
    """The habits of one site. `dateline` stands before the lead; shares say how often a thing happens on a page."""

    title_tag: str
    no_title: float
    again: str
    dateline: str
    lead: str
    lead_tag: str
    lead_last: bool
    heading_tag: str
    paragraph_tag: str
    endmark: float
    stopless: float
    section_heading: float
    linked: float
    merged: float
    join: str
    split: bool
    clustered: bool

    def open(self, page: Canvas, under: Callable[[], None], after_lead: Callable[[], None]) -> None:
        """Title, lead, and what stands between and after."""
        rng, story = page.rng, page.story
        if self.again == "before":
            page.add(page.picture(story.title), "img")
        elif "{}" in self.again:
            page.add(self.again.format(story.title), "span")
        if rng.random() >= self.no_title:
            page.add(story.title, self.title_tag, "title", label="title")
        if self.again == "after":
            page.add(story.title, "span")
        page.seam()
        if not self.lead_last:
            self._lead(page)
        under()
        if self.lead_last:
            self._lead(page)
        after_lead()

    def _lead(self, page: Canvas) -> None:
        if page.story.lead and self.lead != "none":
            text = self.dateline + page.story.lead
            if self.lead == "stopless":
                text = text.rstrip(".")
            page.add(text, self.lead_tag, "sapo", label="story")
            page.seam()

    def body(self, page: Canvas, inside: Sequence[Part]) -> None:
        """The paragraphs, the parts of `inside` between them (never after the last)."""
        rng, story = page.rng, page.story
        lines = self._lines(page)
        if not lines:
            return
        if self.clustered:
            at = rng.randint(1, max(1, len(lines) - 1))
            places = [at] * len(inside)
        else:
            places = sorted(rng.randint(1, max(1, len(lines) - 1)) for _ in inside)
        waiting = list(zip(places, inside, strict=True))
        for at, (text, heading) in enumerate(lines):
            while waiting and waiting[0][0] <= at and (at == len(lines) - 1 or may_break(lines, at, page)):
                _, part = waiting.pop(0)
                page.seam()
                part(page)
                page.seam()
            bullet = text[:2] in ("- ", "• ", "+ ", "* ") and not heading
            tag = (
                self.heading_tag
                if heading
                else "li"
                if bullet and self.paragraph_tag == "p"
                else self.paragraph_tag
            )
            page.add(text, tag, label="story")
        page.seam()
        # Where nothing but one paragraph is, what would break in comes after.
        for _, part in waiting if len(story.paragraphs) > 1 else []:
            part(page)
            page.seam()

    def _lines(self, page: Canvas) -> list[tuple[str, bool]]:
        rng, story = page.rng, page.story
        lines: list[tuple[str, bool]] = []
        for at, paragraph in enumerate(story.paragraphs):
            heading = at in story.subheadings
            text = paragraph
            if heading and rng.random() < self.section_heading:
                text = rng.choice(WORDS["section"][0])
            elif not heading and rng.random() < self.stopless:
                text = text.rstrip(".")
            if not heading and rng.random() < self.linked:
                text = _linked(text, page)
            if self.split and not heading and len(text) > 160 and ". " in text:
                lines += [(part, False) for part in _sentences(text)]
            elif (
                lines
                and not heading
                and not lines[-1][1]
                and rng.random() < self.merged
                and text[:1].isalpha()
                and lines[-1][0].endswith((".", "”", '"'))
            ):
                lines[-1] = (f"{lines[-1][0]}{self.join}{text}", False)
            else:
                lines.append((text, heading))
        if lines and rng.random() < self.endmark:
            lines[-1] = (lines[-1][0].rstrip("./") + "./.", lines[-1][1])
        if not (story.lead and self.lead != "none") and self.dateline and lines:
            lines[0] = (self.dateline + lines[0][0], lines[0][1])
        return lines


def telling(kit: Kit) -> Telling:
    """Draw a site's way to set a story."""
    place = kit.say("{prov}")
    brand = kit.brand
    datelines = (
        f"({brand}) - ",
        f"{brand.upper()} - ",
        f"{brand} - ",
        f"{place} ({brand}) - ",
        f"({brand})- ",
        f"{kit.host} - ",
        f"{brand} – ",
        f"[{brand}] - ",
        f"{brand}: ",
        f"({kit.host}) ",
    )
    return Telling(
        title_tag=kit.pick(("h1", "h1", "h1", "h2", "div", "p")),
        no_title=kit.pick((0.0,) * 8 + (0.1, 1.0)),
        again=kit.pick(("",) * 24 + ("before", "after", f"{{}} - {kit.name}", f"{{}} | {kit.host}")),
        dateline=kit.pick(datelines) if kit.chance(0.25) else "",
        lead=kit.pick(("shown",) * 8 + ("none", "stopless")),
        lead_tag=kit.pick(("p", "h2", "p", "strong", "div")),
        lead_last=kit.chance(0.6),
        heading_tag=kit.pick(("h2", "h3", "p", "strong", "h4")),
        paragraph_tag=kit.pick(("p",) * 6 + ("div", "span")),
        endmark=kit.pick((0.0,) * 5 + (0.5, 1.0)),
        stopless=kit.pick((0.0,) * 5 + (0.04, 0.15)),
        section_heading=kit.pick((0.0, 0.0, 0.05)),
        linked=kit.pick((0.0,) * 8 + (0.15,)),
        merged=kit.pick((0.0, 0.0, 0.0, 0.3, 0.6)),
        join=kit.pick((" ", " ", " ", " ", "")),
        split=kit.chance(0.08),
        clustered=kit.chance(0.2),
    )


def may_break(lines: Sequence[tuple[str, bool]], at: int, page: Canvas) -> bool:
    """Whether furniture may stand before line `at`: seldom inside a list or between verses, which one element holds."""
    if at == 0 or lines[at][1] or lines[at - 1][1]:
        return True
    text, before = lines[at][0], lines[at - 1][0]
    item = text[:1] in "-•+*–" or not text.rstrip('"”').endswith((".", "?", "!", "…", ":"))
    return not item or before.endswith(".") or page.rng.random() < 0.1


def tell(
    page: Canvas,
    breaks: Mapping[int, Callable[[], None]],
    *,
    heading: str = "h2",
    tag: str = "p",
    end: str = ".",
) -> None:
    """The paragraphs as they are; before paragraph N, `breaks[N]` may lay furniture. `end` closes the last one."""
    last = len(page.story.paragraphs) - 1
    waiting: list[Callable[[], None]] = []
    lines = [(text, at in page.story.subheadings) for at, text in enumerate(page.story.paragraphs)]
    for at, paragraph in enumerate(page.story.paragraphs):
        waiting += [breaks[at]] if at in breaks else []
        if waiting and (at == last or may_break(lines, at, page)):
            page.seam()
            while waiting:
                waiting.pop(0)()
            page.seam()
        text = paragraph.rstrip("./") + end if at == last and end != "." else paragraph
        page.add(text, heading if at in page.story.subheadings else tag, label="story")
    page.seam()


def _linked(text: str, page: Canvas) -> str:
    """One word or two of a paragraph as a link that the crawler wrote out."""
    words = text.split(" ")
    if len(words) < 8 or "[" in text:
        return text
    at = page.rng.randrange(2, len(words) - 3)
    address = f"https://{page.host}/chu-de-{page.rng.randrange(900)}.html"
    words[at : at + 2] = [f"[{' '.join(words[at : at + 2])}]({address})"]
    return " ".join(words)


def _sentences(text: str) -> list[str]:
    parts = text.split(". ")
    return [part + "." for part in parts[:-1]] + [parts[-1]]
