"""The crawler's glued prefix is taken off in bulk as it is line by line."""

from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.marks import split_meta_prefix, split_prefixes

LINES = st.sampled_from(
    ["", "date 2023-06 Ngày 9-6, tại Hà Nội", "date palm 2023", "published_at: 2024-01-02 “Mưa”", "Mưa lớn."]
)


@given(st.lists(st.lists(LINES, max_size=4).map("\n".join), max_size=4))
def test_prefixes_come_off_the_first_line_alone(texts: list[str]) -> None:
    prefixes, rests = split_prefixes(texts)
    for text, prefix, rest in zip(texts, prefixes, rests, strict=True):
        lines = text.split("\n")
        place = next((number for number, line in enumerate(lines) if line), 0)
        expected, lines[place] = split_meta_prefix(lines[place])
        assert (prefix, rest) == (expected, "\n".join(lines))
