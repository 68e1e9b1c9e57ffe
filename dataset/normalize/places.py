"""Where a workspace keeps what normalize wrote."""

from dataclasses import dataclass
from pathlib import Path

PARTED = ("articles", "furniture")
QUARANTINE = Path("quarantine", "normalize.parquet")
FOLDED_ARTICLES = Path("normalized", "folded-articles.parquet")
FOLDED_FURNITURE = Path("normalized", "folded-furniture.parquet")
PAGES = Path("normalized", "pages.parquet")
EVIDENCE = Path("normalized", "evidence.parquet")


@dataclass(frozen=True, slots=True)
class Tables:
    """The files that are there, those of one table by name."""

    pages: tuple[Path, ...]
    articles: tuple[Path, ...]
    furniture: tuple[Path, ...]
    quarantine: tuple[Path, ...]
    folded_articles: tuple[Path, ...]
    folded_furniture: tuple[Path, ...]


def tables_in(folder: Path) -> Tables:
    def one(name: Path) -> tuple[Path, ...]:
        return (folder / name,) if (folder / name).exists() else ()

    def parts(name: str) -> tuple[Path, ...]:
        return tuple(sorted((folder / name).glob("part-*.parquet")))

    return Tables(
        pages=one(PAGES),
        articles=parts("articles"),
        furniture=parts("furniture"),
        quarantine=one(QUARANTINE),
        folded_articles=one(FOLDED_ARTICLES),
        folded_furniture=one(FOLDED_FURNITURE),
    )


def part_name(table: str, number: int) -> Path:
    return Path(table, f"part-{number:05}.parquet")
