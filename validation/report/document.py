"""What every report says, once, in plain values; each format only writes it down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from schemas.drift.comparison import ReleaseComparison
from schemas.keys import key_of
from schemas.visible import visible
from validation.engine.scan import Scan
from validation.report.agreement import Figure, agreement_rows
from validation.report.confusion import Confusion, confusion
from validation.report.distributions import Bars, Columns, distributions
from validation.report.people import Annotator, annotator_rows
from validation.report.weeks import AnnotatorWeek, Timeline, annotator_weeks, timelines
from validation.snippet import LENGTH, snippet_start
from validation.verdict import Outcome, Verdict, WaiverUse

EXAMPLES = 5
_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Example:
    """A violation for people. `before`, `marked`, `after` are its text, empty where it has none; `page` is
    the file that the article came from.

    Every string is fit to be shown: cut, on one line, nothing invisible.
    """

    table: str
    record_id: str
    article_id: str
    split: str
    row: int | None
    span: int | None
    message: str
    before: str
    marked: str
    after: str
    page: str = ""
    title: str = ""

    @property
    def place(self) -> str:
        parts = [self.table]
        parts += [f"row {self.row}"] if self.row is not None else []
        parts += [f"span {self.span}"] if self.span is not None else []
        parts += [self.split] if self.split else []
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Failing:
    """A check that failed, with the first examples of what counts; `more` is how many are left out."""

    outcome: Outcome
    severity: str
    examples: tuple[Example, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver; every string is fit to be shown. `narrowed` says what it is narrowed to."""

    use: WaiverUse
    reason: str
    by: str
    narrowed: str
    remark: str


@dataclass(frozen=True, slots=True)
class Document:
    """`files`: each table's path, and its files with the first row of each; relative to the workspace."""

    verdict: Verdict
    contract_version: str
    contract_sha256: str
    norm_versions: tuple[str, ...]
    totals: tuple[tuple[str, int, str], ...]
    since: ReleaseComparison | None
    failing: tuple[Failing, ...]
    bars: tuple[Bars, ...]
    columns: tuple[Columns, ...]
    agreement: tuple[Figure, ...]
    confusion: Confusion | None
    annotators: tuple[Annotator, ...]
    weeks: tuple[AnnotatorWeek, ...]
    timelines: tuple[Timeline, ...]
    files: Mapping[str, tuple[str, tuple[tuple[int, str], ...]]]
    waivers: tuple[Waived, ...] = ()


def document(scan: Scan, verdict: Verdict, violations: pa.Table) -> Document:
    """Gather everything that the reports show."""
    contract = scan.whole.contract
    bars, columns = distributions(scan)
    weeks = annotator_weeks(scan)
    return Document(
        verdict=_fit(verdict),
        contract_version=contract.contract_version,
        contract_sha256=contract.sha256,
        norm_versions=_norm_versions(scan),
        totals=tuple(_totals(scan)),
        since=scan.whole.since if isinstance(scan.whole.since, ReleaseComparison) else None,
        failing=tuple(_named(scan, list(_failing(verdict, violations)))),
        bars=bars,
        columns=columns,
        agreement=agreement_rows(scan),
        confusion=confusion(scan),
        annotators=annotator_rows(scan.facts.get("annotations")),
        weeks=weeks,
        timelines=timelines(weeks, contract),
        files=_files(scan),
        waivers=tuple(_waived(one) for one in verdict.waivers),
    )


def _fit(verdict: Verdict) -> Verdict:
    """The verdict with every string of data fit to be shown: records' names and what a suite's exception said."""
    expectations = (
        replace(one, examples=tuple(_said(name) for name in one.examples)) for one in verdict.expectations
    )
    crashed = tuple(_said(one, _MESSAGE) for one in verdict.crashed)
    return replace(verdict, crashed=crashed, expectations=tuple(expectations))


def _files(scan: Scan) -> dict[str, tuple[str, tuple[tuple[int, str], ...]]]:
    inputs = scan.whole.inputs
    tables = {
        name: (
            inputs.relative(inputs.table(name)),
            tuple((first_row, inputs.relative(path)) for first_row, path in source.files),
        )
        for name, source in scan.whole.sources.items()
    }
    return {**tables, "manifests": (inputs.relative(inputs.manifests), ())}


def _waived(use: WaiverUse) -> Waived:
    narrowed = ", ".join(f"{column} {_said(value)}" for column, value in use.narrowed)
    return Waived(use, _said(use.reason, _MESSAGE), _said(use.by), narrowed, use.remark)


def _totals(scan: Scan) -> Iterator[tuple[str, int, str]]:
    facts, sources = scan.facts, scan.whole.sources
    if "articles" in facts:
        kinds = facts["articles"]["kind"]
        teasers = int((kinds == "teaser").sum())
        yield "articles", int((kinds == "article").sum()), f"and {teasers} teasers" if teasers else ""
    if "annotations" in facts:
        people = facts["annotations"]["annotator"].drop_nulls().n_unique()
        yield "annotations", len(facts["annotations"]), f"by {people} annotator{'s' if people != 1 else ''}"
    if "gold" in facts:
        yield "gold", len(facts["gold"]), f"with {sum(scan.labels['gold'].values())} spans"
    if "suggestions" in facts:
        spans = sum(scan.labels["suggestions"].values())
        yield "suggestions", len(facts["suggestions"]), f"with {spans} spans"
    if sources["quarantine"].present:
        yield "quarantined", sources["quarantine"].rows, "set aside, with reasons"


def _norm_versions(scan: Scan) -> tuple[str, ...]:
    source = scan.whole.sources["articles"]
    if "norm_version" not in source.columns:
        return ()
    found: set[str] = set()
    for frame in source.batches(["norm_version"]):
        found |= set(frame["norm_version"].drop_nulls().unique())
    return tuple(visible(version)[:40] for version in sorted(found)[:5])


def _failing(verdict: Verdict, violations: pa.Table) -> Iterator[Failing]:
    frame = pl.DataFrame(pl.from_arrow(violations)).filter(pl.col("state") == "new")
    failed = [outcome for outcome in verdict.checks if outcome.count]
    # A stable sort: within a severity the checks stay in their order.
    for outcome in sorted(failed, key=lambda outcome: _severity(frame, outcome) != "error"):
        own = frame.filter(pl.col("check_id") == outcome.check.id)
        first = tuple(_example(row) for row in own.head(EXAMPLES).iter_rows(named=True))
        yield Failing(outcome, _severity(frame, outcome), first, len(own) - len(first))


def _named(scan: Scan, failing: list[Failing]) -> Iterator[Failing]:
    """The same with each example's page and title, read again for these few articles."""
    wanted = {example.article_id for one in failing for example in one.examples}
    articles, source = scan.whole.tables.get("articles"), scan.whole.sources["articles"]
    names: dict[str, tuple[str, str]] = {}
    columns = ["id", "source_path", "title"]
    if articles is not None and set(columns) <= source.columns:
        keys = pl.DataFrame({"id": sorted(wanted)}, schema={"id": pl.String}).select(
            key_of(pl.col("id")).alias("key")
        )
        rows = articles.join(keys, on="key", how="semi")["row"].to_list()
        if rows:
            frame = scan.whole.values("articles", columns, rows)
            names = {
                name: (_said(page), _said(title, 60))
                for name, page, title in frame.select(columns).iter_rows()
            }
    for one in failing:
        examples = (
            replace(example, page=names[example.article_id][0], title=names[example.article_id][1])
            if example.article_id in names
            else example
            for example in one.examples
        )
        yield replace(one, examples=tuple(examples))


def _severity(frame: pl.DataFrame, outcome: Outcome) -> str:
    """A check's rule, but for the project's own expectations: there each has its own."""
    own = frame.filter(pl.col("check_id") == outcome.check.id)["severity"]
    return "error" if "error" in own.to_list() else "warning"


def _example(row: dict[str, object]) -> Example:
    start, end, snippet = row["start"], row["end"], row["snippet"]
    before = marked = after = ""
    if isinstance(snippet, str) and isinstance(start, int):
        low = max(start, 0) - snippet_start(max(start, 0))
        high = low + (end - start if isinstance(end, int) and end > start >= 0 else 0)
        before, marked, after = snippet[:low], snippet[low:high], snippet[high:]
        before = "…" + before if start > low else before
        after = after + "…" if len(snippet) == LENGTH else after
    elif isinstance(snippet, str):
        before = snippet
    row_number, span = row["row"], row["span"]
    return Example(
        table=str(row["table"]),
        record_id=_said(row["record_id"]),
        article_id=_said(row["article_id"]),
        split=_said(row["split"]),
        row=row_number if isinstance(row_number, int) else None,
        span=span if isinstance(span, int) else None,
        message=_said(row["message"], _MESSAGE),
        before=_line(before),
        marked=_line(marked),
        after=_line(after),
    )


def _said(value: object, limit: int = 80) -> str:
    # Cut once more in the end: a control character is eight when it is named.
    shown = _line("" if value is None else str(value)[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _line(text: str) -> str:
    return visible(text.replace("\n\n", " ¶ ").replace("\n", " ⏎ ").replace("\t", " "))
