"""One pass over a workspace: every table streamed once, the labels beside their articles."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.contract import Contract
from schemas.keys import key_of
from schemas.progress import Progress
from validation.catalogue import CATALOGUE, row_checks, setting, switched_off, whole_checks
from validation.check import Check, RowCheck, Setting, WholeCheck
from validation.drift.since import since_last
from validation.engine import articles as article_frames
from validation.engine import records as record_frames
from validation.engine.kept import Kept
from validation.engine.lengths import Lengths
from validation.engine.log import OFF, Log
from validation.engine.manifests import read_manifests
from validation.engine.mentions import finder_over
from validation.engine.records import Records
from validation.engine.rows import Planned, find
from validation.engine.said import said
from validation.engine.source import Source
from validation.engine.spans import spans_of
from validation.engine.ties import TIED, no_ties, ties_of
from validation.engine.whole import Whole
from validation.inputs import LABELS, TABLES, Inputs
from validation.releases.found import read_releases
from validation.releases.lacking import lacking


@dataclass(frozen=True, slots=True)
class Scan:
    """`checks`: all that ran or could not, the project's own last. `facts`: a frame per table of articles and labels, a row
    per record, in numbers. `labels` and `topics`: how often each stands in each table of labels."""

    checks: tuple[Check, ...]
    whole: Whole
    log: Log
    facts: dict[str, pl.DataFrame]
    labels: dict[str, Counter[str]]
    topics: dict[str, Counter[str]]


def scan(inputs: Inputs, contract: Contract, progress: Progress, own: Sequence[RowCheck] = ()) -> Scan:
    """Read everything that is there and run every check that can run: the catalogue's and the project's `own`."""
    checks = (*CATALOGUE, *own)
    log = Log(off=switched_off(contract))
    sources = {name: Source(name, inputs, contract, log) for name in TABLES}
    records = _records(sources, contract)
    run = _Pass(checks, contract, log, sources, records)
    run.read(progress)
    tables = {name: one.keys() for name, one in records.items()}
    for name, one in records.items():
        one.forget()
        sources[name].forget()
    articles = run.articles.whole()
    if articles is not None:
        tables["articles"] = article_frames.compact(articles, run.keys)
    elif sources["articles"].present and not sources["articles"].broken:
        tables["articles"] = _no_articles()
    ties = [no_ties()]
    tables |= _keyed(sources, ties)
    facts, releases = run.facts(), read_releases(inputs.releases, hashing="REL003" not in log.off)
    counted = run.labels.get("gold", Counter()), run.topics.get("gold", Counter())
    whole = Whole(
        inputs,
        contract,
        sources,
        tables,
        read_manifests(inputs.manifests),
        run.lengths,
        pl.concat(ties),
        facts=facts,
        said=run.said(),
        mentions=run.finder.found() if run.finder is not None else None,
        deciders=_deciders(inputs, contract),
        releases=releases,
        since=since_last(releases, contract, sources, facts, tables, *counted),
    )
    _run_whole(whole, log)
    _explain_absent(checks, sources, log)
    return Scan(checks, whole, log, facts, run.labels, run.topics)


class _Pass:
    """The pass over the articles, with what it gathers on the way."""

    def __init__(
        self,
        checks: tuple[Check, ...],
        contract: Contract,
        log: Log,
        sources: dict[str, Source],
        records: dict[str, Records],
    ) -> None:
        self._checks = checks
        self._log, self._sources, self._records = log, sources, records
        self._contract = contract
        self.articles = Kept()
        self.keys = {name for check in whole_checks() if check.id not in log.off for name in check.keys}
        self._facts = {name: Kept() for name in records}
        # The report shows annotators' weeks in any case.
        counted = ("annotations", "gold") if _is_on("ANN", log) else ("annotations",)
        self._said = {name: Kept() for name in counted}
        self.finder = finder_over(sources) if _is_on("CONS", log) else None
        self.labels: dict[str, Counter[str]] = {name: Counter() for name in records}
        self.topics: dict[str, Counter[str]] = {name: Counter() for name in records}
        self.lengths = {name: Lengths() for name in records}
        self._plans = {
            (name, scope): self._planned(name, scope)
            for name, scope in [
                ("articles", "article"),
                *((n, s) for n in records for s in ("record", "span")),
            ]
        }

    def _planned(self, table: str, scope: str) -> Planned:
        source = self._sources[table]
        planned = []
        for check in row_checks(scope, table, self._checks):
            if check.id in self._log.off:
                self._log.leave_out(check.id, table, OFF)
                continue
            lacking = sorted(set(check.needs) - source.columns)
            if source.present and not lacking:
                planned.append((check, setting(self._contract, check, table)))
                self._log.run(check.id, table)
            elif source.present:
                why = (
                    "its file cannot be read" if source.broken and not source.columns else "no usable column "
                )
                self._log.leave_out(check.id, table, why + (", ".join(lacking) if source.columns else ""))
        return Planned.of(planned)

    def read(self, progress: Progress) -> None:
        source, wanted = self._sources["articles"], self._plans["articles", "article"].columns
        for batch in source.batches(measure=article_frames.bytes_wanted(wanted)):
            articles = article_frames.measured(batch, wanted)
            find(self._plans["articles", "article"], articles, "articles", self._log)
            self.articles.add(article_frames.kept(articles, self.keys))
            if "id" in articles.columns:
                for name, records in self._records.items():
                    self._labelled(name, records.of_articles(articles))
            last = int(batch["row"][-1])
            del batch, articles  # before the next one is read
            progress(last + 1, source.rows)
        for name, records in self._records.items():
            if source.broken:
                self._log.leave_out("SPAN001", name, "articles cannot be read to the end")
                continue
            for frame in records.without_article():
                self._labelled(name, frame)

    def _labelled(self, name: str, records: pl.DataFrame) -> None:
        if records.is_empty():
            return
        find(self._plans[name, "record"], records, name, self._log)
        spans = None
        if "entities" in records.columns:
            planned = self._plans[name, "span"]
            searched = self.finder if self.finder is not None and self.finder.table == name else None
            spans = spans_of(records, planned.columns if searched is None else {*planned.columns, "found"})
            find(planned, spans, name, self._log)
            self.labels[name].update(_counts(spans["label"]))
            if "SPAN105" not in self._log.off:
                self.lengths[name].add(spans)
            if searched is not None and "article" in records.columns:
                searched.add(records, spans)
        if name in self._said:
            self._said[name].add(said(records, spans, self._contract))
        if "topics" in records.columns:
            self.topics[name].update(_counts(records["topics"].explode(empty_as_null=False)))
        self._facts[name].add(record_frames.facts(records))

    def said(self) -> dict[str, pl.DataFrame]:
        """Annotations and gold in numbers, in the order of their rows."""
        return _in_order(self._said)

    def facts(self) -> dict[str, pl.DataFrame]:
        """Each table's facts in the order of its rows; a table without a readable row has none."""
        found = {name: record_frames.with_all_facts(frame) for name, frame in _in_order(self._facts).items()}
        articles = self.articles.whole()
        return found if articles is None else {"articles": article_frames.facts(articles), **found}


def _in_order(kept: dict[str, Kept]) -> dict[str, pl.DataFrame]:
    wholes = {name: frames.whole() for name, frames in kept.items()}
    # Sorting copies a million rows; most tables are in the articles' order as they stand.
    return {
        name: whole if whole["row"].is_sorted() else whole.sort("row")
        for name, whole in wholes.items()
        if whole is not None
    }


def _is_on(group: str, log: Log) -> bool:
    return any(check.id.startswith(group) and check.id not in log.off for check in whole_checks())


def _counts(values: pl.Series) -> dict[str, int]:
    counted = values.drop_nulls().value_counts()
    return dict(counted.iter_rows())


def _records(sources: dict[str, Source], contract: Contract) -> dict[str, Records]:
    keys = _article_keys(sources["articles"])
    return {name: Records(sources[name], contract, keys) for name in LABELS if sources[name].present}


def _article_keys(source: Source) -> pl.DataFrame | None:
    if "id" not in source.columns:
        return None
    frames = [frame.select("row", key_of(pl.col("id")).alias("key")) for frame in source.batches(["id"])]
    return pl.concat(frames, rechunk=True) if frames else None


def _deciders(inputs: Inputs, contract: Contract) -> frozenset[str]:
    """Who decided conflicts. The table itself is the adjudication's own: its faults are none of ours."""
    if inputs.decisions is None:
        return frozenset()
    source = Source("decisions", inputs, contract, Log())
    columns = ["annotator"] if "annotator" in source.columns else []
    names = (
        frame["annotator"].drop_nulls().unique() for frame in (source.batches(columns) if columns else ())
    )
    return frozenset(name for some in names for name in some)


def _no_articles() -> pl.DataFrame:
    schema = {
        "row": pl.Int64,
        "key": pl.UInt64,
        "kind": pl.String,
        "text_key": pl.UInt64,
        "url_key": pl.UInt64,
    }
    return pl.DataFrame(schema=schema)


def _keyed(sources: dict[str, Source], ties: list[pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Clusters and splits as keys, and clusters' ties on the way. Quarantine and agreement are read for their nulls
    and values alone."""
    tables = {}
    for name in ("clusters", "splits"):
        frames = list(_cluster_keys(sources[name], ties))
        if frames:
            tables[name] = pl.concat(frames)
    for name in ("quarantine", "agreement"):
        for _ in sources[name].batches():
            pass
    return tables


def _cluster_keys(source: Source, ties: list[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    wanted = {"id", "cluster_id"} | ({"split"} if source.name == "splits" else set())
    usable = wanted <= source.columns
    tied = source.columns >= TIED
    if usable:  # a table without rows has no batches, and the same columns
        yield _no_clusters(source.name)
    for frame in source.batches():
        if tied:
            ties.append(ties_of(frame))
        if usable:
            kept = [pl.col("split").cast(pl.Categorical)] if source.name == "splits" else []
            yield frame.select(
                "row", *kept, key_of(pl.col("id")).alias("key"), key_of(pl.col("cluster_id")).alias("cluster")
            )


def _no_clusters(name: str) -> pl.DataFrame:
    split = {"split": pl.Categorical} if name == "splits" else {}
    return pl.DataFrame(schema={"row": pl.Int64, **split, "key": pl.UInt64, "cluster": pl.UInt64})


def _run_whole(whole: Whole, log: Log) -> None:
    for check in whole_checks():
        if check.id in log.off:
            for table in check.tables:
                log.leave_out(check.id, table, OFF)
            continue
        why = next(filter(None, (_lacking(whole, name) for name in check.requires)), None)
        if why is not None:
            for table in check.tables:
                log.leave_out(check.id, table, why)
            continue
        rule = setting(whole.contract, check, check.tables[0])
        fit = [table for table in check.tables if _fits(whole, rule, check, table, log)]
        if check.unfit is not None and not fit:
            continue
        for flaw in check.find(whole, rule):
            log.add(check.id, flaw)


def _fits(whole: Whole, rule: Setting, check: WholeCheck, table: str, log: Log) -> bool:
    why = check.unfit(whole, rule, table) if check.unfit is not None else None
    if why is not None:
        log.leave_out(check.id, table, why)
        return False
    present = {"manifests": whole.manifests.present, "releases": bool(whole.releases)}
    there = table in whole.tables or present.get(table, False)
    if there or (check.unfit is not None and whole.sources[table].present):
        log.run(check.id, table)
        return True
    return False


def _lacking(whole: Whole, name: str) -> str | None:
    if name == "manifests":
        return None if whole.manifests.present else "no manifests yet"
    if "release" in name:
        return lacking(whole, name)
    if not whole.sources[name].present:
        return f"no {name} yet"
    if whole.sources[name].broken:
        return f"{name} cannot be read to the end"
    columns = {"articles": {"key", "kind", "text_key", "url_key"}, "splits": {"split"}}.get(name, {"key"})
    frame = whole.tables.get(name)
    return None if frame is not None and columns <= set(frame.columns) else f"{name} lacks usable columns"


def _explain_absent(checks: tuple[Check, ...], sources: dict[str, Source], log: Log) -> None:
    def absent(check: Check) -> Iterator[str]:
        return (name for name in check.tables if name in sources and not sources[name].present)

    for check in checks:
        for name in absent(check):
            log.leave_out(check.id, name, f"no {name} yet")
