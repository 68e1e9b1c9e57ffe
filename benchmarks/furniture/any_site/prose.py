"""Furniture that is running text: readers, authors and the house speak in whole sentences, and so do other stories.

None of it has a form of its own. Whom it names, whether it goes on from what was told and whether its like stands
on other pages is all that sets it apart.
"""

import random
import re

from benchmarks.furniture.any_site.page import Page
from benchmarks.furniture.any_site.site import heading

_NAME = re.compile(r"[A-ZĐ]\w+(?: [A-ZĐ]\w+)+")
_BIOS = (
    "NAME [sống|dạy học|làm việc|hiện ở] [ở|tại] {prov}, [viết|tác giả của|đã in] {n:2-20} [cuốn sách|tập truyện|tập thơ].",
    "[Anh|Chị] [cộng tác với|viết cho|gắn bó với] {site} từ [số {n:1-300}|năm {year:-5}|ngày đầu].",
    "NAME sinh năm {year:-40}, [từng|đã] [làm|dạy|viết] ở {prov} {n:2-20} năm.",
    "NAME là [phóng viên|cây bút|nhà nghiên cứu|luật sư] [mảng|chuyên về] [đời sống|kinh tế|biển đảo] của {site}.",
    "[Thích|Mê] [cà phê|leo núi|sách cũ], [có|nuôi] {n:1-4} con mèo và [đang viết|vừa xong] cuốn sách thứ {n:2-9}.",
)
_HOUSE = (
    "[Đặt mua|Đặt] [báo giấy|số cuối tuần] tháng {n:1-12}: {n:20-200}.000 đồng, giao tận nhà.",
    "[Bạn|Quý vị] đã đọc {n:1-9} bài miễn phí [tháng này|tuần này|hôm nay].",
    "[Chỉ từ|Từ] {n:20-90}.000 đồng mỗi tháng để đọc trọn {site}.",
    "[Đón đọc|Mời đọc] {site} số {n:100-900}, phát hành ngày {near:1:9}, với {n:3-9} bài về {place}.",
    "[Câu lạc bộ bạn đọc|Bạn đọc] {site} gặp nhau lúc {time} ngày {near:1:20} tại {road}, {prov}.",
    "Chương trình phát lúc {time} ngày {near:0:3} trên kênh {n:1-90} của {site}, [mời bạn đón xem|phát lại sáng hôm sau].",
    "{site} tuyển {n:1-9} [phóng viên|biên tập viên] tại {prov}, [nhận hồ sơ|hạn nộp] đến ngày {near:5:30}.",
    "Quỹ {place} [đã nhận|vừa nhận] {n:20-900} triệu đồng từ {n:50-900} bạn đọc trong {month}.",
    "[Mỗi sáng|Mỗi tuần] một lá thư, {n:3-9} câu chuyện, không quảng cáo.",
    "[Mua|Đặt|Sở hữu] [máy lọc nước|nệm|vé tour|khóa học] {co.g} giảm {n:5-60}%, gọi 1900 {n:1000-9999} trước {near:1:9}.",
    "Bài [dự thi|tham gia] cuộc thi {place} lần thứ {n:2-9}, [gửi về|nhận bài đến] ngày {near:5:60}, giải nhất {n:5-90} triệu đồng.",
    "[Gửi|Hãy gửi] [ảnh|chuyện|câu hỏi] của bạn về bandoc@{host}, mỗi tuần tòa soạn chọn {n:2-9} [bức|chuyện] để đăng.",
    "[Bài thuộc|Đây là bài thứ {n:2-40} của] chuyên mục {place}, [ra|đăng] [thứ hai|thứ năm|cuối tuần] hằng tuần; [số tới|kỳ sau] [đăng|ra] ngày {near:2:9}.",
    "[Tin|Bài] này đăng trên báo in số {n:100-9000}, ngày {day}, trang {n:1-16}.",
    "[Hạn|Thời hạn] [góp ý|nộp hồ sơ|gửi bài]: trước {time} ngày {near:5:40}, [qua|tại] [cổng {host}|bộ phận một cửa {place}].",
    "[Kèm theo|Đính kèm]: [Quyết định|Thông báo|Công văn] số {n:10-4000} ngày {near:-30:0} của {org}.",
    "[Đường dây nóng|Bạn đọc gọi] 0{n:100-999}.{n:100-999}.{n:100-999}, [từ|trực] {time} mỗi ngày.",
    "[Giải thưởng|Cuộc thi ảnh|Ngày hội] {place} {year:0} [nhận bài|mở cổng] từ {near:1:20}, [đã có|với] {n:20-900} [tác phẩm|người] [đăng ký|tham gia].",
    "[Cùng|Mời] nghe {site} kể [chuyện|tin] [mỗi sáng|cuối ngày] lúc {time}, tập {n:2-400} [dài|chỉ] {n:3-40} phút.",
)
_OPINIONS = (
    "[Tôi|Mình|Nhà tôi] ở ngay [{com}|{place}|khu này], chuyện có từ {n:2-20} năm nay chứ đâu phải bây giờ.",
    "WHO [nói đúng|nói vậy chứ|trả lời thế thì] [quá|lạ thật|ai tin], [cứ|chỉ] ra [đó|tận nơi] mà xem.",
    "[Đọc|Xem] [đến đoạn|chuyện] WHO mà [thương|giận|buồn], [mong|chúc] [gia đình|bà con] [sớm|mau] ổn định.",
    "[Hồi {year:-15}|Ngày trước] tôi [làm|sống] ở [{prov}|đó] {n:2-20} năm, [đường|nước|giá] [cũng|đâu] [thế này|như bây giờ].",
    "[Theo tôi|Thiết nghĩ], [nên|phải] [phạt nặng|làm rõ|công khai], chứ [để thế này|nhắc nhở mãi] [dân khổ|không ăn thua].",
    "[Cảm ơn|Hoan hô] [tòa soạn|tác giả|WHO], [bài hay|rất hay|ý nghĩa quá]!",
    "[Ai|Anh chị nào] [biết|có] [địa chỉ|số điện thoại] [của WHO|ở đó] cho [tôi|mình] xin [với|nhé]?",
    "[Hay|Chuẩn|Buồn thật|Hóng|Quá đúng].",
    "[Giá|Tiền] [như vậy|thế] thì [{n:2-30} triệu|dân] [sao mua nổi|ai chịu], [chỗ tôi|ở {prov}] [rẻ hơn|cũng vậy].",
)
_WHO = (
    "{p.pen}",
    "{p}",
    "{p} ({prov})",
    "{p.pen} nói:",
    "{p.pen}:",
    "Bạn đọc {place}",
    "user{n:100-9999}",
    "{p.g} {n:60-99}",
)
_CORRECTIONS = (
    "[Bài|Tin] [đã được|được] [sửa|cập nhật] lúc {time} ngày {near:0:3} để [làm rõ|ghi đúng] [tên nhân vật|số liệu ở đoạn {n:2-6}].",
    "[Bản trước|Bài đăng ngày {day}] ghi [nhầm|sai] [tuổi|chức danh] của WHO, [tòa soạn|chúng tôi] xin lỗi bạn đọc.",
    "[Tên|Một số tên] nhân vật [trong bài|] đã [được |]đổi.",
    "[Bài viết|Ý kiến] [thể hiện|là] quan điểm [riêng|] của WHO.",
)


def _someone(page: Page) -> str:
    """Somebody or something that the story names: furniture may well speak of it."""
    named = _NAME.findall(" ".join(page.story.paragraphs))
    return page.rng.choice(named) if named else page.story.author


def _spoken(page: Page, templates: tuple[str, ...]) -> str:
    return page.say(page.rng.choice(templates).replace("WHO", _someone(page)))


def bio(page: Page) -> None:
    """A sentence or two about the author, right where the story stops."""
    rng = page.rng
    name = page.story.author if rng.random() < 0.7 else page.say("{p}")
    habit = random.Random(page.site.seed)
    if habit.random() < 0.4:
        page.add(habit.choice((name, "Về tác giả", "Người viết", f"* {name}")))
    lines = [page.say(line.replace("NAME", name)) for line in habit.sample(_BIOS, habit.choice((1, 1, 2)))]
    for line in lines if habit.random() < 0.4 else [" ".join(lines)]:
        page.add(line)


def house(page: Page) -> None:
    """The house about itself: a new day, price and number each time, so that the line never repeats."""
    habit = random.Random(page.site.seed + 1)
    if habit.random() < 0.25:
        page.add(heading(habit))
    for line in habit.sample(_HOUSE, habit.choice((1, 1, 1, 2))):
        page.add(page.say(line))
    if habit.random() < 0.2:
        page.add(habit.choice(("Xem các gói", "Đăng ký", "email của bạn", "Tôi muốn nhận", "Tìm hiểu")))


def readers(page: Page) -> None:
    """Comments: who, when and prose on the story's own matter, under a heading or none."""
    rng, habit = page.rng, random.Random(page.site.seed + 2)
    way, long = habit.choice(("above", "above", "below", "same", "none")), habit.choice((1, 1, 2, 4))
    who, stamped = habit.choice(_WHO), habit.random() < 0.3
    if habit.random() < 0.7:
        words = habit.choice(("Ý kiến", "Bình luận", "Bạn đọc viết", "Thảo luận", "Trao đổi", heading(habit)))
        page.add(f"{words} ({rng.randrange(1, 90)})" if habit.random() < 0.3 else words)
    for _ in range(rng.randint(1, 6)):
        text = " ".join(_spoken(page, _OPINIONS) for _ in range(rng.randint(1, long)))
        name = page.say(who)
        if way == "above":
            page.add(name)
        page.add(f"{name.rstrip(':')}: {text}" if way == "same" else text)
        if way == "below":
            page.add(f"{name.rstrip(':')}, {rng.randrange(1, 23)} giờ trước" if stamped else name)
        elif stamped:
            page.add(page.filled(page.site.stamp))


def leads(page: Page) -> None:
    """Leads of other stories as whole sentences, with no headline and no heading."""
    habit = random.Random(page.site.seed + 3)
    bullet = habit.choice(("", "", "", "- ", "• "))
    pictured = habit.random() < 0.25
    for _ in range(habit.choice((1, 1, 1, 2, 3))):
        if pictured:
            page.add(f"![](https://img.{page.site.host}/{page.rng.randrange(10**6)}.jpg)")
        other = page.other()
        page.add(bullet + (other.lead or other.paragraphs[0]))


def half(page: Page) -> None:
    """A piece of another story: its headline or none, and a paragraph that is not its lead."""
    habit, other = random.Random(page.site.seed + 4), page.other()
    if habit.random() < 0.6:
        page.add(other.title)
    for text in other.paragraphs[1 : habit.choice((2, 2, 3))]:
        page.add(text)
    if habit.random() < 0.4:
        page.add(habit.choice(("Đọc tiếp", "Xem tiếp", "Đọc cả bài", "...")))


def next_story(page: Page) -> None:
    """Another story under this one, opened as far as some paragraphs, as pages without an end do it."""
    habit = random.Random(page.site.seed + 5)
    for _ in range(habit.choice((1, 1, 2))):
        other = page.other()
        if habit.random() < 0.4:
            page.add(other.section)
        page.add(other.title, tag="h2")
        if habit.random() < 0.4:
            page.add(page.filled(page.site.stamp))
        page.add(other.lead)
        for text in other.paragraphs[: habit.randint(0, 6)]:
            page.add(text)
        if habit.random() < 0.4:
            page.add(other.author)


def pull(page: Page) -> None:
    """A piece of a paragraph set large in the story's middle: said twice."""
    habit = random.Random(page.site.seed + 6)
    long = [text for text in page.story.paragraphs if len(text) > 70]
    if not long:
        return
    sentence = page.rng.choice(page.rng.choice(long).split(". ")).strip(' ."“”')
    words = sentence.split()
    if habit.random() < 0.4 and len(words) > 14:
        start = page.rng.randrange(0, len(words) - 11)
        sentence = " ".join(words[start : start + page.rng.randint(7, 11)])
        sentence = sentence[:1].upper() + sentence[1:]
    page.add(habit.choice(("{}", "“{}”", '"{}"', "» {}", "{}.", "“{}.”")).format(sentence), tag="blockquote")
    if habit.random() < 0.3:
        page.add(_someone(page))


def correction(page: Page) -> None:
    """A note on the text itself."""
    note = _spoken(page, _CORRECTIONS)
    page.add(
        random.Random(page.site.seed + 7).choice(("{}", "{}", "(*) {}", "({})", "Ghi chú: {}")).format(note)
    )
