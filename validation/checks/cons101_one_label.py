"""CONS101: a name has one label."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.names import TABLES, at, counted, mentions_of, places_by, unfit, where, with_snippets
from validation.engine.whole import Whole

# A name that is two things, as Nga is a country and a person, has more of either, even where one is rare.
MINORITY = 0.1


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    return with_snippets(whole, _flaws(whole, setting.rule.limit or 0))


def _flaws(whole: Whole, support: float) -> Iterator[tuple[Flaw, int]]:
    mentions = mentions_of(whole)
    by_surface: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (surface, label), many in mentions.n_spans.items():
        by_surface[surface][label] = many
    several = {
        surface: labels
        for surface, labels in sorted(by_surface.items())
        if len(labels) > 1 and sum(labels.values()) >= support
    }
    places = places_by(mentions.spans, several, "surface", "label")
    for surface, labels in several.items():
        spans = sum(labels.values())
        said = {quoted(label, 20)[1:-1]: many for label, many in labels.items()}
        for label, many in sorted(labels.items()):
            if many <= max(1, MINORITY * spans):
                found = places[surface, label]
                message = f"{quoted(surface)} is {counted(said)}; {quoted(label, 20)[1:-1]} in {where(found)}"
                yield at(found[0], message, mentions.table)


CHECK = WholeCheck(
    id="CONS101",
    title="A name has one label",
    scope="workspace",
    tables=TABLES,
    meaning="A name with as many spans as the rule's limit says has no label that only one of them or a tenth "
    "of them carries. Gold is looked at, or annotations where there is no gold yet.",
    example="“Đà Lạt” is GPE 24 times, LOC once.",
    fix="Look at the rare ones in Label Studio. Where the name does stand for two things, a waiver says so.",
    requires=("articles",),
    find=_find,
    unfit=unfit,
)
