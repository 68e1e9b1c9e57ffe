"""CONS103: the same words have the same boundaries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.names import TABLES, at, mentions_of, places_by, times, unfit, where, with_snippets
from validation.engine.whole import Whole


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    return with_snippets(whole, _flaws(whole, setting.rule.limit or 0))


def _flaws(whole: Whole, support: float) -> Iterator[tuple[Flaw, int]]:
    mentions = mentions_of(whole)
    labelled = mentions.labelled()
    pieces: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (surface, inside), many in mentions.n_parts.items():
        pieces[surface][inside] = many
    whole_places = places_by(mentions.spans, pieces, "surface")
    part_places = places_by(mentions.parts, pieces, "surface")
    for surface, ways in sorted(pieces.items()):
        spans, parts = labelled.get(surface, 0), sum(ways.values())
        if not spans or spans + parts < support:
            continue
        ordered = sorted(ways.items(), key=lambda item: (-item[1], item[0]))
        others = ", ".join(f"{quoted(inside)} {times(many)}" for inside, many in ordered[:3])
        more = f" and {len(ordered) - 3} other ways" if len(ordered) > 3 else ""
        # The rarer way is the likelier slip.
        rare = part_places[surface,] if parts <= spans else whole_places[surface,]
        rare = sorted(rare, key=lambda place: (int(str(place["order"])), int(str(place["start"]))))
        way = "in pieces" if parts <= spans else "whole"
        message = (
            f"{quoted(surface)} is one span {times(spans)}; of the same words {others}{more}; "
            f"{way} in {where(rare)}"
        )
        yield at(rare[0], message, mentions.table)


CHECK = WholeCheck(
    id="CONS103",
    title="The same words have the same boundaries",
    scope="workspace",
    tables=TABLES,
    meaning="Words that are one span in one place are not labelled in part, or as several spans, in another: with and "
    "without a title, a kind of place or a trailing word. Told where both ways together have as many mentions as "
    "the rule's limit says.",
    example="“tỉnh Hà Giang” is one span 12 times; of the same words “Hà Giang” twice.",
    fix="Decide by the guidelines which is right, correct the others in Label Studio and pull again.",
    requires=("articles",),
    find=_find,
    unfit=unfit,
)
