from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp

from schemas.contract import default_contract
from schemas.tables import table_of, write_table
from tests.validation.cases.case import Case, entities, limit, put
from tests.validation.factory import ANNOTATORS, Row, Tables, article_id, retext, sound_tables
from validation.inputs import Inputs

TWO = ["medtop:06000000", "medtop:05000000"]
STRANGER = "annotator-99999999"
# In the sound workspace both say the same of article 1, differ over 2, and one of them skipped 5.
AGREED, DIFFERENT, ALONE = 1, 2, 5


def _said(tables: Tables, who: int) -> list[Row]:
    return [row for row in tables["annotations"] if row["annotator"] == ANNOTATORS[who]]


def _relabel(rows: list[Row], old: str, new: str) -> None:
    for row in rows:
        for span in entities(row):
            span["label"] = new if span["label"] == old else span["label"]


def confuse(who: int) -> Callable[[Tables], None]:
    """This annotator calls every lake and river a locality."""
    return lambda tables: _relabel(_said(tables, who), "LOC", "GPE")


def drift(*people: int) -> Callable[[Tables], None]:
    """In the second half these annotators call every locality a place."""

    def change(tables: Tables) -> None:
        for who in people:
            said = _said(tables, who)
            _relabel(said[len(said) // 2 :], "GPE", "LOC")

    return change


def drop_annotation(tables: Tables) -> None:
    del tables["annotations"][2 * AGREED]


def _withdrawn(tables: Tables) -> None:
    """One annotation of a decided article is gone; who decided it is a second person."""
    del tables["annotations"][2 * DIFFERENT]
    tables["gold"][DIFFERENT] |= {"n_annotators": 1, "adjudicator": ANNOTATORS[0]}


def _decision(inputs: Inputs) -> None:
    assert inputs.decisions is not None
    row = sound_tables(1)["annotations"][0] | {"annotator": STRANGER, "comment": None, "seen": None}
    write_table(inputs.decisions, table_of(default_contract(), "decisions", [row]))


def changed_mind(*, last_agrees: bool) -> Callable[[Tables], None]:
    """An annotator has two annotations of one text, of which one differs from the other annotator's."""

    def change(tables: Tables) -> None:
        first = tables["annotations"][2 * AGREED]
        at = first["updated_at"]
        assert isinstance(at, datetime)
        other = first | {
            "annotation_id": "1-900",
            "updated_at": at + timedelta(days=-1 if last_agrees else 1),
        }
        tables["annotations"].append(other | {"entities": entities(first)[:1]})

    return change


def third(status: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        one = tables["annotations"][2 * DIFFERENT]
        tables["annotations"].append(one | {"annotation_id": "1-901", "annotator": STRANGER})
        tables["gold"][DIFFERENT] |= {"status": status, "n_annotators": 3, "adjudicator": None}

    return change


def pace(times: float, number: int = 8) -> Callable[[Tables], None]:
    """One text takes so many times as long as usual for its annotator."""

    def change(tables: Tables) -> None:
        for row in tables["annotations"]:
            row["lead_time_s"] = 100.0
        tables["annotations"][2 * number]["lead_time_s"] = 100.0 * times

    return change


def _spread(tables: Tables) -> None:
    """Somebody whose times are anywhere between one and a hundred minutes."""
    for number, row in enumerate(_said(tables, 0)):
        row["lead_time_s"] = 60.0 * 10 ** (number % 9 / 4)


def empty(number: int, **more: object) -> Callable[[Tables], None]:
    return lambda tables: tables["annotations"][2 * number].update(entities=[], **more)


def _only_topics(tables: Tables) -> None:
    for row in tables["annotations"]:
        row["entities"] = []


def suggested(many: int) -> Callable[[Tables], None]:
    """Nobody else has labelled the text; suggestions are many."""

    def change(tables: Tables) -> None:
        tables["annotations"][2 * AGREED]["entities"] = []
        del tables["annotations"][2 * AGREED + 1]
        tables["suggestions"][AGREED]["entities"] = (entities(tables["suggestions"][AGREED]) * many)[:many]

    return change


def planned(people: int) -> Callable[[Inputs], Inputs]:
    return lambda inputs: replace(inputs, people_for=lambda _: people)


def _paced(*seconds: float, number: int = 8) -> Callable[[Tables], None]:
    """Every annotator has a pace of their own, seconds per character by turns; text 8 takes the first one the last."""

    def change(tables: Tables) -> None:
        for who in (0, 1):
            for place, row in enumerate(_said(tables, who)):
                row["lead_time_s"] = (
                    len(str(tables["articles"][place]["text"])) * seconds[place % (len(seconds) - 1)]
                )
        tables["annotations"][2 * number]["lead_time_s"] = (
            len(str(tables["articles"][number]["text"])) * seconds[-1]
        )

    return change


def _as_fast_as_the_other(tables: Tables) -> None:
    """One annotator takes ten times as long, but over text 8 no longer than the other."""
    for row in tables["annotations"]:
        row["lead_time_s"] = 1000.0 if row["annotator"] == ANNOTATORS[0] else 100.0
    tables["annotations"][16]["lead_time_s"] = 100.0


def _in_a_few_words(tables: Tables) -> None:
    """A tenth of the text in a tenth of the time."""
    pace(0.1)(tables)
    article = tables["articles"][8]
    retext(article, str(article["text"])[: len(str(article["text"])) // 10])
    for row in tables["annotations"][16:18]:
        row |= {"text_sha256": article["text_sha256"], "entities": []}


def _agreed_but(**values: object) -> Callable[[Tables], None]:
    """One of two who agree says something else; a span's values are those of its first."""

    def change(tables: Tables) -> None:
        row = tables["annotations"][2 * AGREED]
        of_span = {name: value for name, value in values.items() if name in ("start", "end", "label")}
        entities(row)[0].update(of_span)
        row |= {name: value for name, value in values.items() if name not in of_span}

    return change


def _topics(one: list[str], other: list[str], primary: tuple[str, str]) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        for who, topics in enumerate((one, other)):
            tables["annotations"][2 * AGREED + who] |= {"topics": topics, "primary_topic": primary[who]}

    return change


def _span_twice(tables: Tables) -> None:
    spans = entities(tables["annotations"][2 * AGREED])
    spans.append(dict(spans[0]))


def _by(annotator: str, number: str, marks: int) -> Callable[[Tables], None]:
    """Somebody else has labelled the text that both agree on, too, and marked so many names."""

    def change(tables: Tables) -> None:
        one = tables["annotations"][2 * AGREED + 1]
        more = {"annotator": annotator, "annotation_id": number, "entities": entities(one)[:marks]}
        tables["annotations"].append(one | more)

    return change


def _some_lakes(many: int) -> Callable[[Tables], None]:
    """The first so many lakes of one annotator are towns."""

    def change(tables: Tables) -> None:
        lakes = [span for row in _said(tables, 0) for span in entities(row) if span["label"] == "LOC"]
        for span in lakes[:many]:
            span["label"] = "GPE"

    return change


def _another_batch(who: int) -> Callable[[Tables], None]:
    """Half of the texts are one annotator's alone, and full of lakes."""

    def change(tables: Tables) -> None:
        said = _said(tables, who)
        _relabel(said[len(said) // 2 :], "GPE", "LOC")
        gone = [row["annotation_id"] for row in _said(tables, 1 - who)[len(said) // 2 :]]
        tables["annotations"] = [row for row in tables["annotations"] if row["annotation_id"] not in gone]

    return change


def _fewer_names(who: int, part: slice) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        for row in _said(tables, who)[part]:
            row["entities"] = entities(row)[:1]

    return change


def _all(*changes: Callable[[Tables], object]) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        for one in changes:
            one(tables)

    return change


def _late_first(tables: Tables) -> None:
    """The order of ids says nothing of the time: who labelled from the middle on, and then from the start."""
    rows = tables["annotations"]
    times = [row["updated_at"] for row in rows]
    for row, at in zip(rows, times[len(rows) // 2 :] + times[: len(rows) // 2], strict=True):
        row["updated_at"] = at


def _of_others(tables: Tables) -> None:
    """Before the row over everything come those of a label, a pair, a week and another measure."""
    SURE(tables)
    low = tables["agreement"][0] | {"low": 0.1}
    pair = {"annotator_a": ANNOTATORS[0], "annotator_b": ANNOTATORS[1]}
    others: list[Row] = [{"label": "PER"}, pair, {"week": "2024-W27"}, {"measure": "span_f1_overlap"}]
    tables["agreement"] = [low | one for one in others] + tables["agreement"]


SURE = put("agreement", 0, n_documents=50)

CASES = [
    Case(check="ANN001", kind="passes", what="two annotators, agreed or decided"),
    Case(
        check="ANN001",
        kind="fails",
        what="agreed by one",
        found=1,
        rows=put("gold", AGREED, n_annotators=1),
    ),
    Case(check="ANN001", kind="fails", what="one of two annotations is gone", found=1, rows=drop_annotation),
    Case(
        check="ANN001",
        kind="fails",
        what="a majority of two",
        found=1,
        rows=put("gold", AGREED, status="majority"),
    ),
    Case(
        check="ANN001",
        kind="edge",
        what="of one person alone, as it says",
        rows=put("gold", AGREED, status="single", n_annotators=1),
    ),
    Case(check="ANN001", kind="edge", what="one who labelled and another who decided", rows=_withdrawn),
    Case(
        check="ANN001",
        kind="edge",
        what="three are asked for; one article is of one person",
        found=11,
        contract=limit("ANN001", 3),
    ),
    Case(
        check="ANN001",
        kind="edge",
        what="four are asked for, of a majority, too",
        found=11,
        rows=third("majority"),
        contract=limit("ANN001", 4),
    ),
    Case(
        check="ANN001",
        kind="edge",
        what="one of two skipped it",
        found=1,
        rows=put("annotations", 2 * AGREED, was_skipped=True),
    ),
    Case(check="ANN001", kind="edge", what="no annotations at hand", rows=lambda t: t.pop("annotations")),
    Case(
        check="ANN001",
        kind="edge",
        what="of no article, where SPAN001 tells it",
        rows=put("gold", 3, id=article_id(555)),
    ),
    Case(check="ANN002", kind="passes", what="an adjudicator who has labelled"),
    Case(
        check="ANN002",
        kind="passes",
        what="whoever of them it is",
        rows=put("gold", DIFFERENT, adjudicator=ANNOTATORS[1]),
    ),
    Case(
        check="ANN002",
        kind="fails",
        what="somebody without annotations compared with another",
        found=1,
        rows=put("agreement", 1, annotator_a=STRANGER, annotator_b=ANNOTATORS[0]),
    ),
    Case(
        check="ANN002",
        kind="edge",
        what="agreement before there is gold",
        found=1,
        rows=lambda t: (t.pop("gold"), put("agreement", 1, annotator_b=STRANGER)(t)),
    ),
    Case(
        check="ANN002",
        kind="fails",
        what="an adjudicator of whom there is nothing",
        found=1,
        rows=put("gold", DIFFERENT, adjudicator=STRANGER),
    ),
    Case(
        check="ANN002",
        kind="fails",
        what="agreement of somebody without annotations",
        found=1,
        rows=put("agreement", 1, annotator_a=ANNOTATORS[0], annotator_b=STRANGER),
    ),
    Case(
        check="ANN002",
        kind="edge",
        what="an adjudicator who only decides",
        rows=put("gold", DIFFERENT, adjudicator=STRANGER),
        files=_decision,
    ),
    Case(check="ANN003", kind="passes", what="who differs is decided"),
    Case(
        check="ANN003",
        kind="fails",
        what="agreed where two differ",
        found=1,
        rows=put("gold", DIFFERENT, status="agreed"),
    ),
    Case(
        check="ANN003",
        kind="fails",
        what="single where two differ",
        found=1,
        rows=put("gold", DIFFERENT, status="single"),
    ),
    Case(
        check="ANN003",
        kind="fails",
        what="agreed until one changed their mind",
        found=1,
        rows=changed_mind(last_agrees=False),
    ),
    Case(
        check="ANN003",
        kind="edge",
        what="an earlier answer differed",
        rows=changed_mind(last_agrees=True),
    ),
    Case(
        check="ANN003",
        kind="fails",
        what="a majority of two who differ",
        found=1,
        rows=put("gold", DIFFERENT, status="majority"),
    ),
    Case(
        check="ANN003",
        kind="edge",
        what="gold of an older text, where SPAN002 tells it",
        rows=put("gold", DIFFERENT, status="agreed", text_sha256="0" * 64),
    ),
    Case(check="ANN003", kind="fails", what="another label", found=1, rows=_agreed_but(label="MISC")),
    Case(check="ANN003", kind="fails", what="another start", found=1, rows=_agreed_but(start=6)),
    Case(check="ANN003", kind="fails", what="another end", found=1, rows=_agreed_but(end=14)),
    Case(
        check="ANN003",
        kind="edge",
        what="a span outside, where SPAN003 tells it",
        rows=_agreed_but(end=100_000),
    ),
    Case(check="ANN003", kind="edge", what="a span twice, where SPAN006 tells it", rows=_span_twice),
    Case(
        check="ANN003",
        kind="fails",
        what="another topic beside the same main one",
        found=1,
        rows=_topics(TWO, TWO[:1], (TWO[0], TWO[0])),
    ),
    Case(
        check="ANN003",
        kind="fails",
        what="another main topic of the same two",
        found=1,
        rows=_topics(TWO, TWO[::-1], (TWO[0], TWO[1])),
    ),
    Case(
        check="ANN003",
        kind="edge",
        what="the same topics in another order, where TOP004 tells it",
        rows=_topics(TWO, TWO[::-1], (TWO[0], TWO[0])),
    ),
    Case(
        check="ANN003",
        kind="edge",
        what="a topic twice, where TOP005 tells it",
        rows=_topics(TWO, [*TWO, TWO[0]], (TWO[0], TWO[0])),
    ),
    Case(check="ANN003", kind="edge", what="two of three agree, by majority", rows=third("majority")),
    Case(
        check="ANN003", kind="edge", what="two of three agree, called agreed", found=1, rows=third("agreed")
    ),
    Case(
        check="ANN003",
        kind="edge",
        what="of an older text",
        rows=lambda tables: (
            put("gold", DIFFERENT, status="agreed")(tables),
            put("annotations", 2 * DIFFERENT, text_sha256="0" * 64)(tables),
        ),
    ),
    Case(check="ANN004", kind="passes", what="surely above", rows=SURE),
    Case(
        check="ANN004",
        kind="fails",
        what="perhaps above",
        found=1,
        rows=put("agreement", 0, n_documents=50, low=0.59),
    ),
    Case(
        check="ANN004",
        kind="edge",
        what="at the gate",
        rows=put("agreement", 0, n_documents=50, low=0.6),
    ),
    Case(
        check="ANN004",
        kind="edge",
        what="one label below it",
        rows=lambda tables: (SURE(tables), put("agreement", 1, n_documents=50, low=0.1)(tables)),
    ),
    Case(check="ANN004", kind="edge", what="what is of a part comes first", rows=_of_others),
    Case(check="ANN101", kind="passes", what="everybody at their pace", articles=24),
    Case(check="ANN101", kind="fails", what="ten times as fast", found=1, rows=pace(0.1), articles=24),
    Case(
        check="ANN101",
        kind="fails",
        what="as fast as another, who is ten times as fast",
        found=1,
        rows=_as_fast_as_the_other,
        articles=24,
    ),
    Case(check="ANN101", kind="edge", what="ten times as long: an open tab", rows=pace(10), articles=24),
    Case(check="ANN101", kind="edge", what="in half the time", rows=pace(0.5), articles=24),
    Case(check="ANN101", kind="edge", what="no time at all is not known", rows=pace(0), articles=24),
    Case(check="ANN101", kind="edge", what="a tenth of the text", rows=_in_a_few_words, articles=24),
    Case(
        check="ANN101",
        kind="edge",
        what="3.7 deviations are within the limit",
        rows=_paced(exp(-0.4), exp(0.4), exp(-2.2)),
        articles=24,
    ),
    Case(
        check="ANN101",
        kind="edge",
        what="4.2 are beyond",
        found=1,
        rows=_paced(exp(-0.4), exp(0.4), exp(-2.5)),
        articles=24,
    ),
    Case(check="ANN101", kind="edge", what="twenty texts are enough", found=1, rows=pace(0.1), articles=20),
    Case(check="ANN101", kind="edge", what="nineteen texts are too few", rows=pace(0.1), articles=19),
    Case(check="ANN101", kind="edge", what="somebody who is never alike", rows=_spread, articles=24),
    Case(check="ANN102", kind="passes", what="nobody is empty", contract=limit("ANN102", 1)),
    Case(
        check="ANN102",
        kind="fails",
        what="nothing where another has three",
        found=1,
        rows=empty(AGREED),
        contract=limit("ANN102", 3),
    ),
    Case(
        check="ANN102",
        kind="fails",
        what="nothing where suggestions have six",
        found=1,
        rows=suggested(6),
        contract=limit("ANN102", 3),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="nothing where suggestions have five",
        rows=suggested(5),
        contract=limit("ANN102", 3),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="nothing where another has less than the limit",
        rows=empty(AGREED),
        contract=limit("ANN102", 4),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="skipped",
        rows=empty(AGREED, was_skipped=True),
        contract=limit("ANN102", 3),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="topics alone are the task",
        rows=_only_topics,
        contract=limit("ANN102", 1),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="one name is not nothing",
        rows=lambda t: t["annotations"][2 * AGREED].update(
            entities=entities(t["annotations"][2 * AGREED])[:1]
        ),
        contract=limit("ANN102", 3),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="nothing where others have one and three: two by the median",
        found=1,
        rows=_all(empty(AGREED), _by(STRANGER, "1-900", 1)),
        contract=limit("ANN102", 2),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="nothing where others have one and three, and three are asked for",
        rows=_all(empty(AGREED), _by(STRANGER, "1-900", 1)),
        contract=limit("ANN102", 3),
    ),
    Case(
        check="ANN102",
        kind="edge",
        what="nothing, and no suggestions to compare with",
        rows=_all(suggested(0), lambda t: t.pop("suggestions")),
        contract=limit("ANN102", 1),
    ),
    Case(check="ANN103", kind="passes", what="labels as others use them", articles=90),
    Case(
        check="ANN103",
        kind="fails",
        what="one of two calls every lake a locality: told of both, since nobody knows who is right",
        found=2,
        rows=confuse(0),
        articles=90,
    ),
    Case(check="ANN103", kind="edge", what="too few spans to tell", rows=confuse(0), articles=60),
    Case(
        check="ANN103",
        kind="edge",
        what="a difference that the project thinks small",
        rows=confuse(0),
        articles=90,
        contract=limit("ANN103", 1.5),
    ),
    Case(check="ANN103", kind="edge", what="chance may give as much", rows=_some_lakes(12), articles=90),
    Case(check="ANN103", kind="edge", what="one has a batch alone", rows=_another_batch(0), articles=180),
    Case(check="ANN103", kind="edge", what="the other has", rows=_another_batch(1), articles=180),
    Case(
        check="ANN103",
        kind="edge",
        what="too few spans of the others",
        rows=_all(confuse(0), _fewer_names(1, slice(None))),
        articles=90,
    ),
    Case(check="ANN104", kind="passes", what="labels stay as they were", articles=230),
    Case(
        check="ANN104",
        kind="fails",
        what="one annotator changes in the middle",
        found=1,
        rows=drift(1),
        articles=230,
    ),
    Case(
        check="ANN104",
        kind="fails",
        what="who has drifted is not among the others",
        found=1,
        rows=drift(1),
        contract=limit("ANN104", 0.05),
        articles=230,
    ),
    Case(
        check="ANN104",
        kind="edge",
        what="labelled from the middle on",
        found=1,
        rows=_all(drift(1), _late_first),
        articles=230,
    ),
    Case(
        check="ANN104",
        kind="edge",
        what="a drift that the project thinks small",
        rows=drift(1),
        contract=limit("ANN104", 9),
        articles=230,
    ),
    *(
        Case(
            check="ANN104",
            kind="edge",
            what=f"too few spans {when}",
            rows=_all(drift(1), _fewer_names(1, part)),
            articles=230,
        )
        for when, part in (("in the beginning", slice(0, 115)), ("in the end", slice(115, None)))
    ),
    Case(check="ANN104", kind="edge", what="the news changes for both", rows=drift(0, 1), articles=230),
    Case(check="ANN104", kind="edge", what="too few spans to tell", rows=drift(1), articles=200),
    Case(
        check="ANN105",
        kind="passes",
        what="one person is planned",
        inputs=planned(1),
    ),
    Case(check="ANN105", kind="fails", what="two are planned", found=1, inputs=planned(2)),
    Case(
        check="ANN105",
        kind="edge",
        what="the only one of one person alone has been decided",
        rows=put("gold", ALONE, status="adjudicated", adjudicator=ANNOTATORS[0]),
        inputs=planned(2),
    ),
]
