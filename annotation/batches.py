"""Each annotator's own batch of tasks, in a project of their own.

A project and not a view of one: in the open edition of Label Studio 1.23.2 the button "Label All Tasks"
drops a view's filter, its plain address shows whoever opens it the first view, and the label stream of a
filtered view hands the same task to everybody at once (docs/adr/0008). In a project of their own every way
into the label stream gives an annotator their tasks and no other.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from annotation.annotators import annotator_emails
from annotation.assign import Desk, assign, mixed
from annotation.client import Connection
from annotation.known import Score
from annotation.ledger import Ledger
from annotation.listing import list_tasks
from annotation.project import (
    BATCH,
    LABELING,
    Project,
    ensure_project,
    find_batches,
    find_project,
    show_suggestions,
)
from annotation.pseudonym import pseudonym, workspace_salt
from annotation.push import build_tasks
from annotation.revision import Revision
from annotation.tasks import import_missing, ready
from annotation.ticket import FIELD, Kind, kind_of, place, ticket
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.label_config import label_config
from schemas.progress import Progress, silent

_WAIT_SECONDS = 3600.0
_TITLE_ROOM = 24
# Suggesters that learn from labels have learnt the known answers: their suggestions would give them away.
_LEARNT_NOTHING = ("none", "rules")


@dataclass(frozen=True, slots=True)
class Rules:
    """How batches are filled.

    `overlap` people label `share` of the articles, one the rest. `batch` is how many unanswered tasks of work
    somebody has at most. `checks` is the share of a batch whose answer is known, `training` how many such tasks a
    newcomer answers first.
    """

    overlap: int = 2
    share: float = 1.0
    batch: int = 50
    checks: float = 0.0
    training: int = 0


@dataclass(frozen=True, slots=True)
class PushedBatch:
    """One annotator's batch: tasks `added` now, `open` altogether, and whether they are `training` still.

    `unscored`: the training is answered, and a pull must score it before there is work.
    """

    annotator: str
    project: Project
    added: int
    open: int
    training: bool
    unscored: bool


@dataclass(frozen=True, slots=True)
class PushedBatches:
    """What each annotator has now; `shared` articles are in the project for everybody, and stay there."""

    batches: tuple[PushedBatch, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class _Held:
    article: str
    digest: str
    kind: Kind
    answered: bool


def push_batches(
    connection: Connection,
    articles: pa.Table,
    suggestions: pa.Table | None,
    contract: Contract,
    *,
    folder: Path,
    title: str,
    names: Sequence[str] = (),
    known: Set[str] = frozenset(),
    labelled: Mapping[str, Set[str]],
    trained: Mapping[str, Score],
    rules: Rules,
    instruction: str = "",
    kinds: Sequence[str] = ("article",),
    progress: Progress = silent,
) -> PushedBatches:
    """Fill up the batches of everybody who has one, and begin one for each account of `names`.

    Articles of the shared project stay there. `known` are the articles whose answer is known, `labelled` says
    which articles an annotator's pulled annotations are about, by pseudonym, and `trained` how their training
    went. Nothing that somebody has is moved or given a second time; a task that was deleted in Label Studio
    is free for another annotator.

    Raises:
        UsageError: a name is no account's, a title is taken by a project that is not tinbai's, or a batch's answers
            hold it to an older page.
        ServerError: the server failed; the next push goes on from what arrived.
    """
    from filelock import FileLock

    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "push.lock", timeout=_WAIT_SECONDS):
        salt, emails = workspace_salt(folder), annotator_emails(connection)
        known = known & set(articles.column("id").to_pylist())
        titles = _titles(title, salt, emails)
        joined = [pseudonym(salt, _email(name, emails)) for name in names]
        before = {
            project.role.removeprefix(f"{BATCH}-"): project for project in find_batches(connection, folder)
        }
        held: dict[str, list[_Held]] = {
            name: _held(connection, project, salt, name) for name, project in before.items()
        }
        held |= {name: [] for name in joined if name not in held}
        shared = find_project(connection, folder, title=title, role=LABELING)
        elsewhere = _articles_of(connection, shared) if shared else set()
        sent = {name: _sent(folder, before.get(name)) for name in held}
        states = {
            name: _state(
                name,
                mine,
                known,
                labelled.get(name, set()),
                trained,
                rules,
                salt,
                sent=sent[name],
            )
            for name, mine in held.items()
        }
        chosen = _chosen(articles, held, states, known, elsewhere, labelled, sent, rules, salt)
        pushed = []
        for done, (name, kinds_of) in enumerate(chosen.items(), start=1):
            project = ensure_project(
                connection,
                folder,
                # Whoever renamed a project, or whose account is gone, keeps its title.
                title=before[name].title if name in before else titles[name],
                label_config=label_config(contract),
                instruction=_told(trained.get(name), contract) + instruction,
                overlap=1,
                role=f"{BATCH}-{name}",
            )
            tasks = _tasks(name, kinds_of, articles, suggestions, contract, kinds, salt)
            revision = Revision(connection, project, contract, salt)
            imported = import_missing(connection, project, ready(tasks), folder, revise=revision.revise)
            if revision.waiting or any(task["predictions"] for task in tasks):
                show_suggestions(connection, project)
            still = sum(not one.answered for one in held[name])
            state = states[name]
            pushed.append(
                PushedBatch(
                    name,
                    project,
                    added=len(imported.added),
                    open=still + len(imported.added),
                    training=state.training,
                    unscored=state.unscored,
                )
            )
            progress(done, len(chosen))
    return PushedBatches(tuple(pushed), len(elsewhere))


@dataclass(frozen=True, slots=True)
class _State:
    """`first`: training tasks to give now. With `training` no work is given yet."""

    training: bool
    unscored: bool
    first: tuple[str, ...]


def _state(
    annotator: str,
    held: Sequence[_Held],
    known: Set[str],
    labelled: Set[str],
    trained: Mapping[str, Score],
    rules: Rules,
    salt: bytes,
    sent: Set[str],
) -> _State:
    mine = [one for one in held if one.kind == "training"]
    if any(one.kind == "work" for one in held) or (labelled and not mine):
        return _State(training=False, unscored=False, first=())
    if mine:
        waiting = any(not one.answered for one in mine)
        # A training of which no answer is known any more can never be scored: it shall not hold anybody up.
        unscored = not waiting and annotator not in trained and any(one.article in known for one in mine)
        return _State(training=waiting or unscored, unscored=unscored, first=())
    # The same for every newcomer, so that their scores compare.
    first = sorted(known - labelled, key=lambda article: place(salt, "", article))[: rules.training]
    # Whoever deletes a training in Label Studio lets that person off it.
    first = [] if sent & set(first) else first
    return _State(training=bool(first), unscored=False, first=tuple(first))


def _chosen(
    articles: pa.Table,
    held: Mapping[str, Sequence[_Held]],
    states: Mapping[str, _State],
    known: Set[str],
    elsewhere: Set[str],
    labelled: Mapping[str, Set[str]],
    sent: Mapping[str, Set[str]],
    rules: Rules,
    salt: bytes,
) -> dict[str, dict[str, Kind]]:
    """What is given to each annotator now, in order."""
    digests = dict(
        zip(articles.column("id").to_pylist(), articles.column("text_sha256").to_pylist(), strict=True)
    )
    desks = [
        Desk(
            name,
            # Only work counts as one of the people that an article needs.
            {one.article for one in mine if one.kind == "work"},
            0
            if states[name].training
            else max(rules.batch - sum(one.kind == "work" and not one.answered for one in mine), 0),
            had=sent[name] - {one.article for one in mine},
        )
        for name, mine in held.items()
    ]
    # Whose answer is known needs no more work; and what somebody was trained or checked on gives it away.
    shown = {one.article for mine in held.values() for one in mine if one.kind != "work"}
    free = [name for name in digests if name not in elsewhere and name not in known and name not in shown]
    work = assign(free, desks, overlap=rules.overlap, share=rules.share)
    chosen: dict[str, dict[str, Kind]] = {}
    for name, mine in held.items():
        kinds: dict[str, Kind] = dict.fromkeys(states[name].first, "training")
        # A changed text is a new task for those who have the old one.
        states_of = {(one.article, one.digest) for one in mine}
        for one in mine:
            if (
                one.kind == "work"
                and one.article in digests
                and (one.article, digests[one.article]) not in states_of
            ):
                kinds[one.article] = "work"
        kinds |= dict.fromkeys(work[name], "work")
        checks = _checks(name, mine, work[name], known, labelled.get(name, set()), rules, salt)
        kinds |= dict.fromkeys(checks, "check")
        places = {article: place(salt, name, article) for article in checks}
        others = [article for article in kinds if article not in places]
        chosen[name] = {article: kinds[article] for article in mixed(others, checks, places)}
    return chosen


def _checks(
    annotator: str,
    held: Sequence[_Held],
    work: Sequence[str],
    known: Set[str],
    labelled: Set[str],
    rules: Rules,
    salt: bytes,
) -> list[str]:
    """Known articles that this annotator has never seen, as many as keep the batch at the share of checks."""
    if not work or not rules.checks:
        return []
    total = len(work) + sum(one.kind == "work" for one in held)
    missing = round(total * rules.checks / (1 - rules.checks)) - sum(one.kind == "check" for one in held)
    seen = labelled | {one.article for one in held} | set(work)
    return sorted(known - seen, key=lambda article: place(salt, annotator, article))[: max(missing, 0)]


def _tasks(
    annotator: str,
    chosen: Mapping[str, Kind],
    articles: pa.Table,
    suggestions: pa.Table | None,
    contract: Contract,
    kinds: Sequence[str],
    salt: bytes,
) -> list[dict[str, object]]:
    rows = articles.filter(pc.is_in(articles["id"], pa.array(list(chosen), pa.string())))
    if suggestions is not None:
        known = [article for article, kind in chosen.items() if kind != "work"]
        learnt = pc.and_(
            pc.is_in(suggestions["id"], pa.array(known, pa.string())),
            pc.invert(pc.is_in(suggestions["arm"], pa.array(_LEARNT_NOTHING, pa.string()))),
        )
        suggestions = suggestions.filter(pc.invert(learnt))
    order = {article: number for number, article in enumerate(chosen)}
    tasks: list[dict[str, object]] = []
    for task in build_tasks(rows, suggestions, contract, kinds=kinds):
        data, meta = task["data"], task["meta"]
        assert isinstance(data, Mapping)
        assert isinstance(meta, Mapping)
        mark = ticket(salt, chosen[data["id"]], annotator, data["id"])
        tasks.append({**task, "meta": {**meta, FIELD: mark}})
    return sorted(tasks, key=lambda task: order[_id(task)])


def _id(task: Mapping[str, object]) -> str:
    data = task["data"]
    assert isinstance(data, Mapping)
    return str(data["id"])


def _held(connection: Connection, project: Project, salt: bytes, annotator: str) -> list[_Held]:
    held = []
    wanted = "id,data,meta,total_annotations,cancelled_annotations"
    for task in list_tasks(connection, project, include=wanted):
        body = task.dict()
        data, meta = body.get("data") or {}, body.get("meta") or {}
        article = str(data.get("id"))
        answers = (body.get("total_annotations") or 0) + (body.get("cancelled_annotations") or 0)
        held.append(
            _Held(
                article,
                str(data.get("text_sha256")),
                kind_of(salt, annotator, article, meta),
                answered=answers > 0,
            )
        )
    return held


def _sent(folder: Path, project: Project | None) -> set[str]:
    """The articles that ever went into this batch."""
    return {article for article, _ in Ledger(folder, project).read().tasks} if project else set()


def _articles_of(connection: Connection, project: Project) -> set[str]:
    return {str((task.data or {}).get("id")) for task in list_tasks(connection, project, include="id,data")}


def _email(name: str, emails: Mapping[int, str]) -> str:
    """The e-mail of the one account that is called `name`, by its log-in or the part before the @."""
    wanted = name.strip().casefold()
    for match in (
        [email for email in emails.values() if email.casefold() == wanted],
        [email for email in emails.values() if email.casefold().split("@")[0] == wanted],
    ):
        if len(match) == 1:
            return match[0]
        if match:
            raise UsageError(f"annotator {name!r} is more than one account", hint="Give the whole log-in")
    raise UsageError(
        f"Label Studio has no account for annotator {name!r}",
        hint=f"Make one: tinbai serve --annotator {name}; or, elsewhere, invite them there first",
    )


def _titles(title: str, salt: bytes, emails: Mapping[int, str]) -> dict[str, str]:
    """What each annotator's project is called: after the shared one, with the name that they log in with.

    It stays on the server, where people's log-ins are anyway; no file of the workspace has it.
    """
    names = [email.split("@")[0] for email in emails.values()]
    return {
        pseudonym(salt, email): f"{title[:_TITLE_ROOM]} · "
        + (email.split("@")[0] if names.count(email.split("@")[0]) == 1 else email)[: _TITLE_ROOM - 1]
        for email in emails.values()
    }


def _told(score: Score | None, contract: Contract) -> str:
    """What an annotator reads above the guide when their training is scored, as HTML."""
    if score is None:
        return ""
    vietnamese = contract.language.split("-")[0] == "vi"
    spans = "–" if score.f1 is None else f"{score.f1:.0%}"
    topics = "–" if score.topic is None else f"{score.topic:.0%}"
    if vietnamese:
        return (
            f"<h1>Kết quả tập huấn</h1><p>{score.tasks} bài đã có đáp án: tên riêng khớp {spans} (F1, đúng cả "
            f"ranh giới và nhãn), chủ đề chính đúng {topics}.</p>"
        )
    return (
        f"<h1>Your training</h1><p>{score.tasks} stories with a known answer: names {spans} (F1, borders and "
        f"label right), main topic {topics}.</p>"
    )
