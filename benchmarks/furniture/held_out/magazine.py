"""A magazine with longform: credits of writer, photographer and designer, long captions, the issue for sale."""

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
from benchmarks.furniture.held_out.words import offers, pen_name, person, slash
from benchmarks.furniture.page import Block, Story

_BIOS = [
    "{who} viết về {topic} từ năm {year}. Trước khi làm báo, anh từng dạy học ở một trường huyện.",
    "{who} là cây bút tự do, sống giữa Đà Lạt và Hà Nội. Chị quan tâm đến {topic} và những phận người ít được nhắc tên.",
    "Tác giả {who} từng nhận giải báo chí cho loạt bài về {topic}.",
    "{who} | Phóng viên",
]


@dataclass(frozen=True, slots=True)
class Magazine:
    name: str
    host: str
    pictures: str
    blanks: str
    kicker: str
    credits_above: bool
    credit_form: str
    minutes: str
    issue: str
    bio: bool
    further: str
    donate: str
    menu: tuple[str, ...]


def make_site(rng: random.Random) -> Magazine:
    name, host = rng.choice(
        [
            ("Tạp chí Bến Đò", "bendo.example"),
            ("Tạp chí Phố", "pho-magazine.example"),
            ("Người Kể", "nguoike.example"),
        ]
    )
    return Magazine(
        name=name,
        host=host,
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "each", "region", "none"]),
        kicker=rng.choice(["PHÓNG SỰ DÀI", "eMagazine", "Long form", "CHUYỆN KỂ", ""]),
        credits_above=rng.random() < 0.5,
        credit_form=rng.choice(
            [
                "Bài: {a} | Ảnh: {b} | Thiết kế: {c}",
                "Nội dung: {a}\nHình ảnh: {b}\nĐồ họa: {c}",
                "Thực hiện: {a} - {b}",
                "Words {a}, photos {b}",
            ]
        ),
        minutes=rng.choice(
            ["{n} phút đọc", "Thời gian đọc: {n} phút", "Đọc trong {n} phút · Nghe trong {m} phút", ""]
        ),
        issue=rng.choice(
            [
                "Đặt mua số báo giấy tháng {m}: {p}.000 đồng, giao tận nhà.",
                "Số {m} đang có mặt tại các sạp báo.",
                "",
            ]
        ),
        bio=rng.random() < 0.6,
        further=rng.choice(
            [
                "Bài cùng tác giả",
                "Từ kho lưu trữ",
                "Cùng số này",
                "Đọc chậm cuối tuần",
                "Câu chuyện tiếp theo",
            ]
        ),
        donate=rng.choice(
            [
                "Nếu bạn thấy bài viết này có ích, hãy ủng hộ chúng tôi để có thêm những bài như thế.",
                "Trở thành thành viên để đọc không giới hạn. Chỉ 39.000 đồng mỗi tháng.",
                "",
            ]
        ),
        menu=tuple(
            rng.sample(
                [
                    "Chân dung",
                    "Đối thoại",
                    "Ký ức",
                    "Đất và người",
                    "Sách",
                    "Nghệ thuật",
                    "Kiến trúc",
                    "Thực đơn",
                    "Ảnh",
                    "Số báo",
                    "Cửa hàng",
                    "Về chúng tôi",
                ],
                7,
            )
        ),
    )


def render(site: Magazine, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 8, rng)
    lines = others_in([site.name, *site.menu, "Tìm kiếm", "Giỏ hàng (0)"], "li", "bar", "nav")
    if site.kicker:
        lines.append(other(site.kicker, "span", "kicker", "cover"))
    photographer, designer = pen_name(rng), person(random.Random(site.host))
    made_by = site.credit_form.format(a=story.author, b=photographer, c=designer).split("\n")
    made = others_in(made_by, "p", "credits", "cover")
    lines.append(titled(story.title, "cover-title", "cover"))
    if site.minutes:
        minutes = 2 + len(" ".join(story.paragraphs)) // 1200
        lines.append(other(site.minutes.format(n=minutes, m=minutes + 3), "span", "minutes", "cover"))
    if site.credits_above:
        lines += [
            *made,
            other(
                rng.choice([slash(story.day), f"Số tháng {story.day.month}/{story.day.year}"]),
                "span",
                "date",
                "cover",
            ),
        ]
    if story.lead:
        lines.append(told(story.lead, "p", "standfirst", "text"))
    boxes = [
        picture(site.pictures, site.host, _caption(caption, photographer, rng), "wide", "text", rng)
        for caption in story.captions
    ]
    boxes += [picture(site.pictures, site.host, "", "wide", "text", rng) for _ in range(rng.randrange(3))]
    if site.donate and rng.random() < 0.4:
        boxes.append([other(site.donate, "div", "support", "support")])
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="text", heading="h2"), boxes, rng)
    if not site.credits_above:
        lines += made
    lines += _below(site, story, rest, rng)
    return spaced(lines, site.blanks)


def _caption(caption: str, photographer: str, rng: random.Random) -> str:
    return rng.choice(
        [f"{caption}. Ảnh: {photographer}", f"{caption}.", f"{caption}, {rng.randrange(2016, 2025)}. © {photographer}",
         f"{caption} (trái) và một góc khác của câu chuyện nhìn từ phía sau.", caption]
    )  # fmt: skip


def _below(site: Magazine, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = []
    if site.bio:
        topic = story.tags[0] if story.tags else story.section.lower()
        bio = rng.choice(_BIOS).format(who=story.author, topic=topic, year=rng.randrange(1998, 2020))
        lines.append(other(bio, "p", "bio", "bio"))
    if site.issue and rng.random() < 0.7:
        lines.append(
            other(site.issue.format(m=story.day.month, p=rng.randrange(45, 120)), "p", "issue", "bio")
        )
    if story.tags and rng.random() < 0.6:
        lines.append(other(" · ".join(story.tags), "p", "tags", "bio"))
    lines.append(other(site.further, "h3", "further", "further"))
    for one in rest[: rng.randint(2, 5)]:
        lines.append(other(one.title, "h3", "further-title", "further"))
        if one.lead:
            lines.append(other(one.lead, "p", "further-lead", "further"))
        if rng.random() < 0.5:
            lines.append(
                other(
                    rng.choice([f"bởi {one.author}", one.author, one.section]),
                    "span",
                    "further-by",
                    "further",
                )
            )
    if rng.random() < 0.4:
        lines += others_in(offers(rng, 1), "a", "ad", "further")
    foot = [
        "Nhận thư của ban biên tập",
        "Một lá thư mỗi chủ nhật, kể về những gì chúng tôi đang đọc và đang viết.",
        "Địa chỉ email",
        "Đăng ký",
        f"{site.name} © {story.day.year}",
        "Mọi trích dẫn xin ghi rõ tên tác giả và đường dẫn về bài gốc.",
    ]
    return lines + others_in(foot[rng.choice([0, 4]) :], "p", "foot", "footer")
