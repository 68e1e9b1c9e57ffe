"""Where an article's task is on the server, for whom wants to see it."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Named:
    """An article for people: its title, and its task's address, empty where none is known."""

    id: str
    title: str
    url: str


def named(ids: list[str], articles: pl.DataFrame, sent: pl.DataFrame, url: str | None) -> dict[str, Named]:
    """By id. Of several tasks of an article the newest project's newest is meant."""
    rows = articles.filter(pl.col("id").is_in(ids)).select("id", "title")
    titles = {id_: title or "" for id_, title in rows.iter_rows()}
    tasks: dict[str, str] = {}
    if url is not None:
        known = sent.filter(pl.col("id").is_in(ids) & pl.col("task").is_not_null())
        for id_, task, project in known.select("id", "task", "project").iter_rows():
            tasks[id_] = f"{url}/projects/{project}/data?task={task}"
    return {id_: Named(id_, titles.get(id_, ""), tasks.get(id_, "")) for id_ in ids}
