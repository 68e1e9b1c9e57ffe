"""What validation looks at: the paths of a workspace, each named."""

from dataclasses import dataclass
from pathlib import Path

TABLES = (
    "articles",
    "quarantine",
    "clusters",
    "splits",
    "suggestions",
    "annotations",
    "agreement",
    "gold",
)
LABELS = ("suggestions", "annotations", "gold")
"""The tables that hold offsets into an article's text."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Each table is a Parquet file or a folder of them; an absent one means that its stage has not run.

    `root` is the folder that the paths in the manifests are relative to; reports name files below it by
    their relative path, so that a workspace that was moved gives the same report. `expectations` is a
    folder of the project's own Great Expectations suites.
    """

    root: Path
    articles: Path
    quarantine: Path
    clusters: Path
    splits: Path
    suggestions: Path
    annotations: Path
    agreement: Path
    gold: Path
    manifests: Path
    expectations: Path | None = None
    releases: Path | None = None

    @classmethod
    def below(cls, root: Path) -> "Inputs":
        """The paths of a workspace with the usual layout."""
        return cls(
            root=root,
            articles=root / "articles",
            quarantine=root / "quarantine",
            clusters=root / "clusters.parquet",
            splits=root / "splits.parquet",
            suggestions=root / "suggestions.parquet",
            annotations=root / "annotations",
            agreement=root / "agreement.parquet",
            gold=root / "gold",
            manifests=root / "manifests",
            expectations=root / "expectations",
            releases=root / "releases",
        )

    def table(self, name: str) -> Path:
        """The path of one of `TABLES`."""
        path: Path = getattr(self, name)
        return path

    def relative(self, path: Path) -> str:
        """How a report names a file."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.name
