"""Answers against what is known: counted by hand, and by scikit-learn."""

import pytest
from sklearn.metrics import f1_score

from annotation.known import check_rows, scores, sure_answers
from annotation.settle import settle
from annotation.ticket import kind_of, ticket
from schemas.contract import Contract
from tests.tables import Said, annotations_of, annotator, articles_of

TEXT = "Bà An ở Huế gặp ông Tư ở Vinh."
AN, HUE, TU, VINH = (3, 5, "PER"), (8, 11, "GPE"), (20, 22, "PER"), (25, 29, "GPE")
HEALTH, SPORT = "medtop:07000000", "medtop:15000000"


def test_only_sure_answers_of_the_present_text_are_known(contract: Contract) -> None:
    articles = articles_of(contract, dict.fromkeys("abcd", TEXT))
    said: dict[str, dict[str, Said]] = {
        annotator(1): {name: {"spans": [AN]} for name in "abc"},
        annotator(2): {"a": {"spans": [AN]}, "c": {"spans": [AN]}},
        annotator(3): {"c": {"spans": [HUE]}},
    }
    gold = settle(annotations_of(contract, articles, said), articles, contract).gold
    assert gold["status"].to_pylist() == ["agreed", "single", "majority"]
    assert list(sure_answers(gold, articles)) == ["a"]
    assert list(sure_answers(gold, articles, any_status=True)) == ["a", "b", "c"]
    assert sure_answers(gold, articles_of(contract, {"a": TEXT + "."})) == {}


def test_scores(contract: Contract) -> None:
    articles = articles_of(contract, dict.fromkeys("abcde", TEXT))
    truth: Said = {"spans": [AN, HUE, TU], "topics": [HEALTH]}
    gold = settle(
        annotations_of(contract, articles, {annotator(n): dict.fromkeys("abcd", truth) for n in (1, 2)}),
        articles,
        contract,
    ).gold
    answers: dict[str, Said] = {
        "a": truth,
        "b": {"spans": [AN, (8, 11, "LOC"), VINH], "topics": [HEALTH, SPORT]},
        "c": {"spans": [], "topics": [SPORT]},
        "d": {"skipped": True},
        # of which nothing is known
        "e": {"spans": [AN], "topics": [SPORT]},
    }
    table = annotations_of(contract, articles, {annotator(7): answers})
    checks = check_rows(table, sure_answers(gold, articles), articles, contract, "check")
    assert checks["id"].to_pylist() == ["a", "b", "c", "d"]
    assert checks["n_right"].to_pylist() == [3, 1, 0, 0]
    assert checks["topic_right"].to_pylist() == [True, True, False, None]
    [score] = scores(checks)
    assert (score.annotator, score.round, score.tasks, score.skipped) == (annotator(7), "check", 3, 1)
    candidates = [AN, HUE, TU, VINH, (8, 11, "LOC")]
    given = [[AN, HUE, TU], [AN, (8, 11, "LOC"), VINH], []]
    assert score.f1 == pytest.approx(
        f1_score(
            [one in (AN, HUE, TU) for _ in given for one in candidates],
            [one in marked for marked in given for one in candidates],
        )
    )
    assert score.topic == pytest.approx(2 / 3)


def test_nothing_to_find_is_no_score(contract: Contract) -> None:
    articles = articles_of(contract, {"a": TEXT})
    nothing: dict[str, Said] = {"a": {"spans": []}}
    gold = settle(
        annotations_of(contract, articles, {annotator(n): nothing for n in (1, 2)}), articles, contract
    ).gold
    table = annotations_of(contract, articles, {annotator(3): nothing})
    [score] = scores(check_rows(table, sure_answers(gold, articles), articles, contract, "training"))
    assert (score.tasks, score.f1, score.topic) == (1, None, None)


def test_a_ticket_tells_what_a_task_is_to_whoever_has_the_secret() -> None:
    salt = b"secret"
    marks = {kind: ticket(salt, kind, annotator(1), "a") for kind in ("work", "training", "check")}
    assert len(set(marks.values())) == 3
    for kind, mark in marks.items():
        assert kind_of(salt, annotator(1), "a", {"ticket": mark}) == kind
        # another's, another article's, another secret's: work, which is never lost
        assert kind_of(salt, annotator(2), "a", {"ticket": mark}) == "work"
        assert kind_of(b"other", annotator(1), "a", {"ticket": mark}) == "work"
    assert kind_of(salt, annotator(1), "a", {}) == "work"
