"""What must hold whoever labelled what: of every figure that the table has."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.agreement.characters import character_alpha
from annotation.agreement.confusion import confusion
from annotation.agreement.kappa import topic_fleiss, topic_kappa
from annotation.agreement.one_person import by_week, left_out
from annotation.agreement.overlap import meetings_of
from annotation.agreement.pairs import pairs_of
from annotation.agreement.said import Said
from annotation.agreement.span_f1 import span_f1
from annotation.agreement.topics import topic_alphas, topic_jaccard, topic_prevalence
from annotation.agreement.unitizing import unitizing_alpha
from tests.agreement.columns import LABELS, Words, said_of, values_of
from tests.agreement.strategies import FLAT, LENGTH, TANGLED, documents

Documents = list[dict[str, Words]]
Figures = dict[tuple[str, ...], float | None]
some = settings(max_examples=40, deadline=None)
SWAP = {f"annotator-{number:08x}": f"annotator-{4 - number:08x}" for number in (1, 2, 3)}


def everything(said: Said) -> Figures:
    pairs = pairs_of(said)
    meetings = meetings_of(pairs)
    families = [
        span_f1(pairs, meetings),
        character_alpha(said),
        unitizing_alpha(pairs, meetings),
        confusion(pairs),
        topic_alphas(said),
        topic_jaccard(pairs),
        topic_kappa(pairs),
        topic_fleiss(said),
        topic_prevalence(said),
        *left_out(said),
        by_week(pairs),
    ]
    return {key: value for family in families for key, value in values_of(family, said.n_documents).items()}


def same(one: Figures, other: Figures) -> None:
    assert one.keys() == other.keys()
    for key, value in one.items():
        assert value is None if other[key] is None else value == pytest.approx(other[key], abs=1e-5), key


@some
@given(documents(TANGLED))
def test_bounds(listed: Documents) -> None:
    for key, value in everything(said_of(listed, length=LENGTH)).items():
        if value is not None:
            low = -np.inf if "alpha" in key[0] or "kappa" in key[0] else 0
            assert low <= value <= 1 + 1e-6, key


@some
@given(documents(TANGLED))
def test_names_of_annotators_do_not_matter(listed: Documents) -> None:
    swapped = [{SWAP[name]: words for name, words in one.items()} for one in listed]
    found = everything(said_of(listed, length=LENGTH))
    renamed = {}
    for key, value in everything(said_of(swapped, length=LENGTH)).items():
        back = [SWAP.get(part, part) for part in key]
        if len(back) == 3 and back[1].startswith("annotator") and back[2].startswith("annotator"):
            back[1:] = sorted(back[1:])
        renamed[tuple(back)] = value
    same(found, renamed)


@some
@given(st.data())
def test_order_of_documents_does_not_matter(data: st.DataObject) -> None:
    listed = data.draw(documents(TANGLED))
    shuffled = data.draw(st.permutations(listed))
    same(everything(said_of(listed, length=LENGTH)), everything(said_of(shuffled, length=LENGTH)))


@some
@given(documents(FLAT))
def test_names_of_labels_do_not_matter(listed: Documents) -> None:
    turned = dict(zip(LABELS, (*LABELS[1:], LABELS[0]), strict=True))
    other = [
        {
            name: Words([(s, e, turned[label]) for s, e, label in words.spans], words.topics, week=words.week)
            for name, words in one.items()
        }
        for one in listed
    ]
    found = everything(said_of(listed, length=LENGTH))
    renamed = {
        tuple(turned.get(part, part) for part in key): value
        for key, value in everything(said_of(listed, length=LENGTH)).items()
    }
    same(renamed, everything(said_of(other, length=LENGTH)))
    assert found.keys() == everything(said_of(other, length=LENGTH)).keys() or any(
        key[0].startswith("label_confusion") for key in found
    )


@some
@given(st.lists(FLAT.filter(bool), min_size=2, max_size=4))
def test_those_who_say_the_same_agree_wholly(spans: list[list[tuple[int, int, str]]]) -> None:
    found = everything(
        said_of([{"1": Words(one, ["a"]), "2": Words(one, ["a"])} for one in spans], length=LENGTH)
    )
    for measure in (
        "span_f1_exact",
        "span_f1_overlap",
        "span_f1_boundary",
        "label_given_boundary",
        "span_alpha_u",
        "topic_jaccard",
    ):
        assert found[measure,] == 1, measure
    assert found["span_alpha_characters",] in {1, None}
    assert found["topic_alpha_masi",] is None


@some
@given(documents(TANGLED))
def test_a_weighting_is_a_repetition(listed: Documents) -> None:
    """Two of the first document by weight are two of it by fact: what the bootstrap relies on."""
    weights = np.ones((len(listed), 1))
    weights[0] = 2
    once, twice = said_of(listed, length=LENGTH), said_of([*listed, listed[0]], length=LENGTH)
    for make in (
        character_alpha,
        topic_alphas,
        topic_fleiss,
        topic_prevalence,
        lambda said: topic_jaccard(pairs_of(said)),
        lambda said: topic_kappa(pairs_of(said)),
        lambda said: confusion(pairs_of(said)),
        lambda said: by_week(pairs_of(said)),
        lambda said: span_f1(pairs_of(said), meetings_of(pairs_of(said))),
        lambda said: unitizing_alpha(pairs_of(said), meetings_of(pairs_of(said))),
    ):
        weighted, repeated = make(once), make(twice)
        ones = np.ones((len(listed) + 1, 1))
        assert weighted.figures(weights) == pytest.approx(repeated.figures(ones), abs=1e-5, nan_ok=True)
