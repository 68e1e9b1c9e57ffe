"""Stories and pages of the generator as other hands would set them: more ways to tell, and what crawlers leave.

For training alone: what is measured has the stories as they are.
"""

import random
import re
from dataclasses import replace

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.stories import told_again


def thinned(blocks: list[Block], rng: random.Random) -> list[Block]:
    """Some pages as extractors and other crawlers leave them: without what stands above or below, without blanks."""
    story = [place for place, block in enumerate(blocks) if block.label == "story"]
    way = rng.random()
    if way < 0.08:
        titled = rng.random() < 0.5
        blocks = [b for b in blocks if b.label == "story" or not b.text or (titled and b.label == "title")]
    elif way < 0.14:
        blocks = (
            blocks[story[0] :]
            if rng.random() < 0.5
            else [b for b in blocks[: story[0]] if b.label == "title"] + blocks[story[0] :]
        )
    elif way < 0.2:
        blocks = blocks[: story[-1] + 1]
    if rng.random() < 0.1:
        blocks = [block for block in blocks if block.text]
    elif rng.random() < 0.1:
        blank = Block("", "furniture")
        blocks = [part for block in blocks if block.text for part in (block, blank)]
    return blocks


def varied(told: Story, rng: random.Random, least: int) -> Story:
    """Often a shorter story, in shorter or longer paragraphs: real ones vary more than those of one hand.

    `least` is how many paragraphs stay at least when a story is cut; what stays may be joined.
    """
    paragraphs, headings = list(told.paragraphs), told.subheadings
    if rng.random() < 0.5:
        paragraphs = paragraphs[: rng.randint(least, 8)]
        headings = frozenset(place for place in headings if place < len(paragraphs) - 1)
    if (
        len(paragraphs) > 5
        and not headings
        and rng.random() < 0.4
        and not any(line.endswith((":", ";")) for line in paragraphs)
    ):
        step = rng.choice((2, 2, 3))
        paragraphs = [" ".join(paragraphs[at : at + step]) for at in range(0, len(paragraphs), step)]
    if rng.random() < 0.25:
        paragraphs = [_plainer(line, rng) for line in paragraphs]
    if rng.random() < 0.06:
        paragraphs = [part for line in paragraphs for part in _SENTENCE.split(line)]
        headings = frozenset()
    if not headings and rng.random() < 0.3:
        paragraphs, headings = rng.choice(_FORMS)(paragraphs, rng)
    if rng.random() < 0.07:
        often = rng.choice((0.3, 0.6, 1.0))
        paragraphs = [_STOP.sub("", line) if rng.random() < often else line for line in paragraphs]
    lead = told.lead if rng.random() < 0.8 else ""
    return replace(told, lead=lead, paragraphs=tuple(paragraphs), subheadings=headings)


def reprinted(told: Story, rng: random.Random) -> Story:
    """The story again, as the same site prints it a second time: with a number changed where most is said, and some
    paragraphs gone. It is no other story, though the corpus takes it for one."""
    again = told_again(told, rng)
    longest = max(again.paragraphs, key=len)
    changed = re.sub(r"\d", lambda _: str(rng.randint(1, 9)), longest)
    return replace(again, paragraphs=tuple(changed if line == longest else line for line in again.paragraphs))


_STOP = re.compile(r"(?<=\w)\.$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZĐ])")
_Told = tuple[list[str], frozenset[int]]


def _tips(paragraphs: list[str], rng: random.Random) -> _Told:
    """A short heading over every paragraph, numbered or not."""
    mark = rng.choice(("{}. ", "{}. ", "{}) ", "", "{} - "))
    out: list[str] = []
    for number, paragraph in enumerate(paragraphs, 1):
        words = re.findall(r"\w+", paragraph)[: rng.randint(2, 7)]
        out += [mark.format(number) + " ".join(words).capitalize(), paragraph]
    return out, frozenset(range(0, len(out), 2))


def _briefed(paragraphs: list[str], rng: random.Random) -> _Told:
    """News in brief: a headline over every paragraph, which may be cut to its first sentence."""
    out: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.rstrip(".").split(", ")[-1].split()[:12]
        out += [
            " ".join(words).capitalize(),
            paragraph.split(". ")[0].rstrip(".") + "." if rng.random() < 0.3 else paragraph,
        ]
    return out, frozenset(range(0, len(out), 2))


def _lined_up(paragraphs: list[str], rng: random.Random) -> _Told:
    """Lists of names and scores after a colon."""
    names = re.findall(r"[A-ZĐ]\w+", " ".join(paragraphs)) or ["An"]
    rows = [
        f"{rng.choice(names)}: " + ", ".join(rng.choice(names) for _ in range(rng.randint(3, 11)))
        for _ in range(rng.randint(1, 3))
    ]
    scores = [
        f"{rng.choice(names)} - {rng.choice(names)}: {rng.randrange(5)}-{rng.randrange(5)}"
        for _ in range(rng.randint(0, 4))
    ]
    place = rng.randint(1, len(paragraphs))
    listed = [rng.choice(("Kết quả:", "Các trận khác:")), *scores] if scores else []
    listed += [rng.choice(("Đội hình:", "Danh sách:", "Thành phần:")), *rows]
    return [*paragraphs[:place], *listed, *paragraphs[place:]], frozenset()


def _versed(paragraphs: list[str], rng: random.Random) -> _Told:
    """Verses: lines without a full stop."""
    place = rng.randrange(len(paragraphs))
    words = re.findall(r"\w+", paragraphs[place])
    lines = [" ".join(words[at : at + rng.choice((5, 6, 7, 8))]) for at in range(0, min(len(words), 70), 8)]
    if rng.random() < 0.6:
        lines = [line.capitalize() for line in lines]
    return [*paragraphs[:place], *filter(None, lines), *paragraphs[place + 1 :]], frozenset()


_UNITS = ("đồng/kg", "đồng một ký", "triệu đồng", "điểm", "độ", "%", "tấn", "suất", "km", "phút")


def _priced(paragraphs: list[str], rng: random.Random) -> _Told:
    """A list of prices, marks or distances, with no mark before its lines; at the end as often as not."""
    names = re.findall(r"[A-ZĐ]\w+(?: [A-ZĐ]\w+)*", " ".join(paragraphs)) or ["An"]
    unit, sign = rng.choice(_UNITS), rng.choice((": ", ": ", " - ", " ", ", ", " – "))
    mark = rng.choice(("", "", "", "- ", "+ "))
    rows = [
        f"{mark}{rng.choice(names)}{sign}{rng.randint(2, 990)}{rng.choice(('', '.000', ',5'))} {unit}"
        for _ in range(rng.randint(2, 9))
    ]
    place = rng.choice((len(paragraphs), rng.randint(1, len(paragraphs))))
    said = [rng.choice(("Giá cụ thể:", "Kết quả:", "Các mức như sau:"))] if rng.random() < 0.5 else []
    return [*paragraphs[:place], *said, *rows, *paragraphs[place:]], frozenset()


def _asked(paragraphs: list[str], rng: random.Random) -> _Told:
    """An interview: who asks, who answers, or dashes alone."""
    asks, tells = rng.choice(
        (("PV: ", "- "), ("- ", "- "), ("Hỏi: ", "Đáp: "), ("", ""), ("* ", ""), ("– ", "– Ông An: "))
    )
    out: list[str] = []
    for paragraph in paragraphs:
        words = re.findall(r"\w+", paragraph)[: rng.randint(5, 18)]
        out += [f"{asks}{' '.join(words).capitalize()}?", tells + paragraph]
    return out, frozenset()


def _itemized(paragraphs: list[str], rng: random.Random) -> _Told:
    """Some sentences as items of a list that a line announces, closed with stops, semicolons or nothing."""
    place = rng.randrange(len(paragraphs))
    mark, end = rng.choice(("- ", "• ", "+ ", "* ", "– ", "")), rng.choice((".", ";", "", ""))
    parts = [part.rstrip(".") for line in paragraphs[place : place + 2] for part in re.split(r", |\. ", line)]
    items = [mark + part[:1].upper() + part[1:] + end for part in parts if part]
    said = rng.choice(("Cụ thể:", "Theo đó, mọi người cần lưu ý:", "Kết quả như sau:", "Gồm có:"))
    return [*paragraphs[:place], said, *items, *paragraphs[place + 2 :]], frozenset()


def _photographed(paragraphs: list[str], rng: random.Random) -> _Told:
    """A page of pictures: one sentence or two to each, now and then under a heading."""
    out: list[str] = []
    heads: list[int] = []
    for paragraph in paragraphs:
        if rng.random() < 0.3:
            heads.append(len(out))
            out.append(" ".join(re.findall(r"\w+", paragraph)[: rng.randint(2, 6)]).capitalize())
        out.append(" ".join(_SENTENCE.split(paragraph)[: rng.randint(1, 2)]))
    return out, frozenset(heads)


_FORMS = (
    *(_tips, _tips, _lined_up, _versed, _versed, _priced, _briefed, _briefed, _asked, _itemized, _itemized),
    _photographed,
)


def _plainer(line: str, rng: random.Random) -> str:
    """Without most of its numbers, and with only some of its clauses."""
    line = re.sub(r" \d[\d.,]*(?=[ ,.])", lambda found: found[0] if rng.random() < 0.3 else "", line)
    clauses = line.split(", ")
    if len(clauses) > 2 and rng.random() < 0.5:
        del clauses[rng.randrange(1, len(clauses) - 1)]
    return ", ".join(clauses)
