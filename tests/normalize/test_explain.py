"""A page explained: every line, what is decided, and reasons where it was a near thing."""

from io import StringIO

from rich.console import Console

from dataset.normalize.evidence import COUNTS
from dataset.normalize.explain import UNSURE, Explained, explain_page
from dataset.normalize.one_page import decide
from dataset.read.page import Page
from schemas.contract import default_contract
from schemas.language.pack import language_pack
from tests.normalize.pages import SENTENCE
from tinbai.explain import print_explained

LINES = [
    "Trang chủ › Nông nghiệp",
    "Người dân Tân Lập được mùa lúa",
    "",
    f"{SENTENCE} {SENTENCE}",
    "Lúa chín sớm",
    f"Ông Sáu ở xã Tân Lập [bold]nói[/bold] vụ mùa năm nay được giá. {SENTENCE}",
    "Tin liên quan",
    "Giá lúa tăng ở nhiều tỉnh miền Tây trong tuần qua",
]
PAGE = Page("a.txt", "0" * 64, 0, "\n".join(LINES), outside=("Đăng nhập",))


def explained() -> Explained:
    return explain_page(PAGE, COUNTS.empty_table(), language_pack("vi"), default_contract().limits, "vi")


def test_every_line_is_explained_as_it_is_decided() -> None:
    found = explained()
    decided = decide(PAGE, language_pack("vi"), default_contract().limits, "vi")
    assert found.page == decided
    filled = [number for number, line in enumerate(LINES, 1) if line]
    assert [line.number for line in found.lines] == [*filled, len(LINES) + 1]
    named = {line.number: (line.kind, line.rule) for line in decided.lines}
    assert all(named[line.number] == (line.kind, line.rule) for line in found.lines[:-1])
    assert found.lines[-1].kind == "outside"
    assert {line.text for line in found.lines if line.kept} == {LINES[3], LINES[4], LINES[5]}


def test_reasons_stand_where_the_model_is_unsure_and_nowhere_else() -> None:
    for line in explained().lines:
        if line.confidence >= UNSURE or line.kind == "outside":
            assert not line.speaks_for
            assert not line.against
        assert all(weight > 0 for _, weight in line.speaks_for)
        assert all(weight < 0 for _, weight in line.against)


def test_it_is_printed_with_every_line_and_in_colour() -> None:
    out = StringIO()
    print_explained(explained(), Console(file=out, force_terminal=True, width=200, color_system="standard"))
    printed = out.getvalue()
    assert "\x1b[" in printed
    plain = StringIO()
    print_explained(explained(), Console(file=plain, width=500))
    shown = plain.getvalue()
    assert "\x1b[" not in shown
    for line in LINES:
        assert line in shown  # text is never read as markup
    assert "outside-main" in shown
