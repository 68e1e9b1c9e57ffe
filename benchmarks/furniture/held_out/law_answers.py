"""A law site: lawyers on call, questions of other readers in full sentences, forms, documents, disclaimers."""

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
from benchmarks.furniture.held_out.words import clock, nick, person, phone, remark, slash, weekday
from benchmarks.furniture.page import Block, Story

_QUESTIONS = [
    "Tôi ký hợp đồng thuê nhà 2 năm nhưng chủ nhà đòi lại sau 6 tháng, tôi có được bồi thường không?",
    "Công ty nợ lương ba tháng thì người lao động phải làm gì?",
    "Hàng xóm xây nhà lấn sang đất nhà tôi 30 cm. Tôi đã làm đơn lên phường nhưng chưa được trả lời. Xin hỏi tôi cần làm gì tiếp theo?",
    "Con riêng của chồng có được hưởng thừa kế không?",
    "Mức phạt khi không mang giấy phép lái xe là bao nhiêu?",
    "Bị lộ thông tin cá nhân trên mạng thì trình báo ở đâu?",
    "Vợ chồng tôi ly thân, tài sản mua trong thời gian này chia thế nào? Mong luật sư giải đáp giúp.",
    "Thủ tục tách thửa cần những giấy tờ gì?",
]
_DOCUMENTS = [
    "Bộ luật Dân sự",
    "Luật Đất đai",
    "Bộ luật Lao động",
    "Luật Nhà ở",
    "Luật Hôn nhân và gia đình",
    "Luật Giao thông đường bộ",
]


@dataclass(frozen=True, slots=True)
class Law:
    name: str
    host: str
    mark: str
    pictures: str
    blanks: str
    call: str
    hotline: str
    form: str
    form_in_mid: bool
    questions: str
    disclaimer: str
    documents: str
    reviewed: str
    see: str
    contents: bool


def make_site(rng: random.Random) -> Law:
    name, mark, host = rng.choice(
        [
            ("Luật Quanh Ta", "LQT", "luatquanhta.example"),
            ("Pháp Luật Và Bạn", "PL&B", "phapluatvaban.example"),
            ("Báo Công Lý Mới", "CLM", "conglymoi.example"),
        ]
    )
    return Law(
        name=name,
        host=host,
        mark=rng.choice([f"({mark}) - ", f"({mark})- ", ""]),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "none", "region"]),
        call=rng.choice(["Gọi luật sư ngay: {phone}", "Tổng đài tư vấn miễn phí {phone} (giờ hành chính)", "Tư vấn trực tuyến 24/7: {phone}"]),
        hotline=phone(rng),
        form=rng.choice(["Gửi câu hỏi cho luật sư", "ĐẶT CÂU HỎI", "Bạn có vướng mắc pháp lý? Hãy để lại câu hỏi, luật sư sẽ trả lời trong 24 giờ."]),
        form_in_mid=rng.random() < 0.4,
        questions=rng.choice(["Câu hỏi thường gặp", "Hỏi - đáp mới", "Bạn đọc hỏi", "Tình huống pháp lý khác"]),
        disclaimer=rng.choice(
            ["Nội dung trên chỉ nhằm cung cấp thông tin, không thay cho ý kiến tư vấn trong từng vụ việc cụ thể.",
             "Lưu ý: văn bản được dẫn trong bài có thể đã hết hiệu lực tại thời điểm bạn đọc.", ""]
        ),
        documents=rng.choice(["Văn bản liên quan", "Căn cứ trong bài", ""]),
        reviewed=rng.choice(["Bài viết được kiểm duyệt bởi luật sư {who}", "Tham vấn: Luật sư {who}, Đoàn luật sư thành phố", ""]),
        see=rng.choice(["Xem thêm: {t}", "≫ {t}", "Tham khảo: {t}"]),
        contents=rng.random() < 0.4,
    )  # fmt: skip


def render(site: Law, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 10, rng)
    call = other(site.call.format(phone=site.hotline), "div", "call", "call")
    lines = others_in(
        ["Trang chủ", "Hình sự", "Dân sự", "Đất đai", "Lao động", "Doanh nghiệp", "Biểu mẫu", "Luật sư"],
        "li",
        "menu",
        "nav",
    )
    lines += [call] if rng.random() < 0.6 else []
    lines.append(
        other(
            rng.choice([f"Trang chủ / {story.section}", f"{story.section} › Tin tức"]), "div", "crumb", "post"
        )
    )
    lines.append(titled(story.title, "title", "post"))
    lines.append(
        other(
            rng.choice(
                [
                    f"{story.author} | {slash(story.day)} {clock(rng)}",
                    f"{weekday(story.day)}, {slash(story.day)}",
                    f"Đăng ngày {slash(story.day)} bởi {story.author}",
                ]
            ),
            "div",
            "meta",
            "post",
        )
    )
    if site.reviewed:
        lines.append(
            other(site.reviewed.format(who=person(random.Random(site.host))), "div", "reviewed", "post")
        )
    if story.lead:
        lines.append(told(marked(site.mark, story.lead), "p", "lead", "post"))
    # A table of contents says the subheadings once more, as links.
    heads = [story.paragraphs[at] for at in sorted(story.subheadings)]
    if site.contents and heads:
        lines += others_in(["Mục lục", *heads], "li", "toc", "toc")
    boxes = [
        picture(
            site.pictures,
            site.host,
            caption + rng.choice(["", ".", " (Ảnh minh họa)", " - Hình minh họa"]),
            "pic",
            "post",
            rng,
        )
        for caption in story.captions
    ]
    if rng.random() < 0.5 and rest:
        boxes.append([other(site.see.format(t=rest[0].title), "a", "see", "post")])
    form = others_in(
        [site.form, "Họ tên", "Số điện thoại", "Nội dung câu hỏi", "Gửi đi"], "label", "form", "form"
    )
    if site.form_in_mid and rng.random() < 0.6:
        boxes.append(form)
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="post", heading="h2", listed=0.35), boxes, rng)
    lines.append(other(story.author, "p", "author", "post"))
    if site.disclaimer:
        lines.append(other(site.disclaimer, "em", "note", "post"))
    if site.documents:
        lines.append(other(site.documents, "h4", "docs", "aside"))
        lines += others_in(
            [f"{name} {rng.randrange(2005, 2025)}" for name in rng.sample(_DOCUMENTS, 3)],
            "li",
            "docs",
            "aside",
        )
    lines.append(other(site.questions, "h3", "ask", "aside"))
    for text in rng.sample(_QUESTIONS, rng.randint(2, 5)):
        lines.append(other(text, "p", "ask", "aside"))
        if rng.random() < 0.4:
            lines.append(
                other(
                    rng.choice(["Xem câu trả lời", f"Luật sư {person(rng)} trả lời", f"{nick(rng)} hỏi"]),
                    "span",
                    "ask",
                    "aside",
                )
            )
    lines += [] if site.form_in_mid else form
    lines += others_in([one.title for one in rest[1:6]], "li", "more", "aside")
    if rng.random() < 0.3:
        lines += others_in([nick(rng), remark(rng, story.tags)], "p", "comment", "comments")
    foot = [
        site.name,
        "Chịu trách nhiệm xuất bản: Ban biên tập",
        f"Đường dây nóng: {site.hotline}",
        f"Văn phòng: tầng {random.Random(site.host).randrange(2, 20)}, số 9 phố Chùa Một",
    ]
    return spaced(lines + others_in(foot, "p", "foot", "footer"), site.blanks)
