"""What a takedown would take: the articles that were named, what goes with them, what stays near them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dataset.normalize.holdings import NAME, Holdings, column_of, held
from dataset.normalize.refuse import Match, matches
from dataset.normalize.rows import id_of
from dataset.normalize.state import read_tables
from schemas.errors import UsageError
from schemas.tables import read_table
from schemas.takedowns import TAKEN_DOWN, Takedowns, Tombstone
from schemas.urls import page_key
from tinbai.takedown.pending import taken_ids
from tinbai.workspace import Workspace

_ID = re.compile(r"[a-z0-9][a-z0-9._:-]{0,127}")


@dataclass(frozen=True, slots=True)
class Going:
    """What goes, and where its page came from; `why` it does, for people."""

    stone: Tombstone
    kind: str
    source_path: str
    why: str


@dataclass(frozen=True, slots=True)
class Staying:
    """A near copy of something that goes, with the strongest tie that it has to any article."""

    id: str
    of: str
    tier: str
    jaccard: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`ahead` are tombstones of what is not here; `already` were taken down before. `shared` addresses name several
    stories, so they keep nothing away. `clusters_known`: of every article that goes."""

    going: tuple[Going, ...]
    staying: tuple[Staying, ...]
    ahead: tuple[Tombstone, ...]
    already: tuple[Tombstone, ...]
    shared: tuple[str, ...]
    clusters_known: bool

    @property
    def stones(self) -> tuple[Tombstone, ...]:
        return (*(one.stone for one in self.going), *self.ahead)


def plan_takedown(
    workspace: Workspace,
    targets: Sequence[str],
    takedowns: Takedowns,
    *,
    reason: str,
    day: str,
    with_duplicates: bool,
    unseen: bool,
) -> Plan:
    """Find what ids and addresses name, whatever it is: an article, a teaser, a listing with its teasers, a page set aside.

    An exact copy goes with it; a near one, which is a member of its cluster, `with_duplicates` alone. What is in no table is
    an error, unless it is to be kept away though `unseen`.

    Raises:
        UsageError: something is neither an id nor a page's address, or nothing here has it.
        DataError: a table cannot be read.
    """
    probes = {target: _probe(target) for target in dict.fromkeys(targets)}
    now = held(read_tables(workspace.root, workspace.contract))
    by_probe: dict[str, list[Match]] = {}
    for match in matches(now, Takedowns(tuple(probes.values()))):
        by_probe.setdefault(match.stone.id, []).append(match)
    missing = {target: probe for target, probe in probes.items() if probe.id not in by_probe}
    already = {target: stone for target, probe in missing.items() if (stone := _known(takedowns, probe))}
    ahead = [target for target in missing if target not in already]
    # The same under another address came in again and was refused: that much is known here.
    unknown = [target for target in ahead if probes[target].id not in taken_ids(workspace, takedowns)]
    if unknown and not unseen:
        raise UsageError(
            f"nothing in this workspace has the id or the address {', '.join(unknown[:3])}"
            + (f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""),
            hint="Check it; --unseen keeps away what never came in",
        )
    cluster_of, rows = _clusters(workspace)
    asked = {match.id: match for found in by_probe.values() for match in found}
    going = {id_: _going(match, reason, day, None, "asked for") for id_, match in asked.items()}
    if with_duplicates:
        names = {cluster_of[id_] for id_ in asked if id_ in cluster_of}
        near = [row["id"] for row in rows if row["cluster_id"] in names and row["id"] not in going]
        of = {cluster_of[id_]: id_ for id_ in sorted(asked, reverse=True) if id_ in cluster_of}
        for match in matches(now, Takedowns(tuple(_stone(id_, reason, day) for id_ in near))):
            asked[match.id] = match
            going[match.id] = _going(match, reason, day, of[cluster_of[match.id]], "near copy")
    going, shared = _with_all_that_follows(now, going, asked, cluster_of, reason, day)
    touched = {cluster_of[id_]: id_ for id_ in sorted(going, reverse=True) if id_ in cluster_of}
    staying = tuple(
        Staying(row["id"], touched[row["cluster_id"]], row["tier"], row["jaccard"])
        for row in rows
        if row["cluster_id"] in touched and row["id"] not in going
    )
    stories = [one.stone for one in going.values() if one.kind == "article"]
    # Of one text that stands on two pages one is an article, and has a cluster.
    clustered = {stone.text_sha256 for stone in stories if stone.id in cluster_of}
    return Plan(
        tuple(going.values()),
        staying,
        tuple(_stone(probes[target].id, reason, day, url=probes[target].url) for target in ahead),
        tuple({stone.id: stone for stone in already.values()}.values()),
        shared,
        all(stone.text_sha256 in clustered for stone in stories),
    )


def _probe(target: str) -> Tombstone:
    """A tombstone of what was named, to look for it with; an address has a slash."""
    if "/" not in target:
        if not _ID.fullmatch(target):
            raise UsageError(
                f"{target!r} is neither an id nor an address", hint="Give the id of an article, or its URL"
            )
        return _stone(target)
    key = page_key(target)
    if key is None:
        raise UsageError(
            f"{target!r} is the address of no single page",
            hint="Give the page's whole URL, or the article's id",
        )
    return _stone(id_of(target), url=key)


def _stone(id_: str, reason: str = "", day: str = "", **known: str | None) -> Tombstone:
    return Tombstone(id_, TAKEN_DOWN, day, reason, **known)


def _known(takedowns: Takedowns, probe: Tombstone) -> Tombstone | None:
    if (stone := takedowns.standing.get(probe.id)) is not None:
        return stone
    return takedowns.urls.get(probe.url) if probe.url else None


def _clusters(workspace: Workspace) -> tuple[Mapping[str, str], list[dict[str, Any]]]:
    columns = ["id", "cluster_id", "tier", "jaccard"]
    rows = read_table(workspace.clusters, workspace.contract, "clusters", columns).to_pylist()
    return {row["id"]: row["cluster_id"] for row in rows}, rows


def _going(match: Match, reason: str, day: str, with_id: str | None, why: str) -> Going:
    stone = _stone(
        match.id,
        reason,
        day,
        with_id=with_id,
        url=page_key(match.url) if match.url else None,
        text_sha256=match.text_sha256,
        source_sha256=match.source_sha256,
    )
    return Going(stone, match.kind, match.source_path, why)


def _with_all_that_follows(
    now: Holdings,
    going: Mapping[str, Going],
    found: Mapping[str, Match],
    cluster_of: Mapping[str, str],
    reason: str,
    day: str,
) -> tuple[dict[str, Going], tuple[str, ...]]:
    """What has the same text, address or raw page as what goes, and the teasers of listings; until nothing more does.

    An address that stories of other clusters give, too, names none of them: some sites state their front page on every page.
    """
    whole, fresh, shared = dict(going), dict(going), set[str]()
    known = dict(found)
    while fresh:
        for id_, one in fresh.items():
            url = one.stone.url
            if url is not None and _names_others(now, url, id_, whole, cluster_of):
                shared.add(url)
                whole[id_] = _without_url(one)
        stones = [whole[id_].stone for id_ in fresh]
        listings = {known[id_].name: id_ for id_, one in fresh.items() if one.kind == "listing"}
        follows = [*matches(now, Takedowns(tuple(stones))), *_teasers(now, listings, whole)]
        fresh = {}
        for match in follows:
            if match.id not in whole:
                because = whole[match.stone.id].stone.with_id or match.stone.id
                why = "teaser of its page" if match.how == "id" else f"same {match.how}"
                fresh[match.id] = _going(match, reason, day, because, why)
                known[match.id] = match
        whole |= fresh
    return whole, tuple(sorted(shared))


def _without_url(one: Going) -> Going:
    stone = one.stone
    bare = _stone(
        stone.id,
        stone.reason,
        stone.date,
        with_id=stone.with_id,
        text_sha256=stone.text_sha256,
        source_sha256=stone.source_sha256,
    )
    return Going(bare, one.kind, one.source_path, one.why)


def _names_others(
    now: Holdings, url: str, id_: str, going: Collection[str], cluster_of: Mapping[str, str]
) -> bool:
    at = {match.id for match in matches(now, Takedowns((_stone("-", url=url),)))}
    others = at - set(going)
    return any(cluster_of.get(other, other) != cluster_of.get(id_, id_) for other in others)


def _teasers(
    now: Holdings, listings: Mapping[tuple[int, int], str], going: Mapping[str, Going]
) -> Iterable[Match]:
    """The entries of listings that go."""
    if not listings:
        return ()
    names = pl.DataFrame(list(listings), schema=dict.fromkeys(NAME, pl.UInt64()), orient="row")
    rows = now.articles.join(names, on=NAME, how="semi").filter(pl.col("item") > 0)
    columns = ("id", "text_sha256", "source_path")
    told = zip(
        *(rows[name].to_list() for name in (*NAME, "item")),
        *(column_of(now.sources, rows, name).to_list() for name in columns),
        strict=True,
    )
    return [
        Match((h1, h2), item, id_, "teaser", path, None, text, None, going[listings[h1, h2]].stone, "id")
        for h1, h2, item, id_, text, path in told
    ]
