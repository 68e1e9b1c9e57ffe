"""Annotators, their agreement, and gold that does not rest on what they said."""

from tests.validation.cases.ann import (
    AGREED,
    DIFFERENT,
    STRANGER,
    changed_mind,
    confuse,
    drift,
    drop_annotation,
    empty,
    pace,
    planned,
    third,
)
from tests.validation.cases.case import put
from tests.validation.factory import ANNOTATORS, Row, Tables, retext, span
from tests.validation.mutation import Mutation

_ALSO = [("Quỹ Bình Minh", "ORG"), ("Vũ Thị Mai", "PER"), ("Lào Cai", "GPE")]


def _rich_and_empty(tables: Tables) -> None:
    """A text with six names, of which one annotator marks none."""
    article = tables["articles"][AGREED]
    more = ", ".join(name for name, _ in _ALSO)
    retext(article, f"{article['text']}\n\nCùng dự có {more}.")
    text = str(article["text"])
    for name in ("annotations", "gold", "suggestions"):
        for row in tables[name]:
            if row["id"] == article["id"]:
                row["text_sha256"] = article["text_sha256"]
                entities = row["entities"]
                assert isinstance(entities, list)
                kind: Row = {"origin": "manual"} if name == "annotations" else {}
                entities += [span(text, *one, **kind) for one in _ALSO] if name != "suggestions" else []
    empty(AGREED)(tables)
    tables["gold"][AGREED] |= {"status": "adjudicated", "adjudicator": ANNOTATORS[1]}


MUTATIONS = [
    Mutation(group="annotators and agreement", what=what, told=told, rows=rows, articles=articles)
    for articles, cases in (
        (
            12,
            [
                ("agreed by one", ("ANN001",), put("gold", AGREED, n_annotators=1)),
                ("agreed by two, of whom one's annotation is gone", ("ANN001",), drop_annotation),
                ("a majority of two", ("ANN001",), put("gold", AGREED, status="majority")),
                ("decided by a stranger", ("ANN002",), put("gold", DIFFERENT, adjudicator=STRANGER)),
                (
                    "agreement with somebody of whom nothing is there",
                    ("ANN002",),
                    put("agreement", 1, annotator_a=ANNOTATORS[0], annotator_b=STRANGER),
                ),
                ("agreed where two differ", ("ANN003",), put("gold", DIFFERENT, status="agreed")),
                ("agreed where one of three differs", ("ANN003",), third("agreed")),
                ("agreed until one changed their mind", ("ANN003",), changed_mind(last_agrees=False)),
                (
                    "agreement that may be below the gate",
                    ("ANN004",),
                    put("agreement", 0, n_documents=50, low=0.59),
                ),
                ("nothing marked where another has six names", ("ANN102",), _rich_and_empty),
            ],
        ),
        (24, [("ten times as fast as usual", ("ANN101",), pace(0.1))]),
        (90, [("every lake a town, by one of two", ("ANN103",), confuse(0))]),
        (
            230,
            # The other says otherwise in the same texts, and some of them are agreed in gold.
            [("every town a place, from the middle on", ("ANN104", "ANN103", "ANN003"), drift(1))],
        ),
    )
    for what, told, rows in cases
]
MUTATIONS.append(
    Mutation(
        group="annotators and agreement",
        what="one person where two are planned",
        told=("ANN105",),
        inputs=planned(2),
    )
)
