"""What the line model is trained on and how: right labels, the same bytes twice, weights that fit today's features."""

import random
import re

import numpy as np
import pytest

from benchmarks.furniture import any_site
from benchmarks.furniture.network import Lines, fitted
from benchmarks.furniture.stories import stories
from benchmarks.furniture.told_otherwise import varied
from benchmarks.furniture.train import LABELS, corpus, features, learnt, pages, parsed, poorer, style_modules
from dataset.normalize.model import layers
from schemas.language.pack import language_pack

STORIES = list(stories("training", 30))


def words(texts: list[str]) -> list[str]:
    return re.findall(r"\w+", " ".join(texts))


@pytest.mark.parametrize("number", range(12))
def test_any_site_tells_the_whole_story_and_labels_nothing_else(number: int) -> None:
    site = any_site.make_site(random.Random(number))
    for own in STORIES[:10]:
        blocks = any_site.render(site, own, STORIES[10:], random.Random(number))
        assert blocks == any_site.render(site, own, STORIES[10:], random.Random(number))
        told = words([block.text for block in blocks if block.label == "story"])
        body = words(list(own.paragraphs))
        assert told[len(told) - len(body) :] == body
        titles = [block.text.lower() for block in blocks if block.label == "title"]
        assert titles in ([], [own.title.lower()])
        assert all(block.label == "furniture" for block in blocks if not block.text)
    assert any_site.render(site, STORIES[0], [], random.Random(1))


def test_every_part_of_any_site_can_stand_on_a_page() -> None:
    found = [any_site.make_site(random.Random(number)) for number in range(300)]
    used = {part for site in found for part in (*site.above, *site.below_title, *site.inside, *site.after)}
    assert used == set(any_site.PARTS)


def test_a_story_told_otherwise_is_long_enough_and_its_headings_head_something() -> None:
    rng = random.Random(5)
    for own in STORIES * 10:
        told = varied(own, rng, 3)
        assert len(told.paragraphs) >= 2
        assert all(told.paragraphs)
        assert all(place < len(told.paragraphs) - 1 for place in told.subheadings)


def test_a_poorer_pack_has_some_of_the_phrases() -> None:
    pack = language_pack("vi")
    less = poorer(pack, 1, 0.4)
    assert less == poorer(pack, 1, 0.4)
    assert less.sha256 != pack.sha256
    assert dict(less.headings).items() < dict(pack.headings).items()
    assert 0.2 < len(less.headings) / len(pack.headings) < 0.6


def test_pages_of_a_large_site_count_as_evidence_and_few_are_learnt_from() -> None:
    made = list(pages(any_site, "any_site", 1, 12, 70))
    site = made[-1].page.site
    given = corpus([page for page in made if page.page.site == site])
    assert len(given.cleaned) < len(given.beside)
    found = features(given, language_pack("vi"), evidence=True)
    assert found.own.shape[1] == len(given.labels)
    assert found.column("known").max() >= 5


def test_pages_by_way_of_html_have_a_label_for_each_line_and_lose_next_to_nothing_of_the_story() -> None:
    made = list(pages(style_modules()["party"], "party", 2, 6, 4))
    given = parsed(made)
    found = features(given, language_pack("vi"), evidence=True)
    assert found.own.shape[1] == len(given.labels)
    # Some pages have nothing beside the story that could be left out.
    assert 0.5 < (found.column("parsed") > 0).mean() < 1
    told = sum(block.label == "story" for page in made for block in page.page.blocks)
    assert 0.97 * told <= (given.labels == LABELS["story"]).sum() <= told


def test_a_network_learns_what_one_column_says_and_gives_the_same_weights_again() -> None:
    rng = np.random.default_rng(3)
    inputs = rng.integers(0, 9, (20_000, 6), dtype=np.uint8)
    inputs[:, 2] = 8 * rng.integers(0, 2, 20_000)
    labels = inputs[:, 2] // 8
    lines = Lines(inputs, ["a", "b", "c", "pairs-d", "e", "f"], np.arange(20_000) // 20, labels)
    layers_ = fitted(lines, 8, 1, 12)
    assert np.mean(layers_.scores(inputs.T).argmax(axis=0) == labels) > 0.97
    again = fitted(lines, 8, 1, 12)
    assert all(np.array_equal(getattr(layers_, part), getattr(again, part)) for part in ("hidden", "out"))
    assert np.array_equal(layers_.hidden, np.round(layers_.hidden))


def test_the_committed_weights_are_for_the_features_of_today() -> None:
    given = corpus(list(pages(any_site, "any_site", 1, 40, 4)))
    assert set(given.labels.tolist()) == set(LABELS.values())
    found = features(given, language_pack("vi"), evidence=True)
    weights = learnt([(found, given.labels)], 1, 1)
    for name in ("first", "second"):
        committed = layers(name)
        assert weights[f"{name}_hidden"].shape == committed.hidden.shape
        assert weights[f"{name}_out"].shape == committed.out.shape


@pytest.mark.parametrize("name", ["first", "second"])
def test_no_sum_of_the_committed_weights_leaves_the_whole_numbers_that_float32_has(name: str) -> None:
    """Inputs are 16 at most, and what the hidden layer hands on 4,095."""
    found = layers(name)
    assert (16 * np.abs(found.hidden).sum(axis=0) + np.abs(found.hidden_bias)).max() < 2**24
    assert (4_095 * np.abs(found.out).sum(axis=0) + np.abs(found.out_bias)).max() < 2**24
