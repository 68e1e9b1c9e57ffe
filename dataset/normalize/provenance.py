"""Author, source, address and section of a story, each from a stated piece of evidence or not at all."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

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


@lru_cache(1 << 12)
def signed_by(text: str, rule: str) -> tuple[str | None, str | None]:
    """Author and the publisher's domain as a byline gives them; `rule` says how it was told to be one."""
    credit = credit_of(text)
    name = credit.author if credit is not None else text if rule.startswith("name-") else ""
    name = re.sub(r" ?\([^()]*\)$", "", name).strip(" -–—.*_")
    return name or None, host_in(credit.source) if credit is not None else None


def is_page_address(url: str) -> bool:
    """Whether an address is a page's: no file, and no profile on a platform."""
    return not _NOT_A_PAGE.search(url) and not _PLATFORMS.search(host_of(url) or "")


def section_in(path: str, title: str | None, pack: LanguagePack) -> str | None:
    """The last section in the path above a title."""
    named = [(part, key) for part, key in _parts(path) if key not in pack.words_of["nav"]]
    if not named:
        return None
    own = None if title is None else match_key(title)
    return next((part for part, key in reversed(named) if key != own), None)


@lru_cache(1 << 12)
def _parts(path: str) -> list[tuple[str, str]]:
    """The parts of a path, each with its match key: a site has few paths, and many pages below each."""
    parts = [part.strip() for part in re.split(r" ?[›»>❯→/\\] ?", path)]
    return [(part, match_key(part)) for part in parts if part]


def host_of(url: str) -> str | None:
    """The host that an address names, without `www.`."""
    # What follows the host does not matter, and few hosts are taken apart, at 12 us each.
    return _host("/".join(url.split("/", 3)[:3]) if url.startswith(("http://", "https://")) else url)


@lru_cache(1 << 12)
def _host(url: str) -> str | None:
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
