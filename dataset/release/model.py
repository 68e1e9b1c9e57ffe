"""What a release is made from, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from dataset.card.sections import NO_PROSE, Prose

if TYPE_CHECKING:
    from schemas.release.compare import Comparison
    from schemas.release.manifest import Manifest

CONFIGS = ("articles", "entities", "ner", "topics", "annotations")
DEFAULT_CONFIG = "articles"
# The other configs hold settled labels and go by the table `splits`.
UNSPLIT = frozenset({"articles", "annotations"})


@dataclass(frozen=True, slots=True)
class ReleaseTables:
    """The workspace's tables, each with the contract's columns. `counts` are normalize's, for the card."""

    articles: pa.Table
    clusters: pa.Table
    splits: pa.Table
    annotations: pa.Table
    gold: pa.Table
    agreement: pa.Table
    quarantine: pa.Table
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """What no table knows.

    Attributes:
        name: the dataset's short name; with an owner (`org/name`) it is what the card tells to load.
        license: an identifier of the Hub's list, for the labels and the packaging.
        authors, organization: who is cited; neither is invented.
        annotations_creators, language_creators: words of the Hub's lists; who labels is left out where it is not
            stated.
        text_license: a sentence on whose the texts are and what may be done with them.
        contact: where people ask for removal.
        sample_labels: the labels are samples, made to show the road and not to be used.
        without_text: the release holds no words of the pages, and the card says so.
        why_without_text: the publisher's own reason.
        previous: the release before this one; decides row order, the changelog and the least version.
        taken_down: ids that were in some release and may be in none again; those of the release before are added.
        restored: ids whose takedown was taken back.
        released_on: the date in the changelog and the citation; nothing here asks the clock.
        prose: the user's own text for the card.
    """

    name: str
    pretty_name: str
    license: str
    description: str
    homepage: str | None = None
    text_license: str | None = None
    license_name: str | None = None
    license_link: str | None = None
    authors: tuple[str, ...] = ()
    organization: str | None = None
    annotations_creators: tuple[str, ...] = ()
    language_creators: tuple[str, ...] = ("found",)
    citation: str | None = None
    contact: str | None = None
    sample_labels: bool = False
    without_text: bool = False
    why_without_text: str | None = None
    previous: Path | None = None
    taken_down: frozenset[str] = frozenset()
    restored: frozenset[str] = frozenset()
    released_on: date | None = None
    prose: Prose = NO_PROSE


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk. `written` is False when the same bytes were there already."""

    folder: Path
    version: str
    manifest: "Manifest"
    comparison: "Comparison | None"
    written: bool
