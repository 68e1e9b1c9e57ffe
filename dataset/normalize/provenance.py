"""Author, source, address and section of a story, each from a stated piece of evidence or not at all."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from dataset.normalize.lines import STORY_KINDS, Line
from schemas.language.credit import credit_of, host_in
from schemas.language.match_key import match_key
from schemas.language.pack import LanguagePack

# Hosts that serve files for many publishers say nothing about one.
_SHARED_HOSTS = re.compile(
    r"cdn|cloudfront|akamai|amazonaws|googleusercontent|gstatic|fbsbx|blogspot|wp\.com$|imgur|youtube|ytimg|twimg|blob\.core"
)
_FILE_HOSTS = re.compile(
    r"^(?:www|img|image|images|static|media|photo|photos|st|i|s|files?|upload|uploads|anh|data|res)\d*\.(?=[^.]+\.)"
)
_NOT_A_PAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|mp4|mp3|pdf|m3u8|svg)(?:\?|$)", re.IGNORECASE)
_PLATFORMS = re.compile(
    r"(?:^|\.)(?:facebook|youtube|youtu|twitter|x|zalo|tiktok|instagram|t|bit|goo)\.(?:com|be|me|co|ly|gl)$"
)
_AGREEMENT = 0.8


def near_story(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines from the page's top to the first box below the story: what a page says about its own story."""
    story = [place for place, line in enumerate(lines) if line.kind in STORY_KINDS]
    if not story:
        return ()
    below = (place for place in range(story[-1] + 1, len(lines)) if lines[place].kind == "section_header")
    return tuple(lines[: next(below, len(lines))])


def author_of(lines: Sequence[Line]) -> str | None:
    """The first name that a byline beside the story gives."""
    for line in near_story(lines):
        if line.kind != "byline":
            continue
        credit = credit_of(line.text)
        name = credit.author if credit is not None else line.text if line.rule.startswith("name-") else ""
        if name := re.sub(r" ?\([^()]*\)$", "", name).strip(" -–—.*_"):
            return name
    return None


def url_of(lines: Sequence[Line]) -> str | None:
    """The address that stands on a line of its own beside the story, if it is one and a page's."""
    found = {
        line.text
        for line in near_story(lines)
        if line.kind == "url"
        and not _NOT_A_PAGE.search(line.text)
        and not _PLATFORMS.search(host_of(line.text) or "")
    }
    return found.pop() if len(found) == 1 else None


def source_of(lines: Sequence[Line], url: str | None) -> str | None:
    """The publisher's domain, from a byline or the address."""
    for line in near_story(lines):
        credit = credit_of(line.text) if line.kind == "byline" else None
        if credit is not None and (host := host_in(credit.source)):
            return host
    return host_of(url) if url else None


def section_of(lines: Sequence[Line], title: str | None, pack: LanguagePack) -> str | None:
    """The last section in the path above the title."""
    for line in near_story(lines):
        if line.kind in STORY_KINDS:
            return None
        if line.kind == "breadcrumb":
            parts = [part.strip() for part in re.split(r" ?[›»>❯→/\\] ?", line.text) if part.strip()]
            named = [
                part
                for part in parts
                if match_key(part) not in pack.words_of["nav"]
                and (title is None or match_key(part) != match_key(title))
            ]
            if named:
                return named[-1]
    return None


def host_of(url: str) -> str | None:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def host_of_files(hosts: Mapping[str, int]) -> str | None:
    """The publisher's domain from the hosts of its images and how many each has: one on which they agree."""
    counts: Counter[str] = Counter()
    for host, count in hosts.items():
        if (known := host_of(host)) is not None:
            counts[_FILE_HOSTS.sub("", known)] += count
    if not counts:
        return None
    host, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return host if count >= _AGREEMENT * counts.total() and not _SHARED_HOSTS.search(host) else None
