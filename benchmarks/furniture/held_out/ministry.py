"""The portal of a ministry: tools for reading, documents whose names read like sentences, procedures, surveys."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
    PICTURES,
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
from benchmarks.furniture.held_out.words import clock, phone, slash, weekday
from benchmarks.furniture.page import Block, Story

_DOCUMENTS = [
    "Quyết định số {n}/QĐ-B ngày {d} về việc ban hành kế hoạch kiểm tra năm tới",
    "Thông tư số {n}/{y}/TT-B quy định chế độ báo cáo định kỳ thuộc phạm vi quản lý nhà nước của Bộ.",
    "Công văn số {n}/B-VP ngày {d} về việc đôn đốc thực hiện nhiệm vụ quý tới",
    "Nghị định số {n}/{y}/NĐ-CP sửa đổi, bổ sung một số điều của các nghị định về xử phạt vi phạm hành chính.",
    "Chỉ thị số {n}/CT-B về tăng cường kỷ luật, kỷ cương hành chính",
    "Tờ trình số {n}/TTr-B ngày {d}",
]
_DRAFTS = [
    "Dự thảo Thông tư quy định định mức kinh tế - kỹ thuật (Hết hạn góp ý: {d})",
    "Dự thảo Nghị định về quản lý, khai thác dữ liệu dùng chung. Thời gian lấy ý kiến: 60 ngày.",
    "Hồ sơ đề nghị xây dựng Luật (sửa đổi)",
]


@dataclass(frozen=True, slots=True)
class Portal:
    name: str
    host: str
    trail: str
    pictures: str
    blanks: str
    tools: tuple[str, ...]
    stamp: str
    ending: str
    newer: bool
    others_head: str
    documents: str
    drafts: bool
    survey: bool
    links: tuple[str, ...]
    desk: str


def make_site(rng: random.Random) -> Portal:
    name, host = rng.choice(
        [
            ("Bộ Dân sinh và Phát triển", "bdspt.example"),
            ("Bộ Thủy văn và Nông thôn", "btvnt.example"),
            ("Sở Văn hóa tỉnh Lam Giang", "sovh.lamgiang.example"),
        ]
    )
    return Portal(
        name=name,
        host=host,
        trail=rng.choice(
            [
                "Trang chủ » Tin tức - Sự kiện » {section}",
                "Trang chủ > Tin hoạt động > {section}",
                "{section}",
            ]
        ),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "region", "none"]),
        tools=tuple(
            rng.sample(
                [
                    "Xem cỡ chữ",
                    "Cỡ chữ: A- A A+",
                    "Độ tương phản",
                    "Đọc bài viết",
                    "In",
                    "Gửi mail",
                    "Chế độ đọc",
                    "Chia sẻ qua Zalo",
                ],
                rng.randint(2, 5),
            )
        ),
        stamp=rng.choice(
            [
                "{clock} | {day}",
                "Ngày đăng: {day} - {clock}",
                "{weekday}, ngày {day}, {clock}",
                "Cập nhật: {day}. Lượt xem: {views}",
            ]
        ),
        ending=rng.choice(
            ["Trung tâm Thông tin", "{author} - Cổng TTĐT", "{author}", "(Nguồn: Văn phòng Bộ)"]
        ),
        newer=rng.random() < 0.5,
        others_head=rng.choice(["Các tin khác", "Tin bài khác", "CÁC TIN ĐÃ ĐƯA", "Tin cùng loại"]),
        documents=rng.choice(["Văn bản mới", "VĂN BẢN CHỈ ĐẠO ĐIỀU HÀNH", "Văn bản quy phạm pháp luật", ""]),
        drafts=rng.random() < 0.5,
        survey=rng.random() < 0.4,
        links=tuple(
            rng.sample(
                [
                    "Cổng Dịch vụ công",
                    "Hệ thống quản lý văn bản",
                    "Lịch công tác",
                    "Thư điện tử công vụ",
                    "Thủ tục hành chính",
                    "Hỏi đáp",
                    "Đường dây nóng",
                    "Phản ánh kiến nghị",
                    "Sơ đồ cổng",
                ],
                rng.randint(4, 8),
            )
        ),
        desk=phone(rng),
    )


def render(site: Portal, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 12, rng)
    lines = others_in(
        [f"CỔNG THÔNG TIN ĐIỆN TỬ {site.name.upper()}", "English", "Đăng nhập", *site.links[:4]],
        "li",
        "top",
        "header",
    )
    lines += others_in(
        ["Giới thiệu", "Cơ cấu tổ chức", "Tin tức", "Văn bản", "Dịch vụ công", "Thống kê", "Liên hệ"],
        "li",
        "menu",
        "nav",
    )
    lines.append(other(site.trail.format(section=story.section), "div", "trail", "content"))
    stamp = site.stamp.format(
        day=slash(story.day), clock=clock(rng), weekday=weekday(story.day), views=rng.randrange(20, 9000)
    )
    head = [
        titled(story.title, "title", "content", rng.choice(["h1", "h2", "div"])),
        other(stamp, "span", "date", "content"),
    ]
    lines += head if rng.random() < 0.7 else head[::-1]
    lines += others_in(site.tools, "li", "tool", "content")
    if story.lead:
        lines.append(told(story.lead, "div", "summary", "content"))
    captions = [
        caption + rng.choice(["", ".", " (Ảnh: Cổng TTĐT)", " (ảnh: VP)"]) for caption in story.captions
    ]
    boxes = [picture(site.pictures, site.host, caption, "img", "content", rng) for caption in captions]
    lines += woven(paragraphs(story, rng, region="content", heading="p", listed=0.5), boxes, rng)
    lines.append(other(site.ending.format(author=story.author), "p", "sign", "content"))
    return spaced(lines + _below(site, rest, story.day, rng), site.blanks)


def _below(site: Portal, rest: Sequence[Story], day: datetime.date, rng: random.Random) -> list[Block]:
    lines = []
    if rng.random() < 0.3:
        lines += others_in(
            ["Đánh giá bài viết:", "Rất hữu ích", "Hữu ích", "Bình thường", "Gửi đánh giá"],
            "label",
            "rate",
            "rate",
        )
    head = "Các tin mới hơn" if site.newer and rng.random() < 0.5 else site.others_head
    lines.append(other(head, "h3", "head", "related"))
    for one in rest[:6]:
        shown = rng.choice([f"{one.title} ({slash(one.day)})", f"{one.title} ({slash(one.day)})", one.title])
        lines.append(other(shown, "li", "item", "related"))
    if site.documents:
        lines.append(other(site.documents, "h3", "head", "aside"))
        for text in rng.sample(_DOCUMENTS, rng.randint(2, 4)):
            made = day - datetime.timedelta(days=rng.randrange(3, 40))
            lines.append(
                other(text.format(n=rng.randrange(4, 2900), d=slash(made), y=day.year), "li", "doc", "aside")
            )
    if site.drafts:
        lines.append(other("Lấy ý kiến nhân dân", "h3", "head", "aside"))
        lines += others_in(
            [text.format(d=slash(day + datetime.timedelta(days=50))) for text in rng.sample(_DRAFTS, 2)],
            "li",
            "doc",
            "aside",
        )
    for one in rest[6:9]:
        lines.append(other(one.title, "h4", "feature", "aside"))
        if one.lead and rng.random() < 0.7:
            lines.append(other(one.lead, "p", "feature", "aside"))
    if site.survey:
        lines += others_in(
            [
                "THĂM DÒ Ý KIẾN",
                "Xin cho biết đánh giá của ông/bà về giao diện mới của Cổng thông tin?",
                "Đẹp",
                "Bình thường",
                "Cần cải tiến",
                "Bình chọn",
            ],
            "div",
            "survey",
            "aside",
        )
    lines += others_in(site.links, "li", "link", "aside")
    foot = [
        f"© Bản quyền thuộc {site.name}",
        f"Trụ sở: Số {random.Random(site.host).randrange(2, 90)} Nguyễn Chí Thanh. Điện thoại: {site.desk}. Thư điện tử: bbt@{site.host}",
        f"Đang trực tuyến: {rng.randrange(9, 900)}",
        f"Tổng số truy cập: {rng.randrange(10**6, 10**8)}",
        "Ghi rõ nguồn khi sử dụng thông tin từ Cổng này.",
    ]
    return lines + others_in(foot, "p", "foot", "footer")
