"""What the model offers where three or more labelled, and where it keeps silent."""

import pytest

from annotation.consensus import consensus
from schemas.contract import Contract
from tests.tables import Said, annotations_of, annotator, articles_of

TEXT = "Bà An ở Huế gặp ông Tư ở Vinh."
AN, HUE, TU = (3, 5, "PER"), (8, 11, "GPE"), (20, 22, "PER")
HUE_LOC, TU_ORG = (8, 11, "LOC"), (20, 22, "ORG")
HEALTH, SPORT, DIPLOMACY = "medtop:07000000", "medtop:15000000", "medtop:20000639"

RIGHT: Said = {"spans": [AN, HUE, TU], "topics": [HEALTH]}
# Takes every city for a place of nature and misses nobody.
HABIT: Said = {"spans": [AN, HUE_LOC, TU], "topics": [SPORT]}


def offered(contract: Contract, said: dict[str, dict[str, Said]]) -> dict[str, tuple[list[object], object]]:
    articles = articles_of(contract, {name: TEXT for words in said.values() for name in words})
    table = annotations_of(contract, articles, said)
    found = consensus(table, articles, contract)
    return {
        name: ([(s.start, s.end, s.label) for s in one.spans], one.primary_topic)
        for name, one in found.items()
    }


def test_two_people_are_too_few(contract: Contract) -> None:
    said: dict[str, dict[str, Said]] = {annotator(1): {"a": RIGHT}, annotator(2): {"a": HABIT}}
    assert offered(contract, said) == {}


def test_habits_weigh_more_than_heads(contract: Contract) -> None:
    """Two of three with the same habit win by votes; the model knows them from twenty other articles."""
    names = [f"a{number}" for number in range(20)]
    said: dict[str, dict[str, Said]] = {
        annotator(1): dict.fromkeys(names, RIGHT),
        annotator(2): dict.fromkeys(names, RIGHT),
        annotator(3): dict.fromkeys(names, RIGHT),
        annotator(4): dict.fromkeys(names, HABIT),
        annotator(5): dict.fromkeys(names, HABIT),
    }
    for person, words in ((3, RIGHT), (4, HABIT), (5, HABIT)):
        said[annotator(person)] = {**said[annotator(person)], "z": words}
    assert offered(contract, said)["z"] == ([AN, HUE, TU], HEALTH)


def test_the_chance_of_each_span_and_no_two_that_touch(contract: Contract) -> None:
    articles = articles_of(contract, dict.fromkeys("ab", TEXT))
    wide = (6, 11, "GPE")
    table = annotations_of(
        contract,
        articles,
        {
            annotator(1): {"a": {"spans": [AN, HUE]}, "b": RIGHT},
            annotator(2): {"a": {"spans": [AN, HUE]}, "b": RIGHT},
            annotator(3): {"a": {"spans": [AN, wide]}, "b": RIGHT},
        },
    )
    one = consensus(table, articles, contract)["a"]
    assert [(s.start, s.end, s.label, s.text) for s in one.spans] == [(*AN, "An"), (*HUE, "Huế")]
    assert all(0.5 < chance <= 1 for chance in one.chances)
    assert (one.primary_topic, one.topics) == (None, frozenset())


def test_further_topics_are_those_that_most_chose(contract: Contract) -> None:
    said: dict[str, dict[str, Said]] = {
        annotator(1): {"a": {"topics": [HEALTH, SPORT]}},
        annotator(2): {"a": {"topics": [HEALTH, SPORT]}},
        annotator(3): {"a": {"topics": [HEALTH, DIPLOMACY]}},
    }
    articles = articles_of(contract, {"a": TEXT})
    one = consensus(annotations_of(contract, articles, said), articles, contract)["a"]
    assert (one.primary_topic, one.topics) == (HEALTH, {HEALTH, SPORT})


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_the_order_of_rows_says_nothing(contract: Contract, order: tuple[int, ...]) -> None:
    words: dict[int, Said] = {1: RIGHT, 2: RIGHT, 3: HABIT}
    said = {annotator(n): {"a": words[n]} for n in order}
    assert offered(contract, said) == offered(contract, {annotator(n): {"a": words[n]} for n in (1, 2, 3)})
