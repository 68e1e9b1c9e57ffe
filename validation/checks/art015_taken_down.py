"""ART015: nothing that was taken down."""

from collections.abc import Iterable

import polars as pl

from schemas.errors import DataError
from schemas.takedowns import Takedowns, read_takedowns
from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck, of_article
from validation.engine.whole import Whole

_COLUMNS = ["id", "kind", "parent_id", "url", "text_sha256", "source_sha256"]
# Rows of which these strings are held at a time.
_PIECE = 50_000


def _find(whole: Whole, setting: Setting) -> Iterable[Flaw]:
    path = whole.inputs.takedowns
    if path is None:
        return
    try:
        takedowns = read_takedowns(path, setting.contract)
    except DataError as error:
        yield Flaw(error.message.replace(str(path), path.name), table="articles")
        return
    rows = whole.tables["articles"]["row"].to_list() if takedowns else []
    for start in range(0, len(rows), _PIECE):
        frame = whole.values("articles", _COLUMNS, rows[start : start + _PIECE])
        lacking = [pl.lit(None, pl.String).alias(name) for name in _COLUMNS if name not in frame.columns]
        yield from _breaches(frame.with_columns(*lacking), takedowns)


def _breaches(frame: pl.DataFrame, takedowns: Takedowns) -> Iterable[Flaw]:
    suspect = pl.col("id").is_in(list(takedowns.standing)) | pl.col("parent_id").is_in(
        list(takedowns.standing)
    )
    for column, known in (("text_sha256", takedowns.texts), ("source_sha256", takedowns.pages)):
        if known:
            suspect |= pl.col(column).is_in(list(known))
    if takedowns.hosts:
        suspect |= pl.col("url").str.to_lowercase().str.contains_any(takedowns.hosts)
    for row in frame.filter(suspect).sort("row").iter_rows(named=True):
        story = row["kind"] == "article"
        found = takedowns.find(
            row["id"] or "",
            url=row["url"] if story else None,
            text=row["text_sha256"],
            # The raw page of a teaser is its listing's.
            page=row["source_sha256"] if story else None,
        )
        if found is None and row["parent_id"] in takedowns.standing:
            found = takedowns.standing[row["parent_id"]], "page"
        if found is not None:
            stone, how = found
            what = (
                "was taken down"
                if how == "id"
                else f"has the {how} of {quoted(stone.id)}, which was taken down"
            )
            yield of_article(f"article {quoted(row['id'])} {what} on {stone.date}", row["row"], row["id"])


CHECK = WholeCheck(
    id="ART015",
    title="Nothing that was taken down",
    scope="workspace",
    tables=("articles",),
    meaning="No article has the id, the address, the text or the raw page of one that takedowns.jsonl names, and no "
    "teaser stood on a page that it names. Normalize refuses them; so such a row came into the table otherwise.",
    example="articles/ was brought back from a backup that was made before the takedown.",
    fix="Run tinbai normalize on any page: what was taken down goes. If it was a mistake: tinbai takedown --undo ID.",
    requires=("articles",),
    find=_find,
)
