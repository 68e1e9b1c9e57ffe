"""Which language a text is in: told in bulk as one by one, by its own letters or by the model."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.language import has_enough, languages_of
from schemas.language.pack import language_pack

TEXTS = {
    "vi": "Sáng nay, người dân hai bản đã đi lại trên chiếc cầu treo mới, thay cho bè mảng.",
    "en": "This morning people of the two villages walked across the new suspension bridge.",
    "fr": "Ce matin, les habitants des deux villages ont traversé le nouveau pont suspendu.",
    "ro": "În această dimineață, locuitorii celor două sate au traversat noul pod suspendat.",
    "und": "12/5 – 30 % … 2024",
}


@pytest.mark.parametrize("pack", ["vi", "en"])
def test_each_language_is_told(pack: str) -> None:
    told = languages_of(pl.Series([*TEXTS.values(), ""]), language_pack(pack))
    assert [tag for tag, _ in told] == [*TEXTS, "und"]
    alone = [languages_of(pl.Series([text]), language_pack(pack)) for text in [*TEXTS.values(), ""]]
    assert [[one] for one in told] == alone
    assert all(how for _, how in told)


def test_figures_do_not_hide_the_letters() -> None:
    table = "Giá lúa 7.250 đ/kg 7.300 đ/kg 7.410 đ/kg 7.120 đ/kg 6.980 đ/kg ở Cần Thơ"
    assert languages_of(pl.Series([table]), language_pack("vi")) == [("vi", "letters of its own")]


@given(st.lists(st.text("ăĂđếx1 \n", max_size=90), max_size=12))
def test_letters_counted_eight_at_once_are_the_letters(samples: list[str]) -> None:
    own = [sum(letter in "ăĂđế" for letter in sample) for sample in samples]
    enough = [count > 0 and count >= 0.10 * len(sample) for count, sample in zip(own, samples, strict=True)]
    assert has_enough(pl.Series(samples, dtype=pl.String), frozenset("ăĂđế")).to_list() == enough
