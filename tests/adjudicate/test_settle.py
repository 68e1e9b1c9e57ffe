"""Who agrees, who outvotes whom, and what is left for an adjudicator."""

from collections.abc import Mapping

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.settle import Settled, settle
from schemas.arrow import arrow_schema
from schemas.contract import Contract, default_contract
from tests.tables import Said, annotations_of, annotator, articles_of, decisions_of

TEXT = "Bà An ở Huế gặp ông Tư ở Vinh."
AN, HUE, TU = (3, 5, "PER"), (8, 11, "GPE"), (20, 22, "PER")
DIPLOMACY, HEALTH, SPORT = "medtop:20000639", "medtop:07000000", "medtop:15000000"


def settled(
    contract: Contract, *said: Said, decision: Said | None = None, seen: list[str] | None = None
) -> Settled:
    """What comes of one article and what each annotator said of it."""
    articles = articles_of(contract, {"a": TEXT})
    annotations = annotations_of(
        contract, articles, {annotator(number): {"a": words} for number, words in enumerate(said, start=1)}
    )
    decisions = None
    if decision:
        decided = annotations_of(contract, articles, {annotator(99): {"a": decision}}, day=9)
        decisions = decisions_of(contract, decided, seen=seen)
    return settle(annotations, articles, contract, decisions=decisions)


def spans_of(gold: pa.Table) -> list[tuple[int, int, str]]:
    return [(e["start"], e["end"], e["label"]) for e in gold.column("entities")[0].as_py()]


def test_one_annotator_is_single(contract: Contract) -> None:
    outcome = settled(contract, {"spans": [HUE, AN], "topics": [HEALTH]})
    assert outcome.gold.schema.equals(arrow_schema(contract, "gold"))
    row = outcome.gold.to_pylist()[0]
    assert (row["status"], row["n_annotators"], row["adjudicator"]) == ("single", 1, None)
    assert [entity["text"] for entity in row["entities"]] == ["An", "Huế"]


def test_the_same_is_agreed_whatever_the_order_of_topics(contract: Contract) -> None:
    outcome = settled(
        contract,
        {"spans": [AN, HUE], "topics": [SPORT, HEALTH, DIPLOMACY]},
        {"spans": [HUE, AN], "topics": [SPORT, DIPLOMACY, HEALTH]},
    )
    row = outcome.gold.to_pylist()[0]
    assert row["status"] == "agreed"
    # the main topic, then the contract's order
    assert row["topics"] == [SPORT, DIPLOMACY, HEALTH]
    assert row["topic_shares"] == [1, 1, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"spans": [AN], "topics": [HEALTH]},
        {"spans": [AN, (8, 11, "LOC")], "topics": [HEALTH]},
        {"spans": [AN, (6, 11, "GPE")], "topics": [HEALTH]},
        {"spans": [AN, HUE], "topics": [SPORT]},
        {"spans": [AN, HUE], "topics": [HEALTH, SPORT]},
        {"spans": [AN, HUE], "topics": []},
    ],
)
def test_two_who_differ_are_a_conflict(contract: Contract, other: Said) -> None:
    mine = {"spans": [AN, HUE], "topics": [HEALTH]}
    outcome = settled(contract, mine, other)
    assert outcome.gold.num_rows == 0
    conflict = outcome.conflicts[0]
    assert [version.annotator for version in conflict.versions] == [annotator(1), annotator(2)]
    assert (AN[0], AN[1]) in [(span.start, span.end) for span in conflict.agreed]
    assert conflict.topics_agree == (other["topics"] == [HEALTH])
    assert bool(conflict.disputed) == (other["spans"] != [AN, HUE])


def test_main_topic_and_another_are_not_exchangeable(contract: Contract) -> None:
    outcome = settled(contract, {"topics": [HEALTH, SPORT]}, {"topics": [SPORT, HEALTH]})
    assert len(outcome.conflicts) == 1


def test_two_of_three_outvote_the_third(contract: Contract) -> None:
    outcome = settled(
        contract,
        {"spans": [AN, HUE], "topics": [HEALTH, SPORT]},
        {"spans": [AN, HUE, TU], "topics": [HEALTH]},
        {"spans": [AN, (8, 11, "LOC")], "topics": [HEALTH, SPORT]},
    )
    row = outcome.gold.to_pylist()[0]
    assert (row["status"], row["n_annotators"]) == ("majority", 3)
    assert spans_of(outcome.gold) == [AN, HUE]
    assert row["topics"] == [HEALTH, SPORT]
    assert row["topic_shares"] == [1, pytest.approx(2 / 3)]


@pytest.mark.parametrize(
    "said",
    [
        # three borders for one name: nobody says that there is no name
        [{"spans": [(6, 11, "GPE")]}, {"spans": [HUE]}, {"spans": [(8, 12, "GPE")]}],
        [{"topics": [HEALTH]}, {"topics": [SPORT]}, {"topics": [DIPLOMACY]}],
        # two against two
        [{"spans": [AN]}, {"spans": [AN]}, {"spans": []}, {"spans": []}],
        [{"topics": [HEALTH]}, {"topics": [HEALTH]}, {"topics": [SPORT]}, {"topics": [SPORT]}],
        [
            {"topics": [HEALTH]},
            {"topics": [HEALTH, SPORT]},
            {"topics": [HEALTH, SPORT]},
            {"topics": [HEALTH]},
        ],
        # most chose both topics, but not which is the main one
        [{"topics": [HEALTH, SPORT]}, {"topics": [SPORT, HEALTH]}, {"topics": []}],
    ],
)
def test_no_majority_is_a_conflict(contract: Contract, said: list[Said]) -> None:
    outcome = settled(contract, *said)
    assert outcome.gold.num_rows == 0
    assert len(outcome.conflicts[0].versions) == len(said)


def test_the_adjudicator_decides(contract: Contract) -> None:
    outcome = settled(
        contract,
        {"spans": [AN], "topics": [HEALTH]},
        {"spans": [HUE], "topics": [SPORT]},
        decision={"spans": [AN, HUE], "topics": [SPORT]},
    )
    assert outcome.conflicts == ()
    row = outcome.gold.to_pylist()[0]
    assert (row["status"], row["adjudicator"], row["n_annotators"]) == ("adjudicated", annotator(99), 2)
    assert spans_of(outcome.gold) == [AN, HUE]
    assert (row["topics"], row["topic_shares"]) == ([SPORT], [0.5])


A: Said = {"spans": [AN], "topics": [HEALTH]}
B: Said = {"spans": [HUE], "topics": [SPORT]}
OTHER: Said = {"spans": [AN, TU], "topics": [SPORT]}
DECISION: Said = {"spans": [AN, HUE], "topics": [SPORT]}


def shown(contract: Contract, *said: Said) -> list[str]:
    """What the adjudicator sees when annotators say this."""
    return [version.digest for version in settled(contract, *said).conflicts[0].said]


@pytest.mark.parametrize(
    "now",
    [
        [A, B],
        [B, A],
        # one withdrew, both came to say the same, another joined one side, or came to see it as decided
        [B],
        [A, A],
        [A, B, B],
        [A, DECISION],
        [OTHER, DECISION, DECISION],
    ],
)
def test_a_decision_stands_over_what_the_adjudicator_has_seen(contract: Contract, now: list[Said]) -> None:
    outcome = settled(contract, *now, decision=DECISION, seen=shown(contract, A, B))
    assert outcome.conflicts == ()
    assert outcome.gold.to_pylist()[0]["status"] == "adjudicated"
    assert spans_of(outcome.gold) == [AN, HUE]


@pytest.mark.parametrize("now", [[OTHER, B], [OTHER, OTHER], [OTHER], [A, B, OTHER]])
def test_what_the_adjudicator_has_not_seen_comes_back(contract: Contract, now: list[Said]) -> None:
    outcome = settled(contract, *now, decision=DECISION, seen=shown(contract, A, B))
    assert outcome.gold.num_rows == 0
    [conflict] = outcome.conflicts
    assert conflict.decided
    assert conflict.decided.annotator == annotator(99)
    assert [version.annotator for version in conflict.versions] == [
        annotator(n) for n in range(1, len(now) + 1)
    ]
    assert set(conflict.agreed) < set(conflict.decided.spans)
    # Decided once more, with all of it before their eyes.
    seen = [version.digest for version in conflict.said]
    assert settled(contract, *now, decision=DECISION, seen=seen).conflicts == ()


def test_a_skipped_or_stale_decision_decides_nothing(contract: Contract) -> None:
    said: list[Said] = [{"spans": [AN]}, {"spans": [HUE]}]
    assert len(settled(contract, *said, decision={"skipped": True}).conflicts) == 1
    outcome = settled(contract, *said, decision={"spans": [AN], "sha256": "0" * 64})
    assert len(outcome.conflicts) == 1
    assert [stale.annotator for stale in outcome.stale] == [annotator(99)]


def test_labels_of_another_text_are_told_and_not_used(contract: Contract) -> None:
    outcome = settled(contract, {"spans": [AN], "sha256": "0" * 64}, {"spans": [HUE]})
    assert outcome.gold.to_pylist()[0]["status"] == "single"
    assert [(stale.id, stale.annotator) for stale in outcome.stale] == [("a", annotator(1))]


def test_skips_alone_settle_nothing(contract: Contract) -> None:
    outcome = settled(contract, {"skipped": True}, {"skipped": True})
    assert (outcome.gold.num_rows, outcome.conflicts, outcome.stale) == (0, (), ())


CHOICES = st.fixed_dictionaries(
    {
        "spans": st.lists(
            st.sampled_from([AN, HUE, TU, (8, 11, "LOC"), (6, 11, "GPE")]), unique=True, max_size=4
        ),
        "topics": st.lists(st.sampled_from([DIPLOMACY, HEALTH, SPORT]), unique=True, max_size=3),
        "skipped": st.sampled_from([False, False, False, True]),
    }
)
ARTICLES = st.dictionaries(
    st.sampled_from(["a", "b", "c"]), st.lists(CHOICES, max_size=5), min_size=1, max_size=3
)


@settings(max_examples=80, deadline=None)
@given(ARTICLES, st.randoms())
def test_every_labelled_article_ends_in_one_place(
    said: Mapping[str, list[Said]], random: st.DataObject
) -> None:
    contract = default_contract()
    articles = articles_of(contract, dict.fromkeys(said, TEXT))
    table = annotations_of(
        contract,
        articles,
        {
            annotator(number): {name: words[number] for name, words in said.items() if number < len(words)}
            for number in range(5)
        },
    )
    outcome = settle(table, articles, contract)
    labelled = {name for name, words in said.items() if any(not word["skipped"] for word in words)}
    gold = outcome.gold.column("id").to_pylist()
    conflicts = [conflict.id for conflict in outcome.conflicts]
    assert sorted(gold + conflicts) == sorted(labelled)
    for row in outcome.gold.to_pylist():
        people = [word for word in said[row["id"]] if not word["skipped"]]
        assert row["n_annotators"] == len(people)
        for entity in row["entities"]:
            votes = sum((entity["start"], entity["end"], entity["label"]) in word["spans"] for word in people)
            assert 2 * votes > len(people)
        assert (row["primary_topic"] is None) == (not row["topics"])
        assert row["primary_topic"] == (row["topics"][0] if row["topics"] else None)
    order = list(range(table.num_rows))
    random.shuffle(order)  # type: ignore[attr-defined]  # st.randoms() gives a random.Random
    again = settle(table.take(pa.array(order, pa.int64())), articles, contract)
    assert again.gold.equals(outcome.gold)
    assert again.conflicts == outcome.conflicts
