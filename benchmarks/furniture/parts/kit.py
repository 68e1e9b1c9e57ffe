"""What the parts of one site are drawn with: its name, its language, its wording, its chance."""

import datetime
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.furniture.grammar import Writer
from benchmarks.furniture.names import draws
from benchmarks.furniture.page import Story
from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.words import COINED, ORNAMENTS, WORDS
from benchmarks.furniture.stories import story

Part = Callable[[Canvas], None]
Maker = Callable[["Kit"], Part]
_T = TypeVar("_T")
_ANY_DAY = datetime.date(2022, 6, 15)


class Kit:
    """Draws a site's constants. `fixed` are stories that its boxes show on every page."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.english = rng.random() < 0.12
        self._coins = rng.choice((0.0, 0.2, 0.5, 1.0))
        self._writer = Writer(rng, draws(_ANY_DAY))
        self.name = self._writer.write(self.pick(_NAMES))
        self.host = self.pick(("{}.example", "bao{}.example", "www.{}.example", "{}.com.example")).format(
            "".join(rng.choice("abcdeghiklmnopqrstuvxy") for _ in range(rng.randint(3, 9)))
        )
        self._writer.keep("site", self.name)
        self._writer.keep("host", self.host)
        self.brand = self.pick(
            (self.name.split()[-1], self.name, "".join(w[0] for w in self.name.split()) + "O")
        )
        mark = rng.getrandbits(48)
        self.fixed: list[Story] = [story(f"fixed/{mark}", number) for number in range(14)]

    def pick(self, pool: Sequence[_T]) -> _T:
        return pool[int(self.rng.random() * len(pool))]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def say(self, template: str) -> str:
        """A template filled once for the site; it may ask for `{site}` and `{host}`."""
        return self._writer.write(template)

    def word(self, pool: str, *, dressed: bool = True) -> str:
        """A label of an interface: from a pool in the site's language, at times nobody's word, at times dressed."""
        native, english = WORDS[pool]
        text = self.pick(english if self.english else native)
        if "{" in text:
            text = self.say(text)
        if self.chance(self._coins) and pool in COINED:
            text = self.coined()
        if not dressed:
            return text
        if self.chance(0.2):
            text = text.upper()
        if self.chance(0.25):
            before, after = self.pick(ORNAMENTS)
            text = f"{before}{text}{after}"
        return text

    def coined(self) -> str:
        """The name of a box that no lexicon has."""
        return self.say(
            self.pick(
                (
                    "[nhịp|sắc|miền|góc|chuyện|mạch|dòng|bến|trang|hương|lối|nẻo|vườn|phố|sân|bếp|quán] "
                    "[sống|màu|phố|quê|nhà|xưa|nay|trẻ|xanh|biển|{place}|bạn|chữ|đời|mới|lạ] [|24|7|+|online]",
                    "[cùng|theo|nghe|nhìn|đi|ngó|gặp|đọc] [{place}|bạn|nhau|từ|qua|về] [{place}|cuối tuần|chiều nay|đâu đó]",
                    "{place}",
                    "{co.g}",
                    "{place} [ngày nay|hôm nay|và bạn|nói|viết|số {n:2-99}]",
                )
            )
        )

    def css(self, hint: str) -> str:
        """A class name: a telling one, or none at all."""
        way = self.rng.random()
        if way < 0.5:
            return f"{self.pick(('', 'box-', 'c-', 'm-', 'news-', 'article-'))}{hint}"
        if way < 0.8:
            return f"{self.pick('abcdefghk')}{self.rng.randrange(10, 999)}"
        return self.pick(("col", "row", "block", "item", "wrap", "inner", "section", "mod"))


_NAMES = (
    "Báo {place}",
    "{place} Online",
    "Tạp chí {place}",
    "{place} Ngày Nay",
    "Đài {place}",
    "Tin {place}",
    "{co.g}",
    "Thời báo {place}",
    "Cổng thông tin {place}",
    "{place} 24 giờ",
)
