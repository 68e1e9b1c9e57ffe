"""Calendar expressions (DATE), as the guidelines cut them: with tháng and năm, without ngày, sáng, chiều, tối."""

import re
from collections.abc import Iterator

from annotation.suggest.reading import Candidate
from schemas.language.edtf import FoundDate, dates_in

# Inside the label when they stand right before the figures; the pack's finder leaves them out.
_INSIDE = re.compile(r"(?:tháng|năm|quý) $", re.IGNORECASE)
# `từ tháng 1 đến tháng 5` is one label.
_RANGE = re.compile(r" (?:đến|tới)(?: hết)?(?: ngày)? | ?[-–] ?", re.IGNORECASE)
_YEARS = re.compile(r"(?<![\w/.,\-–])((?:19|20)\d\d) ?[-–] ?((?:19|20)\d\d)(?![\w/.,\-–]\w|\w)")
# A day whose month stands with a later one: `các ngày 25, 27 và 28/7`, `từ ngày 5 đến ngày 10-6`.
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_LISTED = re.compile(
    rf"(?<!\w)ngày ({_DAY}(?:(?:, | và )(?:ngày )?{_DAY})*)(?=(?:, | và )(?:ngày )?{_DAY}[/.\-]\d)",
    re.IGNORECASE,
)
_FROM = re.compile(rf"(?:ngày|từ) ({_DAY}) (?:đến|tới)(?: hết)?(?: ngày)? $", re.IGNORECASE)
_FROM_ROOM = 30
# `sáng nay 18-4`: with a hyphen the finder wants the word ngày, since 3-1 is also a score.
_TODAY = re.compile(rf"(?<!\w)(?:nay|qua|mai) \(?({_DAY}-(?:0?[1-9]|1[0-2]))(?![\w\-/])", re.IGNORECASE)
# The finder tries a dozen patterns at every character; most lines of a story hold no figure at all.
_FIGURE = re.compile(r"\d")
_BEFORE = 60
_NUMBER = re.compile(r"\d+")
# `1/3 dân số`, `2/3 thời gian`: shares, not days.
_SHARE = re.compile(
    r" (?:số|dân|diện|tổng|thời gian|lượng|quãng|chiều|vốn|cổ|ghế|thành viên|trong|trên|là|của)\b"
)
# `từ 3-5 lần`, `đến 7-8 người`: counts, not days.
_COUNTED = re.compile(r" ?(?:lần|người|ngày|giờ|h|tháng|năm|tuần|tuổi|triệu|nghìn|tỷ|kg|km|m|%)(?!\w)")
_BARE = re.compile(r"\d{1,2}-\d{1,2}")


def find_dates(text: str) -> Iterator[Candidate]:
    """DATE candidates over a whole text."""
    last: Candidate | None = None
    for candidate in _single(text):
        if last is not None and _RANGE.fullmatch(text, last.end, candidate.start):
            last = Candidate(last.start, candidate.end, "DATE", "date.range", 0.9)
            continue
        if last is not None:
            yield last
        last = candidate
    if last is not None:
        yield last
    for listed in _LISTED.finditer(text):
        for day in _NUMBER.finditer(text, *listed.span(1)):
            yield Candidate(day.start(), day.end(), "DATE", "date.listed", 0.8)
    for today in _TODAY.finditer(text):
        yield Candidate(*today.span(1), "DATE", "date.today", 0.8)
    for years in _YEARS.finditer(text):
        if int(years[1]) < int(years[2]):
            yield Candidate(years.start(), years.end(), "DATE", "date.years", 0.6)


def _single(text: str) -> Iterator[Candidate]:
    begin = 0
    for line in text.split("\n"):
        figure = _FIGURE.search(line)
        if figure is not None:
            # Whole words before the first figure: enough for `từ ngày`, `giai đoạn`, `quý`.
            cut = line.find(" ", figure.start() - _BEFORE) if figure.start() > _BEFORE else 0
            for found in dates_in(line[cut:]):
                start, end = found.start + cut + begin, found.end + cut + begin
                yield from _cut(text, FoundDate(start, end, found.edtf, found.cued))
        begin += len(line) + 1


def _cut(text: str, found: FoundDate) -> Iterator[Candidate]:
    surface = text[found.start : found.end]
    if "\n" in surface or (not found.cued and _SHARE.match(text, found.end)):
        return
    if _BARE.fullmatch(surface) and _COUNTED.match(text, found.end):
        return
    before = _INSIDE.search(text, max(0, found.start - 6), found.start)
    start = before.start() if before else found.start
    score = 0.95 if found.cued else 0.7
    since = _FROM.search(text, max(0, start - _FROM_ROOM), start)
    if since is not None:
        yield Candidate(since.start(1), found.end, "DATE", "date.range", 0.9)
        return
    yield Candidate(start, found.end, "DATE", "date", score)
