"""Which lines of a page are its story, on templates as Vietnamese news sites use them, and that no line is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.read.html_outline import OutlineLimits
from dataset.read.html_page import HtmlPage, take_apart
from tests.html import sites

LIMITS = OutlineLimits()
FURNITURE = (*sites.RELATED, sites.TEASER, sites.COMMENT, "Giấy phép", "Chia sẻ", "Thời sự", "chợ nổi")


def parts(html: str) -> HtmlPage:
    return take_apart(html.encode(), None, LIMITS)


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith("![")]


@pytest.mark.parametrize("name", list(sites.SITES))
def test_the_story_and_nothing_else(name: str) -> None:
    page = parts(sites.SITES[name]())
    told = lines(page.text)
    for text in (sites.LEAD, *sites.PARAGRAPHS):
        assert text in told, f"lost {text!r}"
    assert told[0] == page.facts.title == sites.TITLE
    assert [line for line in told if any(line.startswith(other) for other in FURNITURE)] == []
    extra = set(told) - {sites.TITLE, sites.LEAD, sites.SUBHEADING, *sites.PARAGRAPHS}
    # A stamp and a byline are left to the line rules where the page does not declare them.
    assert all(re.search(r"3/2025|Minh Khôi", line) for line in extra), extra


@pytest.mark.parametrize("name", list(sites.SITES))
def test_paragraphs_stay_in_order_and_apart(name: str) -> None:
    text = parts(sites.SITES[name]()).text
    places = [text.index(paragraph) for paragraph in (sites.TITLE, sites.LEAD, *sites.PARAGRAPHS)]
    assert places == sorted(places)
    assert f"{sites.PARAGRAPHS[3]}\n" in text


def test_captions_are_told_from_the_story() -> None:
    page = parts(sites.sidebar_named_main())
    assert page.facts.captions == (sites.CAPTION,)
    assert sites.CAPTION not in page.text
    assert "![Ghe](https://i.example/1.jpg)" in page.text.split("\n")


WORDS = st.text(alphabet="abcđeơư ", min_size=1, max_size=120)
TREES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, css, parts: f'<{tag} class="{css}">{" ".join(parts)}</{tag}>',
        st.sampled_from(
            [
                "div",
                "p",
                "ul",
                "li",
                "article",
                "aside",
                "h1",
                "h2",
                "a",
                "b",
                "table",
                "td",
                "header",
                "footer",
                "blockquote",
                "figcaption",
                "nav",
                "section",
            ]
        ),
        st.sampled_from(["", "related", "content", "article-body", "comment", "sapo"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_every_word_is_in_the_story_or_outside_it(html: str) -> None:
    """Nothing that can be read on the page is lost: words are those of the markup with its tags taken out."""
    page = parts(f"<html><body>{html}</body></html>")
    found = sorted(" ".join((page.text, *page.outside)).split())
    assert found == sorted(re.sub(r"<[^>]*>", " ", html).split())


def test_what_nobody_sees_is_no_line() -> None:
    hidden = '<div style="display: none">ẩn</div><div hidden>ẩn</div><noscript>ẩn</noscript><template>ẩn</template><!-- ẩn -->'
    page = parts(f"<html><body>{hidden}<p>Thấy được.</p></body></html>")
    assert (page.text, page.outside) == ("Thấy được.", ())


def test_a_page_without_a_story_keeps_all_its_words() -> None:
    page = parts(
        "<html><body><h1>404</h1><p>Không tìm thấy trang.</p><a href=/>Về trang chủ</a></body></html>"
    )
    assert lines(page.text) == ["404", "Không tìm thấy trang.", "Về trang chủ"]
    assert page.outside == ()
