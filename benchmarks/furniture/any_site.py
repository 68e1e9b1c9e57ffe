"""A style without habits of its own: what stands where, in which form and words, is drawn for every site.

Styles of one hand share habits, and a model learns them. Here boxes, menus, stamps and notices of any form
stand in any order, under headings of any words; what is left to learn is what tells a story from what stands
around it. For training alone: no page of it is judged.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.furniture.page import Block, Story

_HEADINGS = [
    "Tin liên quan",
    "Đọc thêm",
    "Xem thêm",
    "Tin mới",
    "Đọc nhiều",
    "Có thể bạn quan tâm",
    "Cùng chuyên mục",
    "Tin khác",
    "Nổi bật",
    "Bài liên quan",
    "Mới nhất",
    "Chuyện hôm nay",
    "Góc ảnh",
    "Đang nóng",
    "Đừng bỏ qua",
    "Bạn đọc chọn",
    "Điểm nhấn",
    "Nhịp đời",
    "Tin cùng chủ đề",
    "Video hay",
    "Theo dòng",
    "Chuyên trang",
    "Từ khắp nơi",
    "Hôm qua có gì",
    "Trong số này",
    "Bài cũ",
    "Kho bài",
    "Gợi ý",
    "Dành cho bạn",
    "Lướt nhanh",
    "Trang địa phương",
    "Ấn phẩm mới",
    "More stories",
    "Latest",
    "Trending now",
    "Read next",
    "Sponsored",
    "Chọn lọc",
    "Biên tập viên chọn",
    "Tâm điểm",
    "Mạch tin",
    "Cùng tác giả",
    "Kết nối",
]
_MENU = [
    "Trang chủ",
    "Thời sự",
    "Kinh tế",
    "Thế giới",
    "Văn hóa",
    "Thể thao",
    "Giải trí",
    "Pháp luật",
    "Giáo dục",
    "Sức khỏe",
    "Đời sống",
    "Xe",
    "Du lịch",
    "Khoa học",
    "Công nghệ",
    "Bạn đọc",
    "Địa phương",
    "Nhà đất",
    "Video",
    "Ảnh",
    "Podcast",
    "Chuyên đề",
    "Góc nhìn",
    "Tuổi trẻ",
    "Nông thôn mới",
    "Biển đảo",
    "Đăng nhập",
    "Tìm kiếm",
    "Liên hệ",
    "RSS",
    "Quảng cáo",
    "Tòa soạn",
    "English",
    "Ẩm thực",
    "Việc làm",
    "Nhân ái",
    "Hỏi đáp",
    "Lịch chiếu",
    "Thời tiết",
    "Tỷ giá",
    "Chứng khoán",
    "Làng nghề",
    "Người Việt xa xứ",
]
_SHARES = [
    "Chia sẻ",
    "Facebook",
    "Zalo",
    "Twitter",
    "In bài",
    "Gửi mail",
    "Lưu bài",
    "Copy link",
    "Aa",
    "Thích 0",
    "Theo dõi trên Google News",
    "Báo lỗi",
    "Nghe bài",
    "0:00 / 4:12",
    "Giọng nam",
    "Giọng nữ",
    "Bình luận",
    "0",
    "12",
    "Tặng sao",
    "A- A+",
    "Ghim",
    "Đọc sau",
    "Messenger",
    "LinkedIn",
    "QR",
    "Tải về PDF",
    "Chế độ đọc",
    "Phóng to",
]
_NOTICES = [
    "Trang này dùng cookie để ghi nhớ lựa chọn của bạn. Tiếp tục đọc nghĩa là bạn đồng ý.",
    "Đăng ký bản tin sáng để nhận năm câu chuyện đáng đọc nhất qua thư điện tử, không thư rác.",
    "Bạn còn 3 bài miễn phí trong tháng này. Đăng ký để đọc không giới hạn.",
    "Cài ứng dụng để nhận thông báo khi có tin nóng.",
    "Bạn đọc có tin, ảnh, clip hay hãy gửi về tòa soạn qua số 0900 000 000.",
    "Mọi đóng góp cho quỹ xin gửi về tòa soạn, tài khoản 000111222 tại ngân hàng.",
    "Nội dung do đối tác cung cấp, không phản ánh quan điểm của tòa soạn.",
    "Trình duyệt của bạn đang chặn quảng cáo. Hãy tắt để ủng hộ chúng tôi làm báo.",
    "Kính mời quý vị theo dõi kênh của đài trên các nền tảng số.",
    "Hãy để lại ý kiến của bạn bằng tiếng Việt có dấu; bình luận được duyệt trước khi đăng.",
    "Bản tin được đọc tự động bằng trí tuệ nhân tạo, có thể sai ở tên riêng.",
    "Thực hiện khảo sát hai phút để giúp chúng tôi cải thiện trang.",
    "Đây là bài viết thuộc gói hội viên. Cảm ơn bạn đã đồng hành cùng tòa soạn trong suốt thời gian qua.",
    "Vui lòng không sao chép khi chưa được sự đồng ý bằng văn bản của tòa soạn.",
    "Bạn đang xem bản lưu trữ; một số ảnh có thể không còn hiển thị đúng.",
]
_FOOTS = [
    "Cơ quan chủ quản: Hội Nhà vườn",
    "Tổng biên tập: {name}",
    "Phó tổng biên tập: {name}, {name}",
    "Giấy phép số {n}/GP-BTTTT cấp ngày {d}",
    "Trụ sở: số {n} đường Hoa Phượng",
    "Điện thoại: 0{n}{n}",
    "Email: toasoan@{host}",
    "© {y} {site}. Giữ toàn quyền",
    "Thiết kế bởi {site}",
    "Đường dây nóng: 09{n}{n}",
    "Liên hệ quảng cáo: {name}",
    "Chỉ được dẫn lại khi ghi rõ nguồn {site}",
    "Fax: 0{n}{n}",
    "Phiên bản di động",
    "Số lượt truy cập: {n}{n}",
    "Đang trực tuyến: {n}",
    "Chịu trách nhiệm nội dung: {name}",
    "Văn phòng miền Trung: {n} phố Biển",
    "Lên đầu trang",
]
_OPINIONS = [
    "Bài viết rất hay, cảm ơn tác giả.",
    "Quê tôi cũng vậy, mong chính quyền sớm vào cuộc để bà con đỡ khổ.",
    "Đọc mà thương quá. Ai biết địa chỉ cho tôi xin để gửi chút quà.",
    "Theo tôi thì nên phạt nặng hơn, chứ cứ nhắc nhở mãi không ăn thua.",
    "Hay",
    "Đồng ý với bạn ở trên!",
    "Nhà tôi gần đó, hôm ấy đúng là đông thật. Xe kẹt từ đầu cầu đến tận chợ, chen mãi mới qua được.",
    "Số liệu này có đúng không nhỉ? Tôi thấy năm ngoái báo cáo khác mà.",
    "Chúc mừng các em!",
    "Cần làm rõ trách nhiệm của từng người. Tiền của dân chứ có phải của ai đâu mà tiêu như vậy.",
]
_NAMES = [
    "Lan Anh",
    "Minh Tú",
    "Hoàng Phúc",
    "Ngọc Trâm",
    "Quốc Bảo",
    "Thu Hà",
    "Đức Long",
    "Bảo Châu",
    "Văn Sáu",
    "Hữu Nghĩa",
    "Kiều My",
    "Trần Bình",
]
_BIOS = [
    "{name} là phóng viên mảng đời sống từ năm {y}, từng công tác ở nhiều tỉnh miền Trung và miền Tây.",
    "Tốt nghiệp ngành báo chí, {name} viết về môi trường và con người vùng ven biển. Liên hệ: {name}@{host}",
    "Cây bút chuyên theo dõi thị trường. Thích cà phê và đi bộ đường dài.",
]

Line = tuple[str, str]  # text and tag


@dataclass(frozen=True, slots=True)
class _Box:
    """A box of other stories: where its items come from and how each is written."""

    heading: str
    items: tuple[int, int]
    form: str
    cut: bool
    fixed: bool
    bullet: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class AnySite:
    """The constants of a site."""

    name: str
    host: str
    gaps: str
    above: tuple[str, ...]
    below_title: tuple[str, ...]
    inside: tuple[str, ...]
    after: tuple[str, ...]
    boxes: tuple[_Box, ...]
    lines: dict[str, list[str]] = field(default_factory=dict)
    pictures: str = "none"
    link: str = "Xem thêm: "
    stamp: str = "{d}"
    credit: str = "{name}"
    tags: str = "line"
    fixed: tuple[Story, ...] = ()


def make_site(rng: random.Random) -> AnySite:
    """Draw a site."""
    name = (
        rng.choice(("Báo", "Tạp chí", "Trang", "Cổng"))
        + " "
        + " ".join(rng.sample(("Sông", "Núi", "Hoa", "Gió", "Mai", "Quê"), 2))
    )
    host = f"s{rng.randrange(10**6)}.example"
    much = rng.choice((0.3, 0.6, 1.0, 1.0, 1.5))
    lines = {
        "menu": rng.sample(_MENU, rng.randint(3, 22)),
        "share": rng.sample(_SHARES, rng.randint(1, 9)),
        "notice": rng.sample(_NOTICES, rng.randint(1, 3)),
        "foot": [_filled(line, rng, name, host) for line in rng.sample(_FOOTS, rng.randint(1, 10))],
        "ticker": [_coined(rng)],
    }
    return AnySite(
        name=name,
        host=host,
        gaps=rng.choice(("none", "none", "all", "blocks", "paragraphs", "some")),
        above=_drawn(
            rng,
            (
                "menu",
                "bar",
                "crumbs",
                "crumb-lines",
                "section",
                "links",
                "stamp",
                "notice",
                "ticker",
                "teasers",
                "name",
                "date",
                "box",
            ),
            0.22 * much,
        ),
        below_title=_drawn(
            rng,
            (
                "stamp",
                "stamp",
                "author",
                "share",
                "section",
                "notice",
                "comments",
                "audio",
                "links",
                "picture",
            ),
            0.3 * much,
        ),
        inside=_drawn(
            rng,
            (
                "box",
                "box",
                "link",
                "link",
                "bare-link",
                "picture",
                "picture",
                "notice",
                "quote",
                "share",
                "teaser",
                "video",
            ),
            0.3 * much,
        ),
        after=_drawn(
            rng,
            (
                "author",
                "source",
                "tags",
                "share",
                "box",
                "box",
                "box",
                "links",
                "pairs",
                "comments",
                "notice",
                "foot",
                "menu",
                "bio",
                "stamp",
                "numbered",
                "teasers",
                "bar",
            ),
            0.42 * much,
        ),
        boxes=tuple(_box(rng) for _ in range(4)),
        lines=lines,
        pictures=rng.choice(("none", "none", "row", "markdown", "alt", "bare")),
        link=rng.choice(
            (
                "Xem thêm: ",
                "Đọc thêm: ",
                ">> ",
                ">>> ",
                "» ",
                "→ ",
                "",
                "",
                "Liên quan: ",
                "Mời đọc: ",
                "Có thể xem: ",
            )
        ),
        stamp=rng.choice(
            (
                "{d}",
                "{d} {t}",
                "{t} {d}",
                "Thứ Ba, {d}, {t} (GMT+7)",
                "Đăng ngày {d}",
                "Cập nhật lúc {t} ngày {d}",
                "{t} | {d}",
                "Ngày đăng: {d} - {v} lượt xem",
                "{name} - {d} {t}",
                "{n} giờ trước",
                "{name} | {t}, {d}",
            )
        ),
        credit=rng.choice(
            (
                "{name}",
                "Theo {name}",
                "Tác giả: {name}",
                "{name} (tổng hợp)",
                "Bài, ảnh: {name}",
                "- {name} -",
                "{NAME}",
                "PV {name}",
                "{name}/{site}",
                "By {name}",
                "Nguồn: {site}",
            )
        ),
        tags=rng.choice(("line", "lines", "heading", "hash", "comma", "none")),
    )


def render(site: AnySite, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    """A page of the site."""
    page = _Page(site, story, list(others), rng)
    for part in site.above:
        page.part(part)
    if rng.random() < 0.97:
        page.add(story.title, "title", "h1")
    for part in site.below_title:
        page.part(part)
    page.tell()
    for part in site.after:
        page.part(part)
    return page.blocks


class _Page:
    """A page while it is written."""

    def __init__(self, site: AnySite, story: Story, others: list[Story], rng: random.Random) -> None:
        self.site, self.story, self.rng = site, story, rng
        self.others = others or [story]
        self.blocks: list[Block] = []
        self.box = 0
        self.caption = 0

    def add(self, text: str, label: str = "furniture", tag: str = "p") -> None:
        if not text:
            return
        gaps = self.site.gaps
        blank = gaps == "all" or (
            gaps == "paragraphs" and (label != "furniture" or self._last() != "furniture")
        )
        if self.blocks and (blank or (gaps == "some" and self.rng.random() < 0.4)):
            self.blocks.append(Block("", "furniture"))
        self.blocks.append(Block(text, label, tag))  # type: ignore[arg-type]  # one of the three labels

    def _last(self) -> str:
        return self.blocks[-1].label if self.blocks else "furniture"

    def other(self) -> Story:
        return self.rng.choice(self.others)

    def part(self, name: str) -> None:
        if self.site.gaps == "blocks" and self.blocks and self.blocks[-1].text:
            self.blocks.append(Block("", "furniture"))
        _PARTS[name](self)

    def tell(self) -> None:
        story, rng, inside = self.story, self.rng, self.site.inside
        if self.site.gaps == "blocks":
            self.blocks.append(Block("", "furniture"))
        if story.lead:
            self.add(rng.choice(("", "", "", f"({self.site.name}) - ")) + story.lead, "story", "h2")
        places = {
            rng.randrange(0, max(1, len(story.paragraphs))): part for part in inside if rng.random() < 0.75
        }
        for place, paragraph in enumerate(story.paragraphs):
            if place in places:
                self.part(places[place])
            self.add(paragraph, "story", "h3" if place in story.subheadings else "p")

    def picture(self) -> None:
        rng, form = self.rng, self.site.pictures
        if not self.story.captions:
            return
        text = self.story.captions[self.caption % len(self.story.captions)]
        self.caption += 1
        text += rng.choice(
            (
                "",
                "",
                "",
                ".",
                f" Ảnh: {rng.choice(_NAMES)}",
                f". Ảnh: {rng.choice(_NAMES)}",
                f" - Ảnh: {rng.choice(_NAMES)}",
                f" (Ảnh: {rng.choice(_NAMES)})",
            )
        )
        if form == "row":
            self.add("![]() |")
            self.add(f"{text} |")
        elif form == "markdown":
            self.add(f"![](https://img.{self.site.host}/{rng.randrange(10**6)}.jpg)")
            self.add(text, tag="figcaption")
        elif form == "alt":
            self.add(f"![{text}](https://img.{self.site.host}/{rng.randrange(10**6)}.jpg)")
        elif form == "bare":
            self.add(text, tag="figcaption")

    def item(self, form: str, story: Story, box: _Box, place: int) -> None:
        rng = self.rng
        lead = story.lead or story.paragraphs[0]
        if box.long:
            lead = " ".join([lead, *story.paragraphs[: rng.randint(1, 2)]])
        if box.cut and len(lead) > 90:
            lead = lead[: rng.randint(70, 180)].rsplit(" ", 1)[0] + rng.choice(("...", "…", "..."))
        title = f"{box.bullet}{story.title}"
        if form == "image":
            self.add(f"![]() {rng.choice((story.title, lead))} |")
            return
        if form == "numbered":
            self.add(str(place + 1))
        if form == "sectioned":
            self.add(story.section)
        if form == "pictured":
            self.add(f"![](https://img.{self.site.host}/{rng.randrange(10**6)}.jpg)")
        if form != "teaser":
            self.add(title, tag="a")
        if form in ("pair", "teaser", "dated-pair"):
            self.add(lead, tag="a")
        if form in ("dated", "dated-pair"):
            self.add(_filled(self.site.stamp, rng, self.site.name, self.site.host))
        if form == "viewed":
            self.add(f"{rng.randrange(5, 9000)} lượt xem")

    def boxed(self) -> None:
        box = self.site.boxes[self.box % len(self.site.boxes)]
        self.box += 1
        self.add(box.heading, tag="h3")
        for place in range(self.rng.randint(*box.items)):
            self.item(
                box.form, self.others[place % len(self.others)] if box.fixed else self.other(), box, place
            )


def _links(page: _Page) -> None:
    for _ in range(page.rng.randint(1, 7)):
        page.add(page.other().title, tag="a")


def _pairs(page: _Page) -> None:
    box = _Box(
        "", (2, 5), "pair", page.rng.random() < 0.5, fixed=False, bullet="", long=page.rng.random() < 0.3
    )
    for place in range(page.rng.randint(2, 6)):
        page.item("pair", page.other(), box, place)


def _teasers(page: _Page) -> None:
    box = _Box(
        "", (1, 3), "teaser", page.rng.random() < 0.5, fixed=False, bullet="", long=page.rng.random() < 0.3
    )
    for place in range(page.rng.randint(1, 4)):
        page.item("teaser", page.other(), box, place)


def _comments(page: _Page) -> None:
    rng = page.rng
    page.add(
        rng.choice(("Bình luận", f"Bình luận ({rng.randrange(40)})", "Ý kiến bạn đọc", "Bạn nghĩ gì?", ""))
    )
    for _ in range(rng.randint(0, 6)):
        page.add(rng.choice(_NAMES))
        page.add(rng.choice(_OPINIONS))
        page.add(rng.choice(("", "Thích Trả lời", f"{rng.randrange(1, 20)} giờ trước", "Trả lời", "Hay 3")))


def _numbered(page: _Page) -> None:
    box = _Box(rng_heading(page.rng), (5, 10), "numbered", cut=False, fixed=False, bullet="")
    page.add(box.heading)
    for place in range(page.rng.randint(3, 10)):
        page.item("numbered", page.other(), box, place)


def _tags(page: _Page) -> None:
    tags, form = page.story.tags, page.site.tags
    if form == "line":
        page.add("Từ khóa: " + ", ".join(tags))
    elif form == "heading":
        page.add(page.rng.choice(("Từ khóa", "Chủ đề", "Tags", "Thẻ")))
    elif form == "hash":
        page.add(" ".join("#" + tag.replace(" ", "") for tag in tags))
    elif form == "comma":
        page.add(", ".join(tags))
    if form in ("lines", "heading"):
        for tag in tags:
            page.add(page.rng.choice((tag, tag.capitalize())), tag="a")


def _author(page: _Page) -> None:
    form = page.site.credit
    name = page.story.author
    page.add(form.replace("{name}", name).replace("{NAME}", name.upper()).replace("{site}", page.site.name))


def _said(kind: str) -> Callable[[_Page], None]:
    def part(page: _Page) -> None:
        for line in page.site.lines[kind]:
            page.add(line, tag="span")

    return part


def _bar(page: _Page) -> None:
    page.add(page.rng.choice((" | ", " ", " · ", " - ")).join(page.site.lines["menu"][:10]))


def _share(page: _Page) -> None:
    lines = page.site.lines["share"]
    if len(lines) % 2:
        page.add(" ".join(lines))
    else:
        _said("share")(page)


def _stamp(page: _Page) -> None:
    page.add(
        _filled(
            page.site.stamp, page.rng, page.site.name, page.site.host, day=page.story.day.strftime("%d/%m/%Y")
        ),
        tag="time",
    )


def _teaser(page: _Page) -> None:
    page.add(page.other().title)
    page.add((page.rng.choice(page.others).lead or "Đọc tiếp")[:150] + "...")


def _video(page: _Page) -> None:
    page.add(page.rng.choice(("Video: ", "Clip: ", "[Video] ", "")) + page.other().title)
    page.add(page.rng.choice(("", "00:00 / 03:21", "Phát lại", "Nguồn: " + page.rng.choice(_NAMES))))


def _bio(page: _Page) -> None:
    page.add(page.story.author)
    page.add(
        _filled(page.rng.choice(_BIOS), page.rng, page.site.name, page.site.host, name=page.story.author)
    )


_PARTS: dict[str, Callable[[_Page], None]] = {
    "menu": _said("menu"),
    "bar": _bar,
    "crumbs": lambda page: page.add(
        page.rng.choice((" › ", " > ", " / ", " » ")).join(("Trang chủ", page.story.section))
    ),
    "crumb-lines": lambda page: [page.add(line) for line in ("Trang chủ", page.story.section)] and None,
    "section": lambda page: page.add(page.story.section),
    "links": _links,
    "stamp": _stamp,
    "notice": lambda page: page.add(page.rng.choice(page.site.lines["notice"])),
    "ticker": _said("ticker"),
    "teasers": _teasers,
    "name": lambda page: page.add(page.site.name),
    "date": lambda page: page.add(_filled("Hôm nay, {d}", page.rng, page.site.name, page.site.host)),
    "box": _Page.boxed,
    "author": _author,
    "share": _share,
    "comments": _comments,
    "audio": lambda page: page.add(
        page.rng.choice(("Nghe bài viết", "0:00/3:45 Nữ miền Nam", "Đọc bài: 4 phút"))
    ),
    "picture": _Page.picture,
    "link": lambda page: page.add(page.site.link + page.other().title, tag="a"),
    "bare-link": lambda page: page.add(page.other().title, tag="a"),
    "quote": lambda page: (
        page.add(page.story.paragraphs[0].split(". ")[0], tag="span") if page.rng.random() < 0.2 else None
    ),
    "teaser": _teaser,
    "video": _video,
    "source": lambda page: page.add(page.rng.choice(("Theo ", "Nguồn: ", "(Theo ")) + page.site.name),
    "tags": _tags,
    "pairs": _pairs,
    "foot": _said("foot"),
    "bio": _bio,
    "numbered": _numbered,
}


def rng_heading(rng: random.Random) -> str:
    """A heading of a box: one that many sites have, or words that none has."""
    heading = rng.choice(_HEADINGS) if rng.random() < 0.6 else _coined(rng)
    return rng.choice((heading, heading, heading.upper(), f"{heading}:", f"◆ {heading}", f"{heading} »"))


def _coined(rng: random.Random) -> str:
    words = [
        "sắc",
        "màu",
        "nhịp",
        "cầu",
        "hương",
        "xưa",
        "chuyện",
        "bếp",
        "phố",
        "vườn",
        "trăng",
        "tuần",
        "này",
        "bạn",
        "hữu",
        "sân",
        "cỏ",
        "dặm",
        "đường",
        "nghề",
        "ký",
        "ức",
        "thành",
        "thị",
        "xanh",
        "hè",
        "sang",
    ]
    return " ".join(rng.sample(words, rng.randint(1, 5))).capitalize()


def _box(rng: random.Random) -> _Box:
    forms = (
        "plain",
        "plain",
        "plain",
        "pair",
        "pair",
        "teaser",
        "image",
        "numbered",
        "sectioned",
        "pictured",
        "dated",
        "dated-pair",
        "viewed",
    )
    low = rng.choice((1, 1, 2, 3, 4))
    return _Box(
        heading=rng_heading(rng) if rng.random() < 0.85 else "",
        items=(low, low + rng.choice((0, 0, 2, 6))),
        form=rng.choice(forms),
        cut=rng.random() < 0.35,
        fixed=rng.random() < 0.3,
        bullet=rng.choice(("", "", "", "", "- ", "• ", "> ", "+ ")),
        long=rng.random() < 0.3,
    )


def _drawn(rng: random.Random, parts: Sequence[str], chance: float) -> tuple[str, ...]:
    chosen = [part for part in parts if rng.random() < chance]
    rng.shuffle(chosen)
    return tuple(chosen)


def _filled(form: str, rng: random.Random, site: str, host: str, *, day: str = "", name: str = "") -> str:
    day = day or f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(2015, 2025)}"
    return (
        form.replace("{d}", day)
        .replace("{t}", f"{rng.randrange(24):02}:{rng.randrange(60):02}")
        .replace("{v}", str(rng.randrange(9000)))
        .replace("{n}", str(rng.randrange(2, 24)))
        .replace("{y}", str(rng.randrange(1999, 2026)))
        .replace("{name}", name or rng.choice(_NAMES))
        .replace("{site}", site)
        .replace("{host}", host)
    )
