"""The paper of a provincial party committee: solemn header, weather, dated lists, announcements, no comments."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
    PICTURES,
    marked,
    other,
    others_in,
    paragraphs,
    pick,
    picture,
    spaced,
    titled,
    told,
    woven,
)  # fmt: skip
from benchmarks.furniture.held_out.words import PLACES, clock, pen_name, person, phone, short, slash, weekday
from benchmarks.furniture.page import Block, Story

_SECTIONS = [
    "Chính trị", "Xây dựng Đảng", "Kinh tế", "Xã hội", "Văn hóa", "Quốc phòng - An ninh", "Nông thôn mới", "Pháp luật",
    "Học tập và làm theo Bác", "Dân tộc - Miền núi", "Bạn đọc", "Chuyển đổi số", "Quốc tế", "Phóng sự - Ký sự",
]  # fmt: skip
_ANNOUNCED = [
    "Thông báo tạm ngừng cung cấp điện từ ngày {a} đến ngày {b} trên địa bàn thành phố.",
    "Quy định mới về mức đóng bảo hiểm y tế hộ gia đình có hiệu lực từ ngày {a}.",
    "Thông báo kết quả kỳ họp thứ mười lăm của Hội đồng nhân dân tỉnh khóa X.",
    "Thư mời quan tâm gói thầu cải tạo trụ sở làm việc.",
    "Danh sách thí sinh đủ điều kiện dự tuyển viên chức năm nay",
    "Kế hoạch tiếp công dân tháng {m} của Thường trực Tỉnh ủy",
]


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    host: str
    province: str
    prefix: str
    pictures: str
    blanks: str
    sections: tuple[str, ...]
    same_section: str
    latest: str
    ending: str
    weather: bool
    announcements: bool
    visits: bool
    reads_aloud: str


def make_site(rng: random.Random) -> Paper:
    province, short_name, host = rng.choice(
        [("Hải Sơn", "BHS", "baohaison.example"), ("Lam Giang", "BLG", "baolamgiang.example"),
         ("Tây Lĩnh", "TLO", "baotaylinh.example"), ("Bình Nguyên", "BBN", "baobinhnguyen.example")]
    )  # fmt: skip
    name = f"Báo {province}"
    return Paper(
        name=name,
        host=host,
        province=province,
        prefix=rng.choice([f"({short_name}) - ", f"{short_name} - ", f"({name}) - ", ""]),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["none", "region", "each"]),
        sections=tuple(rng.sample(_SECTIONS, 9)),
        same_section=rng.choice(
            ["Tin, bài cùng chuyên mục", "Các tin khác trong mục", "TIN CÙNG CHUYÊN MỤC", "Tin khác"]
        ),
        latest=rng.choice(["Tin mới cập nhật", "TIN MỚI NHẬN", "Bài mới"]),
        ending=rng.choice(["Tin, ảnh: {who}", "Bài và ảnh: {who}", "{WHO}", "{who}"]),
        weather=rng.random() < 0.5,
        announcements=rng.random() < 0.6,
        visits=rng.random() < 0.5,
        reads_aloud=rng.choice(["", "Nghe đọc bài", "Nghe nội dung bài viết"]),
    )


def render(site: Paper, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 14, rng)
    lines = _header(site, story, rng)
    lines.append(titled(story.title, "post-title", "content"))
    stamp = rng.choice(
        [f"Cập nhật lúc: {clock(rng)}, {slash(story.day)} (GMT+7)", f"{slash(story.day)} | {clock(rng)}",
         f"{weekday(story.day)}, ngày {slash(story.day)} - {clock(rng)}"]
    )  # fmt: skip
    lines.append(other(stamp, "span", "post-date", "content"))
    tools = [site.reads_aloud] if site.reads_aloud else []
    lines += others_in(
        [*tools, *rng.sample(["A-", "A", "A+", "In bài viết", "Gửi bài viết"], 3)], "li", "tool", "content"
    )
    if story.lead:
        lines.append(told(marked(site.prefix, story.lead), "p", "sapo", "content"))
    pictures = []
    for caption in story.captions:
        ended = rng.choice(
            [caption, caption + ".", f"{caption}. Ảnh: {pen_name(rng)}", f"{caption} - Ảnh: CTV"]
        )
        pictures.append(picture(site.pictures, site.host, ended, "image", "content", rng))
    groups = paragraphs(story, rng, region="content", heading="p", listed=0.2)
    lines += woven(groups, pictures, rng)
    lines.append(
        other(site.ending.format(who=story.author, WHO=story.author.upper()), "p", "author", "content")
    )
    return spaced(lines + _below(site, story, rest, rng), site.blanks)


def _header(site: Paper, story: Story, rng: random.Random) -> list[Block]:
    header = [
        f"CƠ QUAN CỦA ĐẢNG BỘ TỈNH {site.province.upper()}",
        f"TIẾNG NÓI CỦA ĐẢNG BỘ, CHÍNH QUYỀN VÀ NHÂN DÂN {site.province.upper()}",
        f"{weekday(story.day)}, {slash(story.day)}, {clock(rng)}",
    ]
    if site.weather:
        header += [
            f"{rng.choice(PLACES)}: {rng.randrange(18, 36)}°C",
            "Trời nhiều mây, không mưa",
            f"Độ ẩm {rng.randrange(55, 95)}%",
        ]
    header += ["Trang chủ", *site.sections, "Báo in", "Truyền hình", "Đa phương tiện"]
    trail = [rng.choice([f"Trang chủ » {story.section}", story.section])]
    return others_in(header, "li", "top", "header") + others_in(trail, "div", "crumb", "header")


def _below(site: Paper, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = []
    if story.tags and rng.random() < 0.4:
        lines.append(other("Từ khóa: " + ", ".join(story.tags), "p", "tags", "tags"))
    dated = rng.random() < 0.8
    lines.append(other(site.same_section, "h3", "heading", "related"))
    for one in rest[:6]:
        day = one.day - datetime.timedelta(days=rng.randrange(3))
        text = f"{one.title} ({short(day)})" if dated else one.title
        lines.append(other(text, "li", "item", "related"))
    if rng.random() < 0.5:
        lines += [
            other("Ý kiến bạn đọc", "h3", "heading", "feedback"),
            other("Họ và tên (*)", "label", "", "feedback"),
        ]
        lines += others_in(
            ["Email (*)", "Nội dung", "Mã xác nhận", "Gửi ý kiến", "Nhập lại"], "label", "", "feedback"
        )
    lines.append(other(site.latest, "h3", "heading", "aside"))
    for one in rest[6:10]:
        lines.append(other(one.title, "h4", "item", "aside"))
        if one.lead and rng.random() < 0.5:
            lines.append(other(marked(site.prefix, one.lead), "p", "sapo", "aside"))
    if site.announcements:
        lines.append(other(rng.choice(["THÔNG BÁO", "Thông tin cần biết"]), "h3", "heading", "aside"))
        for text in rng.sample(_ANNOUNCED, 3):
            filled = text.format(
                a=slash(story.day), b=slash(story.day + datetime.timedelta(days=6)), m=story.day.month
            )
            lines.append(other(filled, "li", "item", "aside"))
    foot = [
        f"BÁO {site.province.upper()} ĐIỆN TỬ",
        f"Giấy phép hoạt động báo chí số {random.Random(site.host).randrange(20, 700)}/GP-BTTTT",
        f"Tổng Biên tập: {person(random.Random(site.name))}",
        f"Tòa soạn: số {len(site.name) * 7} đường Trần Phú, tỉnh {site.province}. Điện thoại: {phone(random.Random(site.host))}",
        "Ghi rõ nguồn khi phát hành lại thông tin từ trang này.",
    ]
    if site.visits:
        foot.append(f"Số lượt truy cập: {rng.randrange(10**6, 10**8):,}".replace(",", "."))
    return lines + others_in(foot, "p", "foot", "footer")
