"""A site of pictures: many numbered frames with captions of one or two sentences among the paragraphs."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.furniture.held_out.lines import (
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
from benchmarks.furniture.held_out.words import PLACES, clock, pen_name, slash
from benchmarks.furniture.page import Block, Story

# What photographers write about any place, since a story brings two or three captions at most.
_FRAMES = [
    "Toàn cảnh khu vực nhìn từ trên cao vào sáng sớm",
    "Người dân theo dõi từ bên kia đường",
    "Một góc yên tĩnh hiếm hoi trong ngày",
    "Đông người có mặt từ sớm dù trời còn mưa lất phất",
    "Cận cảnh một chi tiết ít ai để ý",
    "Buổi chiều, mọi người thu dọn để về nhà",
    "Nụ cười của những người có mặt hôm ấy",
    "Lực lượng chức năng túc trực suốt buổi",
    "Trẻ em háo hức đứng chờ",
    "Khoảnh khắc nghỉ ngơi giữa giờ",
    "Ánh đèn bật sáng khi trời vừa tối",
    "Dòng xe nối dài trên tuyến đường gần đó",
]


@dataclass(frozen=True, slots=True)
class Photos:
    name: str
    host: str
    pictures: str
    blanks: str
    counted: str
    credit: str
    full_stop: float
    zoom: str
    albums: str
    kind: str
    order: str
    photographer_last: bool
    tools: tuple[str, ...]


def make_site(rng: random.Random) -> Photos:
    name, host = rng.choice(
        [
            ("Khung Hình", "khunghinh.example"),
            ("Ảnh Việt", "anhviet.example"),
            ("Ống Kính", "ongkinh.example"),
        ]
    )
    return Photos(
        name=name,
        host=host,
        # A page of pictures without any trace of them is a page no reader could tell apart either.
        pictures=rng.choice(["bare", "table", "alt", "empty", "word"]),
        blanks=rng.choice(["each", "none", "region"]),
        counted=rng.choice(["{at}/{of}", "Ảnh {at}", "", "", "[{at}]"]),
        credit=rng.choice([" Ảnh: {who}", " ({who})", ". Ảnh: {who}/{name}", "", " - Ảnh: {who}"]),
        full_stop=rng.choice([0.0, 0.5, 1.0]),
        zoom=rng.choice(["Phóng to", "Xem ảnh lớn", "", ""]),
        albums=rng.choice(["Bộ ảnh khác", "PHÓNG SỰ ẢNH", "Album mới", "Xem thêm ảnh"]),
        kind=rng.choice(["ẢNH", "Phóng sự ảnh", "Ảnh - Video", ""]),
        order=rng.choice(["picture first", "text first"]),
        photographer_last=rng.random() < 0.5,
        tools=tuple(
            rng.sample(
                ["Trình chiếu", "Tải ảnh", "Toàn màn hình", "Chia sẻ", "Thích 24", "Pinterest"],
                rng.randint(1, 4),
            )
        ),
    )


def render(site: Photos, story: Story, others: Sequence[Story], rng: random.Random) -> list[Block]:
    rest, who = pick(others, 12, rng), pen_name(rng)
    lines = others_in(
        ["Trang nhất", "Ảnh", "Video", "Infographic", "Longform", "Ảnh của bạn", "Cuộc thi"],
        "li",
        "menu",
        "nav",
    )
    lines += [other(site.kind, "span", "kind", "article")] if site.kind else []
    lines.append(titled(story.title, "title", "article"))
    stamp = rng.choice(
        [
            f"{slash(story.day)} {clock(rng)}",
            f"{who} - {slash(story.day)}",
            f"{rng.choice(PLACES)}, {slash(story.day)}",
        ]
    )
    lines.append(other(stamp, "span", "time", "article"))
    boxes = _frames(site, story, who, rng)
    first = boxes.pop(0) if site.order == "picture first" else []
    lines += first
    if story.lead:
        lines.append(told(story.lead, "p", "lead", "article"))
    groups = paragraphs(story, rng, region="article", heading="h3")
    lines += woven(groups, _gathered(boxes, len(groups) - 1, rng), rng)
    if site.photographer_last:
        lines += others_in(
            rng.choice([[who], [f"Ảnh: {who}", f"Lời: {story.author}"], [f"{story.author} - {who}"]]),
            "p",
            "author",
            "article",
        )
    lines += others_in(site.tools, "li", "tools", "tools")
    lines += others_in(story.tags, "a", "tag", "tools")
    lines.append(other(site.albums, "h3", "albums", "aside"))
    for one in rest[:8]:
        lines.append(other(one.title, "h4", "album", "aside"))
        if one.captions and rng.random() < 0.4:
            lines.append(other(f"{one.captions[0]}.", "p", "album", "aside"))
        elif one.lead and rng.random() < 0.4:
            lines.append(other(one.lead, "p", "album", "aside"))
        if rng.random() < 0.5:
            lines.append(other(f"{rng.randrange(5, 30)} ảnh", "span", "album", "aside"))
    foot = [
        f"{site.name} - ảnh báo chí và đời sống",
        "Gửi ảnh cho chúng tôi",
        "Mua bản quyền ảnh",
        f"banquyen@{site.host}",
    ]
    return spaced(lines + others_in(foot, "p", "foot", "footer"), site.blanks)


def _frames(site: Photos, story: Story, who: str, rng: random.Random) -> list[list[Block]]:
    captions = [*story.captions, *rng.sample(_FRAMES, rng.randint(2, 6))]
    boxes = []
    for at, caption in enumerate(captions, 1):
        ended = caption + ("." if rng.random() < site.full_stop else "")
        if rng.random() < 0.25:
            ended = f"{caption}. {rng.choice([text for text in _FRAMES if text != caption])}."
        credit = site.credit.format(who=who, name=site.name) if rng.random() < 0.7 else ""
        full = ended.rstrip(".") + credit if credit.startswith(".") else ended + credit
        box = picture(site.pictures, site.host, full, "frame", "article", rng)
        if site.counted:
            box.insert(0, other(site.counted.format(at=at, of=len(captions)), "span", "count", "article"))
        if site.zoom:
            box.append(other(site.zoom, "a", "zoom", "article"))
        boxes.append(box)
    return boxes


def _gathered(boxes: list[list[Block]], places: int, rng: random.Random) -> list[list[Block]]:
    """No more boxes than there are places: some places get two or three pictures in a row."""
    joined = [list(box) for box in boxes]
    while len(joined) > max(places, 1):
        at = rng.randrange(len(joined) - 1)
        joined[at] += joined.pop(at + 1)
    return joined
