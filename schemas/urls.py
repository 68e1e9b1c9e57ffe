"""When two URLs are one."""


def url_identity(url: str) -> str:
    """Without scheme, `www.`, fragment and final slash: what stays names the page."""
    bare = url.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.split("#", 1)[0].rstrip("/")
