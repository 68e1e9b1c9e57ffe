"""REL005: the mix has not drifted from the last release."""

from collections.abc import Iterable

from schemas.drift.comparison import limit_of
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.drifting import moved
from validation.engine.whole import Whole


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    return moved(whole, "drifted", limit_of(setting.contract, "REL005"))


CHECK = WholeCheck(
    id="REL005",
    title="No drift since the last release",
    scope="workspace",
    tables=("releases",),
    meaning="Labels, topics, lengths, sources and publication dates are mixed much as they were: the population "
    "stability index is below the limit, or below what chance gives in samples this small. Scores on two "
    "releases whose mix differs say little about a model. Articles younger than the last release count in no date.",
    example="One source was 4% of v1.0.0 and is 38% now: PSI 0.91.",
    fix="Look at what moved in the report. If it is a fault, mend the stage that made it. If the corpus was meant "
    "to change, say so on the card, choose the step by tinbai diff, and waive this or raise its limit in contract.yaml.",
    requires=("last release",),
    find=_find,
)
