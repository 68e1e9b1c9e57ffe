"""Counting by arrays gives what counting one by one gives."""

from collections import Counter
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.settle import settle
from annotation.usable import Version, usable
from schemas.contract import default_contract
from schemas.errors import DataError
from tests.status.factory import Mark, Said, Work
from tests.tables import articles_of
from tinbai.selection import for_annotators
from tinbai.status.answers import Answers, read_answers
from tinbai.status.hot_spots import differing_articles, hot_spots, places_of
from tinbai.status.suggested import acceptance
from tinbai.status.tasks import count_conflicts, count_tasks, count_unpushed

# A busy machine is no failure.
thorough = settings(deadline=None, max_examples=40)
CONTRACT = default_contract()
LABELS = CONTRACT.entity_names
TOPICS = CONTRACT.topic_codes[:3]
TEXT = "Huế và Huế và Hà Nội"
ARTICLES = {name: f"{TEXT} {name}" for name in ("a", "b", "c")}


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    """Few places, so that annotators meet, and some that overlap."""
    start, length = draw(st.integers(0, 8)), draw(st.integers(1, 4))
    origin = draw(st.sampled_from(["manual", "prediction", "prediction-changed"]))
    return Mark(start, start + length, draw(st.sampled_from(LABELS[:3])), origin)


def _flat(found: list[Mark]) -> tuple[Mark, ...]:
    """Nothing twice, in the order that pull gives."""
    ordered = sorted(found, key=lambda mark: (mark.start, mark.end, mark.label))
    return tuple({(mark.start, mark.end, mark.label): mark for mark in ordered}.values())


many_marks = st.lists(marks(), max_size=6).map(_flat)
answers_ = st.lists(
    st.builds(
        Said,
        who=st.integers(1, 3),
        article=st.sampled_from([*ARTICLES, "gone"]),
        marks=many_marks,
        topics=st.lists(st.sampled_from(TOPICS), max_size=2, unique=True),
        skipped=st.sampled_from([False, False, False, True]),
        older=st.sampled_from([False, False, False, True]),
        migrated=st.sampled_from([False, False, False, True]),
        arm=st.sampled_from(["rules", "rules", "none", "migrated"]),
        ago=st.integers(1, 3),
    ),
    max_size=12,
)
suggested_ = st.dictionaries(st.sampled_from(list(ARTICLES)), st.lists(marks(), max_size=8).map(_flat))


def read(work: Work) -> Answers:
    articles = pl.DataFrame(
        pl.from_arrow(work.articles(CONTRACT).select(["id", "kind", "title", "text_sha256"]))
    )
    return read_answers(work.annotations(CONTRACT), articles, LABELS)


def versions(work: Work) -> dict[str, tuple[Version, ...]]:
    return usable(work.annotations(CONTRACT), work.articles(CONTRACT)).versions


@thorough
@given(said=answers_)
def test_the_answers_that_count_are_those_that_agreement_and_gold_use(said: list[Said]) -> None:
    work = Work(ARTICLES, said=said)
    answers = read(work)
    spans = answers.spans
    columns = (spans.answer, spans.start, spans.end, spans.label)
    rows = zip(*(column.tolist() for column in columns), spans.text(np.arange(len(spans))), strict=True)
    mine: dict[int, list[tuple[int, int, str, str]]] = {number: [] for number in range(len(answers.given))}
    for answer, start, end, label, text in rows:
        mine[answer].append((start, end, spans.labels[label], text))
    keys = answers.given.select("id", "annotator", "annotation_id").rows()
    theirs = {
        (one.id, one.annotator, one.annotation_id): sorted(
            ((s.start, s.end, s.label, s.text) for s in one.spans),
            key=lambda span: (*span[:2], LABELS.index(span[2])),
        )
        for all_ in versions(work).values()
        for one in all_
    }
    assert {keys[number]: found for number, found in mine.items()} == theirs


@thorough
@given(said=answers_)
def test_hot_spots_are_counted_as_by_hand(said: list[Said]) -> None:
    work = Work(ARTICLES, said=said)
    answers = read(work)
    places = places_of(answers)
    differing = differing_articles(answers, places)
    spots = hot_spots(answers, places, differing, most=100)
    shared = {name: all_ for name, all_ in versions(work).items() if len(all_) > 1}
    assert spots.articles == len(shared)

    confused: Counter[tuple[str, ...]] = Counter()
    alone: Counter[tuple[str, bool]] = Counter()
    for all_ in shared.values():
        for one, other in combinations(all_, 2):
            for mine in one.spans:
                for their in other.spans:
                    if (mine.start, mine.end) == (their.start, their.end):
                        confused[tuple(sorted((mine.label, their.label), key=LABELS.index))] += 1
        for one in all_:
            for other in all_:
                for mine in one.spans if one is not other else ():
                    if all((mine.start, mine.end) != (s.start, s.end) for s in other.spans):
                        touched = any(s.start < mine.end and mine.start < s.end for s in other.spans)
                        alone[mine.label, touched] += 1
    assert {(one.label, one.other): one.count for one in spots.confusions} == confused
    assert {one.label: (one.borders, one.nothing) for one in spots.alone} == {
        label: (alone[label, True], alone[label, False]) for label, _ in alone
    }

    split: Counter[str] = Counter()
    all_places: Counter[str] = Counter()
    worst: dict[str, tuple[int, int]] = {}
    for name, all_ in shared.items():
        stretches = {(s.start, s.end, s.text) for one in all_ for s in one.spans}
        torn = 0
        for start, end, text in stretches:
            labels = [{s.label for s in one.spans if (s.start, s.end) == (start, end)} for one in all_]
            is_split = len(set().union(*labels)) > 1 or not all(labels)
            torn += is_split
            split[text] += is_split
            all_places[text] += 1
        worst[name] = (torn, len(stretches))
    assert {one.text: (one.split, one.places) for one in spots.surfaces} == {
        text: (count, all_places[text]) for text, count in split.items() if count
    }
    assert [(one.split, one.id) for one in spots.worst] == sorted(
        ((one.split, one.id) for one in spots.worst), key=lambda one: -one[0]
    )
    assert all((one.split, one.places) == worst[one.id] for one in spots.worst)


@thorough
@given(said=answers_, decided=st.lists(st.sampled_from(list(ARTICLES)), unique=True))
def test_conflicts_of_two_are_those_that_settling_finds(said: list[Said], decided: list[str]) -> None:
    pairs = [one for one in said if one.who < 3]
    work = Work(ARTICLES, said=pairs, adjudicated=[Said(9, name) for name in decided])
    decisions = work.decisions(CONTRACT)
    settled = settle(work.annotations(CONTRACT), work.articles(CONTRACT), CONTRACT, decisions=decisions)
    answers = read(work)
    sent = pl.DataFrame(
        {"id": ["a"], "text_sha256": answers.articles.filter(pl.col("id") == "a")["text_sha256"]}
    )
    found = count_conflicts(
        answers,
        differing_articles(answers, places_of(answers)),
        pl.DataFrame(pl.from_arrow(decisions.select(["id", "text_sha256", "was_skipped"]))),
        pl.DataFrame(pl.from_arrow(settled.gold.select(["id", "text_sha256", "n_annotators", "status"]))),
        sent,
    )
    waiting = [conflict.id for conflict in settled.conflicts]
    assert (found.sent, found.unsent) == (waiting.count("a"), len(waiting) - waiting.count("a"))


@thorough
@given(said=answers_)
def test_after_adjudicate_ran_no_majority_counts_as_a_conflict(said: list[Said]) -> None:
    work = Work(ARTICLES, said=said)
    settled = settle(work.annotations(CONTRACT), work.articles(CONTRACT), CONTRACT)
    answers = read(work)
    found = count_conflicts(
        answers,
        differing_articles(answers, places_of(answers)),
        pl.DataFrame(schema={"id": pl.String, "text_sha256": pl.String, "was_skipped": pl.Boolean}),
        pl.DataFrame(pl.from_arrow(settled.gold.select(["id", "text_sha256", "n_annotators", "status"]))),
        pl.DataFrame(schema={"id": pl.String, "text_sha256": pl.String}),
    )
    assert found.unsent == len(settled.conflicts)


@thorough
@given(said=answers_, suggested=suggested_)
def test_the_fate_of_suggestions_is_counted_as_by_hand(
    said: list[Said], suggested: dict[str, tuple[Mark, ...]]
) -> None:
    work = Work(ARTICLES, said=said, suggested=suggested)
    answers = read(work)
    told = acceptance(answers, work.suggestions(CONTRACT))
    fates: Counter[tuple[str, str]] = Counter()
    origins: Counter[tuple[str, str]] = Counter()
    shown = unknown = 0
    by_number = {f"7-{number}": one for number, one in enumerate(said)}
    for all_ in versions(work).values():
        for version in all_:
            one = by_number[version.annotation_id]
            # What people had said of an older text is no suggestion.
            if one.arm in ("none", "migrated"):
                continue
            origins.update((mark.label, mark.origin) for mark in one.marks)
            # Nor is what this text has to somebody who saw the older one.
            if one.article not in suggested or one.migrated:
                continue
            shown += 1
            # As they stand in the flattened table.
            offered = sorted(
                suggested[one.article], key=lambda mark: (mark.start, mark.end, LABELS.index(mark.label))
            )
            spans = {(mark.start, mark.end, mark.label) for mark in one.marks}
            names = {(mark.start, mark.end, mark.label) for mark in offered}
            unknown += sum(
                mark.origin == "prediction" and (mark.start, mark.end, mark.label) not in names
                for mark in one.marks
            )
            left = [mark for mark in offered if (mark.start, mark.end, mark.label) not in spans]
            changed = set()
            for edit in one.marks:
                if edit.origin == "prediction-changed" and (edit.start, edit.end, edit.label) not in names:
                    common = [min(mark.end, edit.end) - max(mark.start, edit.start) for mark in left]
                    if max(common, default=0) > 0:
                        changed.add(common.index(max(common)))
            for number, mark in enumerate(left):
                fates[mark.label, "changed" if number in changed else "deleted"] += 1
            for mark in offered:
                fates[mark.label, "kept"] += (mark.start, mark.end, mark.label) in spans
    assert (told.answers, told.unknown) == (shown, unknown)
    assert {one.label: (one.prediction, one.prediction_changed, one.manual) for one in told.origins} == {
        label: tuple(origins[label, name] for name in ("prediction", "prediction-changed", "manual"))
        for label in {label for label, _ in origins}
    }
    by_label = {one.name: (one.kept, one.changed, one.deleted) for one in told.by_label}
    assert by_label == {
        label: tuple(fates[label, fate] for fate in ("kept", "changed", "deleted"))
        for label in LABELS
        if any(fates[label, fate] for fate in ("kept", "changed", "deleted"))
    }
    assert sum(one.shown for one in told.by_source) == sum(one.shown for one in told.by_label)


@thorough
@given(
    said=answers_,
    sent=st.sets(st.sampled_from(list(ARTICLES))),
    overlap=st.integers(1, 3),
    alone=st.sets(st.sampled_from(list(ARTICLES))),
)
def test_every_task_is_in_one_state(said: list[Said], sent: set[str], overlap: int, alone: set[str]) -> None:
    work = Work(ARTICLES, said=said)
    answers = read(work)
    digests = dict(answers.articles.select("id", "text_sha256").iter_rows())
    frame = pl.DataFrame(
        {"id": sorted(sent), "text_sha256": [digests[name] for name in sorted(sent)]},
        schema={"id": pl.String, "text_sha256": pl.String},
    )
    tasks = count_tasks(answers, frame, overlap, alone)
    seen = sent | {one.article for one in said if one.article in ARTICLES}
    opinions = {name: len(versions(work).get(name, ())) for name in seen}
    skipped = {one.article for one in said if one.skipped and not one.older}
    present = sent | {one.article for one in said if not one.older}
    none = [name for name in seen if not opinions[name]]
    assert tasks.pushed == len(seen)
    assert tasks.labelled == len(seen) - len(none)
    assert tasks.skipped == sum(name in skipped for name in none)
    assert tasks.outdated == sum(name not in skipped and name not in present for name in none)
    assert tasks.labelled + tasks.skipped + tasks.outdated + tasks.unlabelled == tasks.pushed
    wanted = {name: 1 if name in alone else overlap for name in opinions}
    assert tasks.complete == sum(count >= wanted[name] for name, count in opinions.items())
    assert tasks.missing == sum(max(0, wanted[name] - count) for name, count in opinions.items())


@thorough
@given(
    clusters=st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=4, max_size=4),
    kinds=st.lists(st.sampled_from(["article", "teaser"]), min_size=4, max_size=4),
    pushed=st.sets(st.sampled_from("abcd")),
    teasers=st.booleans(),
    duplicates=st.booleans(),
)
def test_what_is_not_pushed_is_what_push_would_add(
    clusters: list[str | None], kinds: list[str], pushed: set[str], teasers: bool, duplicates: bool
) -> None:
    articles = articles_of(CONTRACT, {name: f"Bài {name}" for name in "abcd"})
    place = articles.schema.get_field_index("kind")
    articles = articles.set_column(place, articles.schema.field("kind"), [kinds])
    rows = [(name, cluster) for name, cluster in zip("abcd", clusters, strict=True) if cluster]
    table = pl.DataFrame(rows, schema={"id": pl.String, "cluster_id": pl.String}, orient="row")
    chosen = for_annotators(articles, table.to_arrow(), pushed=pushed, teasers=teasers, duplicates=duplicates)
    counted = count_unpushed(
        pl.DataFrame(pl.from_arrow(articles.select(["id", "kind"]))),
        table,
        pl.DataFrame({"id": sorted(pushed)}, schema={"id": pl.String}),
        teasers=teasers,
        duplicates=duplicates,
    )
    assert counted == len(set(chosen["id"].to_pylist()) - pushed)


def test_a_span_beyond_all_texts_is_an_error_and_no_wrong_count() -> None:
    work = Work(ARTICLES, said=[Said(1, "a", [Mark(0, 2**31 - 1, "PER")])])
    with pytest.raises(DataError, match="no text has so many"):
        read(work)
