"""Titles and lines on the edge: what the page states of its title, what only adds the site's name, what a box opens."""

import hashlib

from dataset.normalize.lines import STORY_KINDS
from dataset.normalize.one_page import DecidedPage, decide
from dataset.read.page import Page, PageMeta
from schemas.contract import default_contract
from schemas.language.pack import language_pack

TITLE = "Xã Tân Lập có nước sạch sau mười năm chờ đợi"
BODY = (
    "Sáng 2/5, hơn ba trăm hộ dân xã Tân Lập lần đầu có nước máy chảy về tận sân nhà, theo ủy ban xã.",
    "Đường ống dài mười hai cây số đi qua bốn thôn và một ngôi trường. Người dân tự tay khiêng ống lên núi vì không "
    "có đường nào tới mạch nước.",
    "“Trước đây sáng nào tôi cũng đi bộ một giờ”, ông Nguyễn Văn Đức nói. “Giờ bọn trẻ ngủ thêm được một lát.”",
    "Tuy nhiên, ủy ban xã Tân Lập cho biết tiền bảo trì sẽ cao hơn dự tính, mỗi hộ góp một khoản nhỏ hằng tháng.",
)


def decided(lines: list[str], title: str | None = None) -> DecidedPage:
    text = "\n".join(lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    page = Page("a.txt", digest, len(text.encode()), text, PageMeta(title=title))
    found = decide(page, language_pack("vi"), default_contract().limits, "vi")
    assert isinstance(found, DecidedPage)
    return found


def test_the_line_that_the_page_states_is_the_title() -> None:
    above = "Giá lúa tăng nhẹ, nông dân miền Tây vẫn chưa vội bán"
    lines = [above, "Thời sự", TITLE, *BODY]
    assert decided(lines, TITLE).facts.title == TITLE
    assert decided([TITLE, "Thời sự", above, *BODY], TITLE).facts.title == TITLE


def test_a_title_without_the_name_of_the_site_is_the_better_one() -> None:
    found = decided([f"{TITLE} | baotanlap.example", TITLE, *BODY])
    assert found.facts.title == TITLE
    assert [line.text for line in found.lines if line.kind in STORY_KINDS] == list(BODY)


def test_a_title_that_opens_like_a_caption_is_a_title() -> None:
    title = "Ảnh: mùa nước nổi ở Tân Lập trong mắt người dân"
    assert decided([title, *BODY]).facts.title == title


def test_a_short_line_under_the_heading_of_a_box_is_no_story() -> None:
    other = "Giá lúa tăng nhẹ, nông dân miền Tây chưa vội bán"
    found = decided([TITLE, *BODY, "Tin liên quan", other])
    assert other not in [line.text for line in found.lines if line.kind in STORY_KINDS]


def test_a_label_makes_a_caption_of_a_whole_sentence() -> None:
    caption = "Trong ảnh: người dân Tân Lập hứng những xô nước đầu tiên của xã."
    lines = [TITLE, *BODY[:2], caption, *BODY[2:]]
    kinds = {line.text: line.kind for line in decided(lines).lines}
    assert kinds[caption] == "caption"


def test_the_slashes_of_an_address_make_no_path_of_sections() -> None:
    item = "• 5 củ hành [tím và](https://bao.example/chu-de-404.html) 7 cọng ngò"
    rules = {line.text: line.rule for line in decided([TITLE, *BODY, item, BODY[0]]).lines}
    assert rules[item] != "path-of-sections"
    assert decided(["[Trang chủ](/) › [Đời sống](/doi-song)", TITLE, *BODY]).lines[0].kind == "breadcrumb"


def test_a_story_of_single_sentences_whose_title_is_stated_is_no_listing() -> None:
    days = [
        f"Ngày {day}/3, xã Tân Lập đào thêm {day} mét mương dẫn nước sạch về thôn." for day in range(2, 9)
    ]
    assert decided(days, None).kind == "listing"
    assert decided(days, "Xã Tân Lập đào mương dẫn nước sạch về thôn").kind == "article"
    assert decided(days, "Tin tức trong ngày hôm nay").kind == "listing"
