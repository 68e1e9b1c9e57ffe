"""The table `suggestions`: one row per article, the same for the same articles, a tenth left alone."""

import pyarrow as pa
import pytest

from annotation.suggest import SUGGESTER_VERSION, suggest
from annotation.suggest.tables import arm_of
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.errors import ConfigError
from schemas.files import text_sha256
from tests.tables import articles_of

TEXT = (
    "Sáng 12/4, tại thành phố Huế, trận đấu của đội tuyển bóng đá nữ kết thúc với ba bàn thắng. "
    "Huấn luyện viên Lê Hữu Trí khen các cầu thủ."
)


def test_offsets_surfaces_and_topics(contract: Contract) -> None:
    articles = articles_of(contract, {f"a{number}": TEXT for number in range(30)})
    table = suggest(articles, contract)
    assert table.schema.equals(arrow_schema(contract, "suggestions"))
    assert table.column("id").to_pylist() == articles.column("id").to_pylist()
    assert set(table.column("text_sha256").to_pylist()) == {text_sha256(TEXT)}
    spoke = [row for row in table.to_pylist() if row["arm"] == "rules"]
    assert spoke
    for row in spoke:
        assert [TEXT[e["start"] : e["end"]] for e in row["entities"]] == [e["text"] for e in row["entities"]]
        assert [e["text"] for e in row["entities"]] == ["12/4", "thành phố Huế", "Lê Hữu Trí"]
        assert row["primary_topic"] == row["topics"][0] == "medtop:15000000"
        assert row["suggester_version"] == SUGGESTER_VERSION


def test_a_tenth_is_left_alone_by_its_id(contract: Contract) -> None:
    arms = [arm_of(f"article-{number}") for number in range(5_000)]
    assert 0.08 < arms.count("none") / len(arms) < 0.12
    silent = next(f"article-{number}" for number, arm in enumerate(arms) if arm == "none")
    row = suggest(articles_of(contract, {silent: TEXT}), contract).to_pylist()[0]
    assert (row["arm"], row["entities"], row["topics"], row["primary_topic"]) == ("none", [], [], None)


def test_labels_that_the_contract_does_not_have_are_not_suggested(contract: Contract) -> None:
    people_only = contract.model_copy(
        update={"entities": tuple(label for label in contract.entities if label.name == "PER")}
    )
    table = suggest(articles_of(contract, {"a1": TEXT}), people_only)
    assert [e["label"] for e in table.column("entities")[0].as_py()] == ["PER"]


def test_no_articles_no_rows(contract: Contract) -> None:
    empty: pa.Table = arrow_schema(contract, "articles").empty_table()
    assert suggest(empty, contract).num_rows == 0


def test_a_language_without_word_lists_is_refused(contract: Contract) -> None:
    with pytest.raises(ConfigError, match=r"'xx'.*vi"):
        suggest(articles_of(contract, {"a1": TEXT}), contract.model_copy(update={"language": "xx"}))
