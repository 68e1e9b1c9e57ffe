"""DUP103: no cluster is torn between splits."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.checks.torn import across, members, shared
from validation.engine.whole import Whole


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for row, article, told in members(whole, across(shared(whole.tables["splits"]))):
        yield of_article(
            f"one cluster lies in {told}; a release has the rows of one split and holds out the others",
            row,
            article,
            "splits",
        )


CHECK = WholeCheck(
    id="DUP103",
    title="No cluster is torn between splits",
    scope="workspace",
    tables=("splits",),
    meaning="Stories that were released in different splits turned out to be one. No id moves, so the cluster keeps the "
    "rows of one split (test before validation before train), and a release holds its other members out of "
    "entities, ner and topics until it comes apart; manifest.json names them under held_out.",
    example="A third telling holds the text of two that were released, one in train, one in test.",
    fix="Nothing has to be done. To have the rows back, take down the article that joined the two.",
    requires=("splits",),
    find=_find,
)
