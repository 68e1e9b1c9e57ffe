"""An article with another text and one gold record on it; whatever else was said of the old text is gone."""

from collections.abc import Callable

from schemas.files import text_sha256
from tests.validation.factory import Row, Tables, article_id, retext

NUMBER = 9
TEXT = "Sáng 12/3, đoàn từ Hà Nội đến Cuba.\n\nTại La Habana, gia đình 👨\u200d👩\u200d👧 vẫy cờ 🇻🇳🇨🇺 chào khách."


def labelled(*spans: Row, text: str = TEXT) -> Callable[[Tables], object]:
    """Give article 9 the text, and these spans in gold."""

    def change(tables: Tables) -> None:
        retext(tables["articles"][NUMBER], text)
        for name in ("suggestions", "annotations"):
            tables[name][:] = [row for row in tables[name] if row["id"] != article_id(NUMBER)]
        tables["gold"][NUMBER] |= {"text_sha256": text_sha256(text), "entities": list(spans)}

    return change


def at(start: int, end: int, label: str = "MISC", text: str = TEXT) -> Row:
    """A span by its offsets, with the surface that the text has there."""
    return {"start": start, "end": end, "label": label, "text": text[max(start, 0) : max(end, 0)]}


def of(surface: str, label: str = "MISC", text: str = TEXT) -> Row:
    """A span by its surface."""
    start = text.index(surface)
    return at(start, start + len(surface), label, text)
