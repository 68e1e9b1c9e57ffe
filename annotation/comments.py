"""What people write beside their labels, in the page's comment field."""

from collections.abc import Iterable, Mapping

from schemas.label_config import COMMENT


def comment_of(results: Iterable[Mapping[str, object]]) -> str:
    """The comment in an annotation's result; empty where nobody wrote one."""
    lines: list[str] = []
    for result in results:
        value = result.get("value")
        if result.get("from_name") == COMMENT and isinstance(value, Mapping):
            text = value.get("text")
            lines += [text] if isinstance(text, str) else [str(line) for line in text or ()]
    return "\n".join(line.strip() for line in lines if line.strip())
