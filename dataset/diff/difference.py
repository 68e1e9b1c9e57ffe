"""Everything that is told of two releases: what changed, examples of it, and how the mix moved."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from dataset.diff.examples import Example, examples_of
from dataset.diff.mix import mix_of
from dataset.diff.sides import Side, opened
from schemas.contract import Contract
from schemas.drift.body import since_body
from schemas.drift.comparison import ReleaseComparison
from schemas.release.compare import Comparison, compare_releases
from schemas.release.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Difference:
    """`given` are the two as the user named them, folders by their last part. `mix` is None where no row of what it looks at differs."""

    given: tuple[str, str]
    old: Manifest
    new: Manifest
    comparison: Comparison
    mix: ReleaseComparison | None
    examples: tuple[Example, ...]

    def body(self) -> dict[str, object]:
        """For programs: every id, and the examples that the page shows."""
        stated: dict[str, object] = json.loads(self.comparison.to_json())
        return {
            **stated,
            "old": _stated(self.old, self.given[0]),
            "new": _stated(self.new, self.given[1]),
            "mix": since_body(self.mix)["dimensions"] if self.mix else None,
            "examples": [asdict(one) for one in self.examples],
        }


def difference(old: str, new: str, contract: Contract, *, token: str | None, endpoint: str | None = None) -> Difference:  # fmt: skip
    """Compare two releases, each a folder or `OWNER/NAME@REVISION`; `contract` gives names to labels and topics, and the
    limits of what counts as drift.

    Raises:
        UsageError: one of them is no folder and no revision on the Hub.
        DataError: one of them is no release, or cannot be read.
        ServerError: the Hub does not answer, or fails.
    """
    with opened(old, new, token=token, endpoint=endpoint) as (before, after):
        return _difference(before, after, contract)


def _difference(before: Side, after: Side, contract: Contract) -> Difference:
    comparison = compare_releases(before.folder, after.folder)
    return Difference(
        given=(before.called, after.called),
        old=before.manifest,
        new=after.manifest,
        comparison=comparison,
        mix=mix_of(before.manifest, before.files, after.manifest, after.files, contract),
        examples=tuple(examples_of(comparison, before, after)),
    )


def _stated(manifest: Manifest, given: str) -> Mapping[str, object]:
    return {
        "given": given,
        "name": manifest.name,
        "version": manifest.version,
        "contract_version": manifest.contract_version,
        "contract_sha256": manifest.contract_sha256,
        "guideline_version": manifest.guideline_version,
        "norm_versions": list(manifest.norm_versions),
        "removed_ids": list(manifest.removed_ids),
        "held_out": list(manifest.held_out),
    }
