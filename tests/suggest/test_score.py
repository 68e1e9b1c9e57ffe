"""Actions saved, against a sheet that was filled in by hand."""

from annotation.suggest.crossed import topic_items
from annotation.suggest.score import Score, score_of


def test_actions_by_hand() -> None:
    # Gold has four spans. Of three suggestions one has a wrong border and one a wrong label.
    wanted = {(0, 6, "PER"), (10, 16, "GPE"), (20, 30, "ORG"), (40, 44, "DATE")}
    suggested = {(0, 6, "PER"), (10, 18, "GPE"), (20, 30, "LOC")}
    score = score_of(wanted, suggested)
    # Delete (10, 18) and LOC; add (10, 16), ORG and DATE: five actions instead of four.
    assert score == Score(right=1, suggested=3, wanted=4)
    assert (score.actions, score.saved, score.saved_share) == (5, -1, -0.25)
    assert (score.precision, score.recall, score.f1) == (1 / 3, 1 / 4, 2 / 7)


def test_over_documents_counts_add_up() -> None:
    total = Score(1, 3, 4) + Score(5, 5, 5) + Score(0, 0, 2)
    # From nothing 11; now 5 + 0 + 2.
    assert (total.actions, total.saved) == (7, 4)


def test_what_is_undefined_is_none() -> None:
    nothing = Score()
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.saved_share) == (None, None, None, None)
    assert nothing.saved == 0
    assert (Score(0, 0, 2).precision, Score(0, 0, 2).recall, Score(0, 0, 2).f1) == (None, 0, 0)


def test_a_primary_topic_in_the_second_place_is_two_wrong_and_two_missing() -> None:
    score = score_of(topic_items(("a", "b", "c")), topic_items(("b", "a")))
    # `b` as primary and `a` as secondary go; `a` as primary, `b` and `c` come.
    assert (score.right, score.actions, score.saved) == (0, 5, -2)
