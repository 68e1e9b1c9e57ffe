"""Bodies with a name of their own (ORG): gazetteer, and heads with what completes them."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotation.suggest.phrase import phrase_end
from annotation.suggest.places import Found, Places, chain
from annotation.suggest.reading import Candidate, Reading
from schemas.language.vi.syllable import syllable_of

_HEADS = ("seat_heads", "mission_heads", "office_heads", "company_heads", "numbered_bodies")
Bodies = dict[int, Found]


def find_bodies(reading: Reading, places: Places) -> Bodies:
    """ORG by their first token, the longest name of each; worked from the right, so that one can hold another."""
    search = _Search(reading, places, {})
    starts = {first for kind in ("org", *_HEADS) for first in reading.hits.get(kind, ())}
    # `viện` in `Bệnh viện`, `sở` in `cơ sở`: half of a longer head is none.
    covered = {
        token
        for kind in _HEADS
        for first, last in reading.hits.get(kind, {}).items()
        for token in range(first + 1, last)
        if reading.at("org", token) is None and not reading.named[token]
    }
    for first in sorted(starts - covered, reverse=True):
        found = search.longest(first)
        if found is not None:
            search.bodies[first] = found
    return search.bodies


def body_candidates(reading: Reading, bodies: Bodies) -> Iterator[Candidate]:
    for first, found in bodies.items():
        yield reading.candidate(first, found.last, "ORG", found.source, found.score)


@dataclass(frozen=True, slots=True)
class _Search:
    reading: Reading
    places: Places
    bodies: Bodies

    def longest(self, first: int) -> Found | None:
        options = (self._known(first), self._seated(first), self._office(first), self._company(first))
        found = [option for option in options if option is not None]
        return max(found, key=lambda option: (option.last, option.score), default=None)

    def _known(self, first: int) -> Found | None:
        reading = self.reading
        name = reading.at("org", first)
        if name is None:
            return None
        last = self._tail(name)
        if last == name and self._is_plural(first, last):
            return None
        return Found(last, "gazetteer.org", 0.95)

    def _seated(self, first: int) -> Found | None:
        """`Chính phủ Cuba`, `Thành ủy Hà Nội`, `Đại sứ quán Việt Nam tại Cuba`."""
        reading = self.reading
        mission = reading.at("mission_heads", first)
        head = mission or reading.at("seat_heads", first)
        if head is None or not reading.named[first]:
            return None
        last = self._tail(head)
        if last == head or self._is_plural(first, head):
            return None
        if mission is not None and reading.near[last - 1] and reading.at("mission_seats", last):
            seat = last + 1
            end = chain(reading, self.places, seat) or self._nested(seat)
            if end is not None and reading.near[last]:
                last = end
        return Found(last, "org.seat", 0.9)

    def _office(self, first: int) -> Found | None:
        """`Bộ Ngoại giao`, `Ủy ban Kinh tế và Ngân sách`, `Ban Tuyên giáo TW`."""
        reading = self.reading
        head = reading.at("office_heads", first)
        if head is None or not reading.named[first] or not reading.near[head - 1]:
            return None
        last = head
        named = False
        while (field := self._field(last)) is not None:
            begin, end = field
            if named and not reading.named[begin]:
                break
            named = named or reading.named[begin]
            last = end
        if last == head:
            return None
        end = self._tail(last)
        # A lower-case field needs a name after it: `Ủy ban hợp tác liên Nghị viện Việt Nam-Cuba`.
        named = named or any(reading.named[token] for token in range(last, end))
        return Found(end, "org.office", 0.85) if named else None

    def _field(self, last: int) -> tuple[int, int] | None:
        """The next field of work after `last`, with or without `và` or a comma before it: its begin and end."""
        reading = self.reading
        begin = last
        if begin >= len(reading):
            return None
        gap = reading.gap(last - 1)
        if gap not in {" ", ", ", " - "}:
            return None
        if gap == " " and reading.at("joiners", begin):
            begin += 1
        end = reading.at("fields", begin)
        if end is None:
            return None
        if (begin != last or gap != " ") and not reading.named[begin]:
            return None
        return begin, end

    def _company(self, first: int) -> Found | None:
        """`Tập đoàn Dầu khí Việt Nam`, `Bệnh viện Chợ Rẫy`, `Quân khu 7`."""
        reading = self.reading
        numbered = reading.at("numbered_bodies", first)
        if numbered is not None and reading.near[numbered - 1] and reading.words[numbered].isdigit():
            return Found(numbered + 1, "org.numbered", 0.85)
        head = reading.at("company_heads", first)
        if head is None or not reading.near[head - 1]:
            return None
        if not reading.named[first] and (
            reading.at("lower_heads", first) != head or self._is_plural(first, head)
        ):
            return None
        after_title = reading.follows(first) and any(
            reading.at("titles", token) == first for token in range(max(0, first - 5), first)
        )
        last = self._parts(head, after_title)
        if not any(reading.named[head:last]) or self._is_half_a_word(head, last):
            return None
        # `ngân hàng Trung Quốc`, `trung tâm Đà Nẵng`: of or in a place, not a name.
        only_place = last in {reading.at("gpe", head), reading.at("gpe_weak", head), reading.at("loc", head)}
        if only_place and (not reading.named[first] or reading.at("country", head) == last):
            return None
        return Found(last, "org.company", 0.8 if reading.named[first] else 0.6)

    def _parts(self, head: int, after_title: bool) -> int:
        """One past a company's name: a phrase, with what it belongs to (`tỉnh X`, another body)."""
        reading = self.reading
        last = head
        while last < len(reading) and reading.near[last - 1]:
            end = self._nested(last) if reading.named[last] else None
            person = after_title and last > head and reading.words[last] in reading.lexicon.surnames
            if end is None and not person:
                end = phrase_end(reading, self.places, last, begun=last > head, people_follow=after_title)
            if end is None or end == last:
                break
            last = end
        return last

    def _is_half_a_word(self, head: int, last: int) -> bool:
        """`Trường Quân` of `Trường Quân sự`: one native syllable before a word without a capital."""
        reading = self.reading
        token = last - 1
        if last >= len(reading) or not reading.near[token] or reading.named[last]:
            return False
        if token > head and reading.named[token - 1] and reading.near[token - 1]:
            return False
        known = token in self.places or any(reading.at(kind, token) for kind in ("fields", "gpe_weak", "org"))
        return not known and reading.named[token] and syllable_of(reading.words[token]) is not None

    def _nested(self, token: int) -> int | None:
        found = self.bodies.get(token)
        return found.last if found is not None else None

    def _tail(self, last: int) -> int:
        """One past the country, level or parent body that completes what ends at `last`."""
        reading = self.reading
        while last < len(reading) and reading.near[last - 1]:
            nested = self._nested(last) if reading.named[last] else None
            end = nested or chain(reading, self.places, last)
            if end is None and reading.at("state_words", last) and reading.near[last]:
                end = chain(reading, self.places, last + 1)
            if end is None and reading.named[last]:
                end = reading.at("gpe_weak", last)
            if end is None:
                end = reading.at("body_tails", last)
            if end is None:
                break
            last = end
        return last

    def _is_plural(self, first: int, last: int) -> bool:
        """`hai Quốc hội`, `Quốc hội hai nước`."""
        reading = self.reading
        before = reading.follows(first) and reading.at("quantifiers", first - 1) == first
        after = (
            last < len(reading) and reading.near[last - 1] and reading.at("plural_tails", last) is not None
        )
        return before or after
