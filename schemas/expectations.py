"""Great Expectations suites from the contract, as plain JSON: no library is needed to read or write them.

They run over facts frames: a row per article, annotation, gold record or suggestion, with lengths, counts and one
boolean column per check (true: it held; null: it did not run), and never a text.
"""

from collections.abc import Iterator

from schemas.contract import Contract, default_contract

ARTICLE_FACTS = (
    "row",
    "id",
    "kind",
    "source",
    "language",
    "published_at",
    "published_precision",
    "event_date",
    "chars",
    "n_paragraphs",
    "n_captions",
    "has_title",
    "has_author",
    "has_url",
    "has_license",
)
RECORD_FACTS = (
    "row",
    "record_id",
    "id",
    "annotator",
    "updated_at",
    "lead_time_s",
    "suggestion_arm",
    "arm",
    "status",
    "n_annotators",
    "primary_topic",
    "was_skipped",
    "n_entities",
    "n_topics",
)
_CHECKED = {
    "articles": ("ART", "DUP001", "TAB003", "TAB004"),
    "records": ("SPAN", "TOP", "TAB003", "TAB004", "TAB005"),
}
FRAMES = ("articles", "suggestions", "annotations", "gold")
Suite = dict[str, object]


def checked_columns(contract: Contract, frame: str) -> tuple[str, ...]:
    """Ids of the checks that have a boolean column in a facts frame: all that are on."""
    prefixes = _CHECKED["articles" if frame == "articles" else "records"]
    known = {**default_contract().checks, **contract.checks}
    on = (name for name, rule in known.items() if rule.severity != "off")
    return tuple(name for name in on if name.startswith(prefixes))


def expectation_suite(contract: Contract, frame: str) -> Suite:
    """The suite of one of `FRAMES`, as `great_expectations.ExpectationSuite(**suite)` takes it.

    `meta.check` names the check of our own catalogue that says the same, where there is one.
    """
    articles = frame == "articles"
    columns = [*(ARTICLE_FACTS if articles else RECORD_FACTS)]
    own = _articles(contract) if articles else _records(contract, frame)
    checks = checked_columns(contract, frame)
    whole = _expect("table_columns_to_match_set", column_set=[*columns, *checks], exact_match=True)
    expectations = [whole, *own]
    for name in checks:
        rule = contract.checks.get(name) or default_contract().checks[name]
        held = _expect("column_values_to_be_in_set", check=name, column=name, value_set=[True])
        expectations.append(held | {"severity": "critical" if rule.severity == "error" else "warning"})
    return {
        "name": f"tinbai-{frame}",
        "expectations": expectations,
        "meta": {"frame": frame, "contract_version": contract.contract_version},
    }


def suite(contract: Contract) -> dict[str, Suite]:
    """The suites of all facts frames, by frame."""
    return {frame: expectation_suite(contract, frame) for frame in FRAMES}


def _articles(contract: Contract) -> Iterator[Suite]:
    table = contract.table("articles")
    yield _expect("table_row_count_to_be_between", min_value=1)
    yield _expect("column_values_to_not_be_null", check="TAB003", column="id")
    yield _expect("column_values_to_be_unique", check="ART001", column="id")
    yield _expect(
        "column_values_to_match_regex", check="ART002", column="id", regex=table.field("id").pattern
    )
    for name in ("kind", "published_precision"):
        values = list(contract.values_of(table.field(name)) or ())
        yield _expect("column_values_to_be_in_set", check="TAB004", column=name, value_set=values)
    tag = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    yield _expect("column_values_to_match_regex", column="language", regex=tag)
    yield _expect("column_values_to_be_between", check="ART004", column="chars", min_value=1)
    yield _expect("column_values_to_be_between", check="ART014", column="n_paragraphs", min_value=1)


def _records(contract: Contract, frame: str) -> Iterator[Suite]:
    table, rules = contract.table(frame), contract.topic_rules
    yield _expect("column_values_to_not_be_null", check="TAB003", column="record_id")
    yield _expect("column_values_to_be_unique", check="TAB005", column="record_id")
    most = rules.primary + rules.max_secondary
    yield _expect(
        "column_values_to_be_between", check="TOP003", column="n_topics", min_value=0, max_value=most
    )
    codes = list(contract.topic_codes)
    yield _expect("column_values_to_be_in_set", check="TOP001", column="primary_topic", value_set=codes)
    closed = {"suggestions": "arm", "annotations": "suggestion_arm", "gold": "status"}[frame]
    values = list(contract.values_of(table.field(closed)) or ())
    yield _expect("column_values_to_be_in_set", check="TAB004", column=closed, value_set=values)
    if frame == "annotations":
        pattern = table.field("annotator").pattern
        yield _expect("column_values_to_match_regex", check="TAB004", column="annotator", regex=pattern)
        yield _expect("column_values_to_be_between", column="lead_time_s", min_value=0)
    if frame == "gold":
        yield _expect("column_values_to_be_between", column="n_annotators", min_value=1)


def _expect(kind: str, *, check: str | None = None, **kwargs: object) -> Suite:
    meta = {} if check is None else {"check": check}
    return {"type": f"expect_{kind}", "kwargs": kwargs, "severity": "critical", "meta": meta}
