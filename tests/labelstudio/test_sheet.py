"""The sheet: one side of A4 in both languages, generated, and with every label, topic and decision."""

import re
from html import escape

import pytest
from playwright.sync_api import Browser

from annotation.sheet import sheet_html
from schemas.contract import Contract
from schemas.resources import resource
from tests.rewrite_golden import sheets

# A4 in PDF points, which Chromium rounds down.
_A4 = (595, 842)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_prints_on_one_page_of_a4(browser: Browser, language: str) -> None:
    page = browser.new_page()
    page.set_content(resource(f"docs/guidelines/sheet.{language}.html").read_text(encoding="utf-8"))
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    (box,) = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert tuple(round(float(side)) for side in box) == _A4


@pytest.mark.browser
def test_what_does_not_fit_would_be_seen(browser: Browser, contract: Contract) -> None:
    """The count of pages is no constant: a contract three times as long takes a second page."""
    guide = resource("docs/guidelines/vi.md").read_text(encoding="utf-8")
    longer = contract.model_copy(update={"topics": contract.topics * 3})
    page = browser.new_page()
    page.set_content(sheet_html(longer, guide, "vi"))
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_says_what_contract_and_guide_say(contract: Contract, language: str) -> None:
    sheet = resource(f"docs/guidelines/sheet.{language}.html").read_text(encoding="utf-8")
    assert sheet == sheets()[f"sheet.{language}.html"], "run make golden"
    for label in contract.entities:
        assert f'background:{label.colour}">{label.hotkey}</kbd>' in sheet
        assert escape(label.definition_vi if language == "vi" else label.definition) in sheet
    for topic in contract.topics:
        assert f">{escape(topic.name_vi if language == 'vi' else topic.name_en)}</li>" in sheet
    guide = resource(f"docs/guidelines/{language}.md").read_text(encoding="utf-8")
    decisions = [
        row for row in re.findall(r"^\| [^|]+ \| [^|]+ \|$", guide, re.MULTILINE) if "---" not in row
    ]
    assert sheet.count("<tr>") == len(contract.entities) + len(decisions)


def test_names_with_markup_stay_text(contract: Contract) -> None:
    hostile = contract.entities[0].model_copy(update={"name_vi": "<script>", "hotkey": "<"})
    sheet = sheet_html(contract.model_copy(update={"entities": (hostile,)}), "# A\n\n## B\n\n## C\n", "vi")
    assert "<script>" not in sheet
    assert ">&lt;</kbd>" in sheet
