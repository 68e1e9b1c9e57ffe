"""A students' paper: contests, letters, reader's corner, a line about the writer, hashtags."""

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
from benchmarks.furniture.held_out.words import clock, nick, pen_name, remarks, short, slash
from benchmarks.furniture.page import Block, Story

_CONTESTS = [
    (
        "Cuộc thi viết “Mùa hè của tôi”",
        "Gửi bài từ 800 đến 1.500 chữ, chưa đăng ở đâu, trước ngày {d}.",
        "Giải nhất 10 triệu đồng và một chuyến đi Côn Đảo.",
    ),
    ("THI ẢNH “GÓC SÂN TRƯỜNG”", "Mỗi bạn gửi tối đa 5 ảnh chụp bằng điện thoại.", "Xem thể lệ tại đây"),
    (
        "Tuyển cộng tác viên khóa 12",
        "Bạn thích viết, thích chụp, thích hỏi? Hãy gửi thư cho tụi mình!",
        "Hạn chót: {d}",
    ),
]
_LETTERS = [
    "Em học lớp 11, lúc nào cũng thấy mình thua kém bạn bè. Em phải làm sao hả chị?",
    "Mình vừa rớt nguyện vọng một. Ba mẹ không la nhưng mình biết ba mẹ buồn.",
    "Làm sao để nói với ba mẹ là em không muốn học ngành y?",
    "Mình ở trọ một mình, tối nào cũng nhớ nhà. Có ai giống mình không?",
]
_WRITERS = [
    "{who}, sinh viên năm ba khoa báo chí, mê mèo và cà phê sữa đá.",
    "{who} - lớp trưởng, hay quên, viết từ năm lớp 9.",
    "Cây bút {who}: “Viết là cách tụi mình lớn lên”.",
]


@dataclass(frozen=True, slots=True)
class Student:
    name: str
    host: str
    pictures: str
    blanks: str
    greeting: str
    mark: str
    contest: int
    contest_in_mid: bool
    letters: str
    writer: bool
    hash_tags: bool
    also: str
    inline: str
    say: str
    stickers: str


def make_site(rng: random.Random) -> Student:
    name, mark, host = rng.choice(
        [
            ("Sân Trường", "STO", "santruong.example"),
            ("Áo Trắng Online", "ATO", "aotrang.example"),
            ("Giảng Đường", "GĐO", "giangduong.example"),
        ]
    )
    return Student(
        name=name,
        host=host,
        pictures=rng.choice(PICTURES),
        blanks=rng.choice(["each", "none", "region"]),
        greeting=rng.choice(["Chào bạn, hôm nay bạn thế nào?", "Đăng nhập để chấm điểm bài viết", "", ""]),
        mark=rng.choice([f"{mark} - ", f"({mark}) - ", ""]),
        contest=rng.randrange(3),
        contest_in_mid=rng.random() < 0.5,
        letters=rng.choice(["Góc gỡ rối", "Thư bạn đọc", "Tâm tình tuổi mới lớn", ""]),
        writer=rng.random() < 0.5,
        hash_tags=rng.random() < 0.5,
        also=rng.choice(["Bạn có đọc bài này chưa?", "Cùng chuyên mục nè", "Đọc tiếp nha", "Bài mới ra lò"]),
        inline=rng.choice(["Bài liên quan: {t}", "(Đọc thêm: {t})", "✦ {t}", "Có thể bạn thích: {t}"]),
        say=rng.choice(["Bạn muốn nói gì?", "Bình luận của bạn", "Chia sẻ với tụi mình"]),
        stickers=rng.choice(["Thích Yêu Haha Wow Buồn", "👍 ❤️ 😂 😮 😢", ""]),
    )


def render(site: Student, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest = pick(others, 11, rng)
    lines = others_in(
        [
            site.name,
            "Học hành",
            "Bạn và tôi",
            "Phòng trọ",
            "Nghề nghiệp",
            "Tình nguyện",
            "Truyện ngắn",
            "Trắc nghiệm",
        ],
        "li",
        "menu",
        "nav",
    )
    lines += [other(site.greeting, "div", "hello", "nav")] if site.greeting else []
    lines.append(titled(story.title, "entry-title", "post"))
    lines.append(
        other(
            rng.choice(
                [
                    f"{story.author} • {short(story.day)}",
                    f"{slash(story.day)} {clock(rng)} - {story.author}",
                    f"Đăng bởi {story.author} ngày {slash(story.day)}",
                ]
            ),
            "div",
            "meta",
            "post",
        )
    )
    if story.lead:
        lines.append(told(marked(site.mark, story.lead), "p", "intro", "post"))
    boxes = [
        picture(
            site.pictures,
            site.host,
            caption + rng.choice(["", f" - Ảnh: {pen_name(rng)}", ". Ảnh: NVCC", "."]),
            "pic",
            "post",
            rng,
        )
        for caption in story.captions
    ]
    if rng.random() < 0.5 and rest:
        boxes.append([other(site.inline.format(t=rest[0].title), "p", "inline", "post")])
    contest = others_in(
        [text.format(d=short(story.day)) for text in _CONTESTS[site.contest]], "p", "contest", "contest"
    )
    if site.contest_in_mid and rng.random() < 0.6:
        boxes.append(contest)
    rng.shuffle(boxes)
    lines += woven(paragraphs(story, rng, region="post", heading="h3", listed=0.2), boxes, rng)
    if site.hash_tags:
        lines.append(
            other(
                " ".join(f"#{tag.replace(' ', '_')}" for tag in (*story.tags, site.name)), "p", "hash", "post"
            )
        )
    if site.writer:
        lines.append(other(rng.choice(_WRITERS).format(who=story.author), "p", "writer", "post"))
    if site.stickers:
        lines.append(other(site.stickers, "div", "stick", "post"))
    if not site.contest_in_mid and rng.random() < 0.6:
        lines += contest
    lines.append(other(site.say, "h4", "say", "comments"))
    for text in remarks(rng, story.tags, rng.choice([0, 1, 2, 4])):
        lines += others_in([f"{nick(rng)} nói:", text, "Trả lời"], "p", "say", "comments")
    if site.letters and rng.random() < 0.7:
        lines.append(other(site.letters, "h3", "letters", "aside"))
        for text in rng.sample(_LETTERS, 2):
            lines += others_in([text, "Xem trả lời"], "p", "letters", "aside")
    lines.append(other(site.also, "h3", "also", "aside"))
    for one in rest[1:7]:
        lines.append(other(one.title, "h4", "also", "aside"))
        if one.lead and rng.random() < 0.5:
            lines.append(
                other(one.lead[: rng.randrange(60, 130)].rsplit(" ", 1)[0] + "...", "p", "also", "aside")
            )
    foot = [
        f"{site.name} - tiếng nói của sinh viên, học sinh",
        f"Thư từ bài vở: {site.host.split('.')[0]}@thu.{site.host}",
        "Đoàn trường - Hội sinh viên",
        "Fanpage · Nhóm · Kênh",
    ]
    return spaced(lines + others_in(foot, "p", "foot", "footer"), site.blanks)
