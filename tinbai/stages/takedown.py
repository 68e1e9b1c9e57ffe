"""Articles that must go: out of every table and off the server, and never back."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

from schemas.errors import UsageError
from schemas.takedowns import RESTORED, add_takedowns, read_takedowns
from tinbai.console import Console, Outcome
from tinbai.engines import LOCAL, EngineChoice
from tinbai.stages.agreement import agreement
from tinbai.stages.dedup import dedup
from tinbai.stages.push import project_title
from tinbai.takedown.pending import carry_out, is_pending, taken_ids
from tinbai.takedown.plan import Plan, plan_takedown
from tinbai.takedown.releases import releases_with
from tinbai.takedown.server import NO_SERVER, leave_server, tasks_on_record
from tinbai.takedown.tables import held_rows
from tinbai.workspace import Workspace

_SHOWN = 10


def takedown(
    workspace: Workspace,
    console: Console,
    targets: Sequence[str],
    *,
    reason: str,
    with_duplicates: bool = False,
    unseen: bool = False,
    dry_run: bool = False,
    today: date | None = None,
    engine: EngineChoice = LOCAL,
) -> Outcome:
    """Take down what ids and addresses name: write its tombstones, take it out of every table, delete its tasks.

    In that order, so that a kill leaves it noted, and whatever command comes next finishes the tables. A second time
    changes nothing and tries the server again. `today` is the tombstones' day, by default that of the clock in UTC.

    Raises:
        UsageError: no reason is given, or something that was named is not here.
        DataError: a table cannot be read.
    """
    if not reason.strip():
        raise UsageError(
            "a takedown needs its reason", hint='Give --reason "why", for whoever asks in a year'
        )
    if not targets:
        raise UsageError("nothing was named", hint="Give ids or URLs: tinbai takedown ID --reason TEXT")
    if with_duplicates and not dry_run and workspace.clusters.exists():
        dedup(workspace, console, engine=engine)
    day = (today or datetime.now(UTC).date()).isoformat()
    with workspace.lock():
        before = read_takedowns(workspace.takedowns, workspace.contract)
        plan = plan_takedown(
            workspace,
            targets,
            before,
            reason=" ".join(reason.split()),
            day=day,
            with_duplicates=with_duplicates,
            unseen=unseen,
        )
        ids = frozenset(stone.id for stone in (*plan.stones, *plan.already))
        rows = dict(held_rows(workspace, ids))
        releases = releases_with(workspace, ids)
        measured = workspace.agreement.exists() or _is_lacking(workspace)
        if not dry_run:
            add_takedowns(workspace.takedowns, plan.stones)
            if is_pending(workspace):
                carry_out(workspace)
        everything = (
            ids if dry_run else taken_ids(workspace, read_takedowns(workspace.takedowns, workspace.contract))
        )
        deleted, why = leave_server(workspace, everything, title=project_title(workspace), only_count=dry_run)
        left = 0 if deleted is not None else tasks_on_record(workspace, everything)
    if not dry_run:
        # What counted it and can be made without people or a server.
        if workspace.clusters.exists():
            dedup(workspace, console, engine=engine)
        if measured and not workspace.agreement.exists():
            agreement(workspace, console)
    counts = {
        "taken_down": [{**asdict(one.stone), "kind": one.kind, "why": one.why} for one in plan.going],
        "unseen": [stone.id for stone in plan.ahead],
        "already": [stone.id for stone in plan.already],
        "near_copies": [asdict(one) for one in plan.staying],
        "rows": rows,
        "tasks_deleted": deleted,
        "tasks_left": left,
        "releases": {tag: sorted(some) for tag, some in releases.items()},
        "dry_run": dry_run,
    }
    return Outcome(
        "takedown",
        _summary(plan, rows, dry_run=dry_run),
        counts=counts,
        paths={} if dry_run else {"takedowns": workspace.takedowns},
        notes=(
            *_told(plan),
            *_server_notes(deleted, left, why, dry_run=dry_run),
            *_release_notes(releases),
            *(
                []
                if plan.clusters_known or not plan.going
                else ["near copies are not known before tinbai dedup"]
            ),
        ),
        next_step=_next(plan, releases=bool(releases), left=left, dry_run=dry_run),
        exit_code=3 if left and why != NO_SERVER else 0,
    )


def undo(workspace: Workspace, ids: Sequence[str], *, reason: str, today: date | None = None) -> Outcome:
    """Take a takedown back, with what went with it: the pages may come in again. Labels and tasks are gone for good.

    Raises:
        UsageError: no reason is given, or an id is not taken down.
    """
    if not reason.strip():
        raise UsageError("taking a takedown back needs its reason", hint='Give --reason "why"')
    day = (today or datetime.now(UTC).date()).isoformat()
    with workspace.lock():
        takedowns = read_takedowns(workspace.takedowns, workspace.contract)
        odd = [id_ for id_ in ids if id_ not in takedowns.standing]
        if odd or not ids:
            raise UsageError(
                f"{', '.join(odd[:3]) or 'nothing'} is not taken down", hint="See tinbai takedown --list"
            )
        back = [stone for stone in takedowns.standing.values() if stone.id in ids or stone.with_id in ids]
        lines = [replace(stone, action=RESTORED, date=day, reason=" ".join(reason.split())) for stone in back]
        add_takedowns(workspace.takedowns, lines)
        carry_out(workspace)
    return Outcome(
        "takedown",
        f"{len(lines)} takedowns were taken back",
        counts={"restored": [line.id for line in lines]},
        paths={"takedowns": workspace.takedowns},
        notes=(
            "what people said of it is gone for good; a new task needs tinbai push --again",
            "an id that a release lists as taken down may be released again from now on",
        ),
        next_step="tinbai normalize PAGES with the pages that hold it",
    )


def listed(workspace: Workspace) -> Outcome:
    """Everything that is taken down, in the order of the file."""
    takedowns = read_takedowns(workspace.takedowns, workspace.contract)
    standing = list(takedowns.standing.values())
    lines = [f"{stone.date}  {stone.id}  {stone.reason}" for stone in standing]
    return Outcome(
        "takedown",
        f"{len(standing)} taken down" if standing else "nothing was taken down",
        counts={"taken_down": [asdict(stone) for stone in standing], "restored": sorted(takedowns.restored)},
        notes=tuple(lines),
    )


def _is_lacking(workspace: Workspace) -> bool:
    """Agreement without the article was not measured yet, as a kill leaves it."""
    labelled = any(workspace.annotations.glob("*.parquet"))
    return labelled and workspace.gold.exists() and not workspace.agreement.exists()


def _summary(plan: Plan, rows: dict[str, int], *, dry_run: bool) -> str:
    if not plan.stones:
        return f"{len(plan.already)} were taken down before"
    many = len(plan.going)
    told = f"{many} {'would go' if dry_run else 'taken down'}, with {sum(rows.values())} rows of {len(rows)} tables"
    if plan.ahead:
        told += f"; {len(plan.ahead)} that never came in {'would be' if dry_run else 'are'} kept away"
    return told


def _told(plan: Plan) -> list[str]:
    lines = [
        f"{one.stone.id} ({one.kind} from {json.dumps(one.source_path, ensure_ascii=False)}): {one.why}"
        for one in plan.going
    ]
    lines = _cut(lines)
    if plan.going:
        lines.append("the pages that you crawled are yours: nothing was deleted there")
    if plan.shared:
        lines.append(f"{plan.shared[0]} is given by other stories too: it keeps nothing away")
    if plan.staying:
        near = [
            f"near copy that stays: {one.id}, of {one.of}"
            + (f" (Jaccard {one.jaccard:.2f})" if one.jaccard is not None else "")
            for one in plan.staying
        ]
        lines += _cut(near)
        lines.append(
            f"to take them too: tinbai takedown {' '.join(one.id for one in plan.staying)} --reason TEXT"
        )
    return lines


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return lines if more <= 0 else [*lines[:_SHOWN], f"... and {more} more"]


def _server_notes(deleted: int | None, left: int, why: str, *, dry_run: bool) -> list[str]:
    if deleted:
        were = "would be" if dry_run else "was" if deleted == 1 else "were"
        return [f"{_tasks(deleted)} {were} deleted in Label Studio, with all that was said there"]
    if left:
        are = "would stay" if dry_run else "is still there" if left == 1 else "are still there"
        return [
            f"{_tasks(left)} in Label Studio {are} ({why}): the next tinbai push or pull deletes "
            f"{'it' if left == 1 else 'them'}, or this command again"
        ]
    return []


def _tasks(many: int) -> str:
    return f"{many:,} task{'' if many == 1 else 's'}"


def _release_notes(tags: Collection[str]) -> list[str]:
    if not tags:
        return []
    return [
        f"still in {', '.join(tags)}, since a release never changes: docs/takedown.md says how to withdraw one"
    ]


def _next(plan: Plan, *, releases: bool, left: int, dry_run: bool) -> str:
    if dry_run:
        return "the same without --dry-run"
    if left:
        return "tinbai push, when Label Studio is up"
    return "tinbai release, a major version without it" if releases and plan.going else ""
