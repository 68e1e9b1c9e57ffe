"""spaCy's JSONL: a text a line with `spans` (or `entities`, or `ents`) and `cats`; needs no spaCy.

Written as Prodigy and spaCy's projects have it: `spans` of `start`, `end`, `label`, `cats`, `meta`. Read are
also lines of `Doc.to_json()` and of spaCy 2's training data, `[text, {"entities": [[start, end, label]]}]`.
Offsets are code points, end exclusive.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotation.formats.files import json_lines, texts_below
from annotation.formats.labelled import Labelled, Lost, broken, listed, spans_of
from schemas.files import write_text

# A category counts from here: what spaCy's textcat itself takes for chosen.
CHOSEN = 0.5


def read(path: Path) -> Iterator[Labelled]:
    """The documents of a file, or of every `.jsonl` file of a folder.

    Raises:
        DataError: a line is not JSON, or has no text.
    """
    for file, name in texts_below(path, ".jsonl"):
        for place, record in json_lines(file, name):
            if isinstance(record, list) and len(record) == 2 and isinstance(record[1], dict):
                record = {**record[1], "text": record[0]}
            if not isinstance(record, dict) or not isinstance(record.get("text"), str):
                raise broken(place, "no `text`")
            spans, faults = spans_of(record["text"], _triples(record, place))
            meta = record.get("meta")
            about = meta if isinstance(meta, dict) else {}
            id_, primary = about.get("id"), about.get("primary_topic")
            yield Labelled(
                record["text"],
                id_ if isinstance(id_, str) else None,
                spans,
                chosen(record.get("cats")),
                primary if isinstance(primary, str) else None,
                place,
                # Prodigy: what was rejected or ignored is no label.
                was_skipped=record.get("answer") in ("reject", "ignore"),
                faults=faults,
                ignored=listed(record, "relations"),
            )


def _triples(record: Mapping[str, object], place: str) -> Iterator[tuple[object, object, object]]:
    for key in ("spans", "entities", "ents"):
        groups = record.get(key) or []
        for group in groups.values() if isinstance(groups, dict) else [groups]:
            if not isinstance(group, list):
                raise broken(place, f"`{key}` is no list")
            for one in group:
                if isinstance(one, list) and len(one) >= 3:
                    yield one[0], one[1], one[2]
                elif isinstance(one, dict):
                    yield one.get("start"), one.get("end"), one.get("label")
                else:
                    raise broken(place, f"{str(one)[:60]} is no span", "A span has start, end and label")


def chosen(cats: object) -> tuple[str, ...]:
    """The categories that were chosen, in the file's order."""
    scores = cats if isinstance(cats, dict) else {}
    return tuple(
        str(name) for name, score in scores.items() if isinstance(score, int | float) and score >= CHOSEN
    )


def write(documents: Iterable[Labelled], path: Path) -> Lost:
    """Write one file."""
    lines = []
    for document in documents:
        meta = {"id": document.id, "primary_topic": document.primary_topic}
        record = {
            "text": document.text,
            "spans": [{"start": s.start, "end": s.end, "label": s.label} for s in document.spans],
            "cats": dict.fromkeys(document.topics, 1.0),
            "meta": {key: value for key, value in meta.items() if value is not None},
        }
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    write_text(path, "".join(lines))
    return Lost()
