"""What the checks of consistency share: where they can run, and flaws at places that the engine remembered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from schemas.visible import quoted
from validation.check import Flaw, Row, Setting
from validation.engine.mentions import Mentions
from validation.engine.whole import Whole
from validation.snippet import snippet_of

TABLES = ("gold", "annotations")


def unfit(whole: Whole, _setting: Setting, table: str) -> str | None:
    """They run over gold, and over annotations only where there is no gold."""
    if whole.mentions is not None and whole.mentions.table == table:
        return None
    if not whole.sources[table].present:
        return f"no {table} yet"
    return f"{whole.mentions.table} is looked at" if whole.mentions is not None else "nothing is labelled yet"


def mentions_of(whole: Whole) -> Mentions:
    assert whole.mentions is not None
    return whole.mentions


def at(place: Row, message: str, table: str) -> tuple[Flaw, int]:
    """A flaw at one of the engine's places, with the row of its article."""
    flaw = Flaw(
        message,
        table=table,
        row=int(str(place["row"])),
        record_id=str(place["record_id"]),
        article_id=str(place["article_id"]),
        start=int(str(place["start"])),
        end=int(str(place["end"])),
    )
    return flaw, int(str(place["article"]))


def with_snippets(whole: Whole, flaws: Iterable[tuple[Flaw, int]]) -> Iterator[Flaw]:
    """The flaws with the text around them, which is read again for these articles."""
    told = list(flaws)
    texts = whole.texts(sorted({article for _, article in told})) if told else {}
    for flaw, article in told:
        text = texts.get(article)
        if text is None or flaw.start is None:
            yield flaw
        else:
            yield replace(flaw, snippet=snippet_of(text, flaw.start))


def places_by(
    frame: pl.DataFrame, surfaces: Iterable[str], *keys: str
) -> dict[tuple[object, ...], list[dict[str, object]]]:
    """The engine's places of these surfaces as rows, by group, in their order."""
    groups: dict[tuple[object, ...], list[dict[str, object]]] = {}
    for row in frame.filter(pl.col("surface").is_in(list(surfaces))).iter_rows(named=True):
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return groups


def counted(counts: Mapping[str, int]) -> str:
    """`GPE 24 times, LOC once`: the most first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {times(many)}" for name, many in ordered)


def times(many: int) -> str:
    return {1: "once", 2: "twice"}.get(many, f"{many} times")


def where(places: Sequence[Row], shown: int = 3) -> str:
    """The first few records, for a message."""
    records = list(dict.fromkeys(str(place["record_id"]) for place in places))
    more = f" and {len(records) - shown} more" if len(records) > shown else ""
    return ", ".join(quoted(record, 40) for record in records[:shown]) + more
