"""HTML pages: what they state about themselves, and that nothing in them stops a run."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.one_page import DecidedPage
from dataset.read.html import read_html
from dataset.read.page import Page, PageMeta, Raw, Refused
from schemas.contract import Contract
from tests.normalize.gold import outcome, text_of
from tests.normalize.pages import SENTENCE

PARAGRAPHS = "".join(f"<p>Đoạn {number}. {SENTENCE} {SENTENCE}</p>" for number in range(4))


def page_of(head: str, body: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>Chợ nổi đông khách | Báo Mẫu</title>{head}</head><body>"
        f"<article><h1>Chợ nổi đông khách trở lại</h1>{PARAGRAPHS}{body}</article></body></html>"
    )


def meta_of(html: str) -> PageMeta:
    data = html.encode()
    page = read_html(Raw("a.html", data, "0" * 64), data.decode())
    assert isinstance(page, Page)
    return page.meta


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2024-03-05T06:00:00+07:00">', "2024-03-05"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-05"}</script>',
            "2024-03-05",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2024-03-05"}]}</script>',
            "2024-03-05",
        ),
        ('<meta property="article:modified_time" content="2024-03-05T06:00:00+07:00">', None),
        ('<meta property="article:published_time" content="2024-02-30">', None),
        ('<script type="application/ld+json">{not json}</script>', None),
        # Two articles are a list of other stories.
        (
            '<script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2024-03-05"},{"@type":"NewsArticle"}]</script>',
            None,
        ),
        ('<meta property="og:image" content="https://a.example/2024/03/05/x-20240305.jpg">', None),
    ],
)
def test_a_date_of_publication_is_what_the_page_states(head: str, published: str | None) -> None:
    assert meta_of(page_of(head)).published == published


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ('<time datetime="2024-03-05T06:00">5/3</time>', "2024-03-05"),
        ('<time datetime="2024-03-05">5/3</time><time datetime="2024-03-09">9/3</time>', None),
        ('<aside><time datetime="2024-03-09">9/3</time></aside>', None),
    ],
)
def test_one_time_element_is_the_pages_several_are_not(body: str, published: str | None) -> None:
    assert meta_of(page_of("", body)).published == published


def test_address_author_section_and_captions() -> None:
    head = (
        '<link rel="canonical" href="https://bao.example/cho-noi.html"><meta property="og:site_name" content="Báo Mẫu">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Chợ nổi đông khách trở lại",'
        '"author":[{"@type":"Person","name":"Lê An"},{"@type":"Person","name":"Hà Vy"}],"articleSection":["Kinh tế"]}</script>'
    )
    body = "<figure><img src=a.jpg><figcaption>Ghe hàng. Ảnh: Lê An</figcaption></figure><aside><figcaption>Tin khác</figcaption></aside>"
    meta = meta_of(page_of(head, body))
    assert meta.url == "https://bao.example/cho-noi.html"
    assert (meta.author, meta.section) == ("Lê An, Hà Vy", "Kinh tế")
    assert meta.captions == ("Ghe hàng. Ảnh: Lê An",)


def test_a_site_is_nobodys_name() -> None:
    head = '<meta name="author" content="Báo Mẫu"><meta property="og:site_name" content="Báo Mẫu">'
    assert meta_of(page_of(head)).author is None


def test_an_html_page_called_txt_is_html(tmp_path: Path, contract: Contract) -> None:
    page = tmp_path / "a.txt"
    page.write_text(page_of(""), encoding="utf-8")
    decided = outcome(page, contract)
    assert isinstance(decided, DecidedPage)
    assert decided.facts.title == "Chợ nổi đông khách trở lại"
    assert text_of(decided).count("\n\n") == 3
    assert "<" not in text_of(decided)


def test_an_error_page_in_html(tmp_path: Path, contract: Contract) -> None:
    page = tmp_path / "a.html"
    page.write_text("<html><body><h1>404</h1><p>Không tìm thấy trang.</p></body></html>", encoding="utf-8")
    assert outcome(page, contract).reason == "error_page"


@given(st.text(alphabet=st.sampled_from("<>/dpivba \n\"'=!-&;é\x00"), max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_markup_raises(text: str) -> None:
    data = b"<html>" + text.encode()
    page = read_html(Raw("a.html", data, "0" * 64), data.decode())
    assert isinstance(page, Page | Refused)
