"""The generator of labelled pages: what it says about a line must be so, for ever and in both renderings."""

import itertools
import random
import re
from collections import Counter
from dataclasses import replace

import lxml.html
import pytest

from benchmarks.furniture import styles
from benchmarks.furniture.__main__ import styles_of
from benchmarks.furniture.corpus import LabelledPage, Sizes, make_corpus
from benchmarks.furniture.html import to_html
from benchmarks.furniture.score import Score, found_in, said, score
from benchmarks.furniture.stories import follow_up, stories, story, told_again

STYLES = styles_of(styles)
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-ZĐÀ-Ỹ\"“])")


def pages_of(name: str, count: int = 12, seed: int = 3) -> list[LabelledPage]:
    return list(make_corpus(seed, count, {name: STYLES[name]}, Sizes(2, 5)))


def sentences(told: list[str]) -> list[str]:
    return [sentence for text in told for sentence in _SENTENCE.split(text)]


def test_there_are_styles() -> None:
    assert len(STYLES) >= 11
    assert "composed" in STYLES


@pytest.mark.parametrize("name", sorted(STYLES))
def test_labels_line_up_with_the_story(name: str) -> None:
    for page in pages_of(name):
        lines = page.text.split("\n")
        assert len(lines) == len(page.labels) == len(page.blocks)
        assert all("\n" not in block.text for block in page.blocks)
        assert all(block.label == "furniture" for block in page.blocks if not block.text)
        told = words(" ".join([page.story.lead, *page.story.paragraphs]))
        kept = [block for block in page.blocks if block.label == "story"]
        assert kept
        # Section names may stand for a subheading; datelines of the site stand before the lead.
        strange = [
            block.text for block in kept if not any(part in told for part in halves(words(said(block.text))))
        ]
        assert len(strange) <= len(page.story.subheadings), strange
        titles = [block.text for block in page.blocks if block.label == "title"]
        assert [title.casefold() for title in titles] in ([], [page.story.title.casefold()])


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def halves(text: str) -> list[str]:
    """A line with a dateline before it, or joined of two, still has half of its words in a row."""
    middle = len(text) // 2
    return [text, text[:middle].strip(), text[middle:].strip()]


def test_the_same_seed_gives_the_same_pages_and_another_seed_others() -> None:
    first = [page.text for page in make_corpus(1, 40, STYLES)]
    assert first == [page.text for page in make_corpus(1, 40, STYLES)]
    assert first != [page.text for page in make_corpus(2, 40, STYLES)]
    alone = [page.text for page in make_corpus(1, 40, STYLES, only="composed")]
    assert alone == [page.text for page in make_corpus(1, 40, STYLES) if page.style == "composed"]


def test_a_large_corpus_is_made_as_it_is_read() -> None:
    some = list(itertools.islice(make_corpus(1, 10**9, STYLES), 3))
    assert [page.path for page in some] == ["app-0000/0000", "app-0000/0001", "app-0000/0002"]


@pytest.mark.parametrize("name", sorted(STYLES))
def test_html_and_text_carry_the_same_lines(name: str) -> None:
    for page in pages_of(name, 6):
        tree = lxml.html.document_fromstring(to_html(page))
        leaves = [
            " ".join(element.text_content().split())
            for element in tree.body.iter(
                "p", "h1", "h2", "h3", "h4", "li", "figcaption", "blockquote", "div"
            )
            if not element.xpath(".//p|.//div|.//li|.//h1|.//h2|.//h3|.//h4|.//figcaption|.//blockquote")
        ]
        wanted = [unmarked(block.text) for block in page.blocks]
        assert [leaf for leaf in leaves if leaf] == [text for text in wanted if text]
        assert len(tree.xpath("//img")) == sum(block.text.count("![") for block in page.blocks)


def unmarked(text: str) -> str:
    text = re.sub(r"!\[.*?\]\([^()\s]*\)", "", text)
    return " ".join(re.sub(r"\[([^\[\]]+)\]\(https?://[^()\s]*\)", r"\1", text).split())


def test_stories_rarely_share_a_sentence() -> None:
    seen: Counter[str] = Counter()
    for told in stories(1, 2_000):
        bodies = [text for at, text in enumerate(told.paragraphs) if at not in told.subheadings]
        seen.update(set(sentences([told.lead, *bodies])))
    shared = sum(count for count in seen.values() if count > 1)
    # In ten thousand it is 2.9%.
    assert shared / seen.total() < 0.02


def test_a_near_copy_keeps_most_of_its_story_and_a_follow_up_almost_nothing() -> None:
    first = story(5, 8)
    again = told_again(first, random.Random(1))
    assert set(again.paragraphs) <= set(first.paragraphs)
    assert len(again.paragraphs) > len(first.paragraphs) / 2
    later = follow_up(5, 8, 0)
    assert not set(later.paragraphs) & set(first.paragraphs)
    assert later == follow_up(5, 8, 0)


def test_headings_head_something() -> None:
    for told in stories(2, 300):
        assert len(told.paragraphs) >= 3
        assert all(0 <= at < len(told.paragraphs) - 1 for at in told.subheadings)


def test_an_output_is_scored_by_its_paragraphs() -> None:
    page = pages_of("portal")[0]
    right = [block.text for block in page.blocks if block.label == "story"]
    perfect = score(page, found_in(page, right), page.story.title)
    assert (perfect.f1, perfect.exact, perfect.titles) == (1.0, 1, 1)
    joined = score(page, found_in(page, [" ".join(right)]), None)
    assert joined.lost == sum(len(said(text)) < 25 for text in right)
    assert joined.titles == 0
    assert score(page, found_in(page, right[1:]), None).lost == 1
    everything = score(page, found_in(page, [block.text for block in page.blocks]), None)
    assert everything.recall == 1
    assert everything.extra > 0
    assert score(page, [False] * len(page.blocks), None).kept == 0


def test_words_that_the_story_says_too_are_not_held_against_an_output() -> None:
    page = pages_of("portal")[0]
    long = next(block for block in page.blocks if block.label == "story" and len(block.text) > 60)
    quoted = replace(page, blocks=(*page.blocks, replace(long, label="furniture", text=long.text[:40])))
    assert score(quoted, found_in(quoted, [long.text]), None).extra == 0


def test_scores_add_up() -> None:
    some = Score(pages=1, kept=3, lost=1, extra=0, whole=0, clean=1)
    both = some + Score(pages=1, kept=1, lost=0, extra=2, whole=1)
    assert (both.pages, both.kept, both.lost, both.extra, both.whole, both.clean) == (2, 4, 1, 2, 1, 1)
    assert both.precision == pytest.approx(4 / 6)
    assert both.recall == pytest.approx(4 / 5)
