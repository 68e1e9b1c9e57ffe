"""The whole of `croissant.json`. The same release gives the same bytes: nothing here asks the clock."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from dataset.card.metadata import license_page
from dataset.croissant.fields import Json, files_of
from dataset.croissant.record_sets import record_sets
from dataset.release.model import ReleaseInfo
from schemas.contract import Contract
from schemas.files import file_sha256
from schemas.release.manifest import Manifest

_PARQUET = "application/x-parquet"
# The standard's own context, with the keys that this file uses.
_CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(
    folder: Path,
    manifest: Manifest,
    schemas: Mapping[str, pa.Schema],
    contract: Contract,
    info: ReleaseInfo,
    *,
    citation: str,
    rai: Mapping[str, Any],
) -> str:
    """The text of croissant.json for the data files in `folder`; `schemas` are those of each config's files."""
    return (
        json.dumps(
            {
                "@context": _CONTEXT,
                "@type": "sc:Dataset",
                "name": info.pretty_name,
                "description": info.description,
                "conformsTo": [
                    "http://mlcommons.org/croissant/1.1",
                    "http://mlcommons.org/croissant/RAI/1.0",
                ],
                "version": manifest.version,
                "isLiveDataset": False,
                "inLanguage": [contract.language],
                "citeAs": citation,
                **_known(info),
                **rai,
                "distribution": [*_files(folder, manifest), *_file_sets(manifest)],
                "recordSet": record_sets(manifest, schemas, contract),
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _known(info: ReleaseInfo) -> Json:
    """What a user may have stated; nothing stands for what was not."""
    organization = {"@type": "sc:Organization", "name": info.organization} if info.organization else None
    people = [{"@type": "sc:Person", "name": name} for name in info.authors]
    on_hub = f"https://huggingface.co/datasets/{info.name}" if "/" in info.name else None
    stated: Json = {
        "alternateName": info.name if info.name != info.pretty_name else None,
        "url": on_hub or info.homepage,
        "sameAs": info.homepage if on_hub else None,
        "license": license_page(info),
        "datePublished": info.released_on.isoformat() if info.released_on else None,
        "creator": people or organization,
        "publisher": organization,
    }
    return {name: value for name, value in stated.items() if value}


def _files(folder: Path, manifest: Manifest) -> list[Json]:
    return [
        {
            "@type": "cr:FileObject",
            "@id": path,
            "name": path,
            "contentUrl": path,
            "contentSize": f"{(folder / path).stat().st_size} B",
            "encodingFormat": _PARQUET,
            "sha256": file_sha256(folder / path),
        }
        for entry in manifest.configs.values()
        for split in entry.splits.values()
        for path in split.files
    ]


def _file_sets(manifest: Manifest) -> list[Json]:
    return [
        {
            "@type": "cr:FileSet",
            "@id": files_of(config),
            "name": files_of(config),
            "description": f"The Parquet files of {config}, of every split.",
            "encodingFormat": _PARQUET,
            "includes": f"data/{config}/*.parquet",
        }
        for config in manifest.configs
    ]
