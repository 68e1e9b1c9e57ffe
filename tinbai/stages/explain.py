"""Why: a page line by line, or two articles side by side. Nothing is written."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import UsageError
from tinbai.console import Console, Outcome
from tinbai.paper import Paper
from tinbai.stages.normalize import options_of
from tinbai.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from dataset.read.options import ReadOptions
    from dataset.read.page import Page, Raw, Refused


def explain_page(workspace: Workspace, console: Console, name: str) -> Outcome:
    """Show every line of a page with its kind, rule and confidence, as normalize would decide it now.

    `name` is a file, or `file#N` for record N of a container. What earlier runs learnt of the page's site
    counts where there is a workspace.

    Raises:
        UsageError: there is no such file or record, or a file of several records is named without one.
    """
    from dataset.normalize.explain import explain_page as explained
    from dataset.read.page import Page, Raw
    from dataset.read.pages import page_of
    from schemas.language.pack import language_pack
    from tinbai.explain import print_explained

    contract = workspace.contract
    reading = replace(options_of(workspace).reading, max_page_bytes=contract.limits.max_page_bytes)
    record = _record(name, reading)
    page = page_of(record, reading) if isinstance(record, Raw) else record
    if not isinstance(page, Page):
        return Outcome("normalize", f"{name} is no page", text=f"refused: {page.reason} ({page.detail})")
    paper = Paper(plain=console.as_json)
    evidence = _evidence(workspace)
    pack, limits = language_pack(contract.language), contract.limits
    told = explained(page, evidence, pack, limits, contract.language, _root(workspace, page))
    print_explained(told, paper.console)
    return Outcome("normalize", f"{name}: {told.page.kind}", text=paper.text)


def explain_pair(workspace: Workspace, console: Console, one: str, other: str) -> Outcome:
    """Show Jaccard, containment and the passages that two articles share.

    Raises:
        UsageError: an id is not there.
    """
    from tinbai.explain_dedup import print_pair

    paper = Paper(plain=console.as_json)
    told = print_pair(workspace.root, workspace.contract, one, other, paper.console)
    counts = {"tier": told.tier, "jaccard": told.jaccard, "containment": told.containment}
    return Outcome("dedup", f"{one} and {other}: {told.tier}", counts=counts, text=paper.text)


def _record(name: str, reading: "ReadOptions") -> "Raw | Refused":
    """The record that a name means."""
    from dataset.read.find import find_inputs
    from dataset.read.records import raws

    path, number = name, None
    if not Path(name).exists() and (found := re.fullmatch(r"(.+)#([0-9]+)", name)):
        path, number = found[1], int(found[2])
    if Path(path).is_dir():
        raise UsageError(f"{name} is a folder", hint="Name one page: a file, or record N of one as file#N")
    (file,) = find_inputs([path])
    wanted = file.source_path if number is None else f"{file.source_path}#{number}"
    count = 0
    for record in raws(file, reading):
        if record.source_path == wanted:
            return record
        count += 1
        if number is None:
            break
    if number is None:
        raise UsageError(f"{name} holds many records", hint=f"Name one of them: {path}#1 is the first")
    raise UsageError(f"{path} has no record {number}", hint=f"It has {count}, counted from 1")


def _evidence(workspace: Workspace) -> "pa.Table":
    """What normalize has learnt in this workspace of the lines that repeat."""
    import pyarrow.parquet as pq

    from dataset.normalize.evidence import EVIDENCE

    path = workspace.root / "normalized" / "evidence.parquet"
    return pq.read_table(path).replace_schema_metadata(None) if path.exists() else EVIDENCE.empty_table()


def _root(workspace: Workspace, page: "Page") -> str:
    """The input root below which normalize met this page, or nothing."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if workspace.pages.exists():
        known = pq.read_table(workspace.pages, columns=["root", "raw_sha256"])
        found = known.filter(pc.equal(known["raw_sha256"], page.sha256))["root"]
        if len(found):
            return str(found[0])
    return ""
