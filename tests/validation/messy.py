"""A workspace with breaches of many kinds: of spans, records, columns, pairs, whole tables and files."""

from pathlib import Path

from schemas.contract import Contract
from schemas.progress import silent
from tests.validation.factory import Tables, article_id, retext, sound_tables, write
from validation.engine.scan import Scan, scan
from validation.inputs import Inputs
from validation.violations import violations_table


def mess(tables: Tables) -> None:
    """Errors and warnings; every breach has a place that later changes leave alone."""
    articles, gold = tables["articles"], tables["gold"]
    for number in (2, 5):
        for span in _entities(gold, number)[:2]:
            span |= {"start": int(str(span["start"])) + 1, "end": int(str(span["end"])) + 1}
    for number in (1, 3, 6):
        _entities(tables["annotations"], number)[0]["label"] = "PERSON"
    gold[4] |= {"topics": ["medtop:1"], "primary_topic": "medtop:1"}
    articles[6] |= {"title": "Chuyện \u200blàng", "author": "Nguyễn\u200b Văn Mẫu", "license": None}
    articles[7] |= {"event_date": "2024-02-30"}
    articles[8] |= {"language": "en", "license": None}
    articles[9] |= {"source": None, "license": None}
    retext(articles[13], str(articles[13]["text"]).replace(" ", " \u200b", 1))
    articles.append(articles[10] | {"id": article_id(77), "url": "https://khac.example/1"})
    for name in ("clusters", "splits"):
        tables[name].append(tables[name][10] | {"id": article_id(77)})
    tables["splits"][4]["split"] = "train"


def _entities(rows: list[dict[str, object]], number: int) -> list[dict[str, object]]:
    listed = rows[number]["entities"]
    assert isinstance(listed, list)
    return listed


def messy(root: Path, contract: Contract) -> Inputs:
    """The mess on disk, one of whose files is cut short."""
    tables = sound_tables()
    mess(tables)
    inputs = write(root, tables, contract)
    file = inputs.quarantine / "part-00000.parquet"
    file.write_bytes(file.read_bytes()[:-9])
    return inputs


def looked_at(inputs: Inputs, contract: Contract) -> tuple[Scan, list[dict[str, object]]]:
    found = scan(inputs, contract, silent)
    table = violations_table(found.log.findings(), contract, found.whole.sources["splits"])
    return found, table.to_pylist()
