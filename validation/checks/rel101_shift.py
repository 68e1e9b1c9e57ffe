"""REL101: the mix is as it was in the last release."""

from collections.abc import Iterable

from schemas.drift.comparison import limit_of
from validation.check import Flaw, Setting, WholeCheck
from validation.checks.drifting import moved
from validation.engine.whole import Whole


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    return moved(whole, "shifted", limit_of(setting.contract, "REL101"))


CHECK = WholeCheck(
    id="REL101",
    title="No shift since the last release",
    scope="workspace",
    tables=("releases",),
    meaning="As REL005, and sooner: labels, topics, lengths, sources or publication dates are on their way to "
    "another mix than the last release has.",
    example="ORG was 18% of the spans of v1.0.0 and is 32% now: PSI 0.11.",
    fix="Look at what moved in the report, and say it on the card if it is meant. The limit is in contract.yaml.",
    requires=("last release",),
    find=_find,
)
