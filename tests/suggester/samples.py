"""Articles and workspaces for the tests of a user's own suggester."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent

from annotation.suggest.outside import Answer, Command, Question, Unanswered
from annotation.suggest.outside.question import Part
from annotation.suggest.tables import arm_of
from schemas.contract import Contract
from schemas.files import text_sha256, write_text
from schemas.tables import write_table
from tests.tables import articles_of
from tinbai.workspace import Workspace

TEXT = "Sáng 12/4, ông Lê Hữu Trí về Huế.\n\nÔng nói Huế và Đà Nẵng đang vào mùa đẹp nhất."

# Ids that are asked about: the tenth that stays without suggestions is not among them.
IDS = tuple(name for name in (f"a{number}" for number in range(60)) if arm_of(name) != "none")
SILENT = next(name for name in (f"a{number}" for number in range(60)) if arm_of(name) == "none")


def questions(count: int, text: str = TEXT) -> list[Question]:
    return [Question(name, text_sha256(text), None, text) for name in IDS[:count]]


def answer(text: str, *spans: object, **more: object) -> Answer:
    """One about a whole text."""
    said: Mapping[str, object] = {"spans": list(spans), **more}
    return Answer("a1", text_sha256(text), (Part(0, len(text), said),))


def script(folder: Path, body: str, name: str = "ner.py") -> tuple[str, ...]:
    """The command of a Python program."""
    write_text(folder / name, dedent(body))
    return (sys.executable, name)


def command(folder: Path, body: str, **settings: float) -> Command:
    return Command(script(folder, body), folder, **settings)


class Taken(list[Answer | Unanswered]):
    """Takes replies and tells them apart."""

    @property
    def answered(self) -> list[str]:
        return [reply.id for reply in self if isinstance(reply, Answer)]

    @property
    def reasons(self) -> list[str]:
        return [reply.reason for reply in self if isinstance(reply, Unanswered)]


def workspace(
    folder: Path, contract: Contract, settings: Sequence[str], ids: Sequence[str] = IDS[:6]
) -> Workspace:
    """With articles of one text, and the lines of `[suggest]`."""
    write_text(folder / "tinbai.toml", "\n".join(["[suggest]", *settings, ""]) if settings else "")
    write_table(folder / "articles" / "part-0.parquet", articles_of(contract, dict.fromkeys(ids, TEXT)))
    return Workspace(folder)


SAYS_HUE = """
    import json, sys
    for line in sys.stdin:
        article = json.loads(line)
        spans = [{"text": "Đà Nẵng", "label": "GPE", "score": 1}, {"text": "Sài Gòn", "label": "GPE"}]
        print(json.dumps({"id": article["id"], "spans": spans, "topics": ["medtop:03000000"]}), flush=True)
"""
