"""Take the README's picture of the labeling page: `python -m tests.labelstudio.take_screenshot FILE`."""

import sys
import tempfile
from pathlib import Path

from annotation.client import connect
from annotation.push import push
from annotation.server.install import default_cache
from annotation.server.local import running
from schemas.contract import default_contract
from tests.browser import chromium
from tests.labelstudio.page import Annotator
from tests.labelstudio.sample import article, articles, suggestions


def main(target: Path) -> None:
    contract = default_contract()
    table = articles(contract, [article()])
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "server", default_cache(), annotators=["lan"], tell=print) as server,
        chromium() as browser,
    ):
        project = push(
            connect(server.url, server.api_key),
            table,
            suggestions(contract, table),
            contract,
            folder=Path(folder) / "labelstudio",
            title="Lúa Xanh",
        ).project
        annotator = Annotator(browser, server.accounts[0])
        annotator.log_in(server.url)
        annotator.open(project)
        # All as the guide has it, and one name just changed.
        keys = {label.name: label for label in contract.entities}
        annotator.label("Hà Lan", keys["GPE"].hotkey, nth=1)
        annotator.relabel("sông Hậu", keys["LOC"].hotkey, keys["LOC"].name_vi)
        annotator.click_region("sông Hậu")
        annotator.page.locator(".tinbai-story h4, .tinbai-story h1").first.scroll_into_view_if_needed()
        annotator.page.mouse.move(1200, 300)
        annotator.page.wait_for_timeout(1_000)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Choosing a span may scroll the story a little: the picture shows its title.
        annotator.page.evaluate("for (const one of document.querySelectorAll('*')) one.scrollTop = 0")
        annotator.page.screenshot(path=target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
