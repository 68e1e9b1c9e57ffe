"""doccano's JSONL: `text` with `label: [[start, end, label]]`, in code points, end exclusive.

Read are also `labels` (older exports), `entities` with offsets (relation projects), `annotations` with a
user each (before 1.0), `data` for `text`, and `cats` or labels that are names (classification) as topics.
doccano keeps fields that it does not know as metadata and gives them back: so do ids and the main topic
come home.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotation.formats.files import json_lines, texts_below
from annotation.formats.labelled import Labelled, Lost, broken, listed, spans_of
from schemas.files import write_text

_ID, _PRIMARY = "article_id", "primary_topic"
_Triple = tuple[object, object, object]


def read(path: Path) -> Iterator[Labelled]:
    """The documents of a file, or of every `.jsonl` file of a folder; one for each user where users are told apart.

    Raises:
        DataError: a line is not JSON, or none of doccano's.
    """
    for file, name in texts_below(path, ".jsonl"):
        for place, record in json_lines(file, name):
            if not isinstance(record, dict):
                raise broken(place, "not a JSON object")
            text = record.get("text", record.get("data"))
            if not isinstance(text, str):
                raise broken(place, "no `text`")
            stated: object = next(
                (record[key] for key in ("label", "labels", "entities", "annotations") if key in record), []
            )
            if not isinstance(stated, list):
                raise broken(place, f"labels are a list, not {type(stated).__name__}")
            topics = [*_names(record.get("cats")), *_names(stated)]
            primary = record.get(_PRIMARY)
            by_user: dict[str | None, list[_Triple]] = defaultdict(list)
            for one in stated:
                if not isinstance(one, str):
                    user, triple = _triple(one, place)
                    by_user[user].append(triple)
            for user, triples in (by_user or {None: []}).items():
                spans, faults = spans_of(text, triples)
                yield Labelled(
                    text,
                    _id(record),
                    spans,
                    tuple(dict.fromkeys(topics)),
                    primary if isinstance(primary, str) else None,
                    place,
                    user,
                    faults=faults,
                    ignored=listed(record, "relations", "Comments", "comments"),
                )


def _names(value: object) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _id(record: Mapping[str, object]) -> str | None:
    """Ours; doccano's own `id` is the number of an example in its database."""
    ours = record.get(_ID)
    return ours if isinstance(ours, str) else None


def _triple(one: object, place: str) -> tuple[str | None, _Triple]:
    if isinstance(one, list) and len(one) == 3:
        return None, (one[0], one[1], one[2])
    if isinstance(one, dict) and {"start_offset", "end_offset", "label"} <= one.keys():
        user = one.get("user")
        label = one["label"]
        # Before 1.0 a label was the number of a row in doccano's database; its name is in no export.
        named = str(label) if isinstance(label, int) else label
        return None if user is None else str(user), (one["start_offset"], one["end_offset"], named)
    raise broken(place, f"{str(one)[:60]} is no label of doccano's", "A label is [start, end, name]")


def write(documents: Iterable[Labelled], path: Path) -> Lost:
    """Write one file, for a project of sequence labelling (`label`) with `cats` for topics."""
    lines = []
    for document in documents:
        record: dict[str, object] = {
            "text": document.text,
            "label": [[span.start, span.end, span.label] for span in document.spans],
        }
        if document.topics:
            record["cats"] = list(document.topics)
        if document.primary_topic:
            record[_PRIMARY] = document.primary_topic
        if document.id is not None:
            record[_ID] = document.id
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    write_text(path, "".join(lines))
    return Lost()
