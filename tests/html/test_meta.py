"""What a page states about itself, and that nothing else on it is taken for a statement.

`WRONG` has every place where pages carry a date that is not the day of their publication.
"""

import json

import pytest

from dataset.read.html_meta import PageFacts
from dataset.read.html_outline import OutlineLimits
from dataset.read.html_page import take_apart
from tests.html import sites

STORY = "".join(f"<p>{paragraph}</p>" for paragraph in sites.PARAGRAPHS)

WRONG_HEAD = {
    "modified": '<meta property="article:modified_time" content="2024-03-09T08:00:00+07:00">',
    "updated": '<meta property="og:updated_time" content="2024-03-09">',
    "last modified": '<meta http-equiv="last-modified" content="Sat, 09 Mar 2024 08:00:00 GMT">',
    "expiry": '<meta property="article:expiration_time" content="2024-03-09">',
    "unavailable": '<meta name="robots" content="unavailable_after: 2024-03-09">',
    "crawl": '<meta name="crawl-date" content="2024-03-09"><meta name="x-archive-date" content="20240309">',
    "any date": '<meta name="date" content="2024-03-09"><meta name="revised" content="2024-03-09">',
    "birth": '<meta property="profile:birthday" content="1990-03-09"><meta name="copyright" content="2024">',
    "picture": '<meta property="og:image" content="https://i.example/2024/03/09/ghe-20240309.jpg">',
    "address": '<link rel="canonical" href="https://bao.example/2024/03/09/cho-noi.html">',
    "feed": '<link rel="alternate" type="application/rss+xml" href="/rss?date=2024-03-09" title="2024-03-09">',
    "site": '<script type="application/ld+json">{"@type":"WebSite","datePublished":"2024-03-09"}</script>',
    "video": '<script type="application/ld+json">{"@type":"VideoObject","uploadDate":"2024-03-09","datePublished":"2024-03-09"}</script>',
    "event": '<script type="application/ld+json">{"@type":"Event","startDate":"2024-03-09"}</script>',
    "own modified": '<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2024-03-09","dateCreated":"2024-03-09","expires":"2024-03-09"}</script>',
    "list": '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2024-03-09"}]}</script>',
    "part": '<script type="application/ld+json">{"@type":"WebPage","hasPart":{"@type":"NewsArticle","datePublished":"2024-03-09"},"comment":{"@type":"Comment","datePublished":"2024-03-09"}}</script>',
    "script": '<script>window.dataLayer=[{"datePublished":"2024-03-09","publishedDate":"2024-03-09"}]</script>',
    "comment in the source": '<!-- <meta property="article:published_time" content="2024-03-09"> generated 2024-03-09 -->',
}
WRONG_BODY = {
    "nav": '<nav><time datetime="2024-03-09">hôm nay</time></nav>',
    "header": '<header><time datetime="2024-03-09">Thứ bảy, 9/3/2024</time></header>',
    "aside": '<aside><article><time datetime="2024-03-09">9/3</time><meta itemprop="dateModified" content="2024-03-09"></article></aside>',
    "footer": '<footer>© 2024 <time datetime="2024-03-09">9/3/2024</time></footer>',
    "modified itemprop": '<meta itemprop="dateModified" content="2024-03-09"><span itemprop="dateModified" content="2024-03-09">Cập nhật 9/3/2024</span>',
    "picture": '<img src="/2024/03/09/a.jpg" alt="9/3/2024" data-date="2024-03-09">',
    "attribute": '<div data-published="2024-03-09" data-time="1709949600" title="2024-03-09">x</div>',
    "two days": '<time datetime="2024-03-09">9/3</time><time datetime="2024-03-10">10/3</time>',
}


def facts(head: str = "", body: str = "", url: str | None = None) -> PageFacts:
    html = f"<html><head><title>x</title>{head}</head><body>{body}<article><h1>{sites.TITLE}</h1>{STORY}</article></body></html>"
    return take_apart(html.encode(), url, OutlineLimits()).facts


def json_ld(**fields: object) -> str:
    body = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(body)}</script>'


@pytest.mark.parametrize("head", WRONG_HEAD.values(), ids=WRONG_HEAD)
def test_no_other_date_in_the_head_is_the_day_of_publication(head: str) -> None:
    assert facts(head).published is None


@pytest.mark.parametrize("body", WRONG_BODY.values(), ids=WRONG_BODY)
def test_no_other_date_in_the_body_is_the_day_of_publication(body: str) -> None:
    assert facts("", body).published is None


EVERY_WRONG_HEAD = "".join(WRONG_HEAD.values())
EVERY_WRONG_BODY = "".join(WRONG_BODY.values())


def test_all_wrong_dates_together_are_no_day_of_publication() -> None:
    assert facts(EVERY_WRONG_HEAD, EVERY_WRONG_BODY).published is None


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (json_ld(datePublished="2023-11-05T06:00:00+07:00", dateModified="2024-03-09"), "2023-11-05"),
        ('<meta property="article:published_time" content="2023-11-05T23:30:00Z">', "2023-11-05"),
        ('<meta name="pubdate" content="Sun, 05 Nov 2023 06:00:00 +0700">', "2023-11-05"),
        ('<meta itemprop="datePublished" content="05/11/2023 06:00">', "2023-11-05"),
        ('<meta property="article:published_time" content="2023-11">', "2023-11"),
        (json_ld(datePublished="2023"), "2023"),
    ],
)
def test_a_stated_day_is_found_among_all_wrong_ones(head: str, published: str) -> None:
    """The JSON-LD of the article itself states nothing else there: its own wrong dates come with it."""
    wrong = "".join(text for name, text in WRONG_HEAD.items() if name != "own modified")
    assert facts(wrong + head, EVERY_WRONG_BODY).published == published


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (
            json_ld(datePublished="2023-11-05"),
            '<meta property="article:published_time" content="2023-11-06">',
        ),
        (
            '<meta property="article:published_time" content="2023-11-05">',
            '<meta itemprop="datePublished" content="2023-11-06">',
        ),
        ('<meta itemprop="datePublished" content="2023-11-05">', '<time datetime="2023-11-06">6/11</time>'),
    ],
)
def test_better_evidence_wins(better: str, worse: str) -> None:
    assert facts(worse + better).published == "2023-11-05"
    assert facts("", worse).published == "2023-11-06"


@pytest.mark.parametrize(
    "value",
    [
        "2023-02-30",
        "soon",
        "",
        "0000-00-00",
        "3/5/2024 6:00:00 AM",
        "2023-13-01",
        "1",
        "{{date}}",
        "05/13/2023",
    ],
)
def test_what_is_no_date_is_none(value: str) -> None:
    assert facts(f'<meta property="article:published_time" content="{value}">').published is None
    assert facts(json_ld(datePublished=value)).published is None


@pytest.mark.parametrize("value", [None, 5, [], {}, ["2023-11-05", "2023-11-06"], True])
def test_json_of_another_form_states_nothing(value: object) -> None:
    found = facts(
        json_ld(datePublished=value, headline=value, author=value, articleSection=value, publisher=value)
    )
    assert found.published in (None, "2023-11-05")
    assert found.title


@pytest.mark.parametrize(
    ("head", "url", "found"),
    [
        ('<link rel=canonical href="https://bao.example/a.html">', None, "https://bao.example/a.html"),
        ('<link rel=canonical href="/a.html">', None, None),
        ('<link rel=canonical href="/a.html">', "https://m.bao.example/b", "https://m.bao.example/a.html"),
        ('<base href="https://bao.example/x/"><link rel=canonical href="a.html">', None, "https://bao.example/x/a.html"),
        ('<meta property="og:url" content="https://bao.example/a.html">', None, "https://bao.example/a.html"),
        ('<link rel=canonical href="https://bao.example/"><meta property="og:url" content="https://bao.example/a">', None, "https://bao.example/a"),
        ('<link rel=canonical href="javascript:void(0)">', None, None),
        ('<link rel=canonical href="https://[bad/">', None, None),
        ('<link rel=canonical href="http://">', "https://bao.example/b", None),
        ('<link rel=alternate href="https://bao.example/amp"><link rel="shortlink" href="https://b.example/1">', None, None),
    ],
)  # fmt: skip
def test_the_address_is_the_one_stated(head: str, url: str | None, found: str | None) -> None:
    assert facts(head, url=url).url == found


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (
            json_ld(author=[{"@type": "Person", "name": "Lê An"}, {"@type": "Person", "name": "Hà Vy"}]),
            "Lê An, Hà Vy",
        ),
        (json_ld(author="Lê An"), "Lê An"),
        (json_ld(author={"@type": ["Person"], "name": "Lê &amp; An"}), "Lê & An"),
        (json_ld(author={"@type": "Organization", "name": "Báo Mẫu"}), None),
        (json_ld(author={"name": "Báo Mẫu"}, publisher={"name": "Báo Mẫu"}), None),
        ('<meta name=author content="Lê An">', "Lê An"),
        ('<meta name=author content="BÁO MẪU"><meta property="og:site_name" content="Báo Mẫu">', None),
        ('<meta property="article:author" content="https://mxh.example/bao">', None),
        ('<meta name=author content="toasoan@bao.example">', None),
        ('<meta name="twitter:creator" content="@bao"><meta name=generator content="CMS">', None),
    ],
)
def test_authors_are_people_that_the_page_names(head: str, author: str | None) -> None:
    assert facts(head).author == author


def test_an_author_named_in_the_body() -> None:
    assert facts("", '<p>Bài: <a rel=author href="/tg">Lê An</a></p>').author == "Lê An"
    many = "".join(f"<p itemprop=comment><span itemprop=author>Bạn đọc {n}</span></p>" for n in range(9))
    assert facts("", many).author is None


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (json_ld(headline="Chợ nổi &quot;hồi sinh&quot;"), 'Chợ nổi "hồi sinh"'),
        ('<meta property="og:title" content="Chợ nổi hồi sinh | Báo Mẫu"><meta property="og:site_name" content="Báo Mẫu">', "Chợ nổi hồi sinh"),
        ('<meta property="og:title" content="Chợ nổi hồi sinh - sau lũ"><meta property="og:site_name" content="Báo Mẫu">', "Chợ nổi hồi sinh - sau lũ"),
        (json_ld(headline=sites.TITLE[:30] + "..."), sites.TITLE),
        (json_ld(headline="Một tựa") + json_ld(headline="Hai tựa"), sites.TITLE),
        ("", sites.TITLE),
    ],
)  # fmt: skip
def test_the_title(head: str, title: str) -> None:
    assert facts(head).title == title


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{not json}</script>',
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>",
        '<script type="application/ld+json">' + '{"@graph":' * 900 + "1" + "}" * 900 + "</script>",
        '<script type="application/ld+json">"\\ud800"</script>',
        '<script type="application/ld+json"></script>',
    ],
)
def test_broken_json_is_nothing(head: str) -> None:
    assert facts(head).title == sites.TITLE


def test_the_same_article_twice_is_one() -> None:
    twice = json_ld(datePublished="2023-11-05", articleSection=["Du lịch", "Miền Tây"])
    found = facts(twice + twice)
    assert (found.published, found.section) == ("2023-11-05", "Du lịch")
