"""Labels that somebody brings in a file, as annotations."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import UsageError
from schemas.files import write_text
from schemas.tables import read_table, table_of, write_table
from tinbai.console import Console, Outcome
from tinbai.manifest import hash_files, make_manifest, write_manifest
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from annotation.formats.labelled import Labelled

# Beside the file that pull writes whole, so that a pull keeps what was imported.
ROWS, REJECTS = "imported.parquet", "import.parquet"
_NOTES = {
    "unmatched": "documents are no article of the workspace; their labels were left out",
    "repeated": "documents of an annotator and an article that came before in the same files",
    "spans_quarantined": "spans do not hold, in quarantine",
    "spans_dropped": "spans left out by --drop",
    "spans_merged": "spans became the same as another by --map",
}
_AFTER_FILE = re.compile(r":(?:task )?\d+\Z")


def import_labels(
    workspace: Workspace,
    console: Console,
    name: str,
    inputs: Sequence[Path],
    *,
    annotator: str,
    mapped: Sequence[str] = (),
    dropped: Sequence[str] = (),
    pages: Path | None = None,
) -> Outcome:
    """Add the labels of the files to `annotations/imported.parquet`; the same files again change nothing.

    With `pages`, texts that are no article are written there, one a line, for `tinbai normalize`.

    Raises:
        DataError: a file is not what the format says.
        UsageError: labels that the contract does not have, or no document is an article of the workspace.
    """
    from annotation.bring.match import Articles
    from annotation.bring.names import names_of, require_known
    from annotation.bring.rows import bring
    from annotation.formats.registry import format_named
    from annotation.pseudonym import pseudonym, workspace_salt

    contract = workspace.contract
    names = names_of(contract, mapped, dropped)
    read = format_named(name).read
    with console.progress("read") as progress:
        documents: list[tuple[Labelled, datetime]] = []
        for number, path in enumerate(inputs, start=1):
            moment = _written_at(path)
            documents += [(document, moment) for document in read(path)]
            progress(number, len(inputs))
    require_known((document for document, _ in documents), contract, names)
    rows, rejects = workspace.annotations / ROWS, workspace.quarantine / REJECTS
    with workspace.lock():
        articles = Articles(read_table(workspace.articles, contract, "articles"))
        salt = workspace_salt(workspace.labelstudio)
        own = pseudonym(salt, f"import:{annotator}")

        def annotator_of(document: "Labelled") -> str:
            who = document.annotator
            return own if who is None else pseudonym(salt, f"import:{annotator}/{who}")

        brought = bring(
            documents,
            articles,
            contract,
            names,
            annotator_of=annotator_of,
            place_of=lambda document: f"import/{own}/{_nameless(document.place)}",
        )
        counts = dict(brought.counts)
        if brought.unmatched and pages is not None:
            write_text(pages, _as_pages(brought.unmatched))
        if not brought.rows:
            return _none(workspace, len(articles), counts, pages, brought.unmatched)
        before = read_table(rows, contract, "annotations").to_pylist()
        after, changes = _put(before, brought.rows)
        kept = [
            row
            for row in read_table(rejects, contract, "quarantine").to_pylist()
            if not any(_is_below(row["source_path"], f"import/{own}/{_nameless(p.name)}") for p in inputs)
        ]
        counts |= changes
        write_table(rejects, table_of(contract, "quarantine", _sorted(kept + brought.rejects)))
        write_table(rows, table_of(contract, "annotations", after))
        write_manifest(
            workspace,
            make_manifest(
                workspace,
                contract,
                "import",
                options={"format": name, "names": names},
                inputs=hash_files(workspace, [workspace.articles]),
                outputs=[rows, rejects],
                counts=counts,
            ),
        )
    notes = [f"{counts[key]} {what}" for key, what in _NOTES.items() if counts[key]]
    notes += [
        f"the files also hold {count} {what}: no place for them"
        for what, count in sorted(brought.ignored.items())
    ]
    no_topic = sum(not row["was_skipped"] and row["primary_topic"] is None for row in brought.rows)
    if no_topic and contract.topic_rules.primary:
        notes.append(
            f"{no_topic} annotations name no main topic, which validate refuses: for labels without topics "
            "write `topic_rules: {primary: 0}` in contract.yaml"
        )
    if brought.unmatched and pages is None:
        notes.append(
            "to make articles of their texts give --pages FILE, then tinbai normalize FILE, and import again"
        )
    people = {str(row["annotator"]) for row in brought.rows}
    return Outcome(
        "import",
        f"{counts['annotations']} annotations with {counts['spans_imported']} spans by {', '.join(sorted(people))} "
        f"({counts['added']} new, {counts['updated']} changed)",
        counts=counts,
        paths={"annotations": rows, "quarantine": rejects}
        | ({"pages": pages} if pages and brought.unmatched else {}),
        notes=tuple(notes),
        next_step="tinbai agreement",
    )


def _written_at(path: Path) -> datetime:
    """When the labels were last written, which stands for when they were made where the file does not say it."""
    files = [path, *(path.rglob("*") if path.is_dir() else ())]
    return datetime.fromtimestamp(
        max((file.stat().st_mtime for file in files if file.exists()), default=0), UTC
    )


def _nameless(place: str) -> str:
    """Where a document stands, its files' names hashed: doccano and INCEpTION name them by annotators."""
    after = _AFTER_FILE.search(place)
    file = place[: after.start()] if after else place
    parts = file.split("/", 1)
    hashed = "/".join(
        f"file-{hashlib.blake2b(part.encode(errors='surrogateescape'), digest_size=4).hexdigest()}"
        for part in parts
    )
    return hashed + (after[0] if after else "")


def _is_below(place: str, file: str) -> bool:
    return place == file or place.startswith((f"{file}/", f"{file}:"))


def _as_pages(documents: Sequence["Labelled"]) -> str:
    texts = dict.fromkeys(document.text for document in documents if document.text.strip())
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def _none(
    workspace: Workspace,
    articles: int,
    counts: dict[str, int],
    pages: Path | None,
    unmatched: Sequence["Labelled"],
) -> Outcome:
    """Nothing was imported, because no document is an article."""
    if pages is None or not unmatched:
        raise UsageError(
            f"none of the {counts['documents']} documents is one of the workspace's {articles} articles; nothing was imported",
            hint="Give --pages FILE to write their texts there, run tinbai normalize FILE, then import again",
        )
    return Outcome(
        "import",
        f"no document is an article yet: {len(unmatched)} texts written as pages",
        counts=counts,
        paths={"pages": pages},
        next_step=f"tinbai normalize {pages} --workspace {workspace.root}, then the same import again",
    )


def _put(
    before: Sequence[dict[str, object]], brought: Sequence[dict[str, object]]
) -> tuple[list[dict[str, object]], dict[str, int]]:
    """Earlier rows with the brought ones in their place; a row that says the same keeps its moments."""
    rows = {str(row["annotation_id"]): row for row in before}
    changes = {"added": 0, "updated": 0, "unchanged": 0}
    for row in brought:
        key = str(row["annotation_id"])
        earlier = rows.get(key)
        if earlier is None:
            changes["added"] += 1
            rows[key] = row
        elif earlier == {**row, "created_at": earlier["created_at"], "updated_at": earlier["updated_at"]}:
            changes["unchanged"] += 1
        else:
            changes["updated"] += 1
            rows[key] = {**row, "created_at": earlier["created_at"]}
    ordered = sorted(rows.values(), key=lambda row: (str(row["id"]), str(row["annotator"])))
    return ordered, changes


def _sorted(rejects: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(rejects, key=lambda row: (str(row["source_path"]), str(row["reason"]), str(row["detail"])))
