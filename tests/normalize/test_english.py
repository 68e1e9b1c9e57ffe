"""Nothing but the language pack knows Vietnamese: an English page, told apart with the English pack."""

from dataset.normalize.one_page import decide
from dataset.read.page import Page
from schemas.contract import default_contract
from schemas.language.pack import language_pack

MARKED = """
.|Home > Environment > Coast
T|Fishing town plants its dunes back by hand
.|By Helen Marsh
.|Published 12 May 2024, 10:30
.|Facebook Twitter Email
B|Volunteers in Port Ellery have planted forty thousand stems of marram grass on the dunes that winter storms had torn open.
B|The dunes had lost nine metres in two years, the town's engineer, Robert Hale, said on Tuesday. Waves reached the road behind the dunes twice in January, and the lifeboat station had to move its fuel tanks.
.|Read more: Council delays vote on new sea wall
B|Each Saturday some sixty volunteers dig a furrow, set the grass in bundles and stamp the sand down. Hale expects that the grass will need three summers before its roots hold the dunes.
B|A cheaper way than concrete
B|A sea wall would have cost eleven million pounds, by the estimate that the engineer gave to the council. The grass has cost Port Ellery nine thousand pounds so far, most of it for a tractor.
B|"We know that sand moves," said Joan Pike, who leads the volunteers. "What we want is for it to move slowly, and for the road to be there when our children drive on it."
.|Related articles
.|Harbour master retires after four decades
.|Ferry timetable changes for the summer season
.|Comments (4)
.|Lovely work by everybody involved!
"""


def test_an_english_page_is_told_apart_with_the_english_pack() -> None:
    marks, texts = zip(*(line.split("|", 1) for line in MARKED.strip().splitlines()), strict=True)
    page = Page("a.txt", "0" * 64, 0, "\n".join(texts))
    decided = decide(page, language_pack("en"), default_contract().limits, "en")
    assert (decided.kind, decided.reason, decided.language) == ("article", "", "en")
    assert decided.facts.title == next(text for mark, text in zip(marks, texts, strict=True) if mark == "T")
    assert decided.paragraphs == tuple(text for mark, text in zip(marks, texts, strict=True) if mark == "B")
    kinds = {line.text: line.kind for line in decided.lines}
    assert kinds["Related articles"] == "section_header"
    assert kinds["Facebook Twitter Email"] == "share"
    assert kinds["Published 12 May 2024, 10:30"] == "stamp"


def test_with_the_vietnamese_pack_it_is_refused_for_its_language() -> None:
    texts = "\n".join(line.split("|", 1)[1] for line in MARKED.strip().splitlines())
    decided = decide(Page("a.txt", "0" * 64, 0, texts), language_pack("vi"), default_contract().limits, "vi")
    assert decided.reason == "language"
