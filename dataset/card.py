"""The dataset card: `dataset_card.md` filled from what the release holds, and its metadata for the Hub."""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dataset.plots import bar_chart, histogram
from dataset.release.model import CONFIGS, DEFAULT_CONFIG, ReleaseInfo, ReleaseTables
from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.features import features
from schemas.field_table import field_table
from schemas.ner import Dropped
from schemas.release.manifest import ConfigEntry
from schemas.resources import resource

_SOURCES = 8
_FEW = 1_000
# Identifiers that the Hub accepts for data; `other` goes with a name and a link.
LICENSES = frozenset(
    {
        "apache-2.0", "mit", "cc", "cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0",
        "cc-by-sa-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-3.0",
        "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cdla-sharing-1.0",
        "cdla-permissive-1.0", "cdla-permissive-2.0", "odbl", "odc-by", "pddl", "gfdl", "etalab-2.0", "c-uda",
        "unlicense", "unknown", "other",
    }
)  # fmt: skip
_CLEANING = {
    "pages": "pages read",
    "articles": "articles kept",
    "listings": "listing pages, cut into entries",
    "teasers": "entries kept as teasers",
    "rejected": "pages set aside",
    "folded": "exact copies of an earlier page",
    "folded_entries": "exact copies of an earlier entry",
}


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of the card: `svg` goes to `path` in the release."""

    path: str
    title: str
    svg: str


def check_license(info: ReleaseInfo) -> None:
    """Refuse a licence that the Hub does not know, with the nearest it does.

    Raises:
        ConfigError: it is none of `LICENSES`.
    """
    if info.license not in LICENSES:
        near = difflib.get_close_matches(info.license, sorted(LICENSES), n=3)
        raise ConfigError(
            f"the Hub knows no licence {info.license!r}",
            hint=f"Nearest: {', '.join(near) or 'none'}. Use `other` with a name and a link for one of your own",
        )


def plots(tables: ReleaseTables, contract: Contract) -> list[Plot]:
    """Labels, topics and lengths, each only where there is something to draw."""
    made = []
    spans = _spans(tables.gold)
    if spans:
        ranked = {name: spans[name] for name in contract.entity_names}
        made.append(("labels", "Spans of each entity label", bar_chart("Spans of each entity label", ranked)))
    chosen = _topics(tables.gold)
    if chosen:
        names = {topic.code: topic.name_en for topic in contract.topics}
        ranked = {
            names[code]: count for code, count in sorted(chosen.items(), key=lambda one: (-one[1], one[0]))
        }
        made.append(("topics", "Texts of each topic", bar_chart("Texts of each topic", ranked)))
    lengths = pc.utf8_length(tables.articles.column("text")).to_pylist()
    title = "Length of the texts"
    made.append(("lengths", title, histogram(title, lengths, "code points")))
    return [Plot(f"plots/{name}.svg", title, svg) for name, title, svg in made]


def render_card(
    tables: ReleaseTables,
    contract: Contract,
    info: ReleaseInfo,
    *,
    version: str,
    configs: Mapping[str, ConfigEntry],
    absent: Mapping[str, Iterable[str]],
    sizes: Mapping[str, int],
    dropped: Dropped,
    held_out: int,
    changes: str,
) -> str:
    """The text of README.md. `sizes` are the bytes of each config's files; `changes` is Markdown.

    `held_out` texts have gold that is not in `tables`, because their cluster crosses splits.
    """
    from huggingface_hub import DatasetCard

    card = DatasetCard.from_template(
        _metadata(tables, contract, info, version, configs, sizes),
        template_path=str(resource("dataset_card.md")),
        info=info,
        version=version,
        tag=f"v{version}",
        changes=changes,
        held_out=held_out,
        **_corpus(tables, contract),
        **_labelling(tables, contract, dropped),
        **_shape(contract, configs, absent),
        plots=plots(tables, contract),
        licence=info.license_name or info.license,
    )
    return str(card).rstrip("\n") + "\n"


def _metadata(
    tables: ReleaseTables,
    contract: Contract,
    info: ReleaseInfo,
    version: str,
    configs: Mapping[str, ConfigEntry],
    sizes: Mapping[str, int],
) -> Any:
    from huggingface_hub import DatasetCardData

    labelled = tables.gold.num_rows > 0
    more: dict[str, Any] = {"license_name": info.license_name, "license_link": info.license_link}
    return DatasetCardData(
        language=[contract.language],
        license=info.license,
        pretty_name=info.pretty_name,
        annotations_creators=["expert-generated" if labelled else "no-annotation"],
        language_creators=["found"],
        multilinguality=["monolingual"],
        size_categories=[_size_category(tables.articles.num_rows)],
        source_datasets=["original"],
        task_categories=["token-classification", "text-classification"] if labelled else None,
        task_ids=["named-entity-recognition", "topic-classification", "multi-label-classification"]
        if labelled
        else None,
        **{name: value for name, value in more.items() if value is not None},
        configs=[_config(config, entry, version) for config, entry in configs.items()],
        dataset_info=[
            {
                "config_name": config,
                "features": features(contract, config)._to_yaml_list(),
                "splits": [
                    {"name": split, "num_bytes": one.num_bytes, "num_examples": one.rows}
                    for split, one in entry.splits.items()
                ],
                "download_size": sizes[config],
                "dataset_size": sum(one.num_bytes for one in entry.splits.values()),
            }
            for config, entry in configs.items()
        ],
    )


def _config(config: str, entry: ConfigEntry, version: str) -> dict[str, object]:
    default = {"default": True} if config == DEFAULT_CONFIG else {}
    files = [{"split": split, "path": f"data/{config}/{split}-*.parquet"} for split in entry.splits]
    return {"config_name": config, "version": version, **default, "data_files": files}


def _shape(
    contract: Contract,
    configs: Mapping[str, ConfigEntry],
    absent: Mapping[str, Iterable[str]],
) -> dict[str, Any]:
    return {
        "default": DEFAULT_CONFIG,
        "usage": [config for config in ("articles", "entities", "ner") if config in configs],
        "sizes": [
            (config, split, f"{one.rows:,}")
            for config, entry in configs.items()
            for split, one in entry.splits.items()
        ],
        "descriptions": [contract.table(config) for config in configs],
        "absent": "; ".join(f"`{config}` ({', '.join(splits)})" for config, splits in absent.items()),
        "percents": ", ".join(f"{split.name} {split.percent}%" for split in contract.splits),
        "tables": [
            {"name": config, "fields": field_table(contract, config)}
            for config in CONFIGS
            if config in configs
        ],
    }


def _corpus(tables: ReleaseTables, contract: Contract) -> dict[str, Any]:
    articles = tables.articles
    kinds = Counter(articles.column("kind").to_pylist())
    sources = Counter(articles.column("source").to_pylist())
    unnamed = sources.pop(None, 0)
    named = sorted(sources.items(), key=lambda one: (-one[1], one[0]))
    shown = [f"{name} ({count:,})" for name, count in named[:_SOURCES]]
    if len(named) > _SOURCES:
        shown.append(f"{len(named) - _SOURCES} more")
    set_aside = Counter(tables.quarantine.column("reason").to_pylist())
    cleaning = [(_CLEANING[name], f"{count:,}") for name, count in tables.counts.items() if name in _CLEANING]
    cleaning += [
        (f"set aside: {reason}", f"{count:,}")
        for reason, count in sorted(set_aside.items(), key=lambda one: (-one[1], one[0]))
    ]
    members = Counter(tables.clusters.column("cluster_id").to_pylist())
    return {
        "articles": f"{kinds['article']:,}",
        "teasers": f"{kinds['teaser']:,}" if kinds["teaser"] else "",
        "texts": f"{articles.num_rows:,}",
        "n_sources": len(named),
        "sources": ", ".join(shown),
        "unnamed_sources": unnamed,
        "published": _range(articles.column("published_at")),
        "published_known": articles.num_rows - articles.column("published_at").null_count,
        "crawled": _range(articles.column("crawled_at")),
        "cleaning": cleaning,
        "limits": contract.limits,
        "clustered": f"{sum(count for count in members.values() if count > 1):,}",
    }


def _labelling(tables: ReleaseTables, contract: Contract, dropped: Dropped) -> dict[str, Any]:
    gold, annotations = tables.gold, tables.annotations
    kinds = dict(
        zip(tables.articles.column("id").to_pylist(), tables.articles.column("kind").to_pylist(), strict=True)
    )
    spans, chosen = _spans(gold), _topics(gold)
    primary = Counter(gold.column("primary_topic").to_pylist())
    statuses = Counter(gold.column("status").to_pylist())
    guidelines = sorted(set(annotations.column("guideline_version").to_pylist()))
    return {
        "labelled": f"{gold.num_rows:,}",
        "labelled_teasers": sum(kinds.get(name) == "teaser" for name in gold.column("id").to_pylist()),
        "few_labels": gold.num_rows < _FEW,
        "single_status": statuses["single"],
        "annotations": f"{annotations.num_rows:,}" if annotations.num_rows else "",
        "annotators": len(set(annotations.column("annotator").to_pylist())),
        "skipped": sum(annotations.column("was_skipped").to_pylist()),
        "guidelines": " and ".join(guidelines),
        "arms": _shares(Counter(annotations.column("suggestion_arm").to_pylist())),
        "statuses": _shares(statuses),
        "agreement": _agreement(tables.agreement),
        "dropped": _dropped(dropped),
        "dropped_count": dropped.nested + dropped.unaligned,
        "labels": [
            {**label.model_dump(), "id": number, "count": f"{spans[label.name]:,}"}
            for number, label in enumerate(contract.entities)
        ],
        "topics": [
            {
                **topic.model_dump(),
                "id": number,
                "count": f"{chosen[topic.code]:,}",
                "primary": f"{primary[topic.code]:,}",
            }
            for number, topic in enumerate(contract.topics)
        ],
        "topics_source": contract.topics_source,
        "max_secondary": contract.topic_rules.max_secondary,
    }


_LEFT_TO_THE_TABLE = frozenset(
    f"{kind}_log_likelihood_dawid_skene" for kind in ("span", "topic", "primary_topic")
)


def _agreement(table: pa.Table) -> list[dict[str, str]]:
    """The rows over all annotators: first those over all labels, then F1 and alpha-U by label, kappa by topic.

    Confusion, prevalence and what is said of single people stay in the table. Topics without a kappa are left out:
    a long list of topics that nobody chose tells nothing.
    """
    rows = [
        row
        for row in table.to_pylist()
        if row["annotator_a"] is None
        and row["measure"] not in _LEFT_TO_THE_TABLE
        and (
            row["label"] is None
            or row["measure"] in {"span_f1_exact", "span_alpha_u"}
            or (row["measure"] == "topic_kappa" and row["value"] is not None)
        )
    ]
    rows.sort(key=lambda row: row["label"] is not None)
    return [
        {
            "measure": row["measure"].replace("_", " "),
            "of": row["label"] or "all",
            "value": _figure(row["value"]) or f"none: {row['undefined_reason'] or 'undefined'}",
            "interval": f"{_figure(row['low'])} to {_figure(row['high'])}"
            if row["low"] is not None
            else "none",
            "documents": str(row["n_documents"]),
            "annotators": str(row["n_annotators"]),
        }
        for row in rows
    ]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _dropped(dropped: Dropped) -> str:
    parts = []
    if dropped.nested:
        parts.append(f"{dropped.nested:,} overlapping a longer span")
    if dropped.unaligned:
        parts.append(f"{dropped.unaligned:,} beginning or ending inside a token or crossing a sentence's end")
    total = dropped.nested + dropped.unaligned
    return f"{total:,} of the spans ({' and '.join(parts)})" if parts else ""


def _spans(gold: pa.Table) -> Counter[str]:
    return Counter(span["label"] for spans in gold.column("entities").to_pylist() for span in spans)


def _topics(gold: pa.Table) -> Counter[str]:
    return Counter(code for codes in gold.column("topics").to_pylist() for code in codes)


def _shares(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def _range(column: pa.ChunkedArray) -> tuple[date, date] | None:
    bounds = pc.min_max(column).as_py()
    return None if bounds["min"] is None else (bounds["min"], bounds["max"])


def _size_category(rows: int) -> str:
    for bound, name in ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M")):
        if rows < bound:
            return name
    return "1M<n<10M" if rows < 10**7 else "10M<n<100M"
