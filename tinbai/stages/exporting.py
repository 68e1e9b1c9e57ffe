"""Gold, or what each annotator said, in a format that others read."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.errors import UsageError
from schemas.records import Span
from schemas.tables import read_table
from tinbai.console import Console, Outcome
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    from annotation.formats.labelled import Labelled
    from annotation.formats.registry import Format


def export_labels(
    workspace: Workspace, console: Console, name: str, output: Path, *, annotations: bool = False
) -> Outcome:
    """Write gold to `output`, or with `annotations` one file (or folder) for each annotator below it.

    The same labels give the same bytes.

    Raises:
        UsageError: there is nothing to export, or `output` holds other files of that format.
    """
    from annotation.formats.labelled import LOSSES, Lost
    from annotation.formats.registry import format_named

    kind = format_named(name)
    contract = workspace.contract
    with workspace.lock(), console.progress("export"):
        articles = {
            row["id"]: row
            for row in read_table(workspace.articles, contract, "articles")
            .select(["id", "text", "text_sha256"])
            .to_pylist()
        }
        table = "annotations" if annotations else "gold"
        rows = read_table(workspace.annotations if annotations else workspace.gold, contract, table)
        stated = [row for row in rows.to_pylist() if kind.holds_skips or not row.get("was_skipped")]
        skipped = rows.num_rows - len(stated)
        current = [row for row in stated if _is_current(row, articles)]
        if not current:
            raise UsageError(
                f"there are no {'annotations' if annotations else 'settled articles'} to export",
                hint="Run tinbai pull or tinbai import first"
                if annotations
                else "Run tinbai adjudicate first",
            )
        lost: Lost = Lost({"skips": skipped} if skipped else {})
        for path, some in _outputs(kind, output, current, annotations=annotations).items():
            documents = [_labelled(row, articles[row["id"]]["text"]) for row in some]
            _require_own(kind, path, documents)
            lost += kind.write(documents, path, contract)
    counts = {
        "documents": len(current),
        "spans": sum(len(row["entities"]) for row in current),
        "stale": len(stated) - len(current),
        "lost": dict(lost),
    }
    notes = [f"{name} has no place for {count} {LOSSES[key]}" for key, count in lost.items()]
    if counts["stale"]:
        notes.append(f"{counts['stale']} of an older text, or of articles that are gone, were left out")
    notes.append(
        "annotations' times, origins and suggestion arms stay in the workspace"
        if annotations
        else "gold's status, shares and adjudicators stay in the workspace"
    )
    return Outcome(
        "export",
        f"{counts['documents']} documents with {counts['spans']} spans as {name}",
        counts=counts,
        paths={"output": output},
        notes=tuple(notes),
    )


def _is_current(row: Mapping[str, Any], articles: Mapping[str, Mapping[str, Any]]) -> bool:
    return row["id"] in articles and articles[row["id"]]["text_sha256"] == row["text_sha256"]


def _outputs(
    kind: "Format", output: Path, rows: Sequence[dict[str, Any]], *, annotations: bool
) -> dict[Path, list[dict[str, Any]]]:
    """What goes where; articles in the order of their ids."""
    ordered = sorted(rows, key=lambda row: (row["id"], row.get("annotation_id", "")))
    if not annotations:
        return {output: ordered}
    suffix = "" if kind.is_folder else kind.suffix
    found: dict[Path, list[dict[str, Any]]] = {}
    for name in sorted({row["annotator"] for row in rows}):
        found[output / f"{name}{suffix}"] = [row for row in ordered if row["annotator"] == name]
    return found


def _labelled(row: Mapping[str, Any], text: str) -> "Labelled":
    from annotation.formats.labelled import Labelled

    return Labelled(
        text,
        row["id"],
        tuple(sorted(Span(e["start"], e["end"], e["label"], e["text"]) for e in row["entities"])),
        tuple(row["topics"]),
        row["primary_topic"],
        updated_at=row.get("updated_at"),
        lead_time_s=row.get("lead_time_s"),
        was_skipped=bool(row.get("was_skipped")),
    )


def _require_own(kind: "Format", path: Path, documents: Iterable["Labelled"]) -> None:
    """A folder that is written holds this export's files alone: what was left of another would be read as its part."""
    if not kind.is_folder:
        if path.is_dir():
            raise UsageError(f"{path} is a folder", hint=f"Give a file, {path / ('labels' + kind.suffix)}")
        return
    from urllib.parse import quote

    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file", hint="This format is a folder of files: give one")
    own = {f"{quote(document.id or '', safe=' ')}{kind.suffix}" for document in documents}
    others = sorted(file.name for file in path.glob(f"*{kind.suffix}") if file.name not in own)
    if others:
        raise UsageError(
            f"{path} holds {len(others)} files that this export does not write, such as {others[0]}",
            hint="Give a new folder, or remove them",
        )
