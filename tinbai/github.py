"""What GitHub's runner reads of a job: its environment, the lines of its log, its summary page."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from schemas.errors import UsageError
from schemas.files import disk_faults

SUMMARY_LIMIT = 1 << 20
_CUT = "\n\n*The rest is in report.html.*\n"
# The runner takes `::command::` at the start of a line, white space left out, and `##[command]` anywhere in one.
# A carriage return ends a line for it, too.
_COMMAND = re.compile(r"(^|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029])(\s*)::")
_OLD_COMMAND = re.compile(r"##(?=\[)")


def under_actions() -> bool:
    """Whether this is a step of a GitHub Actions job."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def inert(text: str) -> str:
    """The text without anything that the runner would carry out: a mark stands before `::`, a space in `##[`."""
    return _OLD_COMMAND.sub("## ", _COMMAND.sub(r"\1\2·::", text))


def folder_in_repository(root: Path) -> str:
    """A folder relative to the checkout that the job works in, empty where it is that or lies outside."""
    checkout = os.environ.get("GITHUB_WORKSPACE", "")
    if not under_actions() or not checkout:
        return ""
    try:
        below = root.resolve().relative_to(Path(checkout).resolve()).as_posix()
    except ValueError:
        return ""
    return "" if below == "." else below


def add_to_summary(environment: Mapping[str, str], text: str) -> None:
    """Append Markdown to the step's summary page, cut so that the whole stays under GitHub's 1 MiB.

    Does nothing outside of Actions.

    Raises:
        UsageError: the variable names no file that can be written.
        StorageError: the disk is full, read-only or broken.
    """
    name = environment.get("GITHUB_STEP_SUMMARY", "")
    if environment.get("GITHUB_ACTIONS") != "true" or not name:
        return
    path = Path(name)
    with disk_faults(path):
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError(
                f"GITHUB_STEP_SUMMARY names {path}, which is no file",
                hint="Leave that variable to the runner",
            )
        there = path.stat().st_size if path.exists() else 0
        room = SUMMARY_LIMIT - 1 - there - len(_CUT.encode())
        data = text.encode()
        if len(data) > room:
            kept = data[: max(room, 0)]
            data = kept[: kept.rfind(b"\n") + 1].rstrip() + _CUT.encode() if kept else b""
        with path.open("ab") as file:
            file.write(data)
