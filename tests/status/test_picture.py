"""Small workspaces, counted by hand."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from annotation.assign import people_for
from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.tables import table_of, write_table
from tests.status.factory import NOW, Mark, Said, Work, paint
from tests.tables import annotator
from tinbai.manifest import hash_files, make_manifest, write_manifest
from tinbai.status.lines import lines, summary
from tinbai.status.live import ask
from tinbai.status.memory import Memory
from tinbai.status.pace import Day, measure_pace
from tinbai.status.picture import Painter, Picture
from tinbai.status.tell import counts
from tinbai.workspace import Workspace

TEXT = "Ông Nguyễn Văn Tám ở Huế."
PER, HUE = (4, 18), (21, 24)
TEXTS = {name: f"{TEXT} {name}" for name in ("one", "two", "six", "ten", "odd", "new")}


def mark(place: tuple[int, int], label: str, origin: str = "manual") -> Mark:
    return Mark(*place, label, origin)


WORK = Work(
    TEXTS,
    sent=["one", "two", "six", "ten"],
    sent_older=["odd"],
    suggested={
        "one": [mark(PER, "PER", "people"), mark(HUE, "LOC", "places"), mark((0, 3), "PER", "people")],
        "two": [mark(HUE, "GPE", "places")],
    },
    said=[
        # The label of Huế changed, "Ông" deleted; the other leaves Huế out and deletes all but the name.
        Said(1, "one", [mark(PER, "PER", "prediction"), mark(HUE, "GPE", "prediction-changed")], seconds=60),
        Said(2, "one", [mark(PER, "PER", "prediction"), mark((21, 23), "LOC")], seconds=180, ago=2),
        Said(1, "two", [mark(HUE, "GPE", "prediction")], seconds=30, ago=3),
        Said(2, "six", skipped=True, arm="none"),
        Said(1, "odd", [mark(HUE, "GPE")], older=True),
    ],
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Workspace:
    return WORK.write(tmp_path_factory.mktemp("small") / "W", contract)


@pytest.fixture(scope="module")
def picture(small: Workspace) -> Picture:
    return paint(small)


def test_tasks_and_what_waits(picture: Picture) -> None:
    tasks = picture.tasks
    assert (tasks.pushed, tasks.labelled, tasks.skipped, tasks.outdated, tasks.unlabelled) == (5, 2, 1, 1, 1)
    assert (tasks.overlap, tasks.complete, tasks.missing) == (2, 1, 1 + 2 + 2 + 2)
    assert tasks.by_opinions == ((0, 3), (1, 1), (2, 1))
    assert {one.name: one.count for one in picture.waiting} == {
        "not_pushed": 1,
        "outdated": 1,
        "unlabelled": 1,
        "skipped": 1,
        "second_opinion": 1,
        "drafts": None,
        "stale": 1,
        "conflicts": 1,
        "adjudication": 0,
    }


def test_people_by_pseudonym(picture: Picture) -> None:
    one, two = picture.annotators
    assert (one.name, one.answers, one.skipped, one.older) == (annotator(1), 2, 0, 1)
    assert (one.seconds, one.hours, one.spans_per_answer) == (45, 90 / 3600, 1.5)
    assert (one.days_worked, one.per_day, one.first_day, one.last_day) == (2, 1, "2024-03-12", "2024-03-14")
    assert (two.name, two.answers, two.skipped, two.older) == (annotator(2), 1, 1, 0)


def test_suggestions(picture: Picture) -> None:
    told = picture.suggestions
    assert (told.answers, told.unknown, told.reason) == (3, 0, "")
    by_label = {one.name: (one.kept, one.changed, one.deleted) for one in told.by_label}
    assert by_label == {"PER": (2, 0, 2), "LOC": (0, 1, 1), "GPE": (1, 0, 0)}
    by_source = {one.name: (one.kept, one.changed, one.deleted) for one in told.by_source}
    assert by_source == {"people": (2, 0, 2), "places": (1, 1, 1)}
    origins = {one.label: (one.prediction, one.prediction_changed, one.manual) for one in told.origins}
    assert origins == {"PER": (2, 0, 0), "GPE": (1, 1, 0), "LOC": (0, 0, 1)}


def test_hot_spots_with_a_link_to_the_task(tmp_path: Path, contract: Contract) -> None:
    workspace = WORK.write(tmp_path / "W", contract, '[labelstudio]\nurl = "http://127.0.0.1:9/"')
    picture = paint(workspace)
    spots = picture.hot_spots
    assert (spots.articles, spots.differing) == (1, 1)
    assert [(one.label, one.other, one.count) for one in spots.confusions] == [("PER", "PER", 1)]
    assert [(one.label, one.borders, one.nothing) for one in spots.alone] == [("GPE", 1, 0), ("LOC", 1, 0)]
    assert [(one.text, one.split, one.said) for one in spots.surfaces] == [
        ("Hu", 1, (("LOC", 1), ("", 1))),
        ("Huế", 1, (("GPE", 1), ("", 1))),
    ]
    assert [(one.id, one.split, one.places) for one in spots.worst] == [("one", 2, 3)]
    # The first task of the ledger was for the older text of "odd".
    assert picture.named["one"].url == "http://127.0.0.1:9/projects/7/data?task=2"
    assert not picture.live.answered
    assert picture.live.reason


def test_lead_times(picture: Picture) -> None:
    whole, aided, alone = picture.times
    assert (whole.n, whole.quarter, whole.median, whole.three_quarters) == (3, 45, 60, 120)
    assert (aided.n, alone.n, alone.median) == (3, 0, None)
    assert [(one.id, one.seconds, one.answers) for one in picture.longest] == [
        ("one", 120, 2),
        ("two", 30, 1),
    ]


def test_json_holds_everything(picture: Picture) -> None:
    told = json.loads(json.dumps(counts(picture)))
    assert told["tasks"]["labelled"] == 2
    assert told["annotators"] == 2
    assert told["by_annotator"][0]["name"] == annotator(1)
    assert told["suggestions"]["by_label"][0]["kept"] == 2
    assert told["hot_spots"]["worst"][0]["id"] == "one"
    assert told["moment"] == "2024-03-15T12:00:00+00:00"
    assert told["pace"]["days"][0] == {"day": "2024-03-12", "annotator": annotator(1), "answers": 1}


def test_the_terminal_says_the_same(picture: Picture) -> None:
    told = "\n".join([summary(picture), *lines(picture)])
    assert "small: 2 of 5 tasks labelled by 2 annotators" in told
    assert "1 by as many as asked, 7 answers to come" in told
    assert "43% kept, 14% changed, 43% deleted of 7 in 3 answers" in told
    assert "“Huế”" in told
    assert "not measured yet: tinbai agreement" in told


def _agreement(contract: Contract) -> pa.Table:
    row: dict[str, object] = {
        "measure": "span_f1_exact",
        "label": None,
        "other_label": None,
        "week": None,
        "annotator_a": None,
        "annotator_b": None,
        "value": 0.5,
        "low": 0.25,
        "high": 0.75,
        "n_documents": 4,
        "n_annotators": 2,
        "n_items": 9,
        "undefined_reason": None,
    }
    none = {"value": None, "low": None, "high": None, "undefined_reason": "no such span"}
    unknown = {"measure": "a_measure_to_come", "label": "PER", **none}
    return table_of(contract, "agreement", [row, row | unknown])


def test_agreement_says_when_it_is_older_than_the_annotations(tmp_path: Path, contract: Contract) -> None:
    workspace = WORK.write(tmp_path / "W", contract)
    write_table(workspace.agreement, _agreement(contract))
    inputs = hash_files(workspace, [workspace.annotations, workspace.articles])
    write_manifest(
        workspace,
        make_manifest(
            workspace,
            contract,
            "agreement",
            options={},
            inputs=inputs,
            outputs=[workspace.agreement],
            counts={},
        ),
    )
    fresh = paint(workspace).agreement
    assert not fresh.older
    assert [(one.measure, one.value, one.low, one.high) for one in fresh.overall] == [
        ("Spans: exact F1", 0.5, 0.25, 0.75)
    ]
    # What has no name for people yet is in the JSON alone.
    assert [(one.measure, one.label, one.reason) for one in fresh.figures[1:]] == [
        ("a measure to come", "PER", "no such span")
    ]
    assert fresh.by_label == ()
    fewer = WORK.annotations(contract, WORK.said[:-1])
    write_table(workspace.annotations / "part-00000.parquet", fewer)
    again = paint(workspace)
    assert again.agreement.older
    assert "older than the annotations" in "\n".join(lines(again))


def test_an_empty_workspace(tmp_path: Path, contract: Contract) -> None:
    picture = paint(Work({}).write(tmp_path / "W", contract))
    assert picture.tasks.pushed == 0
    assert picture.pace.reason == "nobody labelled yet"
    assert picture.suggestions.reason == "nobody labelled yet"
    assert picture.live.url is None
    told = list(lines(picture))
    assert told[0] == "tasks        none yet; 0 articles in the workspace"
    assert told[1] == "stages"


def test_one_annotator_without_suggestions(tmp_path: Path, contract: Contract) -> None:
    work = Work(TEXTS, sent=["one"], said=[Said(1, "one", [mark(HUE, "GPE")], arm="none")])
    picture = paint(work.write(tmp_path / "W", contract))
    assert picture.agreement.reason == "one annotator alone cannot agree with anybody"
    assert picture.hot_spots.reason == "no article was labelled by two annotators yet"
    assert picture.suggestions.reason == "no labelled task came with suggestions"
    assert picture.suggestions.origins == ()
    assert "began 1 day ago" in picture.pace.reason


def test_suggestions_made_anew_since_the_push_are_told(tmp_path: Path, contract: Contract) -> None:
    work = Work(
        TEXTS,
        sent=["one"],
        suggested={"one": [mark(HUE, "LOC", "new")]},
        said=[Said(1, "one", [mark(PER, "PER", "prediction")])],
    )
    picture = paint(work.write(tmp_path / "W", contract))
    assert picture.suggestions.unknown == 1
    assert "1 accepted span not in suggestions.parquet" in "\n".join(lines(picture))


def test_the_server_being_down_or_unknown_or_without_a_key_stops_nothing(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = WORK.write(tmp_path / "W", contract, '[labelstudio]\nurl = "http://127.0.0.1:9"')
    (workspace.labelstudio / "workspace-id").write_text("0123456789abcdef\n")
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)
    # Long patience: on a busy machine two seconds pass before the client is imported.
    painter = Painter(workspace, Memory())
    assert "LABEL_STUDIO_API_KEY is not set" in painter.paint(NOW, ask(workspace, 60)).live.reason
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "deadbeef" * 5)
    picture = painter.paint(NOW, ask(workspace, 60))
    assert picture.live.reason == "no Label Studio answers at http://127.0.0.1:9"
    assert picture.tasks.labelled == 2
    assert "deadbeef" not in json.dumps(counts(picture))


TODAY = date(2024, 3, 15)


def day(ago: int, answers: int, who: str = "a") -> Day:
    return Day(date.fromordinal(TODAY.toordinal() - ago).isoformat(), who, answers)


def test_an_even_pace_gives_an_even_estimate() -> None:
    days = tuple(day(ago, 10) for ago in range(9, -1, -1))
    pace = measure_pace(days, 95, TODAY)
    assert (pace.window, pace.per_day, pace.low, pace.high) == (9, 10, 10, 10)
    # Today is the first of the ten days that 95 answers take.
    assert (pace.done_on, pace.done_earliest, pace.done_latest) == ("2024-03-24",) * 3
    assert pace.last_days(TODAY, 3) == [10, 10, 10]


def test_the_pace_counts_days_off_and_no_day_beyond_four_weeks() -> None:
    pace = measure_pace((day(60, 1000), day(28, 14), day(1, 14, "a"), day(1, 28, "b"), day(0, 99)), 20, TODAY)
    assert (pace.window, pace.per_day) == (28, 2)
    assert pace.low is not None
    assert pace.low < 2 < (pace.high or 0)


@pytest.mark.parametrize(
    ("days", "missing", "reason"),
    [
        ((), 5, "nobody labelled yet"),
        ((day(0, 3),), 5, "labeling began today: too early to tell"),
        ((day(4, 3), day(1, 3)), 5, "labeling began 4 days ago: too few to tell"),
        ((day(200, 3),), 5, "nobody labelled in the last 28 days"),
        ((day(20, 50),), 5, "the pace varies too much from day to day"),
        (
            tuple(day(ago, 1) for ago in range(20, 0, -1)),
            100_000,
            "at this pace it would take more than ten years",
        ),
        (tuple(day(ago, 1) for ago in range(20, 0, -1)), 0, "nothing is missing"),
    ],
)
def test_no_estimate_where_there_is_too_little_to_say_it(
    days: tuple[Day, ...], missing: int, reason: str
) -> None:
    pace = measure_pace(days, missing, TODAY)
    assert (pace.done_on, pace.reason) == (None, reason)


def test_the_interval_covers_the_pace_of_even_chances() -> None:
    """Days drawn from one distribution: about 95 of 100 intervals hold its mean."""
    import numpy as np

    generator = np.random.default_rng(1)
    held = 0
    for _ in range(200):
        counts_ = generator.poisson(20, 28)
        pace = measure_pace(tuple(day(28 - at, int(n)) for at, n in enumerate(counts_) if n), 1, TODAY)
        held += bool(pace.low and pace.high and pace.low <= 20 <= pace.high)
    assert 176 <= held <= 198


def test_moments_are_utc(small: Workspace) -> None:
    picture = paint(small, datetime(2024, 3, 16, 0, 30, tzinfo=UTC))
    assert picture.pace.window == 4
    assert NOW.date() == TODAY


def test_batches_count_and_answered_known_tasks_do_not(tmp_path: Path, contract: Contract) -> None:
    """`b` is work in a batch that half of the articles get twice, `c` only tried its annotator."""
    texts = {name: f"Huế và {name}" for name in "abc"}
    workspace = Work(texts, sent=["a"]).write(
        tmp_path / "W", contract, "[labelstudio]\noverlap = 2\n[assignment]\nshare = 0.5"
    )
    batch = [json.dumps({"id": name, "text_sha256": text_sha256(texts[name]), "task": 1}) for name in "bc"]
    ledger = workspace.labelstudio / "batch-annotator-0123abcd-9-20240103T000000.jsonl"
    ledger.write_text("\n".join(batch), encoding="utf-8")
    check = {
        "annotation_id": "9-1", "id": "c", "text_sha256": text_sha256(texts["c"]), "annotator": "annotator-0123abcd",
        "round": "training", "was_skipped": False, "updated_at": NOW, "n_known": 1, "n_given": 1, "n_right": 1,
        "topic_right": None,
    }  # fmt: skip
    write_table(workspace.checks, table_of(contract, "checks", [check]))
    tasks = paint(workspace).tasks
    assert (tasks.pushed, tasks.missing) == (2, 2 + people_for("b", overlap=2, share=0.5))
