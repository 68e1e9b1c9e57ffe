"""What validation looks at: the paths of a workspace, each named."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from schemas.takedowns import TAKEDOWNS
from schemas.visible import visible

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
    their relative path, so that a workspace that was moved gives the same report. `gx` is the project that
    Great Expectations opens: the only folder besides the reports' that validation writes to. `own_checks` is
    the file of the project's own checks. `decisions` is what adjudicators decided. `people_for` says how many
    people are to label an article; without it nobody is missed. `releases` holds vX.Y.Z folders beside one another,
    `released_splits` the split of every id that was ever in one. `takedowns` names what may not come back.
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
    gx: Path
    own_checks: Path
    releases: Path | None = None
    decisions: Path | None = None
    people_for: Callable[[str], int] | None = None
    released_splits: Path | None = None
    takedowns: Path | None = None

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
            gx=root / "gx",
            own_checks=root / "checks.toml",
            releases=root / "releases",
            decisions=root / "decisions.parquet",
            released_splits=root / "released_splits.parquet",
            takedowns=root / TAKEDOWNS,
        )

    def table(self, name: str) -> Path:
        """The path of one of `TABLES`."""
        path: Path = getattr(self, name)
        return path

    def relative(self, path: Path) -> str:
        """How a report names a file; bytes of a name that are not UTF-8 are shown as ⟨U+DCxx⟩."""
        try:
            return visible(path.relative_to(self.root).as_posix())
        except ValueError:
            return visible(path.name)
