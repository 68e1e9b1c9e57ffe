"""How the data came about, in Croissant's vocabulary for responsible AI. What is not known is left out.

Its sentences are the card's: a section of the card says in words what a property asks for, the user's own text
included.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from dataset.card.agreement import agreement
from dataset.card.labelling import IMPORTED
from dataset.card.sections import SECTIONS
from dataset.release.model import ReleaseInfo, ReleaseTables
from schemas.contract import Contract


def rai(
    tables: ReleaseTables, contract: Contract, info: ReleaseInfo, sections: Mapping[str, str]
) -> dict[str, Any]:
    """Properties and their values, in the order of the vocabulary's life cycle. `sections` are the card's, rendered."""
    said = {
        section.rai: _plain(sections[section.name])
        for section in SECTIONS
        if section.rai and section.name in sections
    }
    figures = agreement(tables.agreement, contract)["agreement"]
    properties: dict[str, Any] = {
        "dataCollection": said.get("dataCollection"),
        # The recommended word for pages that a crawler saved.
        "dataCollectionType": "Web Scraping" if "found" in info.language_creators else None,
        "dataCollectionMissingData": _missing(tables),
        "dataCollectionTimeframe": _crawled(tables),
        "dataPreprocessingProtocol": said.get("dataPreprocessingProtocol"),
        "dataAnnotationProtocol": said.get("dataAnnotationProtocol"),
        "dataAnnotationPlatform": _platform(tables),
        "dataAnnotationAnalysis": [f"{row['measure']}: {row['value']}" for row in figures],
        "annotationsPerItem": _per_item(tables),
        "annotatorDemographics": said.get("annotatorDemographics"),
        "machineAnnotationTools": _suggested(tables),
        "dataUseCases": said.get("dataUseCases"),
        "dataBiases": said.get("dataBiases"),
        "dataLimitations": _bullets(said.get("dataLimitations")),
        "personalSensitiveInformation": said.get("personalSensitiveInformation"),
        "dataSocialImpact": said.get("dataSocialImpact"),
        "dataReleaseMaintenancePlan": said.get("dataReleaseMaintenancePlan"),
    }
    return {f"rai:{name}": value for name, value in properties.items() if value}


def _plain(markdown: str) -> str:
    """A section's sentences: without pictures, tables and what is folded away."""
    text = re.sub(r"(?s)<details>.*?</details>", "", markdown)
    kept = [line for line in text.split("\n") if not re.match(r"\s*(\||!\[|#{2,} )", line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _bullets(text: str | None) -> list[str]:
    """Each item of a list as a value of its own; what is no list stays one."""
    if not text:
        return []
    items = re.split(r"\n*^- ", f"\n{text}", flags=re.MULTILINE)
    return [" ".join(item.split()) for item in items if item.strip()]


def _missing(tables: ReleaseTables) -> str | None:
    articles = tables.articles
    gaps = {field.name: articles.column(field.name).null_count for field in articles.schema if field.nullable}
    told = [f"{name} for {count:,}" for name, count in gaps.items() if count]
    if not told:
        return None
    return f"What a page does not say is null. Of {articles.num_rows:,} texts: {', '.join(told)}."


def _crawled(tables: ReleaseTables) -> list[str]:
    days = [day for day in tables.articles.column("crawled_at").to_pylist() if day is not None]
    return [min(days).isoformat(), max(days).isoformat()] if days else []


def _platform(tables: ReleaseTables) -> str | None:
    names = tables.annotations.column("annotation_id").to_pylist()
    return "Label Studio" if any(not name.startswith(IMPORTED) for name in names) else None


def _per_item(tables: ReleaseTables) -> str | None:
    people = Counter(tables.gold.column("n_annotators").to_pylist())
    told = [f"{count:,} texts by {number}" for number, count in sorted(people.items(), reverse=True)]
    return f"People who labelled a text: {', '.join(told)}." if told else None


def _suggested(tables: ReleaseTables) -> str | None:
    arms = Counter(tables.annotations.column("suggestion_arm").to_pylist())
    told = [
        f"{arm} for {count:,}" for arm, count in sorted(arms.items()) if arm in {"rules", "memory", "model"}
    ]
    if not told:
        return None
    return (
        f"Suggestions that annotators saw and could change: {', '.join(told)} of {arms.total():,} annotations. No label "
        "is a machine's alone."
    )
