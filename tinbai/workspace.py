"""Where a project keeps what: paths, its configuration, its lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.files import disk_faults, sweep_parts
from schemas.takedowns import TAKEDOWNS
from tinbai.config import Config, load_config

CONFIG_NAME = "tinbai.toml"


@dataclass(frozen=True)
class Workspace:
    """A folder with a `tinbai.toml`; every path below it is named here and nowhere else."""

    root: Path

    @cached_property
    def config(self) -> Config:
        return load_config(self.root / CONFIG_NAME)

    @cached_property
    def contract(self) -> Contract:
        from schemas.contract_file import load_contract

        own = self.root / "contract.yaml"
        return load_contract(own if own.exists() else None)

    @property
    def articles(self) -> Path:
        return self.root / "articles"

    @property
    def furniture(self) -> Path:
        return self.root / "furniture"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def pages(self) -> Path:
        """Every page that normalize has seen, with its sha256 and what became of it."""
        return self.root / "normalized" / "pages.parquet"

    @property
    def clusters(self) -> Path:
        return self.root / "clusters.parquet"

    @property
    def gx(self) -> Path:
        """The Great Expectations project, with the project's own suites in `expectations/`."""
        return self.root / "gx"

    @property
    def own_checks(self) -> Path:
        return self.root / "checks.toml"

    @property
    def card(self) -> Path:
        """The project's own text for the card of its releases."""
        return self.root / "card.md"

    @property
    def aliases(self) -> Path:
        """Names that clusters had before they joined others."""
        return self.root / "aliases.parquet"

    @property
    def splits(self) -> Path:
        return self.root / "splits.parquet"

    @property
    def released_splits(self) -> Path:
        """The split of every id that was ever released: these never move."""
        return self.root / "released_splits.parquet"

    @property
    def suggestions(self) -> Path:
        return self.root / "suggestions.parquet"

    @property
    def learnt(self) -> Path:
        """What suggest learnt from people's labels: its model, and which stage speaks."""
        return self.root / "learnt"

    @property
    def suggester(self) -> Path:
        """What a suggester of the user's own answered, as it came: one file for each state of it."""
        return self.root / "suggester"

    @property
    def annotations(self) -> Path:
        return self.root / "annotations"

    @property
    def comments(self) -> Path:
        """What annotators wrote beside their labels; it is in no release."""
        return self.root / "comments.parquet"

    @property
    def checks(self) -> Path:
        """What annotators said of tasks whose answer was known before."""
        return self.root / "checks.parquet"

    @property
    def takedowns(self) -> Path:
        """What was taken down and may not come back; it belongs into the project's repository."""
        return self.root / TAKEDOWNS

    @property
    def agreement(self) -> Path:
        return self.root / "agreement.parquet"

    @property
    def consensus(self) -> Path:
        return self.root / "consensus.parquet"

    @property
    def waivers(self) -> Path:
        """Violations that somebody answers for until some day; the project's own file."""
        return self.root / "waivers.toml"

    @property
    def baseline(self) -> Path:
        """Violations that are known, as `tinbai validate --write-baseline` wrote them."""
        return self.root / "baseline.json"

    @property
    def gold(self) -> Path:
        return self.root / "gold"

    @property
    def decisions(self) -> Path:
        """What adjudicators decided, as pulled."""
        return self.root / "decisions.parquet"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def releases_without_text(self) -> Path:
        """Of the same versions, with a line of predecessors of their own."""
        return self.releases / "without-text"

    @property
    def manifests(self) -> Path:
        return self.root / "manifests"

    @property
    def labelstudio(self) -> Path:
        """Ledger and project numbers of push and pull."""
        return self.root / "labelstudio"

    @property
    def server(self) -> Path:
        """Data of the local Label Studio that `tinbai serve` runs."""
        return self.root / "server"

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @contextmanager
    def lock(self, *, takedowns: bool = True) -> Iterator[None]:
        """Hold the workspace alone; what a killed run left half written is swept first.

        Then what has a tombstone goes, where that was not done yet; who does that work anyway says `takedowns=False`.

        Raises:
            UsageError: another tinbai works in this workspace.
            DataError: takedowns.jsonl cannot be read, or something cannot be taken down.
        """
        from filelock import FileLock, Timeout

        lock = FileLock(self.root / ".lock")
        try:
            with disk_faults(self.root):
                self.root.mkdir(parents=True, exist_ok=True)
                lock.acquire(timeout=0)
        except Timeout:
            raise UsageError(
                f"another tinbai is at work in {self.root}", hint="Wait until it ends, then run this again"
            ) from None
        try:
            self._mend()
            if takedowns and self.takedowns.exists():
                from tinbai.takedown.pending import carry_out, is_pending

                if is_pending(self):
                    carry_out(self)
            yield
        finally:
            lock.release()

    def _mend(self) -> None:
        """Finish or undo what a killed run left. Pages may lie in the workspace too: they are nobody's leftovers."""
        normalized = self.root / "normalized"
        if (normalized / "next").exists() or (normalized / "work").exists():
            from dataset.normalize.state import recover

            recover(self.root)
        sweep_parts(self.root, deep=False)
        # The server's own files are its own; it may be running.
        for folder in (
            self.articles,
            self.furniture,
            self.quarantine,
            self.learnt,
            self.annotations,
            self.gold,
            self.reports,
            self.manifests,
            self.labelstudio,
        ):
            sweep_parts(folder)


def find_workspace(given: Path | None, *, must_exist: bool = True) -> Workspace:
    """The folder that was given, or the nearest one upwards with a `tinbai.toml`.

    Raises:
        UsageError: none is there.
    """
    if given is not None:
        root = given.resolve()
        if root.exists() and not root.is_dir():
            raise UsageError(f"{given} is not a folder", hint="Give --workspace a folder")
        if must_exist and not (root / CONFIG_NAME).exists():
            raise UsageError(f"{given} is no workspace", hint=f"Make one: tinbai init {given}")
        return Workspace(root)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIG_NAME).exists():
            return Workspace(folder)
    raise UsageError(
        f"no {CONFIG_NAME} here or in a folder above",
        hint="Make a workspace with tinbai init, or give --workspace DIR",
    )


def workspace_or_here(given: Path | None) -> Workspace:
    """As `find_workspace`; where there is none, this folder with the settings that every project begins with."""
    if given is None and not any(
        (folder / CONFIG_NAME).exists() for folder in (Path.cwd(), *Path.cwd().parents)
    ):
        return Workspace(Path.cwd())
    return find_workspace(given, must_exist=False)
