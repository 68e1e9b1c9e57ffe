"""A page of a site without habits while it is written, line by line."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping

from benchmarks.furniture.any_site.site import SHOWN, AnySite, Box, filled
from benchmarks.furniture.grammar import Writer
from benchmarks.furniture.names import draws
from benchmarks.furniture.page import Block, Label, Story

Part = Callable[["Page"], None]
_VIEWS = ("{} lượt xem", "{} người đã đọc", "{} lượt", "Đã đọc {}", "{} bình luận", "{} chia sẻ")


class Page:
    """Blocks of one page in order; `parts` are what may stand beside the story, by name."""

    def __init__(
        self,
        site: AnySite,
        story: Story,
        others: list[Story],
        rng: random.Random,
        parts: Mapping[str, Part],
    ) -> None:
        self.site, self.story, self.rng = site, story, rng
        self.others = others or [story]
        self.blocks: list[Block] = []
        self._parts = parts
        self._writer = Writer(rng, draws(story.day))
        self._box = 0
        self._caption = 0

    def add(self, text: str, label: Label = "furniture", tag: str = "p") -> None:
        """One line, unless it is empty."""
        if not text:
            return
        gaps, last = self.site.gaps, self.blocks[-1].label if self.blocks else "furniture"
        blank = gaps == "all" or (gaps == "paragraphs" and (label != "furniture" or last != "furniture"))
        if self.blocks and (blank or (gaps == "some" and self.rng.random() < 0.4)):
            self.blocks.append(Block("", "furniture"))
        self.blocks.append(Block(text, label, tag))

    def say(self, template: str) -> str:
        """A template filled; {site} and {host} are the site's."""
        return self._writer.write(
            template.replace("{site}", self.site.name).replace("{host}", self.site.host)
        )

    def filled(self, form: str, *, day: str = "", name: str = "") -> str:
        return filled(form, self.rng, self.site.name, self.site.host, day=day, name=name)

    def other(self) -> Story:
        return self.rng.choice(self.others)

    def part(self, name: str) -> None:
        if self.site.gaps == "blocks" and self.blocks and self.blocks[-1].text:
            self.blocks.append(Block("", "furniture"))
        self._parts[name](self)

    def tell(self) -> None:
        """The story, its parts inside anywhere: in a row, before the last paragraph, after the first."""
        story, rng = self.story, self.rng
        if self.site.gaps == "blocks":
            self.blocks.append(Block("", "furniture"))
        if story.lead:
            self.add(rng.choice(("", "", "", f"({self.site.name}) - ")) + story.lead, "story", "h2")
        places: dict[int, list[str]] = defaultdict(list)
        last = len(story.paragraphs) - 1
        before = 0
        for part in self.site.inside:
            if rng.random() < 0.75:
                before = rng.choice((rng.randint(0, last), rng.randint(0, last), last, before))
                places[before].append(part)
        gallery = rng.random() < self.site.gallery
        for place, paragraph in enumerate(story.paragraphs):
            for part in places[place]:
                self.part(part)
            heads, beside = place in story.subheadings, self.site.beside_heads
            if gallery or (heads and beside in ("above", "both")):
                self.foreign(gallery)
            self.add(paragraph, "story", "h3" if heads else "p")
            if heads and beside in ("below", "both"):
                self.foreign(gallery)

    def foreign(self, pictured: bool) -> None:
        """A picture, or now and then what else stands inside the site's stories."""
        if pictured or not self.site.inside or self.rng.random() < 0.6:
            self.picture()
        elif self.rng.random() < 0.7:
            self.part(self.site.inside[0])

    def picture(self) -> None:
        """The next picture in the site's way; `silent` ones have no words."""
        rng, form, captions = self.rng, self.site.pictures, self.story.captions
        if not captions:
            return
        text = self.filled(
            rng.choice(self.site.captions).replace("{}", captions[self._caption % len(captions)])
        )
        if rng.random() < self.site.shown:
            text = self.say(rng.choice(SHOWN)) + rng.choice(("", "", "", " " + text))
        self._caption += 1
        image = f"![](https://img.{self.site.host}/{rng.randrange(10**6)}.jpg)"
        if form == "row":
            self.add("![]() |")
            self.add(f"{text} |")
        elif form == "markdown":
            self.add(image)
            self.add(text, tag="figcaption")
        elif form == "alt":
            self.add(f"![{text}]{image[3:]}")
        elif form == "silent":
            self.add(image)
        elif form == "bare":
            self.add(text, tag="figcaption")

    def item(self, story: Story, box: Box, place: int) -> None:
        """Another story in a box."""
        rng, form = self.rng, box.form
        lead = story.lead or story.paragraphs[0]
        if box.long:
            lead = " ".join([lead, *story.paragraphs[: rng.randint(1, 2)]])
        if box.cut and len(lead) > 90:
            lead = lead[: rng.randint(70, 180)].rsplit(" ", 1)[0] + rng.choice(("...", "…", "..."))
        if form == "image":
            self.add(f"![]() {rng.choice((story.title, lead))} |")
            return
        if form == "numbered":
            self.add(str(place + 1))
        title = story.title
        if form == "thumb":
            title = f"![](https://img.{self.site.host}/{rng.randrange(10**6)}.jpg) {title}"
        if form == "linked":
            title = f"[{title}](https://{self.site.host}/{rng.randrange(10**6)}.html)"
        if form == "ranked":
            title = f"{place + 1} {title}"
        if form == "sectioned":
            self.add(story.section)
        if form == "pictured":
            self.add(f"![](https://img.{self.site.host}/{rng.randrange(10**6)}.jpg)")
        if form != "teaser":
            self.add(f"{box.bullet}{title}", tag="a")
        if form in ("pair", "teaser", "dated-pair"):
            self.add(lead, tag="a")
        if form in ("dated", "dated-pair"):
            self.add(self.filled(self.site.stamp))
        if form == "viewed":
            self.add(random.Random(self.site.seed).choice(_VIEWS).format(rng.randrange(5, 9000)))

    def boxed(self) -> None:
        """The site's next box."""
        box = self.site.boxes[self._box % len(self.site.boxes)]
        self._box += 1
        self.add(box.heading, tag="h3")
        for place in range(self.rng.randint(*box.items)):
            story = self.others[place % len(self.others)] if box.fixed else self.other()
            self.item(story, box, place)
