"""Label Studio's JSON export: tasks with their annotations, one document for each annotator's last word.

Offsets are code points where tinbai made the task; elsewhere `label_studio_offsets` proves what they are.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from annotation.formats.files import (
    json_lines,
    json_of,
    may_hold_halves,
    require_whole,
    text_of,
    texts_below,
)
from annotation.formats.label_studio_offsets import proven_spans
from annotation.formats.labelled import Labelled, Lost, broken
from annotation.results import to_results
from schemas.contract import Contract
from schemas.files import text_sha256, write_text
from schemas.label_config import PRIMARY_TOPIC

_Result = Mapping[str, object]
_TAKEN = {"labels", "taxonomy", "choices"}
_OLDEST = datetime.min.replace(tzinfo=UTC)


def read(path: Path) -> Iterator[Labelled]:
    """The tasks of a file (one JSON list, or a task a line), or of every `.json` file of a folder.

    Raises:
        DataError: the file is not JSON, or none of Label Studio's.
    """
    for file, place in texts_below(path, ".json"):
        body = text_of(file, place)
        if body.lstrip().startswith("["):
            tasks = json_of(body, place)
            assert isinstance(tasks, list)
            placed = [(f"{place}:task {number}", task) for number, task in enumerate(tasks, start=1)]
        else:
            placed = list(json_lines(file, place))
        halves = may_hold_halves(body)
        for where, task in placed:
            if halves:
                require_whole(task, where)
            yield from _documents(task, where)


def _documents(task: object, place: str) -> Iterator[Labelled]:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(task, dict) or not isinstance(data, dict):
        raise broken(place, "no `data`", "Export as JSON, not as JSON-MIN or CSV")
    text = _text(data)
    if text is None:
        raise broken(place, "no `text` in its data", "Of several strings tinbai takes the one named text")
    # Before 1.0 an annotation was a completion.
    annotations = task.get("annotations", task.get("completions")) or []
    if not isinstance(annotations, list) or not all(isinstance(one, dict) for one in annotations):
        raise broken(
            place, "`annotations` is no list of objects", "Export with annotations, not their numbers"
        )
    id_ = data.get("id")
    meta = task.get("meta")
    ours = isinstance(meta, dict) and "contract_version" in meta
    annotations.sort(key=lambda one: (_annotator(one) or "", _moment(one) or _OLDEST, str(one.get("id"))))
    for annotator, said in groupby(annotations, key=_annotator):
        *earlier, last = said
        results = last.get("result")
        if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
            raise broken(place, "an annotation without `result`")
        spans, faults = proven_spans(text, _labels(results), code_points=ours)
        topics, primary = _topics(results)
        ignored = Counter({"earlier answers": len(earlier)} if earlier else {})
        ignored.update(f"results of type {kind}" for kind in map(_kind, results) if kind not in _TAKEN)
        yield Labelled(
            text,
            id_ if isinstance(id_, str) else None,
            spans,
            topics,
            primary,
            place,
            annotator,
            _moment(last),
            _seconds(last.get("lead_time")),
            bool(last.get("was_cancelled")),
            faults,
            ignored,
        )


def _kind(result: _Result) -> str:
    return str(result.get("type"))


def _text(data: Mapping[str, object]) -> str | None:
    strings = {key: value for key, value in data.items() if isinstance(value, str)}
    return strings.get("text") or (next(iter(strings.values())) if len(strings) == 1 else None)


def _annotator(annotation: _Result) -> str | None:
    who = annotation.get("completed_by")
    number = who.get("id") if isinstance(who, dict) else who
    return None if number is None else str(number)


def _moment(annotation: _Result) -> datetime | None:
    stated = annotation.get("updated_at") or annotation.get("created_at")
    try:
        if isinstance(stated, int | float):  # seconds, in completions
            return datetime.fromtimestamp(stated, UTC)
        moment = datetime.fromisoformat(stated) if isinstance(stated, str) else None
        if moment is None or moment.tzinfo is None:
            return moment and moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)  # the first hours of year 1 in the east are in no calendar of ours
    except (ValueError, OverflowError, OSError):
        return None


def _seconds(stated: object) -> float | None:
    try:
        return float(stated) if isinstance(stated, int | float) and not isinstance(stated, bool) else None
    except OverflowError:
        return None


def _labels(results: Iterable[_Result]) -> Iterator[tuple[Mapping[str, object], object]]:
    for result in results:
        value = result.get("value")
        if _kind(result) == "labels" and isinstance(value, dict):
            # HyperText counts within elements; what it counts over the whole text it says beside.
            whole = value.get("globalOffsets")
            places = {**value, **whole} if isinstance(whole, dict) else value
            labels = value.get("labels")
            for label in labels if isinstance(labels, list) and labels else [None]:
                yield places, label


def _topics(results: Iterable[_Result]) -> tuple[tuple[str, ...], str | None]:
    """Chosen topics, the main one first, and the main one where tinbai's own page says it."""
    primary: list[str] = []
    others: list[str] = []
    for result in results:
        value = result.get("value")
        stated = value.get(_kind(result)) if isinstance(value, dict) else None
        if _kind(result) in ("taxonomy", "choices") and isinstance(stated, list):
            names = [one[-1] if isinstance(one, list) and one else one for one in stated]
            taken = primary if result.get("from_name") == PRIMARY_TOPIC else others
            taken += [name for name in names if isinstance(name, str)]
    return tuple(dict.fromkeys(primary + others)), primary[0] if len(set(primary)) == 1 else None


def write(documents: Iterable[Labelled], path: Path, contract: Contract) -> Lost:
    """Write one file of tasks with an annotation each, for a project with tinbai's own page."""
    tasks = []
    for number, document in enumerate(documents, start=1):
        said: dict[str, object] = {
            "id": number,
            "was_cancelled": document.was_skipped,
            "result": to_results(contract, document.spans, document.topics, document.primary_topic),
        }
        if document.updated_at is not None:
            said["created_at"] = said["updated_at"] = document.updated_at.isoformat()
        if document.lead_time_s is not None:
            said["lead_time"] = document.lead_time_s
        tasks.append(
            {
                "id": number,
                "data": {
                    **({} if document.id is None else {"id": document.id}),
                    "title": "",
                    "text": document.text,
                    "text_sha256": text_sha256(document.text),
                },
                # By this a reader knows that offsets are code points.
                "meta": {"contract_version": contract.contract_version},
                "annotations": [said],
            }
        )
    write_text(path, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    return Lost()
