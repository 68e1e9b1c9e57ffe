"""Pages on which every wrong date stands: a story's dates are its own, or unknown.

The pages are made up. None of these may become the date of publication or of the event: dates of related
stories, of image addresses, of copyright lines, comments, laws, anniversaries, scores, prices, telephone
numbers, crawls, stamps of other stories, quarters and years, 24/7, fractions.
"""

import datetime

import pytest

from dataset.normalize.one_page import DecidedPage, decide
from dataset.read.page import Page, PageMeta
from schemas.contract import default_contract
from schemas.language.pack import language_pack

TITLE = "Cầu treo qua suối Nậm Ly nối lại đôi bờ sau mùa lũ"
STORY = [
    "{first}người dân hai bản Nà Lốc và Pom Sinh đã đi lại trên chiếc cầu treo mới, thay cho bè mảng mà họ phải dùng "
    "từ khi cầu cũ bị lũ cuốn trôi.",
    "Cầu dài tám mươi mét, mặt cầu lát gỗ, do bà con tự góp ngày công dựng lên cùng bộ đội biên phòng. Trưởng bản Lò "
    "Văn Ơn cho biết mỗi nhà cử một người, làm liền trong hai tháng không nghỉ.",
    "Nhờ có cầu, hơn bốn mươi học sinh không còn phải nghỉ học khi nước lên. Các thầy cô cũng bớt lo mỗi buổi chiều "
    "tan trường, bởi đường về nhà đã ngắn lại một nửa.",
    "Chính quyền xã dự kiến làm thêm hai cây cầu như vậy ở thượng nguồn, nơi đường tuần tra còn cách trở mỗi khi mưa lớn.",
]
ABOVE = {
    "clock of the site": ["Thứ Hai, 06/05/2019 | Hotline: 0912 345 678", "Trang chủ", "Xã hội"],
    "image address": ["![](https://anh.bao.example/2018/03/04/cau-treo-20180304.jpg)"],
    "teaser with its date above the title": [
        "![](https://anh.bao.example/2017/2/1/a.jpg) Lũ ống ở thượng nguồn cuốn trôi ba nhà dân 01/02/2017 |"
    ],
}
BELOW = {
    "related box": [
        "Tin liên quan",
        "Khởi công cầu Bản Mù 12/03/2018",
        "Mưa lũ chia cắt nhiều bản vùng cao (15/8/2017)",
        "Cầu cũ bị cuốn trôi - 02.07.2016",
    ],
    "stamps of other stories": [
        "Đọc nhiều",
        "Giá lợn hơi tăng trở lại sau nhiều tháng",
        "Cập nhật: 21/09/2015 08:15",
        "Thêm một chuyến tàu du lịch lên Tây Bắc",
        "Cập nhật lúc 10:20, 22/09/2015",
    ],
    "comments": [
        "Bình luận (2)",
        "Minh Anh - 10:20 05/06/2014",
        "Cầu đẹp quá, chúc bà con đi lại an toàn.",
        "Trả lời",
    ],
    "copyright": [
        "© 2013 Báo Mẫu. Giấy phép số 123/GP-BTTTT cấp ngày 11/11/2012.",
        "Điện thoại: 024.3.9.2011",
    ],
    "tags": ["Từ khóa: cầu treo, mùa lũ 2011, 2/9"],
}
# In the first paragraph: figures that are no day of the story.
INSIDE = {
    "law": "Theo Nghị định 15/2020/NĐ-CP và Luật số 31/2024/QH15 về đất đai, ",
    "decision with its day": "Thực hiện Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng, ",
    "anniversary": "Nhân dịp kỷ niệm Quốc khánh 2/9, ",
    "founding": "Nhân kỷ niệm ngày thành lập 22/12/1944, ",
    "score": "Giữa tiếng reo hò của trận bóng thắng 3-1 bên suối, ",
    "price": "Với giá vé từ 2.000 đến 5.500 đồng một lượt, tức 2/3 giá cũ, ",
    "telephone": "Gọi đường dây 0912.345.678 hoặc 024-3826-1234 để hỏi đường, ",
    "always": "Có người trực 24/7 ở hai đầu cầu, ",
    "fraction": "Với 1/3 số hộ góp gỗ và 3/4 diện tích mặt bằng được hiến, ",
    "quarter": "Theo kế hoạch quý III/2024 và giai đoạn 2023-2028, ",
    "month": "Theo kế hoạch từ tháng 6/2023, ",
    "year": "Sau trận lũ năm 2018, ",
    "lunar": "Từ sau phiên chợ mùng 10/3 âm lịch, ",
    "address": "Từ nhà số 12/5 ngõ 30/4 phố huyện, ",
    "ratio": "Với tỷ lệ 9/10 hộ đồng thuận, ",
}


def page(
    first: str = "Vui mừng ra mặt, ", *, above: list[str], stamp: list[str], below: list[str]
) -> DecidedPage:
    body = [STORY[0].format(first=first), *STORY[1:]]
    text = "\n\n".join([*above, TITLE, *stamp, *body, *below])
    return decided(Page("a.txt", "0" * 64, len(text), text))


def decided(given: Page) -> DecidedPage:
    found = decide(given, language_pack("vi"), default_contract().limits, "vi")
    assert found.reason == "", (found.reason, found.detail)
    assert found.facts.title == TITLE
    return found


@pytest.mark.parametrize("wrong", sorted(ABOVE))
def test_a_date_above_the_title_is_not_the_storys(wrong: str) -> None:
    facts = page(above=ABOVE[wrong], stamp=[], below=[]).facts
    assert (facts.published_at, facts.event_date) == (None, None)


@pytest.mark.parametrize("wrong", sorted(BELOW))
def test_a_date_below_the_story_is_not_the_storys(wrong: str) -> None:
    facts = page(above=[], stamp=[], below=BELOW[wrong]).facts
    assert (facts.published_at, facts.published_precision, facts.event_date) == (None, "unknown", None)


@pytest.mark.parametrize("wrong", sorted(INSIDE))
def test_a_figure_in_the_first_paragraph_is_not_the_day(wrong: str) -> None:
    facts = page(INSIDE[wrong], above=[], stamp=[], below=[]).facts
    assert (facts.published_at, facts.event_date) == (None, None)


@pytest.mark.parametrize("wrong", sorted(INSIDE))
def test_the_right_dates_stand_their_ground(wrong: str) -> None:
    """All wrong sources at once, and the stamp and the day of the story among them."""
    everything = [line for lines in BELOW.values() for line in lines]
    first = f"Sáng 12/5, {INSIDE[wrong][0].lower()}{INSIDE[wrong][1:]}"
    stamp = ["Chủ nhật, 12/05/2024 - 14:30"]
    facts = page(first, above=ABOVE["image address"], stamp=stamp, below=everything).facts
    assert facts.published_at == datetime.date(2024, 5, 12)
    assert facts.published_precision == "day"
    assert facts.event_date == "2024-05-12"


def test_all_wrong_sources_together_give_nothing() -> None:
    everything = [line for lines in BELOW.values() for line in lines]
    facts = page(
        INSIDE["decision with its day"], above=ABOVE["image address"], stamp=[], below=everything
    ).facts
    assert (facts.published_at, facts.published_precision, facts.event_date) == (None, "unknown", None)


def test_the_day_of_a_crawl_is_not_the_day_of_publication() -> None:
    text = "\n\n".join([TITLE, STORY[0].format(first="Sáng 12/5, "), *STORY[1:]])
    meta = PageMeta(crawled="2024-05-13")
    facts = decided(Page("a.txt", "0" * 64, len(text), text, meta)).facts
    assert facts.published_at is None
    assert facts.event_date == "XXXX-05-12"


@pytest.mark.parametrize(
    ("stated", "date", "precision", "event"),
    [
        ("2024-05-12", datetime.date(2024, 5, 12), "day", "2024-05-11"),
        ("2024-05", datetime.date(2024, 5, 1), "month", "2024-05-11"),
        ("2024", datetime.date(2024, 1, 1), "year", "XXXX-05-11"),
    ],
)
def test_what_the_page_states_about_itself_wins(
    stated: str, date: datetime.date, precision: str, event: str
) -> None:
    everything = [line for lines in BELOW.values() for line in lines]
    body = [STORY[0].format(first="Sáng 11/5, "), *STORY[1:]]
    text = "\n\n".join([TITLE, *body, *everything])
    facts = decided(Page("a.txt", "0" * 64, len(text), text, PageMeta(published=stated))).facts
    assert (facts.published_at, facts.published_precision, facts.event_date) == (date, precision, event)
