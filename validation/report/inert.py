"""Text of unknown origin in Markdown: nothing in it is Markdown or HTML any more."""

import re


def code(text: str) -> str:
    """The text as a code span."""
    line = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def plain(text: str) -> str:
    """Words of ours: what Markdown or HTML would read is escaped. Links of GitHub's flavour are not stopped here:
    what comes from data belongs in a code span."""
    return re.sub(r"([\\`*_\[\]<>|#&~])", r"\\\1", " ".join(text.split()))
