"""News stories written by us (CC0), made from a seed: as many as wanted, few sentences of which recur.

What is drawn once for a story is its habit too: one sentence to a paragraph or six, headings or none, the
bullets of its lists, how questions are set apart, whether it ends in "./.".
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.furniture.frame import Frame, Group, Mark, of_any_subject, subjects
from benchmarks.furniture.grammar import Draw, Kept, Writer
from benchmarks.furniture.names import draws, person, words
from benchmarks.furniture.page import Story

_FIRST_DAY = datetime.date(2015, 1, 5)
_DAYS = 3_900
_MOST = 40
_BEFORE = (
    "[Theo ghi nhận|Trong khi đó|Đáng chú ý|Cũng theo nguồn tin trên|Cùng thời gian này|Trước đó|Ở một diễn biến khác"
    "|Thực tế|Tính chung|Bên lề|Được biết|Cụ thể|Không chỉ vậy|Mặt khác], "
)
_DATELINE = "[({place}) -|{prov1} -|(Tin {place}) -|{prov1}, ngày {day} -|{day} -|({prov1}) –|{prov1}:]"
_ANY_CAPTIONS = (
    "[Quang cảnh|Toàn cảnh|Một góc] {com} [sáng|chiều|tối] {near:-2:0}",
    "{p} [trao đổi|trò chuyện] với [phóng viên|người dân] [sáng|chiều] {near:-3:0}",
    "[Nhiều người|Người dân] {com} [đến|có mặt] [từ sớm|từ {time}]",
)


# Words that a sentence may begin with in lower case too, after a semicolon.
_SMALL = frozenset(
    words(
        """Theo, Khoảng, Lúc, Đến, Tới, Sau, Trong, Tại, Ở, Từ, Nếu, Khi, Có, Một, Nhiều, Mỗi, Người, Ngày, Sáng, Chiều,
        Trước, Bên, Cùng, Cả, Số, Giá, Hiện, Nay, Trên, Với, Để, Cách, Riêng, Ông, Bà, Anh, Chị, Em, Cụ, Thầy, Cô, Họ,
        Phần, Chuyện, Việc, Nước, Đoạn, Nhóm, Các, Những, Khách, Năm, Hồi, Tháng, Mức, Đội, Bác, Nguồn, Kết, Vì, Bởi,
        Muốn, Dự, Đợt, Vụ, Đường, Xe, Cây, Vé, Tiền, Lương, Nhà, Chủ, Phía, Đại"""
    )
)


@dataclass(frozen=True, slots=True)
class _Habit:
    """How one story is set: sentences of a paragraph, how often two become one, headings, bullets, questions."""

    most: int
    joined: float
    headings: float
    heading_end: str
    upper: bool
    bullet: str
    question: str
    answer: str
    number: str


def story(seed: int | str, number: int) -> Story:
    """Story `number` of `seed`: the same for ever, whatever else was made."""
    return _first(seed, number)[0]


def follow_up(seed: int | str, number: int, which: int) -> Story:
    """Another story on the matter of `story(seed, number)`: its places and most of its people, another event."""
    first, frame, kept = _first(seed, number)
    rng = random.Random(f"{seed}/{number}/{which}")
    shared = {
        name: said
        for name, said in kept.items()
        if name[-1:].isdigit() and name[0] != "n" and rng.random() < 0.7
    }
    words = {name: kept[name] for name, _ in frame.words}
    return _told(frame, rng, shared | words, first.day - datetime.timedelta(days=rng.randrange(0, 60)))[0]


def stories(seed: int | str, count: int) -> Iterator[Story]:
    """The first `count` stories of `seed`, one by one."""
    return (story(seed, number) for number in range(count))


def told_again(first: Story, rng: random.Random) -> Story:
    """A near copy, as another paper prints it: some paragraphs gone, two swapped, a title of its own."""
    keep = [at for at in range(len(first.paragraphs)) if at == 0 or rng.random() < 0.85]
    if len(keep) > 3 and rng.random() < 0.5:
        at = rng.randrange(1, len(keep) - 1)
        keep[at], keep[at + 1] = keep[at + 1], keep[at]
    ends = ("", "", " (*)", ": Thông tin mới nhất", " - Cập nhật")
    return replace(
        first,
        title=first.title + rng.choice(ends),
        paragraphs=tuple(first.paragraphs[at] for at in keep),
        subheadings=frozenset(new for new, at in enumerate(keep) if at in first.subheadings),
        author=person(rng)[""],
        day=first.day + datetime.timedelta(days=rng.randrange(0, 3)),
    )


def _first(seed: int | str, number: int) -> tuple[Story, Frame, Kept]:
    rng = random.Random(f"{seed}/{number}")
    known = subjects()
    frame = known[int(rng.random() * len(known))]
    told, kept = _told(frame, rng, {}, _FIRST_DAY + datetime.timedelta(days=rng.randrange(_DAYS)))
    return told, frame, kept


def _told(frame: Frame, rng: random.Random, known: Kept, day: datetime.date) -> tuple[Story, Kept]:
    slots: dict[str, Draw] = draws(day)
    writer = Writer(rng, slots, known)
    slots["pre"] = lambda chance, _: {"": writer.raw(_BEFORE) if chance.random() < 0.5 else ""}
    for name, ways in frame.words:
        if name not in known:
            writer.keep(name, writer.raw(ways).strip())
    title = writer.write(rng.choice(frame.titles))
    lead = writer.write(rng.choice(frame.leads)) if rng.random() < 0.88 else ""
    habit = _habit(rng)
    paragraphs, headings = _body(frame, writer, habit, rng)
    if lead and rng.random() < 0.12:
        lead = f"{writer.write(_DATELINE)} {lead}"
    elif not lead and rng.random() < 0.3:
        paragraphs[0] = f"{writer.write(_DATELINE)} {paragraphs[0]}"
    if rng.random() < 0.18:
        paragraphs[-1] = paragraphs[-1].rstrip(".") + "./."
    templates = rng.sample(frame.captions, min(len(frame.captions), rng.randint(1, 3)))
    if rng.random() < 0.5:
        templates.append(rng.choice(_ANY_CAPTIONS))
    tags = rng.sample(frame.tags, min(len(frame.tags), rng.randint(1, 5)))
    tags += [writer.write(way) for way in ("{prov1}", "{p1}", "{place}") if rng.random() < 0.35]
    told = Story(
        title=title,
        lead=lead,
        paragraphs=tuple(paragraphs),
        subheadings=frozenset(headings),
        author=_author(rng),
        section=rng.choice(frame.sections),
        tags=tuple(tags),
        captions=tuple(writer.write(template) for template in templates),
        day=day,
    )
    return told, writer.kept


def _habit(rng: random.Random) -> _Habit:
    return _Habit(
        most=rng.choice((1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 8)),
        joined=rng.choice((0.0, 0.2, 0.4, 0.7)),
        headings=rng.choice((0.0, 0.0, 0.7, 1.0)),
        heading_end=rng.choice(("", "", "", "", "", ":")),
        upper=rng.random() < 0.08,
        bullet=rng.choice(("- ", "- ", "• ", "+ ", "* ", "", "– ")),
        question=rng.choice(("", "* ", "- ", "PV: ", "Hỏi: ", "+ ", "- PV: ", "Phóng viên: ")),
        answer=rng.choice(("", "- ", "Trả lời: ", "NAME: ", "- NAME: ", "+ ", "Ông/Bà NAME: ")),
        number=rng.choice(("{}. ", "{}. ", "{}) ", "Bước {}: ", "{}/ ", "{} ")),
    )


def _author(rng: random.Random) -> str:
    name = person(rng)
    way = rng.random()
    if way < 0.45:
        return name["pen"]
    if way < 0.8:
        return name[""]
    if way < 0.9:
        return f"{name['pen']} - {person(rng)['pen']}"
    return rng.choice(
        (name["ini"], "Nhóm phóng viên", name["g"] + " " + person(rng)["g"], name["pen"].upper())
    )


def _body(frame: Frame, writer: Writer, habit: _Habit, rng: random.Random) -> tuple[list[str], set[int]]:
    """Groups of the frame, in their order, with some that fit any subject between them."""
    wanted = rng.choice((3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 21, 25))
    own = list(range(1, len(frame.groups)))
    rng.shuffle(own)
    any_groups = of_any_subject()
    general = rng.sample(range(len(any_groups)), len(any_groups))
    chosen = [frame.groups[0]]
    count = _size(frame.groups[0], habit)
    picked: list[int] = []
    # Some stories are all figures and names, others mostly talk.
    talk = 0.0 if frame.ordered else rng.choice((0.0, 0.15, 0.35, 0.6))
    between: list[Group] = []
    while own and count < wanted and not (count > 8 and rng.random() < 0.04):
        if general and rng.random() < talk:
            between.append(any_groups[general.pop()])
            count += _size(between[-1], habit)
        else:
            picked.append(own.pop())
            count += _size(frame.groups[picked[-1]], habit)
    while general and count < wanted:
        between.append(any_groups[general.pop()])
        count += _size(between[-1], habit)
    if frame.ordered:
        picked.sort()
    chosen += [frame.groups[at] for at in picked]
    for group in between:
        chosen.insert(rng.randint(1, len(chosen)), group)
    with_headings = len(chosen) >= 3 and rng.random() < habit.headings
    told = _Told(writer, habit, rng)
    for at, group in enumerate(chosen):
        told.group(group, with_headings and at > 0)
    told.flush()
    while len(told.paragraphs) < 3:
        told.group(any_groups[general.pop()], False)
        told.flush()
    paragraphs, headings = told.paragraphs[:_MOST], {at for at in told.headings if at < _MOST}
    # A heading at the end would head nothing.
    while len(paragraphs) - 1 in headings:
        headings.discard(len(paragraphs) - 1)
        paragraphs.pop()
    return paragraphs, headings


def _size(group: Group, habit: _Habit) -> float:
    alone = sum(mark not in ("", "##") for mark, _ in group)
    sentences = 0.8 * sum(mark == "" for mark, _ in group)
    return alone + max(0.5, sentences / (0.75 * habit.most))


class _Told:
    """A body as it grows: sentences wait until their paragraph is full."""

    def __init__(self, writer: Writer, habit: _Habit, rng: random.Random) -> None:
        self.paragraphs: list[str] = []
        self.headings: set[int] = set()
        self._writer, self._habit, self._rng = writer, habit, rng
        self._waiting: list[str] = []
        self._numbered = 0

    def group(self, lines: Group, with_heading: bool) -> None:
        """Write one group; some of its sentences are left out, never all."""
        plain = [at for at, (mark, _) in enumerate(lines) if mark == ""]
        dropped = {at for at in plain if self._rng.random() < 0.2}
        if len(dropped) == len(plain):
            dropped = set(plain[1:])
        for at, (mark, template) in enumerate(lines):
            if mark == "" and at not in dropped:
                self._sentence(self._writer.write(template))
            elif mark != "":
                self.flush()
                self._alone(mark, template, with_heading)
        # Long paragraphs run from one matter into the next.
        if self._habit.most < 4 or self._rng.random() < 0.25:
            self.flush()

    def _sentence(self, text: str) -> None:
        """To what waits, or with a semicolon or so to the sentence before."""
        before = self._waiting[-1] if self._waiting else ""
        fits = before.endswith(".") and len(before) < 220 and text.split(" ", 1)[0] in _SMALL
        if fits and self._rng.random() < self._habit.joined:
            sign = self._rng.choice((";", ";", ", trong khi", ", còn"))
            self._waiting[-1] = f"{before[:-1]}{sign} {text[0].lower()}{text[1:]}"
        else:
            self._waiting.append(text)

    def flush(self) -> None:
        at = 0
        while at < len(self._waiting):
            size = self._rng.randint((self._habit.most + 1) // 2, self._habit.most)
            self.paragraphs.append(" ".join(self._waiting[at : at + size]))
            at += size
        self._waiting.clear()

    def _alone(self, mark: Mark, template: str, with_heading: bool) -> None:
        habit, write = self._habit, self._writer.write
        if mark == "##":
            if with_heading and self._rng.random() < 0.85:
                text = write(template)
                self._heading((text.upper() if habit.upper else text) + habit.heading_end)
        elif mark == "1)":
            self._numbered += 1
            self._heading(habit.number.format(self._numbered) + write(template))
        elif mark == "-":
            if self._rng.random() < 0.9:
                self.paragraphs.append(habit.bullet + write(template))
        elif mark == "?":
            self.paragraphs.append(habit.question + write(template))
        elif mark == "!":
            how = habit.answer.replace("Ông/Bà", write("{p1.Ong}")).replace("NAME", write("{p1}"))
            self.paragraphs.append(how + write(template))
        else:
            self.paragraphs.append(write(template))

    def _heading(self, text: str) -> None:
        self.headings.add(len(self.paragraphs))
        self.paragraphs.append(text)
