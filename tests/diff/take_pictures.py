"""Take the pictures of docs/diff.md: `python -m tests.diff.take_pictures [FOLDER]`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from dataset.diff.difference import difference
from dataset.diff.page import diff_html
from schemas.contract import default_contract
from tests.browser import chromium
from tests.conftest import ROOT
from tests.diff.samples import two_releases

# Name, colours, width, height, where on the page.
_PICTURES = (("diff-light", "light", 1280, 1400, "#config-2"), ("diff-dark", "dark", 1280, 1300, ""))


def picture(browser: Browser, page: Path, name: str, scheme: str, width: int, height: int, at: str, to: Path) -> None:  # fmt: skip
    opened = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    opened.goto(f"{page.as_uri()}{at}")
    opened.screenshot(path=to / f"{name}.png")
    opened.close()


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    contract = default_contract()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        old, new = two_releases(contract, Path(folder), more=60)
        page = Path(folder) / "diff.html"
        page.write_text(
            diff_html(difference(str(old), str(new), contract, token=None), contract), encoding="utf-8"
        )
        for name, scheme, width, height, at in _PICTURES:
            picture(browser, page, name, scheme, width, height, at, target)


if __name__ == "__main__":
    main()
