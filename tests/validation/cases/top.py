from collections.abc import Callable

from schemas.contract import Contract
from tests.validation.cases.case import Case, put

FIVE = ["medtop:14000000", "medtop:06000000", "medtop:05000000", "medtop:10000000", "medtop:15000000"]
ONE = FIVE[0]
SKIPPED = 11  # annotation of article 5 that was skipped


def _rules(**values: int) -> Callable[[Contract], Contract]:
    return lambda contract: contract.model_copy(
        update={"topic_rules": contract.topic_rules.model_copy(update=values)}
    )


def _gold(topics: list[str], primary: str | None) -> Callable[[dict[str, list[dict[str, object]]]], object]:
    return put("gold", 1, topics=topics, primary_topic=primary, topic_shares=[1.0] * len(topics))


CASES = [
    Case(check="TOP001", kind="passes", what="the contract's topics"),
    Case(check="TOP001", kind="fails", what="another", found=1, rows=_gold(["medtop:1"], "medtop:1")),
    Case(check="TOP001", kind="edge", what="none", rows=_gold([], None)),
    Case(check="TOP001", kind="edge", what="a name for a code", found=1, rows=_gold([ONE], "Kinh tế")),
    Case(
        check="TOP001",
        kind="edge",
        what="the last of four",
        found=1,
        rows=_gold([*FIVE[:3], "medtop:1"], ONE),
    ),
    Case(check="TOP002", kind="passes", what="one each, none where skipped"),
    Case(check="TOP002", kind="fails", what="topics and no primary", found=1, rows=_gold([ONE], None)),
    Case(
        check="TOP002",
        kind="edge",
        what="none where skipped",
        rows=put("annotations", SKIPPED, topics=[], primary_topic=None, was_skipped=True),
    ),
    Case(
        check="TOP002",
        kind="edge",
        what="none where not skipped",
        found=1,
        rows=put("annotations", SKIPPED, topics=[], primary_topic=None, was_skipped=False),
    ),
    Case(
        check="TOP002",
        kind="edge",
        what="no primary asked for",
        rows=_gold([ONE], None),
        contract=_rules(primary=0),
    ),
    Case(check="TOP003", kind="passes", what="one or two"),
    Case(check="TOP003", kind="fails", what="five", found=1, rows=_gold(FIVE, ONE)),
    Case(check="TOP003", kind="edge", what="four, the primary included", rows=_gold(FIVE[:4], ONE)),
    Case(
        check="TOP003",
        kind="edge",
        what="three where one beside the primary may be",
        found=1,
        rows=_gold(FIVE[:3], ONE),
        contract=_rules(max_secondary=1),
    ),
    Case(check="TOP004", kind="passes", what="the primary first"),
    Case(check="TOP004", kind="fails", what="not among them", found=1, rows=_gold([ONE], FIVE[4])),
    Case(check="TOP004", kind="edge", what="behind another", found=1, rows=_gold(FIVE[:2], FIVE[1])),
    Case(check="TOP004", kind="edge", what="of no topics", found=1, rows=_gold([], ONE)),
    Case(check="TOP004", kind="edge", what="no primary, where TOP002 tells it", rows=_gold(FIVE[:2], None)),
    Case(check="TOP005", kind="passes", what="every topic once"),
    Case(check="TOP005", kind="fails", what="twice", found=1, rows=_gold([ONE, ONE], ONE)),
    Case(check="TOP005", kind="edge", what="first and last", found=1, rows=_gold([ONE, FIVE[1], ONE], ONE)),
    Case(check="TOP005", kind="edge", what="none", rows=_gold([], None)),
]
