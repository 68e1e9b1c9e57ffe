from tests.validation.cases.case import Case, put

CASES = [
    Case(check="DUP002", kind="passes", what="a cluster within one split"),
    Case(
        check="DUP002",
        kind="fails",
        what="a cluster in two splits",
        found=1,
        rows=put("splits", 4, split="train"),
    ),
    Case(check="DUP002", kind="edge", what="two clusters of one text each, in two splits"),
]
