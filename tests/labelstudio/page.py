"""An annotator's hands in the real page: log in, select text, press keys, choose topics, send."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from annotation.project import Project
from annotation.server.account import Account

# On two cores that several test runs share, a dialog or the next task takes longer than the usual five seconds.
expect.set_options(timeout=20_000)

# The page wraps every stretch of the text in elements of its own: walk its text nodes, counting UTF-16
# units as the browser does, and select from one to the other as a mouse would.
_SELECT = """([surface, nth]) => {
  const root = document.querySelector('.tinbai-text [class*="htx-text"], .tinbai-text .lsf-richtext__container')
    ?? document.querySelector('.tinbai-text');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = []; let all = '';
  while (walker.nextNode()) { nodes.push([all.length, walker.currentNode]); all += walker.currentNode.data; }
  let at = -1;
  for (let i = 0; i <= nth; i++) at = all.indexOf(surface, at + 1);
  if (at < 0) return null;
  const place = (index) => {
    for (let i = nodes.length - 1; i >= 0; i--) if (nodes[i][0] <= index) return [nodes[i][1], index - nodes[i][0]];
  };
  const range = document.createRange();
  const [first, from] = place(at); range.setStart(first, from);
  const [last, to] = place(at + surface.length - 1); range.setEnd(last, to + 1);
  first.parentElement.scrollIntoView({block: 'center'});
  const boxes = range.getClientRects();
  const a = boxes[0], b = boxes[boxes.length - 1];
  return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2];
}"""


LAPTOP = (1366, 768)
LARGE = (1920, 1080)


class Annotator:
    """A person at the labeling page; `visited` holds the host of everything that the page asked for."""

    def __init__(self, browser: Browser, account: Account, size: tuple[int, int] = LAPTOP) -> None:
        self.account = account
        width, height = size
        self.context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
        self.page: Page = self.context.new_page()
        self.visited: set[str] = set()
        self.page.on(
            "request", lambda request: self.visited.add(urlsplit(request.url).hostname or request.url)
        )

    def log_in(self, url: str) -> None:
        self.page.goto(f"{url}/user/login/")
        self.page.fill("#email", self.account.email)
        self.page.fill("#password", self.account.password)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(lambda place: "/user/login" not in place)

    def open(self, project: Project) -> None:
        """The label stream, past the instruction."""
        self.page.goto(project.labeling_url)
        self.page.locator(".tinbai-text").wait_for()
        self.page.wait_for_load_state("networkidle")

    def close_instruction(self, heading: str) -> None:
        """Close the guide that came up first; while it fades, it still swallows clicks."""
        shown = self.page.get_by_role("heading", name=heading)
        expect(shown).to_be_visible()
        self.page.keyboard.press("Escape")
        expect(shown).to_have_count(0)

    def confirm(self, said: str) -> None:
        """Answer Label Studio's dialog with OK, once it stands still: it grows for 0.3 s, and a click then may miss."""
        dialog = self.page.locator(".ant-modal-confirm").filter(has_text=said)
        expect(dialog).to_be_visible()
        expect(self.page.locator("[class*='ant-zoom-appear'], [class*='ant-zoom-enter']")).to_have_count(0)
        dialog.get_by_role("button", name="OK", exact=True).click()
        expect(dialog).to_have_count(0)

    @property
    def text(self) -> Locator:
        return self.page.locator(".tinbai-text")

    def select(self, surface: str, nth: int = 0) -> None:
        """Drag the mouse over the nth occurrence of `surface`."""
        box = self.page.evaluate(_SELECT, [surface, nth])
        assert box is not None, f"{surface!r} is not on the page"
        x, y, to_x, to_y = box
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
        self.page.mouse.move(to_x, to_y)
        self.page.mouse.up()

    def label(self, surface: str, hotkey: str, nth: int = 0) -> None:
        """Press the label's key, then drag over the words."""
        before = self.page.locator(".htx-highlight").count()
        chosen = self.page.locator(".tinbai-labels .lsf-label_selected")
        self.page.keyboard.press(hotkey)
        expect(chosen).to_have_count(1)
        self.select(surface, nth)
        expect(self.page.locator(".htx-highlight")).not_to_have_count(before)
        self.page.keyboard.press("Escape")
        expect(chosen).to_have_count(0)

    def click_region(self, surface: str, nth: int = 0) -> None:
        """Click a labelled stretch, the nth occurrence of `surface`, and wait until the page has taken it."""
        box = self.page.evaluate(_SELECT, [surface, nth])
        assert box is not None
        self.page.mouse.click((box[0] + box[2]) / 2, box[1])
        expect(self.page.get_by_role("button", name="Delete selected region")).to_be_visible()

    def relabel(self, surface: str, hotkey: str, name: str) -> None:
        """Give a labelled stretch the label of this key, which is called `name`."""
        self.click_region(surface)
        self.page.keyboard.press(hotkey)
        expect(self.page.locator(".tinbai-labels .lsf-label_selected")).to_contain_text(name)
        self.page.keyboard.press("Escape")
        expect(self.page.locator(".tinbai-labels .lsf-label_selected")).to_have_count(0)

    def topics(self, control: str) -> Locator:
        """The rows of the main (`primary_topic`) or the other topics (`secondary_topics`)."""
        return self.page.locator(f".tinbai-{control} label")

    def chosen_topics(self, control: str) -> list[str]:
        """What is chosen there, from the top of the contract down."""
        return [
            row.inner_text().split("[")[0]
            for row in self.topics(control).filter(has=self.page.locator("input:checked")).all()
        ]

    def choose_topic(self, control: str, name: str) -> None:
        """Click the topic called `name`."""
        row = self.topics(control).filter(has_text=name)
        chosen = row.locator("input").is_checked()
        row.click()
        expect(row.locator("input")).to_be_checked(checked=not chosen)

    def submit(self) -> None:
        with self.page.expect_response(
            lambda answer: "/annotations" in answer.url and answer.request.method == "POST"
        ):
            self.page.get_by_test_id("bottombar-submit-button").click()

    def skip(self) -> None:
        with self.page.expect_response(
            lambda answer: "/annotations" in answer.url and answer.request.method == "POST"
        ):
            self.page.get_by_test_id("bottombar-skip-button").click()
