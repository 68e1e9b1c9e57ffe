"""The labeling page as XML: it says what the contract says, whatever the contract says."""

from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring
from label_studio_sdk.label_interface import LabelInterface

from schemas.contract import Contract, EntityLabel
from schemas.label_config import ENTITIES, PRIMARY_TOPIC, SECONDARY_TOPICS, label_config


def test_every_label_has_its_name_key_and_colour(contract: Contract) -> None:
    page = fromstring(label_config(contract))
    shown = [
        (e.get("alias"), e.get("value"), e.get("hotkey"), e.get("background")) for e in page.iter("Label")
    ]
    assert shown == [(label.name, label.name_vi, label.hotkey, label.colour) for label in contract.entities]


@pytest.mark.parametrize("control", [PRIMARY_TOPIC, SECONDARY_TOPICS])
def test_each_list_has_every_topic_beside_its_kin(contract: Contract, control: str) -> None:
    page = fromstring(label_config(contract))
    listed = next(e for e in page.iter("Choices") if e.get("name") == control)
    codes = [choice.get("alias") for choice in listed]
    assert sorted(map(str, codes)) == sorted(contract.topic_codes)
    parents = {topic.code: topic.parent for topic in contract.topics}
    for before, code in pairwise(codes):
        lineage = [before]
        while (above := parents[str(lineage[-1])]) is not None:
            lineage.append(above)
        assert parents[str(code)] in (None, *lineage)


def test_both_languages_are_on_the_page(contract: Contract) -> None:
    page = fromstring(label_config(contract))
    hints = {e.get("value"): str(e.get("hint")) for e in page.iter() if e.tag in ("Label", "Choice")}
    for named in (*contract.entities, *contract.topics):
        assert hints[named.name_vi].startswith(f"{named.name_en}: ")


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
    assert labels[0].get("hint") == f"X: {hostile.definition_vi}"
    assert len(list(page.iter("Text"))) == 1


def test_another_language_gets_the_english_names(contract: Contract) -> None:
    page = fromstring(label_config(contract.model_copy(update={"language": "id"})))
    assert [e.get("value") for e in page.iter("Label")] == [label.name_en for label in contract.entities]


def test_without_topics_there_is_no_topic_column(contract: Contract) -> None:
    page = fromstring(label_config(contract.model_copy(update={"topics": ()})))
    assert not list(page.iter("Choices"))


def test_adjudication_shows_a_note_and_takes_a_comment(contract: Contract) -> None:
    plain, adjudication = (fromstring(label_config(contract, adjudication=flag)) for flag in (False, True))
    assert not any(e.get("value") == "$note" for e in plain.iter("Header"))
    assert any(e.get("value") == "$note" for e in adjudication.iter("Header"))
    assert [e.get("name") for e in adjudication.iter("TextArea")] == ["comment"]
