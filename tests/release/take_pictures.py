"""Take the pictures of a release's card in docs/images: python -m tests.release.take_pictures RELEASE [FOLDER]

The card is drawn by GitHub's own Markdown renderer in a page with GitHub's colours and widths; on the Hub it looks
much the same.
"""

import sys
from pathlib import Path

import cmarkgfm
from cmarkgfm.cmark import Options
from huggingface_hub import DatasetCard

from tests.browser import chromium
from tests.conftest import ROOT

_CSS = """
:root{color-scheme:light dark;--fg:#1f2328;--bg:#fff;--line:#d1d9e0;--soft:#f6f8fa;--link:#0969da}
@media(prefers-color-scheme:dark){:root{--fg:#f0f6fc;--bg:#0d1117;--line:#3d444d;--soft:#151b23;--link:#4493f8}}
body{font:16px/1.5 system-ui,'Noto Sans',sans-serif;color:var(--fg);background:var(--bg);max-width:830px;margin:0 auto;
padding:32px 16px;overflow-wrap:break-word}
h1,h2{border-bottom:1px solid var(--line);padding-bottom:.3em}h1{font-size:2em}h2{font-size:1.5em;margin-top:24px}
a{color:var(--link)}img{max-width:100%}
code{font:85% ui-monospace,'DejaVu Sans Mono',monospace;background:var(--soft);padding:.2em .4em;border-radius:6px}
pre{background:var(--soft);padding:16px;border-radius:6px;overflow:auto}pre code{padding:0;background:none}
blockquote{border-left:.25em solid var(--line);margin:0 0 16px;padding:0 1em;opacity:.8}
table{border-collapse:collapse;display:block;max-width:100%;overflow:auto;margin-bottom:16px}
td,th{border:1px solid var(--line);padding:6px 13px}tr:nth-child(2n){background:var(--soft)}
details{margin-bottom:16px}summary{cursor:pointer}
"""
# Name, width, theme, and from which section on how much of it: a whole card makes a large picture.
_WANTED = (
    ("card-light", 900, "light", None, 1_500),
    ("card-dark", 900, "dark", "How it was labelled", 1_500),
    ("card-phone", 390, "light", "How the pages were collected", 1_200),
)


def page_of(release: Path) -> str:
    """The card as HTML; its pictures are found beside the page."""
    card = DatasetCard.load(release / "README.md").text
    body = cmarkgfm.github_flavored_markdown_to_html(card, Options.CMARK_OPT_UNSAFE)
    return (
        "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<style>{_CSS}</style>{body}"
    )


def take(release: Path, folder: Path) -> None:
    page_file = release.parent / "card.html"
    page_file.write_text(
        page_of(release).replace('src="plots/', f'src="{release.name}/plots/'), encoding="utf-8"
    )
    try:
        with chromium() as browser:
            for name, width, theme, heading, height in _WANTED:
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
                page.goto(page_file.as_uri())
                box = page.locator("h2", has_text=heading).first.bounding_box() if heading else None
                clip = {"x": 0, "y": box["y"] - 16 if box else 0, "width": width, "height": height}
                page.screenshot(path=str(folder / f"{name}.png"), full_page=True, clip=clip)
                page.close()
    finally:
        page_file.unlink()


if __name__ == "__main__":
    take(Path(sys.argv[1]).resolve(), Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "images")
