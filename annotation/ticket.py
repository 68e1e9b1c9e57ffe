"""A mark on every task of a batch that says to us, and to nobody else, whether its answer is known.

A task whose answer is known must look like any other, in the page and in the server's data. So each task
of a batch carries 16 hex digits, which only the workspace's secret can tell apart.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Literal, get_args

Kind = Literal["work", "training", "check"]

FIELD = "ticket"


def ticket(salt: bytes, kind: Kind, annotator: str, article: str) -> str:
    """The mark of this article's task of this kind, in the batch of this pseudonym."""
    return hmac.new(salt, f"ticket {kind} {annotator} {article}".encode(), sha256).hexdigest()[:16]


def kind_of(salt: bytes, annotator: str, article: str, meta: Mapping[str, object]) -> Kind:
    """What the task is; work, where the mark is missing or is not ours."""
    kinds: tuple[Kind, ...] = get_args(Kind)
    marks = {ticket(salt, kind, annotator, article): kind for kind in kinds}
    return marks.get(str(meta.get(FIELD)), "work")


def place(salt: bytes, annotator: str, article: str) -> int:
    """A number that nobody without the secret can foresee: where among the work a check stands, and which comes first."""
    return int.from_bytes(hmac.new(salt, f"place {annotator} {article}".encode(), sha256).digest()[:8])
