"""CONS102: a name that is labelled elsewhere is labelled."""

from collections.abc import Iterable, Iterator

from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.names import TABLES, at, mentions_of, times, unfit, with_snippets
from validation.engine.whole import Whole

# A name that is an ordinary word as well is left alone more often than this.
MOSTLY = 0.75


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    return with_snippets(whole, _flaws(whole, setting.rule.limit or 0))


def _flaws(whole: Whole, support: float) -> Iterator[tuple[Flaw, int]]:
    mentions = mentions_of(whole)
    labelled = mentions.labelled()
    for place in mentions.bare.iter_rows(named=True):
        surface = str(place["surface"])
        spans, bare = labelled.get(surface, 0), mentions.n_bare[surface,]
        if spans < support or spans < MOSTLY * (spans + bare):
            continue
        often = place["times"]
        here = "this mention has no label" if often == 1 else f"{often} mentions here have no label"
        yield at(
            place,
            f"{quoted(surface)} is labelled {times(spans)} and left out {times(bare)}; {here}",
            mentions.table,
        )


CHECK = WholeCheck(
    id="CONS102",
    title="Every mention of a name is labelled",
    scope="workspace",
    tables=TABLES,
    meaning="A name with as many spans as the rule's limit says, labelled in three of four mentions or more, is "
    "labelled in the other mentions, too. Mentions are whole words in the same letters, in labelled texts alone, "
    "outside every span and every longer name. Before there is gold, what annotators of one text say differently is the "
    "adjudicator's. Of each name the first twenty records are told.",
    example="“Cần Thơ” is labelled 31 times and left out once, in the last paragraph of one article.",
    fix="Add the span in Label Studio and pull again, or leave it where the words mean something else.",
    requires=("articles",),
    find=_find,
    unfit=unfit,
)
