"""Sites put together by chance from a large pool of parts, their wording from large pools or from nobody's.

No lexicon and no order of parts holds from one of these sites to the next; what holds is what a story is.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.page import Block, Story
from benchmarks.furniture.parts import boxes, notices, people, pictures, site, stamps, tools
from benchmarks.furniture.parts.canvas import GAPS, Canvas, Gaps
from benchmarks.furniture.parts.kit import Kit, Maker, Part
from benchmarks.furniture.parts.telling import Telling, telling

# How often a part stands in each place; a maker may be drawn twice.
_ABOVE: tuple[tuple[Maker, float], ...] = (
    (notices.cookie, 0.12),
    (site.top_bar, 0.35),
    (site.menu, 0.45),
    (tools.widget, 0.06),
    (notices.advert, 0.12),
    (boxes.box, 0.1),
    (boxes.teasers, 0.06),
    (boxes.leads_alone, 0.02),
    (boxes.most_read, 0.04),
    (tools.summary, 0.03),
    (pictures.media_strip, 0.03),
    (notices.newsletter, 0.04),
    (site.crumbs, 0.5),
    (site.section, 0.2),
    (stamps.stamp, 0.2),
    (tools.share, 0.08),
    (pictures.photo_strip, 0.05),
    (site.choices, 0.03),
)
_UNDER: tuple[tuple[Maker, float], ...] = (
    (stamps.stamp, 0.5),
    (people.byline, 0.35),
    (tools.share, 0.25),
    (site.section, 0.08),
    (tools.audio, 0.18),
    (tools.counters, 0.1),
    (tools.contents, 0.08),
    (notices.advert, 0.06),
    (boxes.inline_link, 0.05),
    (notices.note, 0.03),
    (pictures.picture, 0.25),
    (people.author_box, 0.03),
)
_AFTER_LEAD: tuple[tuple[Maker, float], ...] = (
    (boxes.inline_link, 0.12),
    (boxes.box, 0.08),
    (tools.share, 0.06),
    (people.byline, 0.06),
    (tools.contents, 0.06),
    (pictures.picture, 0.15),
    (tools.audio, 0.05),
)
_INSIDE: tuple[tuple[Maker, float], ...] = (
    (pictures.picture, 0.6),
    (pictures.picture, 0.3),
    (boxes.inline_link, 0.35),
    (boxes.inline_link, 0.12),
    (boxes.box, 0.3),
    (boxes.teasers, 0.08),
    (boxes.table, 0.06),
    (boxes.leads_alone, 0.02),
    (notices.advert, 0.25),
    (notices.newsletter, 0.1),
    (notices.gift, 0.05),
    (notices.note, 0.04),
    (pictures.video, 0.12),
    (people.quote, 0.08),
    (people.author_box, 0.05),
    (people.poll, 0.05),
    (tools.widget, 0.04),
    (pictures.photo_strip, 0.04),
    (tools.share, 0.04),
    (boxes.most_read, 0.04),
)
_AFTER: tuple[tuple[Maker, float], ...] = (
    (people.byline, 0.45),
    (people.source, 0.2),
    (tools.tags, 0.5),
    (tools.share, 0.35),
    (tools.counters, 0.1),
    (notices.note, 0.12),
    (notices.gift, 0.1),
    (people.author_box, 0.1),
    (boxes.box, 0.7),
    (boxes.box, 0.4),
    (boxes.box, 0.2),
    (boxes.teasers, 0.2),
    (boxes.table, 0.06),
    (boxes.leads_alone, 0.04),
    (boxes.most_read, 0.3),
    (boxes.sections, 0.2),
    (boxes.prev_next, 0.12),
    (pictures.media_strip, 0.2),
    (pictures.photo_strip, 0.05),
    (people.comments, 0.4),
    (people.poll, 0.08),
    (notices.newsletter, 0.15),
    (notices.advert, 0.2),
    (tools.widget, 0.12),
    (site.pages, 0.05),
    (site.choices, 0.05),
    (boxes.next_story, 0.05),
    (stamps.stamp, 0.05),
    (notices.cookie, 0.05),
)
_FOOT: tuple[tuple[Maker, float], ...] = (
    (site.menu, 0.3),
    (site.imprint, 0.45),
    (notices.newsletter, 0.08),
    (tools.share, 0.1),
)


@dataclass(frozen=True, slots=True)
class Composed:
    """One site: its parts in their places, its way to tell a story, its blank lines."""

    name: str
    host: str
    above: tuple[Part, ...]
    under: tuple[Part, ...]
    after_lead: tuple[Part, ...]
    inside: tuple[Part, ...]
    after: tuple[Part, ...]
    telling: Telling
    gaps: Gaps


def make_site(rng: random.Random) -> Composed:
    """Draw the constants of a site. Some sites are crowded, some have next to nothing."""
    kit = Kit(rng)
    crowd = rng.choice((0.3, 0.6, 1.0, 1.0, 1.0, 1.5))
    above = _drawn(kit, _ABOVE, crowd)
    after = _drawn(kit, _AFTER, crowd)
    if rng.random() < 0.35:
        rng.shuffle(above)
    if rng.random() < 0.5:
        rng.shuffle(after)
    under = _drawn(kit, _UNDER, crowd)
    rng.shuffle(under)
    inside = _drawn(kit, _INSIDE, crowd)
    rng.shuffle(inside)
    return Composed(
        name=kit.name,
        host=kit.host,
        above=tuple(above),
        under=tuple(under),
        after_lead=tuple(_drawn(kit, _AFTER_LEAD, crowd)),
        inside=tuple(inside[:6]),
        after=(*after, *_drawn(kit, _FOOT, crowd)),
        telling=telling(kit),
        gaps=kit.pick(GAPS),
    )


def render(site: Composed, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    """Lay one page."""
    page = Canvas(site.host, story, others, rng)
    for part in site.above:
        _lay(page, part, 0.96)
    page.region = "article"
    site.telling.open(page, lambda: _all(page, site.under), lambda: _all(page, site.after_lead))
    site.telling.body(page, [part for part in site.inside if rng.random() < 0.85])
    outside = rng.random() < 0.5
    for at, part in enumerate(site.after):
        page.region = "article" if at < 2 and not outside else "main"
        _lay(page, part, 0.95)
    return site.gaps(page.blocks, rng)


def _drawn(kit: Kit, pool: Sequence[tuple[Maker, float]], crowd: float) -> list[Part]:
    return [maker(kit) for maker, share in pool if kit.chance(min(0.95, share * crowd))]


def _all(page: Canvas, parts: Sequence[Part]) -> None:
    for part in parts:
        _lay(page, part, 0.95)


def _lay(page: Canvas, part: Part, often: float) -> None:
    if page.rng.random() < often:
        part(page)
        page.seam()
