"""Everything that status tells, once, in plain values: terminal, JSON and page only write it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from annotation.project import BATCH, LABELING
from schemas.tables import read_table
from tinbai.stages.release import newest_release
from tinbai.status.agreed import Agreed, agreed
from tinbai.status.answers import Answers, read_answers
from tinbai.status.hot_spots import HotSpots, differing_articles, hot_spots, places_of
from tinbai.status.links import Named, named
from tinbai.status.live import Asked, Live
from tinbai.status.memory import Memory
from tinbai.status.pace import Pace, count_days, measure_pace
from tinbai.status.people import Annotator, LongArticle, Times, annotators, lead_times, longest
from tinbai.status.sent import sent_frame
from tinbai.status.stages import Stage, read_stages
from tinbai.status.suggested import Suggested, acceptance
from tinbai.status.tasks import (
    Tasks,
    Waiting,
    count_conflicts,
    count_tasks,
    count_unpushed,
    stale_articles,
    waiting,
)
from tinbai.workspace import Workspace

# As many of each kind of hot spot as a person looks through.
_MOST = 12

_COLUMNS = {
    "articles": ["id", "kind", "title", "text_sha256"],
    "clusters": ["id", "cluster_id"],
    "quarantine": ["id", "reason"],
    "suggestions": ["id", "text_sha256", "entities", "arm"],
    "annotations": [
        "annotation_id", "id", "text_sha256", "migrated_from", "annotator", "created_at", "updated_at", "lead_time_s",
        "entities", "topics", "primary_topic", "was_skipped", "suggestion_arm",
    ],
    "decisions": ["id", "text_sha256", "was_skipped"],
    "checks": ["id", "was_skipped"],
    "gold": ["id", "text_sha256", "n_annotators", "status"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """Where the work is at `moment` (UTC). Days are UTC days; offsets are code points, end exclusive.

    `tries` are pulled answers, skips aside, that trained or checked an annotator: they are no annotations.
    """

    name: str
    moment: datetime
    articles: int
    teasers: int
    annotations: int
    skips: int
    tries: int
    gold: int
    release: str | None
    tasks: Tasks
    waiting: tuple[Waiting, ...]
    annotators: tuple[Annotator, ...]
    pace: Pace
    agreement: Agreed
    suggestions: Suggested
    hot_spots: HotSpots
    times: tuple[Times, ...]
    longest: tuple[LongArticle, ...]
    named: dict[str, Named]
    stages: tuple[Stage, ...]
    live: Live


@dataclass(slots=True)
class Painter:
    """Paints the picture of a workspace again and again, reading and counting only what changed."""

    workspace: Workspace
    memory: Memory

    def paint(self, moment: datetime, asked: Asked) -> Picture:
        """The picture now; `asked` is the inquiry at the server, which went on meanwhile.

        Raises:
            DataError: a table cannot be read.
        """
        self.memory.look()
        workspace, of = self.workspace, self.memory.of
        at = workspace.labelstudio
        told = [workspace.annotations, workspace.articles]
        answers = of("answers", told, self._answers)
        sent = of("sent", [at, workspace.checks], self._sent)
        places = of("places", told, lambda: places_of(answers))
        differing = of("differing", told, lambda: differing_articles(answers, places))
        tasks = of(
            "tasks",
            [*told, at, workspace.checks],
            lambda: count_tasks(answers, sent, workspace.config.labelstudio.overlap, self._alone(sent)),
        )
        stages = read_stages(workspace, self.memory)
        pace = measure_pace(of("days", told, lambda: count_days(answers.given)), tasks.missing, moment.date())
        people = annotators(answers, moment.date())
        spots = of("hot spots", told, lambda: hot_spots(answers, places, differing, most=_MOST))
        suggested = of(
            "suggested",
            [*told, workspace.suggestions],
            lambda: acceptance(answers, self._table(workspace.suggestions, "suggestions")),
        )
        agreement = self._agreed(stages, len(people))
        slow = of("longest", told, lambda: longest(answers.given, _MOST))
        live = asked.answer()
        shown = (
            [one.id for one in spots.worst]
            + [one.example for one in spots.surfaces]
            + [one.id for one in slow]
        )
        newest = newest_release(workspace)
        return Picture(
            name=workspace.config.name,
            moment=moment,
            articles=int((answers.articles["kind"] == "article").sum()),
            teasers=int((answers.articles["kind"] == "teaser").sum()),
            annotations=len(answers.rows),
            skips=int(answers.rows["was_skipped"].sum()),
            tries=int((~self._frame(workspace.checks, "checks")["was_skipped"]).sum()),
            gold=len(self._frame(workspace.gold, "gold")),
            release=newest.name if newest else None,
            tasks=tasks,
            waiting=of(
                "waiting",
                [*told, at, workspace.quarantine, workspace.clusters, workspace.decisions, workspace.gold,
                 workspace.manifests],
                lambda: tuple(self._waiting(answers, tasks, sent, differing, stages)),
            ),
            annotators=people,
            pace=pace,
            agreement=agreement,
            suggestions=suggested,
            hot_spots=spots,
            times=of("times", told, lambda: lead_times(answers.given)),
            longest=slow,
            named=named(sorted(set(shown)), answers.articles, sent, live.url),
            stages=stages,
            live=live,
        )  # fmt: skip

    def _sent(self) -> pl.DataFrame:
        """Tasks of the shared project and of batches, but those answered ones that only tried an annotator."""
        at = self.workspace.labelstudio
        checks = self._frame(self.workspace.checks, "checks")
        batches = sent_frame(at, BATCH).join(checks, on="id", how="anti")
        return pl.concat([sent_frame(at, LABELING), batches])

    def _alone(self, sent: pl.DataFrame) -> frozenset[str]:
        """Articles that one person labels: `[assignment] share` counts for those that are in batches alone."""
        from annotation.assign import people_for

        share, overlap = self.workspace.config.assignment.share, self.workspace.config.labelstudio.overlap
        if share >= 1:
            return frozenset()
        shared = set(sent_frame(self.workspace.labelstudio, LABELING)["id"].to_list())
        return frozenset(
            name
            for name in set(sent["id"].to_list()) - shared
            if people_for(name, overlap=overlap, share=share) == 1
        )

    def _table(self, path: Path, name: str) -> pa.Table:
        return read_table(path, self.workspace.contract, name, _COLUMNS.get(name))

    def _frame(self, path: Path, name: str) -> pl.DataFrame:
        return self.memory.of(name, [path], lambda: pl.DataFrame(pl.from_arrow(self._table(path, name))))

    def _answers(self) -> Answers:
        workspace = self.workspace
        return read_answers(
            self._table(workspace.annotations, "annotations"),
            self._frame(workspace.articles, "articles"),
            workspace.contract.entity_names,
        )

    def _waiting(
        self,
        answers: Answers,
        tasks: Tasks,
        sent: pl.DataFrame,
        differing: pl.DataFrame,
        stages: Sequence[Stage],
    ) -> Sequence[Waiting]:
        workspace = self.workspace
        pulled = next(stage.counts for stage in stages if stage.name == "pull")
        return waiting(
            tasks,
            unpushed=count_unpushed(
                answers.articles,
                self._frame(workspace.clusters, "clusters"),
                sent,
                teasers=workspace.config.push.teasers,
                duplicates=workspace.config.push.duplicates,
            ),
            drafts=pulled.get("drafts") if pulled else None,
            stale=stale_articles(answers, self._frame(workspace.quarantine / "pull.parquet", "quarantine")),
            conflicts=count_conflicts(
                answers,
                differing,
                self._frame(workspace.decisions, "decisions"),
                self._frame(workspace.gold, "gold"),
                sent_frame(workspace.labelstudio, "adjudication"),
            ),
        )

    def _agreed(self, stages: Sequence[Stage], people: int) -> Agreed:
        return agreed(
            self._frame(self.workspace.agreement, "agreement"),
            self.workspace.contract,
            older=any(stage.name == "agreement" and stage.stale for stage in stages),
            annotators=people,
        )
