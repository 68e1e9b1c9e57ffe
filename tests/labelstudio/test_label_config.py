"""The labeling page as XML: it says what the contract says, whatever the contract says."""

import pytest
from defusedxml.ElementTree import fromstring
from label_studio_sdk.label_interface import LabelInterface

from schemas.contract import Contract, EntityLabel
from schemas.label_config import ENTITIES, PRIMARY_TOPIC, SECONDARY_TOPICS, label_config, topic_path


def test_every_label_has_its_name_key_and_colour(contract: Contract) -> None:
    page = fromstring(label_config(contract))
    shown = [
        (e.get("alias"), e.get("value"), e.get("hotkey"), e.get("background")) for e in page.iter("Label")
    ]
    assert shown == [(label.name, label.name_vi, label.hotkey, label.colour) for label in contract.entities]


@pytest.mark.parametrize("control", [PRIMARY_TOPIC, SECONDARY_TOPICS])
def test_the_taxonomy_is_the_contracts_tree(contract: Contract, control: str) -> None:
    page = fromstring(label_config(contract))
    taxonomy = next(e for e in page.iter("Taxonomy") if e.get("name") == control)
    parents = {child.get("alias"): parent.get("alias") for parent in taxonomy.iter() for child in parent}
    assert parents == {topic.code: topic.parent for topic in contract.topics}
    assert all(taxonomy.get("pathSeparator") not in topic.name_vi for topic in contract.topics)


def test_a_topics_path_starts_at_its_top_concept(contract: Contract) -> None:
    assert topic_path(contract, "medtop:20000640") == (
        "medtop:11000000",
        "medtop:20000638",
        "medtop:20000639",
        "medtop:20000640",
    )


@pytest.mark.parametrize("adjudication", [False, True])
def test_label_studios_own_reader_accepts_it(contract: Contract, adjudication: bool) -> None:
    interface = LabelInterface(label_config(contract, adjudication=adjudication))
    interface.validate()
    assert set(interface.get_control(ENTITIES).labels) == set(contract.entity_names)
    assert interface.get_object("text").value == "$text"


def test_names_with_markup_stay_text(contract: Contract) -> None:
    hostile = EntityLabel(
        name="X",
        name_vi="""A & <b>"B"</b> 'C' ]]> $text""",
        name_en="X",
        hotkey="<",
        colour="#000000",
        definition="",
        definition_vi='"/><Text value="$id"/>',
    )
    page = fromstring(label_config(contract.model_copy(update={"entities": (hostile,)})))
    labels = list(page.iter("Label"))
    assert [label.get("value") for label in labels] == [hostile.name_vi]
    assert labels[0].get("hint") == hostile.definition_vi
    assert len(list(page.iter("Text"))) == 1


def test_another_language_gets_the_english_names(contract: Contract) -> None:
    page = fromstring(label_config(contract.model_copy(update={"language": "id"})))
    assert [e.get("value") for e in page.iter("Label")] == [label.name_en for label in contract.entities]


def test_without_topics_there_is_no_topic_column(contract: Contract) -> None:
    page = fromstring(label_config(contract.model_copy(update={"topics": ()})))
    assert not list(page.iter("Taxonomy"))


def test_adjudication_shows_a_note_and_takes_a_comment(contract: Contract) -> None:
    plain, adjudication = (fromstring(label_config(contract, adjudication=flag)) for flag in (False, True))
    assert not any(e.get("value") == "$note" for e in plain.iter("Header"))
    assert any(e.get("value") == "$note" for e in adjudication.iter("Header"))
    assert [e.get("name") for e in adjudication.iter("TextArea")] == ["comment"]
