"""What Polars has to say, for people."""

from schemas.visible import visible


def first_words(error: BaseException) -> str:
    """What it says before it repeats the expression, on one line."""
    return visible(" ".join(str(error).partition("\n\nThis error occurred")[0].split())[:200])
