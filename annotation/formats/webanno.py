"""Reading WebAnno TSV 3, which INCEpTION writes: one file a document, the layer NamedEntity.

Offsets are UTF-16 code units, as the format says; a file whose tokens hold only as code points is read so.
What stands between two sentences is not in the file: spaces, as INCEpTION fills it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from annotation.formats.files import text_of, texts_below
from annotation.formats.labelled import Labelled, broken, spans_of
from annotation.formats.utf16 import from_utf16, to_utf16
from annotation.formats.webanno_write import LAYER, NAMED, write

__all__ = ["read", "write"]

_BUILT_IN = "de.tudarmstadt.ukp.dkpro.core.api."
_FORMAT = re.compile(r"#FORMAT=WebAnno TSV 3\.(\d+)")
_UNIT = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d+)-(\d+)\t([^\t]*)(?:\t|$)")
_STACKED = re.compile(r"(?:\\.|[^\\|])+")
_NUMBERED = re.compile(r"(?P<value>(?:\\.|[^\\])*?)(?:\[(?P<number>\d+)\])?")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A token or part of one; `value` is the cell of the layer that counts, None where it has none."""

    line: int
    begin: int
    end: int
    surface: str
    value: str | None


@dataclass(slots=True)
class _Sentence:
    lines: list[str] = field(default_factory=list)
    units: list[_Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Where the labels are: the column, from 0, or a label for a layer without features."""

    column: int
    label: str | None
    others: int


def read(path: Path) -> Iterator[Labelled]:
    """The document of a `.tsv` file, or those of a folder.

    In INCEpTION's own export a document is a folder, and its files are its annotators'.

    Raises:
        DataError: a line is none of the format's, or a token is not in the text where it says.
    """
    for file, place in texts_below(path, ".tsv"):
        lines = [line.removesuffix("\r") for line in text_of(file, place).split("\n")]
        header = _FORMAT.match(lines[0])
        if header is None:
            raise broken(f"{place}:1", "does not begin with #FORMAT=WebAnno TSV 3")
        layer = _layer(lines, place)
        found = _sentences(lines, layer, place, java_escapes=int(header[1]) <= 1)
        text, places = _text(found, place)
        spans, faults = spans_of(text, _triples(found, places, layer))
        of_inception = file.parent != path and file.parent.suffix == ".txt"
        yield Labelled(
            text,
            unquote(file.parent.stem if of_inception else file.stem),
            spans,
            place=place,
            annotator=file.stem if of_inception else None,
            faults=faults,
            ignored={"other layers": layer.others} if layer.others else {},
        )


def _layer(lines: Sequence[str], place: str) -> _Layer:
    column, layers, total = 3, {}, 0
    for line in lines[1:]:
        if not line.startswith("#T_"):
            break
        name, *features = line[6:].split("|")
        features = [feature for feature in features if feature]
        total += 1
        if line.startswith("#T_SP="):
            plain = [f for f in features if f != "identifier" and "." not in f and ":" not in f]
            chosen = "value" if "value" in plain else next(iter(plain), None)
            at = column + (features.index(chosen) if chosen else 0)
            layers[name] = _Layer(at, None if chosen else name.rpartition(".")[2], 0)
        column += max(1, len(features))
    own = [name for name in layers if not name.startswith(_BUILT_IN)]
    chosen_layer = layers.get(LAYER) or (layers[own[0]] if len(own) == 1 else None)
    if chosen_layer is None:
        raise broken(
            f"{place}:1",
            f"has the span layers {', '.join(layers) or '(none)'}, of which none is NamedEntity",
            "Export the layer Named entity, or one layer of your own",
        )
    return _Layer(chosen_layer.column, chosen_layer.label, total - 1)


def _sentences(lines: Sequence[str], layer: _Layer, place: str, *, java_escapes: bool) -> list[_Sentence]:
    found = [_Sentence()]
    for number, line in enumerate(lines, start=1):
        now = found[-1]
        if not now.units and line.startswith("#"):
            if line.startswith("#Text="):
                now.lines.append(_unescaped(line[6:], java=java_escapes))
        elif not line:
            if now.lines and not now.units:
                raise broken(f"{place}:{number}", "a sentence without tokens")
            if now.units:
                found.append(_Sentence())
        elif (unit := _UNIT.match(line)) is not None and now.lines:
            cells = line.split("\t")
            if layer.column >= len(cells):
                raise broken(f"{place}:{number}", f"{len(cells)} columns where the header names more")
            cell = cells[layer.column]
            value = None if cell == "_" else cell
            now.units.append(_Unit(number, int(unit[2]), int(unit[3]), unit[4], value))
        else:
            raise broken(f"{place}:{number}", f"{line[:60]!r} is not a token of WebAnno TSV 3")
    if found[-1].lines and not found[-1].units:
        raise broken(f"{place}:{len(lines)}", "a sentence without tokens")
    return [sentence for sentence in found if sentence.units]


def _text(found: Sequence[_Sentence], place: str) -> tuple[str, Mapping[int, int]]:
    """The text, and the code point at each offset of the file: the reading under which every token holds."""
    wrong: _Unit | None = None
    for wide in (True, False):
        text = ""
        size = 0
        for sentence in found:
            gap = sentence.units[0].begin - size
            if gap < 0:  # no line break between the two
                text, size = text[:-1], size - 1
                gap += 1
            body = " " * gap + "\n".join(sentence.lines) + "\n"
            text += body
            size += to_utf16(body)[-1] if wide else len(body)
        text = text.removesuffix("\n")
        places = from_utf16(text) if wide else {n: n for n in range(len(text) + 1)}
        odd = next((u for s in found for u in s.units if not _holds(text, places, u)), None)
        if odd is None:
            return text, places
        wrong = wrong or odd
    assert wrong is not None
    raise broken(
        f"{place}:{wrong.line}", f"{wrong.surface!r} is not in the text at {wrong.begin}-{wrong.end}"
    )


def _holds(text: str, places: Mapping[int, int], unit: _Unit) -> bool:
    begin, end = places.get(unit.begin), places.get(unit.end)
    if begin is None or end is None:
        return False
    return text[begin:end] in (unit.surface, _unescaped(unit.surface))


def _triples(
    found: Sequence[_Sentence], places: Mapping[int, int], layer: _Layer
) -> Iterator[tuple[int, int, str | None]]:
    numbered: dict[str, tuple[int, int, str | None]] = {}
    for unit in (unit for sentence in found for unit in sentence.units if unit.value is not None):
        begin, end = places[unit.begin], places[unit.end]
        for cell in _STACKED.findall(unit.value or ""):
            stated = _NUMBERED.fullmatch(cell)
            value, number = (cell, None) if stated is None else (stated["value"], stated["number"])
            label = layer.label or (None if value == "*" else _unescaped(value))
            if number is None:
                yield begin, end, label
            else:
                first, _, named = numbered.get(number, (begin, end, label))
                numbered[number] = (first, end, named)
    yield from numbered.values()


def _unescaped(text: str, *, java: bool = False) -> str:
    if java:  # up to 3.1 all that is not ASCII is \uXXXX, halves of pairs apart
        text = re.sub(r"(?<!\\)\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"\\(.)", lambda m: NAMED.get(m[1], m[1]), text, flags=re.DOTALL)
