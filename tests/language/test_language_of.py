"""Which language a text is in: told in bulk as one by one, by its own letters or by the model."""

import polars as pl
import pytest

from dataset.normalize.language import language_of, languages_of
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
    assert told == [language_of(text, language_pack(pack)) for text in [*TEXTS.values(), ""]]
    assert all(how for _, how in told)


def test_figures_do_not_hide_the_letters() -> None:
    table = "Giá lúa 7.250 đ/kg 7.300 đ/kg 7.410 đ/kg 7.120 đ/kg 6.980 đ/kg ở Cần Thơ"
    assert language_of(table, language_pack("vi")) == ("vi", "letters of its own")
