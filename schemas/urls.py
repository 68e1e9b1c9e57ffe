"""When two URLs are one."""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlsplit

# Who sent the reader, and to which campaign that counts: never which page it is.
_TRACKING = re.compile(
    r"utm_|mtm_|pk_|(?:fbclid|gclid|dclid|msclkid|yclid|zarsrc|igshid|_ga|_gl|mc_[ce]id|ref_src)$",
    re.IGNORECASE,
)
_MIRROR = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")


def url_identity(url: str) -> str:
    """Without scheme, `www.`, fragment and final slash: what stays names the page."""
    bare = url.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.split("#", 1)[0].rstrip("/")


def page_key(url: str) -> str | None:
    """What stays of an address however it is written down; None where it names a site or nothing at all.

    Wider than `url_identity`: nothing hangs on letters' case, `m.` for `www.`, percent signs, the order of a query or
    what it says of the reader's way there. So two pages may have one key where their site tells addresses by case.
    """
    try:
        parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    told = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0])]
    query = "&".join(f"{name}={value}" for name, value in sorted(told))
    path = re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/")
    if "." not in host or not (path or query):
        return None
    place = _MIRROR.sub("", host) + (f":{port}" if port not in (None, 80, 443) else "")
    return unicodedata.normalize("NFC", f"{place}{path}{f'?{query}' if query else ''}".casefold())
