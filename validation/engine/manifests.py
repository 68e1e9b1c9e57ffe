"""The stages' manifests, read as leniently as the tables."""

import json
from dataclasses import dataclass
from pathlib import Path

from schemas.visible import visible

# A report that is written anew, and releases, which their own check looks after, are not its business.
_NOT_OURS = {"validate", "release"}


@dataclass(frozen=True, slots=True)
class Manifest:
    stage: str
    outputs: dict[str, str]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifests:
    """`broken` holds each unreadable file's name and what is wrong with it."""

    present: bool
    read: tuple[Manifest, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()


def read_manifests(folder: Path) -> Manifests:
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    read, broken = [], []
    for file in files:
        if file.stem in _NOT_OURS:
            continue
        try:
            body = json.loads(file.read_text(encoding="utf-8"))
            json.dumps(body, ensure_ascii=False).encode()  # half of a surrogate pair is in no report
        except OSError as error:
            broken.append((visible(file.name), f"cannot be read ({error.strerror})"))
            continue
        except (ValueError, RecursionError) as error:
            broken.append((visible(file.name), f"is not JSON ({' '.join(str(error).split())[:120]})"))
            continue
        manifest = _manifest(body)
        if manifest is None:
            broken.append(
                (visible(file.name), "lacks stage, outputs (path to sha256) or counts (name to number)")
            )
        else:
            read.append(manifest)
    return Manifests(bool(files), tuple(read), tuple(broken))


def _manifest(body: object) -> Manifest | None:
    if not isinstance(body, dict) or not isinstance(body.get("stage"), str):
        return None
    outputs, counts = body.get("outputs"), body.get("counts")
    if not isinstance(outputs, dict) or not isinstance(counts, dict):
        return None
    if not all(isinstance(value, str) for value in outputs.values()):
        return None
    if not all(type(value) is int for value in counts.values()):  # true is an int, too
        return None
    return Manifest(body["stage"], outputs, counts)
