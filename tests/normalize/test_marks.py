"""The end mark of agencies: looking at a line's end says what looking at all of it says."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dataset.normalize.marks import without_endmark

ENDMARK = re.compile(r"(?<=[^\s/])(?: ?\. ?/| ?(?<![./]\w\w)(?<![./]\w\w\w)/) ?\.$")


@given(st.text("./ aé!?…", max_size=14))
@example("a . / .")
@example("xem a.vn/.")
@settings(max_examples=1000, deadline=None)
def test_the_end_is_enough(end: str) -> None:
    for text in (end, f"Một câu dài hơn nhiều {end}"):
        story, closed = without_endmark(text)
        found = ENDMARK.search(text)
        assert closed == (found is not None)
        if found:
            story_alone = text[: found.start()]
            assert story == (story_alone if story_alone.endswith(("!", "?", "…")) else f"{story_alone}.")
        else:
            assert story == text
