"""Text back into a release without, from somebody's own crawl: each row checked, and whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset.engine import Engine
from dataset.normalize import NormalizeOptions
from dataset.release.settle import settle
from dataset.release.verify import verify_folder
from dataset.withheld.crawl import articles_of
from dataset.withheld.find import CONTRADICTIONS
from dataset.withheld.put_back import ARTICLES, UNATTACHED, write_rows
from dataset.withheld.store import make_store, wanted
from dataset.withheld.surround import surround
from dataset.withheld.work_folder import work_folder
from schemas.contract import Contract
from schemas.errors import DataError, UsageError
from schemas.files import file_sha256
from schemas.progress import Phases, Progress
from schemas.release.attached import differing
from schemas.release.digest import rows_of
from schemas.release.manifest import MANIFEST, Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Attachment:
    """What came of it.

    Attributes:
        folder: the release with text.
        articles: of how many articles the text was put back, `of` all of the release.
        by_text: how many of them the crawl knows under another id alone.
        unattached: what could not be put back, counted by the reason.
        differing: splits that say something else than those of the full release; none when all was put back.
        norm_versions: the rules that the crawl was normalized by.
        written: False when the same bytes were there already.
    """

    folder: Path
    manifest: Manifest
    articles: int
    of: int
    by_text: int
    unattached: Mapping[str, int]
    differing: tuple[str, ...]
    norm_versions: tuple[str, ...]
    written: bool

    @property
    def contradicted(self) -> bool:
        """Whether the release without text is not what was made from the full one: a crawl cannot cause that."""
        odd = any(reason in self.unattached for reason in CONTRADICTIONS)
        return odd or (bool(self.differing) and not self.unattached)


def attach(
    release: Path,
    pages: Sequence[str | Path],
    output: Path,
    contract: Contract,
    *,
    options: NormalizeOptions,
    engine: Engine,
    progress: Phases,
    whole: bool = False,
) -> Attachment:
    """Write the release in `release`, which is without text, with its text to the folder `output`.

    Articles whose text is not in the crawl are left out of every config, and so is a row that contradicts its
    text. A title, author, section or caption that no page says any more is null, or an empty list.

    Args:
        pages: raw pages as `normalize` reads them, workspaces, or tables of articles.
        whole: refuse to leave anything out.

    Raises:
        UsageError: the release has its text, or something else stands in `output`.
        DataError: the release does not hold, nothing could be put back, or not all and `whole` was asked for.
        ServiceError, StorageError: as `normalize`.
    """
    manifest = _stated(release, progress("checking", "releases"))
    made_from = file_sha256(release / MANIFEST)
    _refuse_another(output, made_from)
    with work_folder(output) as work:
        articles = articles_of(pages, work / "crawl", contract, options, engine, progress)
        asked = wanted(*(_column(release, manifest, name) for name in ("id", "text_sha256")))
        store = make_store(articles, asked, work / "store.arrow", progress("looking", "articles"))
        building = work / "release"
        building.mkdir()
        of = sum(one.rows for one in manifest.configs[ARTICLES].splits.values())
        rows = write_rows(release, manifest, store, building, progress("attaching", "rows"))
        if not rows.configs:
            raise DataError(
                f"none of the {of} articles is among the pages",
                hint="Give pages of the same crawl, or of the same URLs",
            )
        made = surround(release, manifest, rows, building, made_from)
        if whole and differing(made):
            told = ", ".join(f"{reason} {count}" for reason, count in rows.unattached.items())
            raise DataError(
                f"not everything could be put back: {told or ', '.join(differing(made))}",
                hint=f"Without --all the rest is left out, and listed in {UNATTACHED}",
            )
        if output.is_dir() and not any(output.iterdir()):
            output.rmdir()
        written = settle(building, output)
    return Attachment(
        folder=output,
        manifest=made,
        articles=rows.articles,
        of=of,
        by_text=rows.by_text,
        unattached=rows.unattached,
        differing=differing(made),
        norm_versions=store.norm_versions,
        written=written,
    )


def _stated(release: Path, progress: Progress) -> Manifest:
    manifest = read_manifest(release)
    if manifest.without_text is None or ARTICLES not in manifest.configs:
        raise UsageError(
            f"{release} is no release without text, so there is nothing to put back",
            hint="Give one: its manifest.json says without_text",
        )
    progress(0, 1)
    problems = verify_folder(release).problems
    if problems:
        raise DataError(
            f"{release} does not hold: {problems[0]}", hint="Fetch it again from where it was published"
        )
    progress(1, 1)
    return manifest


def _refuse_another(output: Path, made_from: str) -> None:
    if not output.exists():
        return
    if output.is_dir() and not any(output.iterdir()):
        return
    if output.is_dir() and (output / MANIFEST).exists():
        there = read_manifest(output).attached
        if there is not None and there.manifest_sha256 == made_from:
            return
    raise UsageError(f"{output} is there already, and is something else", hint="Choose another --output")


def _column(release: Path, manifest: Manifest, name: str) -> Iterator[str]:
    """Of the articles, in order."""
    for split in manifest.configs[ARTICLES].splits.values():
        for row in rows_of((release / path for path in split.files), [name]):
            yield str(row[name])
