"""What a run may be told, and the hash of all that a page's rows depend on besides the page."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from dataset.read.options import ReadOptions
from schemas.contract import Contract
from schemas.language.pack import language_pack

# Raise it with every change of the rules: pages normalized with other rules are normalized again.
NORM_VERSION = "6"


@dataclass(frozen=True, slots=True)
class NormalizeOptions:
    """`license` is written to every article whose page does not state its own.

    Of `reading`, the contract's `max_page_bytes` stands in for its own.
    """

    license: str | None = None
    reading: ReadOptions = field(default=ReadOptions())


def rules_of(contract: Contract, options: NormalizeOptions) -> str:
    """A hash of everything but the page that its rows depend on."""
    limits = contract.limits
    return _hash(
        {
            "evidence": evidence_rules_of(contract),
            "limits": [limits.min_article_chars, limits.max_article_chars, limits.max_page_bytes],
            "license": options.license,
            "reading": asdict(options.reading),
        }
    )


def evidence_rules_of(contract: Contract) -> str:
    """A hash of what decides how a line is cleaned and counted: evidence of other rules is of no use."""
    pack = language_pack(contract.language)
    return _hash({"norm_version": NORM_VERSION, "language": contract.language, "pack": pack.sha256})


def _hash(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
