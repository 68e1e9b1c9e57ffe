"""Names that are labelled now one way, now another."""

from collections.abc import Callable

from tests.validation.cases.cons import AS_LAKE, BARE, CITY, PART, WHOLE, annotations, gold
from tests.validation.factory import Tables
from tests.validation.mutation import Mutation

FURTHER = (
    "Chuyến thứ {} trong tuần đông hơn mọi khi. Người đi cùng kể rằng đường đã khô, quán nước bên bến mở cửa trở lại, "
    "và bọn trẻ được nghỉ học sớm. Ai cũng mong trời còn nắng đến cuối tháng để kịp phơi nốt chỗ lúa vừa gặt."
)
TOWNS = "Về [xã Đất Mũi, huyện Ngọc Hiển|GPE]."
APART = "Ở [xã Đất Mũi|GPE], [huyện Ngọc Hiển|GPE]."


def _of(place: Callable[..., Callable[[Tables], None]], *marked: str) -> Callable[[Tables], None]:
    """Each in an article of its own that goes on in other words, so that none is too short or another's copy."""
    return place(*(f"{text}\n\n{FURTHER.format(number)}" for number, text in enumerate(marked, 2)))


MUTATIONS = [
    Mutation(group="names", what=what, told=(told,), rows=rows)
    for what, told, rows in [
        ("gold: a town that is a lake once", "CONS101", _of(gold, *[CITY] * 5, AS_LAKE)),
        ("annotations: a town that is a lake once", "CONS101", _of(annotations, *[CITY] * 5, AS_LAKE)),
        ("gold: a name left out once", "CONS102", _of(gold, *[CITY] * 5, BARE)),
        ("annotations: a name left out once", "CONS102", _of(annotations, *[CITY] * 5, BARE)),
        ("a name labelled above and left out below", "CONS102", _of(gold, *[CITY] * 5, f"{CITY} {BARE}")),
        ("a province without the word before it", "CONS103", _of(gold, *[WHOLE] * 4, PART)),
        ("two places as one span, once as two", "CONS103", _of(gold, TOWNS, TOWNS, APART)),
    ]
]
