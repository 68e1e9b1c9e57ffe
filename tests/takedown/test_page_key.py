"""One page's addresses have one key, other pages' another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.urls import page_key

PAGE = "https://bao.example/xa-hoi/chợ-nổi-1.html?id=7&trang=2"
ALIKE = (
    lambda url: url.upper(),
    lambda url: url.replace("https://", "http://"),
    lambda url: url.replace("https://", ""),
    lambda url: url.replace("https://", "https://www."),
    lambda url: url.replace("https://", "https://m."),
    lambda url: url.replace("bao.example", "bao.example:443"),
    lambda url: url.replace("chợ-nổi", "ch%E1%BB%A3-n%E1%BB%95i"),
    lambda url: url.replace("ợ", "ợ"),
    lambda url: url.replace("xa-hoi/", "xa-hoi//"),
    lambda url: url.replace("id=7&trang=2", "trang=2&id=7"),
    lambda url: f"{url}&utm_source=zalo&fbclid=X1",
    lambda url: f" {url}#binh-luan ",
)


@pytest.mark.parametrize("change", ALIKE)
def test_however_it_is_written(change: object) -> None:
    assert callable(change)
    assert page_key(change(PAGE)) == page_key(PAGE) == "bao.example/xa-hoi/chợ-nổi-1.html?id=7&trang=2"


@pytest.mark.parametrize(
    "other",
    [
        "https://bao.example/xa-hoi/chợ-nổi-2.html?id=7&trang=2",
        "https://bao.example/xa-hoi/chợ-nổi-1.html?id=8&trang=2",
        "https://bao.example/xa-hoi/chợ-nổi-1.html",
        "https://tin.bao.example/xa-hoi/chợ-nổi-1.html?id=7&trang=2",
        "https://bao.example:8080/xa-hoi/chợ-nổi-1.html?id=7&trang=2",
    ],
)
def test_other_pages(other: str) -> None:
    assert page_key(other) != page_key(PAGE)


@pytest.mark.parametrize(
    "nothing",
    [
        "https://bao.example",
        "https://www.bao.example/#top",
        "http://bao.example/?utm_source=a",
        "",
        "x",
        "//",
        "http://[::1",
    ],
)
def test_a_site_is_no_page(nothing: str) -> None:
    assert page_key(nothing) is None


@given(st.text("aA%4/?&=#. é", max_size=20))
def test_scheme_and_mirror_never_matter(path: str) -> None:
    assert page_key(f"https://bao.example/{path}") == page_key(f"HTTP://www.bao.example/{path}")
