"""An entertainment site: chatty links in mid-story, embedded posts, offers, and the next stories already begun."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
    PICTURES,
    address,
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
from benchmarks.furniture.held_out.words import clock, nick, offers, pen_name, remark, short, slash
from benchmarks.furniture.page import Block, Story

_POSTS = [
    "Cảm ơn mọi người đã luôn ở đây ❤️",
    "Một ngày dài nhưng vui. Hẹn gặp cả nhà cuối tuần này nha!",
    "Lần đầu tiên mình kể chuyện này, mong mọi người đọc hết.",
    "Ai đi qua rồi mới thấy thương 🥹",
    "Hôm nay trời đẹp, lòng cũng đẹp ✨",
]
_CREDITS = [
    "Ảnh: FBNV",
    "(Ảnh: Nhân vật cung cấp)",
    "Nguồn: Internet",
    "Ảnh cắt từ clip",
    "Ảnh: IGNV",
    "",
    "",
    "",
]


@dataclass(frozen=True, slots=True)
class Showbiz:
    name: str
    host: str
    menu: tuple[str, ...]
    pictures: str
    blanks: str
    inline: str
    embed: str
    follow: str
    endless: str
    lead_lines: int
    shop: bool
    quiz: bool
    hot: str
    reactions: bool
    source_at_end: str


def make_site(rng: random.Random) -> Showbiz:
    name, host = rng.choice(
        [("Chuyện Sao", "chuyensao.example"), ("Kẹo Ngọt", "keongot.example"), ("Mê Phim", "mephim.example")]
    )
    menu = ["Star", "Cine", "Musik", "Beauty & Fashion", "Đời sống", "Money-Z", "Ăn - Quẩy - Đi", "Xã hội", "Sport", "TV Show",
            "Tâm sự", "Học đường", "Xem mua luôn", "Chọn quà"]  # fmt: skip
    return Showbiz(
        name=name,
        host=host,
        menu=tuple(rng.sample(menu, rng.randint(6, 11))),
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "none", "none", "region"]),
        inline=rng.choice(
            ["Xem thêm: {t}", "{t}", ">>> {t}", "Đừng bỏ lỡ: {t}", "CLICK NGAY: {t}", "[ĐỌC THÊM] {t}"]
        ),
        embed=rng.choice(
            [
                "Bài đăng trên Facebook của {who}",
                "Một bài viết do {who} (@{handle}) chia sẻ",
                "Xem bài đăng này trên Instagram",
                "",
            ]
        ),
        follow=rng.choice(
            [
                f"Theo dõi {name} trên Google News để không bỏ lỡ tin hay",
                f"Bấm theo dõi fanpage {name} để cập nhật tin mới mỗi ngày!",
                "Mời độc giả tham gia nhóm kín của chúng mình",
                "",
            ]
        ),
        endless=rng.choice(["ĐỌC TIẾP", "Bài tiếp theo", "Cùng chuyên mục", "TIN CÙNG CHUYÊN MỤC", ""]),
        lead_lines=rng.randint(3, 6),
        shop=rng.random() < 0.6,
        quiz=rng.random() < 0.3,
        hot=rng.choice(["NỔI BẬT TRANG CHỦ", "Đang hot trên mạng", "Tin đọc nhiều", "Hóng gì hôm nay"]),
        reactions=rng.random() < 0.6,
        source_at_end=rng.choice(["Nguồn: {link}", "Theo {paper}", "Link bài gốc", ""]),
    )


def render(site: Showbiz, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 16, rng)
    lines = others_in(site.menu, "li", "menu", "nav")
    lines += (
        others_in([f"#{tag}" for tag in story.tags[:2]], "a", "trend", "nav") if rng.random() < 0.4 else []
    )
    lines.append(titled(story.title, "big-title", "detail"))
    stamp = rng.choice(
        [
            f"{story.author}, Theo {site.name} {clock(rng)} {slash(story.day)}",
            f"{story.author}\u00a0- {clock(rng)}, {slash(story.day)}",
        ]
    )
    lines.append(other(stamp, "p", "meta", "detail"))
    if site.reactions:
        lines += others_in(
            [
                "Chia sẻ",
                f"{rng.randrange(2, 900)}",
                "Thích",
                rng.choice(["0 bình luận", f"{rng.randrange(2, 70)} bình luận"]),
            ],
            "span",
            "react",
            "detail",
        )
    if story.lead:
        lines.append(told(story.lead, "h2", "sapo", "detail"))
    boxes = []
    for caption in story.captions:
        ended = rng.choice([caption, caption + ".", caption + " 😍" if rng.random() < 0.3 else caption])
        boxes.append(
            picture(
                site.pictures,
                site.host,
                f"{ended} {rng.choice(_CREDITS)}".strip(),
                "photo-caption",
                "detail",
                rng,
            )
        )
    linked = rest[: rng.choice([0, 1, 1, 2])]
    boxes += [[other(site.inline.format(t=one.title), "a", "see-also", "detail")] for one in linked]
    if site.embed and rng.random() < 0.4:
        boxes.append(_embed(site, rng))
    if site.quiz and rng.random() < 0.4:
        boxes.append(
            others_in(
                ["Bạn nghĩ sao về chuyện này?", "Đồng tình", "Phản đối", "Hóng tiếp"], "div", "quiz", "quiz"
            )
        )
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="detail", heading="h3"), boxes, rng)
    if site.source_at_end:
        paper = rng.choice(["Phụ nữ thời nay", "Đời sống trẻ", "Sao và Phim"])
        lines.append(
            other(
                site.source_at_end.format(link=address(site.host, story), paper=paper),
                "p",
                "source",
                "detail",
            )
        )
    if site.follow:
        lines.append(other(site.follow, "p", "follow", "detail"))
    return spaced(lines + _below(site, story, rest[2:], rng), site.blanks)


def _embed(site: Showbiz, rng: random.Random) -> list[Block]:
    who = pen_name(rng)
    said = [rng.choice(_POSTS)] if rng.random() < 0.7 else []
    told_by = site.embed.format(who=who, handle=f"{rng.choice('abcdhkmnt')}{rng.randrange(10, 999)}.official")
    return others_in([*said, told_by], "blockquote", "embed", "embed")


def _below(site: Showbiz, story: Story, rest: Sequence[Story], rng: random.Random) -> list[Block]:
    lines = others_in(story.tags, "a", "tag", "tags")
    if rng.random() < 0.5:
        lines += others_in(
            ["Bình luận", "Hãy chia sẻ cảm nghĩ của bạn", "Gửi"], "div", "comment-form", "comments"
        )
        for _ in range(rng.randrange(4)):
            lines += others_in(
                [nick(rng), remark(rng, story.tags), f"Thích · Trả lời · {rng.randrange(2, 23)} giờ"],
                "div",
                "comment",
                "comments",
            )
    if site.shop and rng.random() < 0.7:
        lines.append(
            other(rng.choice(["XEM MUA LUÔN", "Deal hời hôm nay", "Gợi ý cho bạn"]), "h4", "shop", "shop")
        )
        for text in offers(rng, 3):
            lines += others_in([text, f"{rng.randrange(49, 990)}.000đ"], "a", "shop", "shop")
    if site.endless:
        lines.append(other(site.endless, "h3", "endless", "endless"))
    for one in rest[:3]:
        lines += [
            other(one.title, "h2", "endless-title", "endless"),
            other(f"{one.section} - {clock(rng)} {short(one.day)}", "span", "endless-meta", "endless"),
        ]
        if one.lead:
            lines.append(other(one.lead, "p", "endless-sapo", "endless"))
        # A site that scrolls on: the first lines of the next story are on this page too.
        if rng.random() < 0.25:
            body = [text for at, text in enumerate(one.paragraphs) if at not in one.subheadings][:2]
            lines += [
                *others_in(body, "p", "endless-body", "endless"),
                other("Đọc tiếp", "a", "endless-more", "endless"),
            ]
    lines.append(other(site.hot, "h3", "hot", "aside"))
    lines += others_in([one.title for one in rest[3:9]], "li", "hot", "aside")
    foot = [
        f"{site.name} - trang tin giải trí dành cho người trẻ",
        f"Quảng cáo: ads@{site.host}",
        "Chính sách bảo mật",
        "Fanpage",
        "TikTok",
        "YouTube",
    ]
    return lines + others_in(foot, "p", "foot", "footer")
