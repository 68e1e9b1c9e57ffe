"""Who gets which article: nothing moves, nobody gets too much, and a share is a share."""

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.assign import Desk, assign, mixed, people_for

ARTICLES = [f"a{number}" for number in range(60)]
PEOPLE = [f"annotator-{number:08x}" for number in range(5)]


def after(desks: list[Desk], given_: Mapping[str, list[str]]) -> dict[str, set[str]]:
    return {desk.annotator: {*desk.holds, *given_[desk.annotator]} for desk in desks}


@st.composite
def a_day(draw: st.DrawFn) -> tuple[list[str], list[Desk], int, float]:
    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=5))
    desks = [
        Desk(name, frozenset(draw(st.sets(st.sampled_from(ARTICLES), max_size=20))), draw(st.integers(0, 30)))
        for name in people
    ]
    articles = draw(st.permutations(ARTICLES))
    return articles, desks, draw(st.integers(1, 4)), draw(st.sampled_from([0.0, 0.2, 0.5, 1.0]))


@given(a_day())
def test_nobody_gets_too_much_or_twice_and_no_article_too_many(
    day: tuple[list[str], list[Desk], int, float],
) -> None:
    articles, desks, overlap, share = day
    new = assign(articles, desks, overlap=overlap, share=share)
    holders = Counter(article for desk in desks for article in desk.holds)
    for desk in desks:
        mine = new[desk.annotator]
        assert len(mine) == len(set(mine)) <= desk.room
        assert not set(mine) & set(desk.holds)
        assert mine == sorted(mine, key=articles.index)
    for article, count in Counter(article for mine in new.values() for article in mine).items():
        assert count + holders[article] <= people_for(article, overlap=overlap, share=share)
    # Nothing is left over while somebody has room for it.
    for article in articles:
        count = holders[article] + sum(article in mine for mine in new.values())
        if count < people_for(article, overlap=overlap, share=share):
            assert all(
                len(new[desk.annotator]) == desk.room or article in {*desk.holds, *new[desk.annotator]}
                for desk in desks
            )
    # A second time there is nothing to give, unless there is room again.
    held = after(desks, new)
    again = assign(
        articles,
        [Desk(desk.annotator, held[desk.annotator], desk.room - len(new[desk.annotator])) for desk in desks],
        overlap=overlap,
        share=share,
    )
    assert not any(again.values())


def test_what_was_taken_away_goes_to_somebody_else() -> None:
    desks = [Desk(PEOPLE[0], frozenset(), 60, had=frozenset(ARTICLES[:5])), Desk(PEOPLE[1], frozenset(), 5)]
    new = assign(ARTICLES, desks, overlap=1, share=0)
    assert set(new[PEOPLE[1]]) == set(ARTICLES[:5])
    assert set(new[PEOPLE[0]]) == set(ARTICLES[5:])


def test_a_newcomer_takes_what_is_free_and_completes_what_is_half_done() -> None:
    first = [Desk(PEOPLE[0], frozenset(), 20), Desk(PEOPLE[1], frozenset(), 20)]
    held = after(first, assign(ARTICLES, first, overlap=2, share=0.5))
    desks = [*(Desk(name, mine, 0) for name, mine in held.items()), Desk(PEOPLE[2], frozenset(), 60)]
    new = assign(ARTICLES, desks, overlap=2, share=0.5)
    assert new[PEOPLE[0]] == new[PEOPLE[1]] == []
    both = held[PEOPLE[0]] & held[PEOPLE[1]]
    assert both == {a for a in ARTICLES if people_for(a, overlap=2, share=0.5) == 2 and a in both}
    half = {a for a in held[PEOPLE[0]] ^ held[PEOPLE[1]] if people_for(a, overlap=2, share=0.5) == 2}
    free = set(ARTICLES) - held[PEOPLE[0]] - held[PEOPLE[1]]
    assert set(new[PEOPLE[2]]) == half | free


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_the_share_is_what_was_asked_for_and_a_greater_one_holds_it(share: float) -> None:
    ids = [f"{number:032x}" for number in range(10_000)]
    chosen = {one for one in ids if people_for(one, overlap=3, share=share) == 3}
    # Four standard deviations of a binomial share.
    assert abs(len(chosen) / len(ids) - share) <= 4 * (share * (1 - share) / len(ids)) ** 0.5
    assert chosen <= {one for one in ids if people_for(one, overlap=3, share=min(share + 0.1, 1)) == 3}


def test_all_pairs_of_annotators_meet() -> None:
    desks = [Desk(name, frozenset(), 24) for name in PEOPLE]
    held = after(desks, assign(ARTICLES, desks, overlap=2, share=1))
    pairs = Counter(
        (one, other) for one in PEOPLE for other in PEOPLE if one < other for _ in held[one] & held[other]
    )
    assert len(pairs) == 10
    assert sum(pairs.values()) == 60


@given(st.lists(st.integers(0, 99), unique=True), st.dictionaries(st.integers(100, 120), st.integers(0)))
def test_checks_are_strewn_among_work_that_keeps_its_order(work: list[int], places: dict[int, int]) -> None:
    names, checks = [str(one) for one in work], {str(one): place for one, place in places.items()}
    strewn = mixed(names, list(checks), checks)
    assert [one for one in strewn if one not in checks] == names
    assert sorted(strewn) == sorted([*names, *checks])
