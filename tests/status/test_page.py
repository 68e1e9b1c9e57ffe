"""The page in Debian's chromium: nothing runs, nothing is fetched, nothing sticks out, every plot has its figures."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from schemas.contract import Contract
from tests.browser import watched
from tests.status.factory import Mark, Said, Work
from tests.tables import annotator
from tests.validation.hostile import BREAKERS
from tinbai.status.pace import Day, measure_pace
from tinbai.status.page import pace_plot
from tinbai.status.tell import status
from tinbai.workspace import Workspace

pytestmark = pytest.mark.browser

TEXT = f"{BREAKERS} ở Huế " + "và xa hơn nữa " * 8
NAMES = [f"n{number}" for number in range(6)]


def _work() -> Work:
    texts = {name: f"{TEXT}{name}" for name in NAMES}
    end = len(BREAKERS)
    said = [
        Said(
            who,
            name,
            [Mark(0, end, "PER", "prediction"), Mark(end + 3, end + 6, ("GPE", "LOC", "ORG")[who % 3])],
            topics=["medtop:20000638"] if who % 2 else [],
            ago=1 + place * 3 + who,
            seconds=90.0 * who,
        )
        for place, name in enumerate(NAMES)
        for who in range(1, 4)
    ]
    suggested = {
        name: [Mark(0, end, "PER", BREAKERS), Mark(end + 3, end + 5, "GPE", "places")] for name in NAMES
    }
    return Work(texts, sent=NAMES, suggested=suggested, said=said)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Workspace:
    folder = tmp_path_factory.mktemp("page") / "W"
    return _work().write(folder, contract, '[labelstudio]\nurl = "http://127.0.0.1:9"')


@pytest.fixture(scope="module")
def page_url(busy: Workspace) -> str:
    page = busy.root / "status.html"
    status(busy, html=page)
    return page.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366, 1920])
def test_the_page_lies_still_at_any_width(browser: Browser, page_url: str, scheme: str, width: int) -> None:
    page, told = watched(browser, page_url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert told == []
    assert page.locator("script, img, link, iframe").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").inner_text() == "6 of 6 tasks labelled"
    page.close()


def test_every_plot_has_a_name_and_its_figures_in_a_table(browser: Browser, page_url: str) -> None:
    page, _ = watched(browser, page_url, viewport={"width": 1366, "height": 800})
    unnamed = "svg:not([aria-hidden=true]):not([role=img][aria-label])"
    assert page.locator(unnamed).count() == 0
    # A plot that readers skip stands in a row that says the same in figures.
    skipped = page.locator("svg[aria-hidden=true]")
    assert skipped.count() > 0
    assert page.locator("tr:has(td.n) svg[aria-hidden=true]").count() == skipped.count()
    page.locator("#pace summary").click()
    rows = [row.split("\t") for row in page.locator("#pace tbody tr").all_inner_texts()]
    assert sum(int(answers) for _, _, answers in rows) == 18
    assert {who for _, who, _ in rows} == {annotator(number) for number in range(1, 4)}
    drawn = page.locator("#pace svg rect").count()
    assert drawn == len(rows)
    assert page.locator("table").count() == page.locator("table:has(th[scope=col])").count()
    page.close()


def test_an_article_is_one_click_from_its_task(browser: Browser, page_url: str) -> None:
    page, _ = watched(browser, page_url, viewport={"width": 1366, "height": 800})
    links = page.locator("#spots a").evaluate_all("all => all.map(one => one.href)")
    assert "http://127.0.0.1:9/projects/7/data?task=1" in links
    page.close()


def test_the_matrix_is_symmetric_and_tints_disagreement_alone(browser: Browser, page_url: str) -> None:
    page, _ = watched(browser, page_url, viewport={"width": 1366, "height": 800})
    rows = page.locator(".matrix tr").all_inner_texts()
    heads = rows[0].split("\t")[1:]
    cells = {row.split("\t")[0]: row.split("\t")[1:] for row in rows[1:]}
    # Three annotators on six articles: each pair of labels meets once on each.
    assert cells["GPE"][heads.index("LOC")] == cells["LOC"][heads.index("GPE")] == "6"
    assert cells["PER"][heads.index("PER")] == "18"
    assert page.locator(".matrix .same[style]").count() == 0
    page.close()


def test_it_prints_with_its_tables_open(browser: Browser, page_url: str) -> None:
    page, _ = watched(browser, page_url, viewport={"width": 1366, "height": 800})
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.locator("#pace details tbody tr").first.is_visible()
    page.close()


@pytest.mark.parametrize("state", ["empty", "articles", "one annotator"])
def test_early_states_make_a_sensible_page(
    browser: Browser, tmp_path: Path, contract: Contract, state: str
) -> None:
    texts = {} if state == "empty" else {"a": TEXT}
    said = [Said(1, "a", [Mark(0, 2, "PER")], arm="none")] if state == "one annotator" else []
    workspace = Work(texts, sent=["a"] if said else [], said=said).write(tmp_path / "W", contract)
    file = tmp_path / "status.html"
    assert status(workspace, html=file).paths["page"] == file
    page, told = watched(browser, file.as_uri(), viewport={"width": 360, "height": 800})
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shown = page.locator("body").inner_text()
    if said:
        assert "One annotator alone cannot agree with anybody." in shown
        assert "No labelled task came with suggestions." in shown
        assert "No article was labelled by two annotators yet." in shown
    else:
        assert "Nothing to label yet" in shown
        assert f"{len(texts)} article" in shown
        assert page.locator("#pace").count() == 0
    page.close()


def test_a_long_time_is_drawn_by_weeks() -> None:
    """Days without work keep their room, and every answer is in one column."""
    days = tuple(Day(f"2023-{month:02}-15", "a", month) for month in range(1, 13))
    plot = pace_plot(measure_pace(days, 0, date(2024, 1, 1)))
    assert plot is not None
    assert plot.unit == "week"
    assert sum(column.total for column in plot.columns) == sum(range(1, 13))
    # From the week of 9 January to that of 11 December.
    assert len(plot.columns) == 49
    assert plot.most == 12
