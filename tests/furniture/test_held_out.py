"""The labels of the held-out styles are right by construction: the story is all there, in order, and only once."""

import random

import pytest

from benchmarks.furniture.held_out import STYLES
from benchmarks.furniture.stories import story

STORIES = [story("held-out test", number) for number in range(24)]


def words(texts: list[str]) -> list[str]:
    """Without the dashes of lists and the marks of papers, which a style may put before a line of the story."""
    return [word for text in texts for word in text.lower().split() if any(map(str.isalnum, word))]


@pytest.mark.parametrize("name", sorted(STYLES))
def test_lines_of_the_story_are_the_story(name: str) -> None:
    style = STYLES[name]
    for site_number in range(4):
        site = style.make_site(random.Random(f"{name} {site_number}"))
        assert site.host.endswith(".example")
        for number, own in enumerate(STORIES):
            others = [other for other in STORIES if other is not own]
            blocks = style.render(site, own, others, random.Random(number))
            assert blocks == style.render(site, own, others, random.Random(number))
            assert not any("\n" in block.text for block in blocks)
            assert all(block.label == "furniture" for block in blocks if not block.text)
            titles = [block.text.lower() for block in blocks if block.label == "title"]
            assert titles == [own.title.lower()]
            lines = [block.text for block in blocks if block.label == "story"]
            body = words(list(own.paragraphs))
            assert words(lines)[-len(body) :] == body
            # What stands before the body is the lead, with the mark of the paper at most.
            before = words(lines)[: -len(body)]
            lead = words([own.lead])
            assert before[len(before) - len(lead) :] == lead
            assert len(before) - len(lead) <= (6 if lead else 0)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_a_page_can_stand_alone(name: str) -> None:
    """A site's only story has no others to show."""
    site = STYLES[name].make_site(random.Random(1))
    assert STYLES[name].render(site, STORIES[0], [], random.Random(2))
