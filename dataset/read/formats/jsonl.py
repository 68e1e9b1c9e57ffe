"""JSONL (NDJSON): an object a line. Record N is line N."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import asdict

from dataset.read.encoding import decode
from dataset.read.fields import meta_of, raw_of
from dataset.read.lines import LongLine, lines_of
from dataset.read.options import FieldNames, ReadOptions
from dataset.read.page import Raw, Refused
from dataset.read.place import NO_META, Place, place_in
from dataset.read.plan import Plan, Ways, plan_of, value_at
from dataset.read.stream import Stream

# Records of one file have a few sets of keys; a hostile one has as many as records.
_MOST_PLANS = 1000
# Crawlers write tabs and line feeds into strings as they are.
_DECODER = json.JSONDecoder(strict=False)


def read_jsonl(source_path: str, stream: Stream, options: ReadOptions) -> Iterator[Raw | Refused]:
    """A record a line; blank lines are none. A line that is no object is refused, and the next one read."""
    objects = Objects(options)
    stream.record = 1
    for number, (start, line) in enumerate(lines_of(stream, options.max_page_bytes), 1):
        stream.record = number + 1
        size = line.size if isinstance(line, LongLine) else len(line)
        place = place_in(stream, f"{source_path}#{number}", start, size)
        if isinstance(line, LongLine):
            yield place.too_large(line.size, line.sha256, options.max_page_bytes)
        elif line and not line.isspace():
            yield objects.raw(place, line)


class Objects:
    """Pages in JSON objects, one at a time; it remembers which fields play which part."""

    def __init__(self, options: ReadOptions) -> None:
        latin = {
            role: tuple(name.encode().decode("latin-1") for name in names)
            for role, names in asdict(options.fields).items()
        }
        self._names = {False: options.fields, True: FieldNames(**latin)}
        self._plans: dict[tuple[bool, tuple[str, ...]], Plan] = {}

    def raw(self, place: Place, data: bytes) -> Raw | Refused:
        """The page in a JSON object."""
        data = data.removeprefix(codecs.BOM_UTF8)
        # Read as Latin-1 a string's UTF-8 passes through as it is, twice as fast as by way of its characters
        # (json 280 MB/s, orjson 250, msgspec 280-380, this 600), and a broken one is no matter here.
        bytewise = b"\\u" not in data
        try:
            record = _DECODER.decode(data.decode("latin-1") if bytewise else _text(data))
        except (ValueError, RecursionError) as error:
            detail = "too deeply nested" if isinstance(error, RecursionError) else str(error)
            return place.refused("broken", f"no JSON: {detail}", data)
        if not isinstance(record, dict):
            return place.refused("broken", f"a JSON {type(record).__name__}, not an object", data)
        plan = self._plan(bytewise, tuple(record))
        if not plan.text and not plan.html:
            return place.refused(
                "no_text", f"no field holds its text; it has {', '.join(record)[:200]!r}", data
            )

        def value(ways: Ways) -> object:
            found = value_at(record, ways)
            return _utf8(found) if bytewise else found

        meta = meta_of({role: value(ways) for role, ways in plan.meta}) if plan.meta else NO_META
        return raw_of(place, value(plan.text), value(plan.html), meta, data)

    def _plan(self, bytewise: bool, keys: tuple[str, ...]) -> Plan:
        plan = self._plans.get((bytewise, keys))
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[bytewise, keys] = plan_of(keys, self._names[bytewise])
        return plan


def _utf8(value: object) -> object:
    """The strings of a value that was read as Latin-1, as the bytes that they were."""
    if isinstance(value, str):
        return value.encode("latin-1")
    if isinstance(value, list):
        return [_utf8(one) for one in value]
    if isinstance(value, dict):
        return {key: _utf8(one) for key, one in value.items()}
    return value


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        found = decode(data, None)
        if isinstance(found, str):
            return found
        raise ValueError(", ".join(found)) from None
