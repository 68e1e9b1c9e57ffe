"""The text of the card: the template filled, with the user's own passages in their places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.card.agreement import agreement
from dataset.card.corpus import corpus
from dataset.card.labelling import labelling
from dataset.card.metadata import license_page, metadata
from dataset.card.pictures import Plot, plots
from dataset.card.sections import placing
from dataset.card.shape import shape
from dataset.release.model import ReleaseInfo, ReleaseTables
from schemas.contract import Contract
from schemas.hub_vocabulary import hub_vocabulary
from schemas.ner import Dropped
from schemas.release.manifest import Manifest
from schemas.resources import resource


@dataclass(frozen=True, slots=True)
class Card:
    """The text of README.md and the pictures that it shows; what each section says, and the citation, for `croissant.json`."""

    text: str
    plots: Sequence[Plot]
    sections: Mapping[str, str]
    citation: str


def render_card(
    tables: ReleaseTables,
    contract: Contract,
    info: ReleaseInfo,
    *,
    folder: Path,
    manifest: Manifest,
    schemas: Mapping[str, pa.Schema],
    dropped: Dropped,
    changes: str,
) -> Card:
    """The card of the release whose data files stand in `folder`. `changes` is Markdown.

    Columns and features are those of the files, and not all that the contract has.
    """
    from huggingface_hub import DatasetCard

    citation = _citation(info, manifest.version)
    drawn = plots(tables, contract)
    sections: dict[str, str] = {}
    card = DatasetCard.from_template(
        metadata(tables, contract, info, manifest, folder, schemas),
        template_path=str(resource("dataset_card.md")),
        info=info,
        section=placing(info.prose, sections),
        version=manifest.version,
        tag=f"v{manifest.version}",
        changes=changes,
        later=manifest.previous is not None,
        **corpus(tables, contract),
        **labelling(tables, contract, dropped),
        **agreement(tables.agreement, contract),
        **shape(contract, info, manifest, schemas),
        plots={plot.name: f"![{plot.says}]({plot.path})" for plot in drawn},
        licence=_licence(info),
        citation=citation,
    )
    return Card(str(card).rstrip("\n") + "\n", drawn, sections, info.citation or citation)


def file_schemas(folder: Path, manifest: Manifest) -> dict[str, pa.Schema]:
    """Each config's schema, as its first file states it."""
    firsts: Mapping[str, str] = {
        config: next(path for one in entry.splits.values() for path in one.files)
        for config, entry in manifest.configs.items()
    }
    return {config: pq.read_schema(folder / path) for config, path in firsts.items()}


def _licence(info: ReleaseInfo) -> str:
    """Its name, with the page that says what it is where one is known."""
    name = info.license_name or hub_vocabulary().spdx.get(info.license) or info.license
    page = license_page(info)
    return f"[{name}]({page})" if page else f"`{name}`"


def _citation(info: ReleaseInfo, version: str) -> str:
    """What the user states, as a block of BibTeX where it is that; else the names, the title and the version."""
    if info.citation:
        stated = info.citation.strip()
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`{3,}", stated)), 0)
        return f"{fence}bibtex\n{stated}\n{fence}" if stated.startswith("@") else stated
    when = f" ({info.released_on.isoformat()})" if info.released_on else ""
    who = ", ".join((*info.authors, *([info.organization] if info.organization else [])))
    where = f" <{info.homepage}>" if info.homepage else ""
    return f"{who + ': ' if who else ''}{info.pretty_name}, version {version}{when}.{where}"
