"""Ways of breaking a sound workspace, each with the checks that must then tell of it, and no others."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.contract import Contract, TableField
from tests.validation.broken import labels, own, people, releases, texts
from tests.validation.cases.art import taken_down
from tests.validation.cases.case import entities, put
from tests.validation.factory import Row, Tables, article_id, retext
from tests.validation.mutation import CRASHED, REFUSED, RELEASE, Mutation
from validation.inputs import TABLES, Inputs


def _text(row: Row) -> str:
    return str(row["text"])


def _moved(table: str, *, start: int, end: int) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        span = entities(tables[table][2])[1]
        span |= {"start": int(str(span["start"])) + start, "end": int(str(span["end"])) + end}

    return change


gold_span_later = _moved("gold", start=1, end=1)


def _span(table: str, row: int, place: int, **values: object) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        entities(tables[table][row])[place] |= values

    return change


def _overlap(tables: Tables) -> None:
    text, spans = _text(tables["articles"][0]), entities(tables["gold"][0])
    start = int(str(spans[1]["start"])) + 5
    spans.append({"start": start, "end": start + 30, "label": "MISC", "text": text[start : start + 30]})


def _span_twice(tables: Tables) -> None:
    spans = entities(tables["suggestions"][3])
    spans.append(dict(spans[0]))


def _edge_space(tables: Tables) -> None:
    span, text = entities(tables["gold"][1])[2], _text(tables["articles"][1])
    span["start"] = int(str(span["start"])) - 1
    span["text"] = text[int(str(span["start"])) : int(str(span["end"]))]


def _labels_of_another(tables: Tables) -> None:
    """Gold of one article under another's id, with its hash: as if a join had slipped by a row."""
    first, second = tables["gold"][0], tables["gold"][1]
    first["entities"], second["entities"] = second["entities"], first["entities"]


def text_changed_under_labels(tables: Tables) -> None:
    retext(tables["articles"][6], "Đính chính: " + _text(tables["articles"][6]))


def _hash_left_behind(tables: Tables) -> None:
    # The text is longer by no paragraph and keeps its hash: a hand in the Parquet file.
    article = tables["articles"][13]
    article["text"] = _text(article).replace("Tin", "Tím", 1)


def _paragraphs_swapped(tables: Tables) -> None:
    parts = _text(tables["articles"][6]).split("\n\n")
    retext(tables["articles"][6], "\n\n".join([parts[1], parts[0], *parts[2:]]))


def _paragraphs_swapped_in_place(tables: Tables) -> None:
    article = tables["articles"][6]
    parts = _text(article).split("\n\n")
    article["text"] = "\n\n".join([parts[1], parts[0], *parts[2:]])


def _paragraph_offsets_swapped(tables: Tables) -> None:
    paragraphs = tables["articles"][8]["paragraphs"]
    assert isinstance(paragraphs, list)
    paragraphs[0], paragraphs[1] = paragraphs[1], paragraphs[0]


def _paragraph_moved(edge: str, by: int) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        paragraphs = tables["articles"][8]["paragraphs"]
        assert isinstance(paragraphs, list)
        paragraphs[-1][edge] += by

    return change


def _raw(character: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        retext(tables["articles"][13], _text(tables["articles"][13]).replace(" ", f" {character}", 1))

    return change


def _duplicate_text(tables: Tables) -> None:
    tables["articles"].append(tables["articles"][9] | {"id": article_id(77), "url": "https://khac.example/1"})
    for name in ("clusters", "splits"):
        tables[name].append(tables[name][9] | {"id": article_id(77)})


def _duplicate_id(tables: Tables) -> None:
    copy = dict(tables["articles"][13])
    retext(copy, "Tin vắn khác hẳn, nhưng mang cùng một mã.")
    tables["articles"].append(copy)


def _twin_url(tables: Tables) -> None:
    tables["articles"][10]["url"] = (
        "http://www." + str(tables["articles"][7]["url"])[len("https://") :] + "/#top"
    )


def _lost_row(tables: Tables) -> None:
    del tables["articles"][12]  # a teaser, so that nothing else names it but its cluster
    del tables["clusters"][12]


def _many_topics(tables: Tables) -> None:
    codes = ["medtop:14000000", "medtop:06000000", "medtop:05000000", "medtop:10000000", "medtop:15000000"]
    tables["gold"][0]["topics"] = codes


def _twice(table: str, row: int = 0) -> Callable[[Tables], None]:
    return lambda tables: tables[table].append(dict(tables[table][row]))


def _gone(table: str, row: int) -> Callable[[Tables], object]:
    return lambda tables: tables[table].pop(row)


def file_of(inputs: Inputs, table: str) -> Path:
    path = inputs.table(table)
    return path / "part-00000.parquet" if path.is_dir() else path


def _cut(table: str, keep: float) -> Callable[[Inputs], None]:
    def change(inputs: Inputs) -> None:
        file = file_of(inputs, table)
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * keep)])

    return change


def _flipped(inputs: Inputs) -> None:
    """Forty bytes of the first page of the texts are others."""
    file = file_of(inputs, "articles")
    column = pq.ParquetFile(file).metadata.row_group(0).column(9)
    assert column.path_in_schema == "text"
    data = bytearray(file.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + 40] = b"\xff" * 40
    file.write_bytes(data)


def _manifest(change: Callable[[dict[str, dict[str, object]]], object]) -> Callable[[Inputs], None]:
    def put_down(inputs: Inputs) -> None:
        file = inputs.manifests / "normalize.json"
        body = json.loads(file.read_text(encoding="utf-8"))
        change(body)
        file.write_text(json.dumps(body), encoding="utf-8")

    return put_down


def _saved_again(inputs: Inputs) -> None:
    file = file_of(inputs, "articles")
    pq.write_table(pq.read_table(file), file, compression="gzip")


def _written(table: str, name: str, body: bytes) -> Callable[[Inputs], object]:
    return lambda inputs: (inputs.table(table) / name).write_bytes(body)


def _retyped(inputs: Inputs) -> None:
    """Offsets as fractions of a code point: casting would make whole numbers of them in silence."""
    file = file_of(inputs, "gold")
    spans = pq.read_table(file)["entities"].to_pylist()
    spans[3][1]["start"] += 0.7
    kinds = {"start": pa.float64(), "end": pa.float64(), "label": pa.string(), "text": pa.string()}
    replace_column(file, "entities", pa.array(spans, pa.list_(pa.struct(list(kinds.items())))))


def _relabelled(inputs: Inputs) -> None:
    """The whole label set in lower case, as another tool writes it."""
    file = file_of(inputs, "gold")
    held = pq.read_table(file)["entities"]
    spans = [[one | {"label": one["label"].lower()} for one in row] for row in held.to_pylist()]
    replace_column(file, "entities", pa.array(spans, held.type))


def replace_column(file: Path, name: str, values: pa.Array) -> None:
    table = pq.read_table(file)
    pq.write_table(table.set_column(table.schema.get_field_index(name), name, values), file)


ART, GOLD, SPLITS = "articles", "gold", "splits"
MUTATIONS = [
    Mutation(group=group, what=what, told=told, **{kind: change})
    for group, kind, cases in (
        (
            "spans",
            "rows",
            [
                ("gold: a span one code point later", ("SPAN004", "SPAN103"), gold_span_later),
                (
                    "gold: a span one code point earlier",
                    ("SPAN004", "SPAN103"),
                    _moved(GOLD, start=-1, end=-1),
                ),
                (
                    "gold: a span that ends one code point early",
                    ("SPAN004", "SPAN103"),
                    _moved(GOLD, start=0, end=-1),
                ),
                (
                    "suggestions: a span one code point later",
                    ("SPAN004", "SPAN103"),
                    _moved("suggestions", start=1, end=1),
                ),
                (
                    "annotations: a span one code point later",
                    ("SPAN004", "SPAN103", "ANN003"),  # it is no longer what the other annotator said
                    _moved("annotations", start=1, end=1),
                ),
                (
                    "a span past the end of its text",
                    ("SPAN003",),
                    _span(GOLD, 2, 1, start=100_000, end=100_005),
                ),
                ("a span before its text", ("SPAN003",), _span(GOLD, 2, 1, start=-3)),
                ("an empty span", ("SPAN003",), _span("annotations", 2, 0, start=9, end=9)),
                (
                    "a span that ends before it starts",
                    ("SPAN003",),
                    _span("annotations", 2, 0, start=30, end=9),
                ),
                ("a surface that is not the text's", ("SPAN004",), _span(GOLD, 2, 1, text="ai đó")),
                (
                    "a label that the contract lacks",
                    ("SPAN005",),
                    _span("annotations", 4, 0, label="PERSON"),
                ),
                ("two spans that overlap", ("SPAN007", "SPAN103"), _overlap),
                ("one span twice", ("SPAN006",), _span_twice),
                ("a space at a span's edge", ("SPAN008",), _edge_space),
                ("two articles' labels exchanged", ("SPAN004", "SPAN103"), _labels_of_another),
                (
                    "labels of an article that is not there",
                    ("SPAN001", "ANN001"),  # and the gold of its former article rests on one
                    put("annotations", 3, id=article_id(555)),
                ),
                ("gold of an article that is not there", ("SPAN001",), put(GOLD, 3, id=article_id(555))),
                ("a text changed under its labels", ("SPAN002",), text_changed_under_labels),
                ("two paragraphs swapped, hash and offsets made anew", ("SPAN002",), _paragraphs_swapped),
                ("gold that pins another text", ("SPAN002",), put(GOLD, 3, text_sha256="0" * 64)),
            ],
        ),
        (
            "articles",
            "rows",
            [
                (
                    "two paragraphs swapped in place",
                    ("ART013", "ART014", "SPAN002"),
                    _paragraphs_swapped_in_place,
                ),
                ("two paragraphs' offsets exchanged", ("ART014",), _paragraph_offsets_swapped),
                ("the last paragraph ends one code point early", ("ART014",), _paragraph_moved("end", -1)),
                ("the last paragraph starts one code point late", ("ART014",), _paragraph_moved("start", 1)),
                ("no paragraphs", ("ART014",), put(ART, 13, paragraphs=[])),
                ("a letter changed by hand", ("ART013",), _hash_left_behind),
                ("NUL", ("ART006",), _raw("\x00")),
                ("a carriage return", ("ART006",), _raw("\r")),
                ("a tab", ("ART006",), _raw("\t")),
                ("a line separator", ("ART006",), _raw("\u2028")),
                ("an escape sequence in a title", ("ART006",), put(ART, 2, title="Chuyện \x1b[31mlàng")),
                ("a zero-width space", ("ART007",), _raw("\u200b")),
                ("a soft hyphen", ("ART007",), _raw("\xad")),
                ("a right-to-left override", ("ART007",), _raw("\u202e")),
                ("a joiner between letters", ("ART007",), _raw("\u200d")),
                ("an isolate in a caption", ("ART007",), put(ART, 2, captions=["một", "hai \u2067ba"])),
                ("a replacement character", ("ART008",), _raw("\ufffd")),
                ("a decomposed letter", ("ART005",), _raw("e\u0323\u0302")),
                ("a text without a letter", ("ART004",), lambda tables: retext(tables[ART][13], "./.")),
                ("two articles with one id", ("ART001", "MAN004"), _duplicate_id),
                ("an id that leaves its folder", ("ART002", "DUP003"), put(ART, 13, id="../../etc/passwd")),
                ("one URL on two stories", ("ART003",), _twin_url),
                ("no source file", ("ART009",), put(ART, 5, source_path=" ")),
                ("a teaser without its listing", ("ART009",), put(ART, 13, parent_id=None)),
                ("a date of unknown precision", ("ART011",), put(ART, 1, published_precision="unknown")),
                (
                    "a month that is its second day",
                    ("ART011",),
                    put(ART, 1, published_at=date(2023, 6, 2), published_precision="month"),
                ),
                ("30 February", ("ART012",), put(ART, 1, event_date="2024-02-30")),
                ("an event date in words", ("ART012",), put(ART, 1, event_date="chiều 7/11")),
                ("a kind that the contract lacks", ("TAB004", "MAN004"), put(ART, 13, kind="artcle")),
            ],
        ),
        (
            "clusters and splits",
            "rows",
            [
                ("one text twice", ("DUP001", "MAN004"), _duplicate_text),
                ("a cluster in two splits", ("DUP103",), put(SPLITS, 4, split="train")),
                (
                    "splits of clusters as they were once",
                    ("DUP002",),
                    put(SPLITS, 4, split="train", cluster_id=article_id(555)),
                ),
                ("an article without a cluster", ("DUP003",), _gone("clusters", 8)),
                (
                    "a cluster of an article that is not there",
                    ("DUP003",),
                    put("clusters", 8, id=article_id(555)),
                ),
                ("a split of an article that is not there", ("DUP004",), put(SPLITS, 8, id=article_id(555))),
                ("a split that the contract lacks", ("TAB004",), put(SPLITS, 8, split="dev")),
                ("an article in two splits", ("TAB005",), _twice(SPLITS, 8)),
                ("an article in two clusters", ("TAB005",), _twice("clusters", 8)),
            ],
        ),
        (
            "topics and people",
            "rows",
            [
                (
                    "an unknown topic",
                    ("TOP001",),
                    put(GOLD, 1, topics=["medtop:1"], primary_topic="medtop:1"),
                ),
                ("no primary topic", ("TOP002",), put(GOLD, 1, primary_topic=None)),
                ("four secondary topics", ("TOP003",), _many_topics),
                (
                    "a primary topic that was not chosen",
                    ("TOP004",),
                    put(GOLD, 1, primary_topic="medtop:15000000"),
                ),
                (
                    "one topic twice",
                    ("TOP005",),
                    put(GOLD, 1, topics=["medtop:06000000"] * 2, primary_topic="medtop:06000000"),
                ),
                ("two golds of one article", ("TAB005",), _twice(GOLD)),
                ("one annotation twice", ("TAB005",), _twice("annotations")),
                ("an annotator by e-mail", ("TAB004",), put("annotations", 1, annotator="lan@example.org")),
                ("a status that the contract lacks", ("TAB004",), put(GOLD, 1, status="done")),
            ],
        ),
        (
            "files",
            "files",
            [
                *(
                    (f"{name}: the end cut off", ("TAB001",), _cut(name, 0.9))
                    for name in TABLES
                    if name not in (ART, "quarantine")
                ),
                ("articles: the end cut off", ("TAB001", "MAN002"), _cut(ART, 0.9)),
                ("quarantine: the end cut off", ("TAB001", "MAN002"), _cut("quarantine", 0.9)),
                ("gold: an empty file", ("TAB001",), _cut(GOLD, 0)),
                ("articles: bytes that rotted", ("TAB001", "MAN002"), _flipped),
                (
                    "gold: a text called Parquet",
                    ("TAB001",),
                    _written(GOLD, "part-00001.parquet", b"not at all"),
                ),
                ("articles: opened and saved again", ("MAN002",), _saved_again),
                ("an article that was taken down", ("ART015",), taken_down(5)),
                ("teasers of a page that was taken down", ("ART015",), taken_down(999)),
                (
                    "articles: a part deleted",
                    ("MAN002", "MAN004", "DUP003", "DUP004", "SPAN001"),
                    lambda inputs: (inputs.articles / "part-00001.parquet").unlink(),
                ),
                ("offsets with fractions", ("TAB002", "SPAN003"), _retyped),
                ("the label set in lower case", ("SPAN005",), _relabelled),
            ],
        ),
        (
            "manifests",
            "files",
            [
                (
                    "a manifest that is no JSON",
                    ("MAN001",),
                    lambda inputs: (inputs.manifests / "dedup.json").write_text("{"),
                ),
                ("a manifest without outputs", ("MAN001",), _manifest(lambda body: body.pop("outputs"))),
                (
                    "another hash of an output",
                    ("MAN002",),
                    _manifest(lambda body: body["outputs"].update(dict.fromkeys(body["outputs"], "0" * 64))),
                ),
                *(
                    (
                        f"one more in {count}",
                        ("MAN003",),
                        _manifest(lambda body, count=count: _one_more(body, count)),
                    )
                    for count in ("pages", "listings", "rejected", "folded")
                ),
                (
                    "one more in articles",
                    ("MAN003", "MAN004"),
                    _manifest(lambda body: _one_more(body, "articles")),
                ),
                ("one more in teasers", ("MAN004",), _manifest(lambda body: _one_more(body, "teasers"))),
            ],
        ),
        ("manifests", "rows", [("a row lost", ("MAN004",), _lost_row)]),
    )
    for what, told, change in cases
]
MUTATIONS += [*texts.MUTATIONS, *labels.MUTATIONS, *people.MUTATIONS, *releases.MUTATIONS, *own.MUTATIONS]


def _one_more(body: dict[str, dict[str, object]], count: str) -> None:
    body["counts"][count] = int(str(body["counts"][count])) + 1


@dataclass(frozen=True, slots=True)
class ColumnMutation:
    """One column of one table: gone, of another type, null where none may be, or outside its closed set or pattern."""

    table: str
    field: TableField
    kind: str
    error: str

    def apply(self, inputs: Inputs) -> None:
        file, name = file_of(inputs, self.table), self.field.name
        held = pq.read_table(file)
        if self.kind == "gone":
            pq.write_table(held.drop_columns([name]), file)
        elif self.kind == "of another type":
            replace_column(file, name, pa.array([b"\0"] * len(held), pa.binary()))
        else:
            values = held[name].to_pylist()
            values[0] = None if self.kind == "null" else "Ngoài bộ"
            plain = pa.field(name, held.schema.field(name).type)
            replace_column(file, name, pa.array(values, plain.type))


def column_mutations(contract: Contract, table: str) -> Iterator[ColumnMutation]:
    """Every such way of breaking the table's columns. Strange labels, topics and ids of articles have checks of their own."""
    for field in contract.table(table).fields:
        yield ColumnMutation(table, field, "gone", "TAB002")
        yield ColumnMutation(table, field, "of another type", "TAB002")
        if not field.nullable:
            yield ColumnMutation(table, field, "null", "TAB003")
        closed = isinstance(field.values, tuple) or field.pattern is not None
        if closed and field.type.scalar is not None and (table, field.name) != ("articles", "id"):
            yield ColumnMutation(table, field, "outside its set", "TAB004")


SAID = {
    own.GROUP: f"`{REFUSED}`: refused before anything runs, with the file's name and what is wrong in it. "
    f"`{CRASHED}`: something could not "
    "be judged; it neither passed nor failed.",
    own.STALE: f"`{RELEASE}`: it sees that the report is of other tables, validates anew, and releases nothing.",
}
"""What a group's reader has to know besides the catalogue's ids."""


def table_md(contract: Contract) -> str:
    """docs/mutations.md, which `make golden` writes."""
    columns = {table: list(column_mutations(contract, table)) for table in TABLES}
    total = len(MUTATIONS) + sum(map(len, columns.values()))
    lines = [
        "# Ways of breaking a workspace",
        "",
        f"A sound workspace was broken in {total} ways, one at a time; `make test` does it again. Each time the check in the second",
        "column must tell of it, and no other check, error or warning, but those named: what follows from the same breach stands",
        "beside it. The sound workspace gives no finding at all. This page is made by `tests/validation/mutations.py`.",
        "",
    ]
    for group in dict.fromkeys(mutation.group for mutation in MUTATIONS):
        lines += [
            f"## {group[0].upper()}{group[1:]}",
            "",
            *([SAID[group], ""] if group in SAID else []),
            "| broken | caught by | told beside it |",
            "| --- | --- | --- |",
        ]
        for one in MUTATIONS:
            if one.group == group:
                lines.append(f"| {one.what} | {one.told[0]} | {', '.join(one.told[1:])} |")
        lines.append("")
    lines += [
        "## Columns",
        "",
        "Every column, one at a time. Checks that need the column may then have their say, or not run.",
        "",
    ]
    kinds = list(dict.fromkeys(one.kind for some in columns.values() for one in some))
    lines += [f"| table | {' | '.join(kinds)} |", f"| --- |{' ---: |' * len(kinds)}"]
    for table, some in columns.items():
        counts = (sum(one.kind == kind for one in some) for kind in kinds)
        lines.append(f"| {table} | {' | '.join(map(str, counts))} |")
    caught = dict.fromkeys(f"{one.kind}: {one.error}" for some in columns.values() for one in some)
    return "\n".join([*lines, "", f"Caught by: {'; '.join(caught)}.", ""])
