"""What an adjudicator's task holds."""

from annotation.adjudicate import AGREED, CONSENSUS, DECIDED, build_conflict_tasks
from annotation.consensus import Consensus
from annotation.decisions import seen
from annotation.differences import note
from annotation.results import read_results
from annotation.settle import Conflict, settle
from schemas.contract import Contract
from schemas.records import Span
from tests.tables import Said, annotations_of, annotator, articles_of, decisions_of

TEXT = "Bà An ở thành phố Huế gặp ông Tư\nở Vinh 🌾."
AN, HUE, CITY, TU = (3, 5, "PER"), (18, 21, "GPE"), (8, 21, "GPE"), (30, 32, "PER")
HEALTH, SPORT = "medtop:07000000", "medtop:15000000"


def conflict(contract: Contract, *said: Said) -> Conflict:
    articles = articles_of(contract, {"a": TEXT})
    table = annotations_of(
        contract, articles, {annotator(number): {"a": words} for number, words in enumerate(said, start=1)}
    )
    return settle(table, articles, contract).conflicts[0]


def test_the_note_says_who_differs_where(contract: Contract) -> None:
    found = conflict(
        contract,
        {"spans": [AN, HUE, TU], "topics": [HEALTH]},
        {"spans": [AN, CITY], "topics": [SPORT, HEALTH]},
    )
    assert note(found, contract, TEXT).split("\n") == [
        "A = annotator-00000001; B = annotator-00000002",
        "Khác nhau ở 2 chỗ:",
        "• A: “Huế” GPE | B: “thành phố Huế” GPE",
        "• A: “Tư” PER | B: –",
        "Chủ đề: A: Y tế, sức khỏe | B: Thể thao (+ Y tế, sức khỏe)",
    ]
    english = note(found, contract.model_copy(update={"language": "en"}), TEXT).split("\n")
    assert english[1] == "They differ in 2 places:"
    assert english[-1] == "Topics: A: health | B: sport (+ health)"


def test_remarks_earlier_decision_and_consensus_stand_in_the_note(contract: Contract) -> None:
    articles = articles_of(contract, {"a": TEXT})
    said: dict[str, dict[str, Said]] = {
        annotator(1): {"a": {"spans": [AN, HUE], "topics": [HEALTH]}},
        annotator(2): {"a": {"spans": [AN], "topics": [HEALTH]}},
    }
    table = annotations_of(contract, articles, said)
    decided = annotations_of(contract, articles, {annotator(9): {"a": {"spans": [AN, CITY]}}}, day=9)
    decisions = decisions_of(contract, decided, seen=["0" * 16])
    [found] = settle(table, articles, contract, decisions=decisions).conflicts
    offered = Consensus(
        spans=(Span(*AN, "An"), Span(*HUE, "Huế")),
        chances=(1.0, 0.873),
        topics=frozenset([HEALTH]),
        primary_topic=HEALTH,
    )
    remarks = {
        table["annotation_id"][1].as_py(): "Không  rõ\nlà ai.",
        decided["annotation_id"][0].as_py(): "",
    }
    assert note(found, contract, TEXT, comments=remarks, offered=offered).split("\n") == [
        "A = annotator-00000001; B = annotator-00000002; C = quyết định trước của annotator-00000009; "
        "≈ = đồng thuận tính theo Dawid–Skene (chỉ để tham khảo)",
        "Ghi chú của B: “Không rõ là ai.”",
        "Khác nhau ở 1 chỗ:",
        "• A: “Huế” GPE | B: – | C: “thành phố Huế” GPE | ≈: “Huế” GPE 87%",
        "Chủ đề: A, B, ≈: Y tế, sức khỏe | C: –",
    ]
    [task] = build_conflict_tasks([found], articles, contract, comments=remarks, offered={"a": offered})
    predictions = task["predictions"]
    assert isinstance(predictions, list)
    assert [one["model_version"] for one in predictions] == [
        AGREED,
        annotator(1),
        annotator(2),
        DECIDED,
        CONSENSUS,
    ]


def test_a_decision_is_about_what_stood_there_when_the_page_was_opened() -> None:
    shown = [[None, ["a"]], ["2024-05-01T10:00:00+00:00", ["b"]], ["2024-05-01T11:00:00+00:00", ["c"]]]

    def at(submitted: str, spent: float | None) -> list[str] | None:
        return seen({"shown": shown}, {"created_at": submitted, "lead_time": spent})

    assert at("2024-05-01T09:59:00Z", 10.0) == ["a"]
    assert at("2024-05-01T10:05:00Z", 600.0) == ["a"]
    assert at("2024-05-01T10:05:00Z", 60.0) == ["b"]
    assert at("2024-05-01T18:00:00+07:00", None) == ["c"]
    assert seen({}, {"created_at": "2024-05-01T10:00:00Z", "lead_time": 1.0}) is None


def test_neighbours_tell_which_of_several_is_meant(contract: Contract) -> None:
    text = "Ông An đến Huế.\n\nTừ Huế, đoàn đi Vinh."
    articles = articles_of(contract, {"a": text})
    said: dict[str, dict[str, Said]] = {
        annotator(1): {"a": {"spans": [(20, 23, "GPE")]}},
        annotator(2): {"a": {"spans": [(33, 37, "GPE")]}},
    }
    [found] = settle(annotations_of(contract, articles, said), articles, contract).conflicts
    assert note(found, contract, text).split("\n")[2:] == [
        "• … đến Huế. Từ [Huế], đoàn đi Vinh. … A: “Huế” GPE | B: –",
        "• A: – | B: “Vinh” GPE",
    ]


def test_topics_alone_can_be_the_conflict(contract: Contract) -> None:
    found = conflict(contract, {"spans": [AN], "topics": [HEALTH]}, {"spans": [AN], "topics": []})
    assert note(found, contract, TEXT).split("\n")[1:] == ["Chủ đề: A: Y tế, sức khỏe | B: –"]


def test_agreed_spans_and_each_version_are_predictions(contract: Contract) -> None:
    said: list[Said] = [
        {"spans": [AN, HUE], "topics": [HEALTH, SPORT]},
        {"spans": [AN, CITY], "topics": [HEALTH]},
    ]
    found = conflict(contract, *said)
    [task] = build_conflict_tasks([found], articles_of(contract, {"a": TEXT}), contract)
    data, predictions = task["data"], task["predictions"]
    assert isinstance(data, dict)
    assert isinstance(predictions, list)
    assert (data["id"], data["text"], data["title"]) == ("a", TEXT, "")
    read = {one["model_version"]: read_results(contract, TEXT, one["result"]) for one in predictions}
    assert list(read) == [AGREED, annotator(1), annotator(2)]
    assert not any(one.faults for one in read.values())
    spans = {name: [(s.start, s.end, s.label) for s in one.spans] for name, one in read.items()}
    assert spans == {
        AGREED: [AN],
        annotator(1): [AN, HUE],
        annotator(2): [CITY, AN] if CITY < AN else [AN, CITY],
    }
    assert (read[AGREED].primary_topic, read[AGREED].topics) == (HEALTH, (HEALTH,))
    assert read[annotator(1)].topics == (HEALTH, SPORT)


def test_no_topic_is_carried_over_where_the_main_one_differs(contract: Contract) -> None:
    found = conflict(contract, {"topics": [HEALTH, SPORT]}, {"topics": [SPORT, HEALTH]})
    [task] = build_conflict_tasks([found], articles_of(contract, {"a": TEXT}), contract)
    predictions = task["predictions"]
    assert isinstance(predictions, list)
    assert predictions[0]["result"] == []
