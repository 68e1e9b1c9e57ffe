"""Topics by keyword."""

from annotation.suggest.topics import find_topics, topic_finder
from schemas.contract import Contract


def topics(contract: Contract, text: str, title: str | None = None) -> tuple[str, ...]:
    return find_topics(topic_finder(contract), title, text)


def test_every_topic_of_the_contract_has_keywords(contract: Contract) -> None:
    assert [topic.code for topic in contract.topics if not topic.keywords] == []


def test_nothing_is_suggested_where_nothing_is_clear(contract: Contract) -> None:
    assert topics(contract, "") == ()
    assert topics(contract, "Hôm nay trời đẹp và mọi người vui vẻ.") == ()


def test_half_a_word_is_no_keyword(contract: Contract) -> None:
    # `lũ` and `bão` stand within other syllables here
    assert topics(contract, "Lũy tre làng xanh, bãobùng gì đâu, lũy cao, lũy thấp.") == ()


def test_tone_placement_does_not_matter(contract: Contract) -> None:
    old = topics(contract, "Tòa án mở phiên tòa, bị cáo khai nhận; tòa án tuyên phạt.")
    new = topics(contract, "Toà án mở phiên toà, bị cáo khai nhận; toà án tuyên phạt.")
    assert old == new
    assert old[0] == "medtop:02000000"


def test_the_narrower_topic_wins_over_its_parent(contract: Contract) -> None:
    text = "Hai nước coi trọng quan hệ hữu nghị. Ngoại trưởng đã hội đàm với đại sứ trong chuyến thăm chính thức."
    suggested = topics(contract, text)
    assert suggested[0] == "medtop:20000639"
    assert "medtop:20000638" not in suggested


def test_never_more_than_the_contract_allows(contract: Contract) -> None:
    everything = ". ".join(keyword for topic in contract.topics for keyword in topic.keywords)
    suggested = topics(contract, everything)
    assert len(suggested) == len(set(suggested)) == 4
