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


def story_of(inside: str, around: str = "") -> list[str]:
    """The story's lines of a page with a long paragraph before what is given."""
    first = f"<p>{sites.PARAGRAPHS[0]}</p><p>{sites.PARAGRAPHS[1]}</p>"
    article = f"<article><h1>{sites.TITLE}</h1>{first}{inside}</article>"
    return lines(parts(f"<html><body><main>{article}{around}</main></body></html>").text)


def test_lines_in_nameless_elements_are_the_storys() -> None:
    """A subheading in bold and the items of a list, as sites without `<h2>` and `<li>` write them."""
    items = ("- Cá lóc: 810 g", "- Sả: 7 nhánh", "- Nghệ: 1 muỗng")
    told = story_of(
        f"<div><strong>Chuẩn bị</strong></div><p>{sites.PARAGRAPHS[3]}</p>"
        + "".join(f"<div><span>{item}</span></div>" for item in items)
    )
    assert "Chuẩn bị" in told
    assert told[-3:] == list(items)


def test_a_byline_in_a_nameless_element_at_the_end_is_no_list() -> None:
    assert "Minh Nhàn" not in story_of("<div>Minh Nhàn</div>")


def test_a_story_of_nameless_elements_is_one_story() -> None:
    whole = "".join(f"<div>{paragraph}</div>" for paragraph in sites.PARAGRAPHS)
    told = lines(parts(f"<html><body><div class=c1>{whole}</div></body></html>").text)
    assert told == list(sites.PARAGRAPHS)


def test_many_teasers_do_not_outweigh_a_short_story() -> None:
    """Prose under headlines that are links tells of other pages, however much of it there is."""
    teaser = '<p><a href="/khac.html">Một tít khác dẫn sang trang khác</a></p><p>' + "Lời dẫn dài. " * 7
    told = story_of("", f"<section>{f'{teaser}</p>' * 6}</section>")
    assert set(sites.PARAGRAPHS[:2]) <= set(told)
    assert "Lời dẫn" not in " ".join(told)


def test_a_copyright_notice_is_no_story() -> None:
    told = story_of("", f"<div>{'© Báo Một, giữ mọi quyền. ' * 40}</div>")
    assert told == [sites.TITLE, *sites.PARAGRAPHS[:2]]


def test_a_title_in_a_lower_heading_stands_first() -> None:
    """Many sites keep `<h1>` for their name, or have none."""
    page = (
        f"<article><h2>{sites.TITLE}</h2><p>{sites.PARAGRAPHS[0]}</p><p>{sites.PARAGRAPHS[1]}</p></article>"
    )
    told = lines(parts(f"<html><body>{page}</body></html>").text)
    assert told == [sites.TITLE, *sites.PARAGRAPHS[:2]]


def test_a_linked_heading_is_no_title() -> None:
    box = f'<h2><a href="/x.html">{sites.RELATED[0]}</a></h2>'
    page = f"{box}<article><p>{sites.PARAGRAPHS[0]}</p><p>{sites.PARAGRAPHS[1]}</p></article>"
    assert lines(parts(f"<html><body>{page}</body></html>").text) == list(sites.PARAGRAPHS[:2])


WORDS = st.text(alphabet="abcđeơư ", min_size=1, max_size=120)
TAGS = [
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
    "header",
    "footer",
    "blockquote",
    "figcaption",
    "nav",
    "section",
]


def trees(tags: list[str]) -> st.SearchStrategy[str]:
    """Markup of such elements, one in another; a `cell` is a whole table around its content."""

    def element(tag: str, css: str, parts: list[str]) -> str:
        inner = " ".join(parts)
        if tag == "cell":
            return f'<table class="{css}"><tr><td>{inner}</td></tr></table>'
        return f'<{tag} class="{css}">{inner}</{tag}>'

    styles = st.sampled_from(["", "related", "content", "article-body", "comment", "sapo"])
    return st.recursive(
        WORDS,
        lambda inner: st.builds(element, st.sampled_from(tags), styles, st.lists(inner, max_size=4)),
        max_leaves=25,
    )


def words_of(html: str) -> tuple[list[str], list[str]]:
    """Words of the story and of what is outside it; words of the markup with its tags taken out."""
    page = parts(f"<html><body>{html}</body></html>")
    return " ".join((page.text, *page.outside)).split(), re.sub(r"<[^>]*>", " ", html).split()


@given(trees([*TAGS, "cell"]))
@settings(max_examples=150, deadline=None)
def test_every_word_is_in_the_story_or_outside_it(html: str) -> None:
    """Nothing that can be read on the page is lost."""
    found, expected = words_of(html)
    assert sorted(found) == sorted(expected)


@given(trees([*TAGS, "table", "td"]))
@settings(max_examples=150, deadline=None)
def test_every_letter_of_a_broken_table_is_there(html: str) -> None:
    """What stands in a table outside of its cells moves in front of it and the spaces between stay behind, as in
    every browser: words run together, and no letter goes."""
    found, expected = words_of(html)
    assert sorted("".join(found)) == sorted("".join(expected))


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
