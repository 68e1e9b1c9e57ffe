"""Lines whose text is not what their bytes are."""

import polars as pl

from dataset.normalize.forms import forms_of
from dataset.normalize.kinds import KINDS
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.line_table import lines_of
from dataset.normalize.named import named_lines
from schemas.language.pack import language_pack


def kinds_of(lines: list[str]) -> list[str]:
    lexicon = lexicon_of(language_pack("vi"))
    table = lines_of(pl.Series(["\n".join(lines)]))
    return [KINDS[kind] for kind in named_lines(table, forms_of(table, lexicon), lexicon).kind.tolist()]


def test_an_end_mark_hides_no_photo_credit() -> None:
    lines = [
        "![a](/b.jpg) | Cầu mới thông xe. Ảnh minh họa",
        "![a](/b.jpg) | Cầu mới thông xe. Ảnh minh họa ./.",
        "Cầu mới thông xe lúc rạng sáng. Ảnh minh họa ./.",
        "![a](/b.jpg) | Cầu mới thông xe ./.",
        "![a](/b.jpg) | Xem ảnh cầu mới",
    ]
    assert kinds_of(lines) == ["caption", "caption", "caption", "related_teaser", "related_teaser"]
