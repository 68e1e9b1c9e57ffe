"""Who wrote it and who answers: bylines, sources, boxes about authors, readers' comments, polls."""

from benchmarks.furniture.parts.boxes import in_own_region
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part
from benchmarks.furniture.parts.stamps import stamp_form

_BYLINES = (
    "{}",
    "{}",
    "{}",
    "Theo {}",
    "Bài: {}",
    "Tác giả: {}",
    "Bài và ảnh: {}",
    "Tin, ảnh: {}",
    "PV {}",
    "{} (tổng hợp)",
    "{} thực hiện",
    "Thực hiện: {}",
    "Người viết: {}",
    "Nguồn: {}",
    "({})",
    "{}/{site}",
    "Theo {}/{site}",
    "{} - {site}",
    "Phóng viên {}",
    "Bài, ảnh: {}",
    "* {}",
    "Biên tập: {}",
    "Đăng bởi {}",
    "{} (theo {site})",
    "ThS {}",
    "Tác giả, {}",
    "{} ghi",
    "Viết bởi: {}",
    "BTV {}",
    "{}, CTV {site}",
)
_BYLINES_EN = ("By {}", "by {}", "Author: {}", "Posted by {}", "Written by {}", "{}", "Story by {}")
_BIOS = (
    "NAME [là|hiện là] [phóng viên|cây bút|biên tập viên] [mảng|chuyên về] [đời sống|kinh tế|môi trường|thể thao] [của|tại] {site} từ năm 20{n:10-23}.",
    "[Tốt nghiệp|Từng học] ngành [báo chí|văn học|luật], NAME [viết|làm báo] {n:3-30} năm và [nhận|đoạt] {n:1-6} giải thưởng báo chí.",
    "NAME [thích|mê] [chạy bộ|cà phê|đọc sách cũ|chụp ảnh] và [sống|làm việc] tại {prov}. [Liên hệ|Email]: tacgia{n:1-90}@{host}",
    "[Chuyên gia|Tiến sĩ] NAME, [{org}|{school}], là [cộng tác viên|người viết chuyên mục] của chúng tôi.",
)
_OPINIONS = (
    "[Bài viết|Bài|Tin này] [rất hay|ý nghĩa quá|hữu ích], cảm ơn [tác giả|phóng viên|tòa soạn].",
    "[Ở|Tại] {prov} [chỗ tôi|quê tôi] cũng [vậy|thế], [mong|đề nghị] [chính quyền|cơ quan chức năng] [sớm|nhanh chóng] [giải quyết|vào cuộc] cho dân nhờ.",
    "[Tôi|Mình] [không đồng ý|thấy chưa ổn], [nếu|giả sử] [làm vậy|thế] thì {n:5-90} hộ [nghèo|bị ảnh hưởng] [sống|lấy gì] [bằng gì|mà ăn]?",
    "[Đọc|Xem] mà [thương|xúc động] quá. [Chúc|Mong] [gia đình|bà con|các em] [sớm|mau] [vượt qua|bình an].",
    "[Ngày xưa|Hồi {year:-20}] tôi [sống|đi làm] ở [đó|gần đó] {n:2-20} năm, [mỗi lần|cứ] mưa là [lội nước|kẹt xe] đến [tận|gần] {n:7-11} giờ đêm. [Nay|Giờ] [thấy|nghe] [đổi khác|có dự án] [cũng mừng|mà lo].",
    "[Phạt|Xử] [thật nặng|gấp {n:2-10} lần] thì [mới|họa may] [chừa|giảm]. [Cứ|Chứ] [nhắc nhở|hòa cả làng] [mãi|thế này] [chán|không ăn thua]!",
    "[Hay|Chuẩn|Đồng ý|Quá đúng|Tuyệt vời|Like|+1|Hóng|Buồn thật]",
    "[Có|Ai có] [số điện thoại|địa chỉ] [cho|để] [tôi|mình] [liên hệ|gửi chút quà] [với|nhé]?",
    "[Giá|Tiền] [bao nhiêu|thế nào] vậy [ad|tòa soạn|mọi người] ơi? [Tôi|Nhà tôi] [cần|muốn] [mua|hỏi] {n:2-30} [cái|bộ|ký].",
    "Theo [tôi|thiển ý của tôi], [gốc rễ|vấn đề] nằm ở [quy hoạch|ý thức|khâu giám sát]. [Các nước|Ở {country}] [họ|người ta] [làm|áp dụng] [từ|cách đây] {n:5-30} năm [rồi|và rất hiệu quả]; [mình|ta] [học|đi] [sau|chậm] [mà|nhưng] [vẫn|lại] [lặp|sai] y như cũ.",
)


def byline(kit: Kit) -> Part:
    """The author, in the site's way."""
    form, css = (
        kit.pick(_BYLINES_EN if kit.english else _BYLINES).replace("{site}", kit.name),
        kit.css("author"),
    )
    upper, role = (
        kit.chance(0.12),
        kit.say("[Phóng viên|Biên tập viên|Cộng tác viên|Tác giả]") if kit.chance(0.12) else "",
    )
    dated = stamp_form(kit) if kit.chance(0.15) else None
    mail = kit.chance(0.08)
    split, tag = kit.chance(0.08), kit.pick(("p", "p", "span", "div", "strong"))

    def lay(page: Canvas) -> None:
        who = page.story.author.upper() if upper else page.story.author
        text = form.format(who)
        if dated is not None:
            text = f"{text} - {dated(page, page.story.day)}"
        if mail:
            page.add(f"{page.rng.choice('abcdehlmnt')}{page.rng.randrange(100)}@{kit.host}", "a", css)
        for line in text.split(": ") if split else [text]:
            page.add(line, tag, css)
        page.add(role, "span", css)

    return lay


def source(kit: Kit) -> Part:
    """Where it was taken from."""
    form = kit.pick(
        (
            "Nguồn: {}",
            "Theo {}",
            "(Theo {})",
            "{}",
            "Nguồn: https://{h}/{i}.html",
            "https://{h}/bai-viet-{i}.html",
            "Link gốc: {h}",
            "Nguồn tin: {}",
            "Theo {}, {h}",
            "Bản gốc: {}",
            "Theo: {}",
        )
    )
    css = kit.css("source")

    def lay(page: Canvas) -> None:
        name = page.say("[Báo|Tạp chí|Đài] {place}") if page.rng.random() < 0.5 else kit.name
        page.add(form.format(name, h=kit.host, i=page.rng.randrange(10**5)), "p", css)

    return lay


def author_box(kit: Kit) -> Part:
    """A note on the author, prose of its own."""
    about, css = (
        kit.pick(("Về tác giả", "Tác giả", "", "Cùng tác giả", "Người viết", "About the author")),
        kit.css("bio"),
    )
    lines = kit.rng.sample(_BIOS, kit.rng.randint(1, 2))
    follow = kit.word("action") if kit.chance(0.4) else ""

    def lay(page: Canvas) -> None:
        page.add(about, "h4", css)
        if page.rng.random() < 0.5:
            page.add(page.story.author, "strong", css)
        for line in lines:
            page.add(
                page.say(
                    line.replace("NAME", page.story.author)
                    .replace("{site}", kit.name)
                    .replace("{host}", kit.host)
                ),
                "p",
                css,
            )
        page.add(follow, "a", css)

    return in_own_region(kit, lay, css)


def comments(kit: Kit) -> Part:
    """Readers' comments: names, hours and prose that is no story."""
    heading, css = kit.word("comments"), kit.css("comment")
    form = kit.pick(("name-first", "name-first", "one-line", "name-after", "text-only"))
    stamp = stamp_form(kit, short=True)
    foot = kit.pick(
        ("", "", "Thích Trả lời", "Trả lời", "Thích · Trả lời · {}", "{} thích", "Báo vi phạm", "Reply", "{}")
    )
    empty = kit.pick(
        (
            "Hiện chưa có bình luận nào, hãy là người đầu tiên bình luận",
            "Hãy là người đầu tiên bình luận",
            "Tối đa: 1500 ký tự",
            "Bạn cần đăng nhập để bình luận",
            "Nội dung bình luận",
            "Ý kiến của bạn sẽ được xét duyệt trước khi đăng.",
            "",
            "Vui lòng gõ tiếng Việt có dấu. Bình luận được kiểm duyệt trước khi hiển thị.",
        )
    )
    most, tall = kit.pick((0, 0, 2, 4, 8, 25)), kit.rng.random()

    def lay(page: Canvas) -> None:
        page.add(heading, "h3", css)
        for _ in range(page.rng.randint(0, most)):
            name = page.say("[{p.pen}|{p}|{p.g}|Bạn đọc {place}|{p.pen} {n:60-99}]")
            text = " ".join(
                page.say(page.rng.choice(_OPINIONS)) for _ in range(1 + (page.rng.random() < tall))
            )
            if form == "name-first":
                page.add(name, "strong", css)
            if form == "one-line":
                text = f"{name}: {text}"
            page.add(text, "p", css)
            if form == "name-after":
                page.add(f"{name} - {stamp(page, page.story.day)}", "span", css)
            elif form == "name-first" and tall > 0.4:
                page.add(stamp(page, page.story.day), "time", css)
            page.add(foot.format(page.rng.randrange(0, 60)), "span", css)
        page.add(empty, "p", css)

    return in_own_region(kit, lay, css)


def poll(kit: Kit) -> Part:
    """A question to readers and its answers."""
    heading, css = kit.word("poll"), kit.css("poll")
    question = "[Bạn|Theo bạn, ai|Bạn có] [nghĩ gì|chọn|tin] [về|vào] [{place}|giá vàng|đội {place}|việc cấm xe cũ|học phí mới] [năm nay|tuần này|]?"
    answers = (
        "Có",
        "Không",
        "Đồng ý",
        "Không đồng ý",
        "Ý kiến khác",
        "Chưa biết",
        "Tùy trường hợp",
        "Rất cần",
        "Không cần thiết",
    )
    shares, button = kit.chance(0.5), kit.pick(("Biểu quyết", "Xem kết quả", "Gửi", "Vote"))

    def lay(page: Canvas) -> None:
        page.add(heading, "h4", css)
        page.add(page.say(question), "p", css)
        for answer in page.rng.sample(answers, page.rng.randint(2, 4)):
            page.add(f"{answer} {page.rng.randrange(3, 80)}%" if shares else answer, "li", css)
        page.add(button, "button", css)

    return in_own_region(kit, lay, css)


def quote(kit: Kit) -> Part:
    """A sentence of the story set large in its middle: said twice, so furniture here."""
    dressed = kit.pick(("{}", "“{}”", "» {}", "{} -", "❝ {}"))

    def lay(page: Canvas) -> None:
        long = [
            p
            for at, p in enumerate(page.story.paragraphs)
            if at not in page.story.subheadings and len(p) > 80
        ]
        if long:
            sentence = page.rng.choice(long).split(". ")[0].strip(' "“”')
            page.add(dressed.format(sentence), "blockquote", css)

    css = kit.css("quote")
    return lay
