"""What is read of a BCP-47 tag."""


def language_of(tag: str) -> str:
    """The language's own code, in small letters: vi of vi-VN and VI."""
    return tag.split("-")[0].lower()
