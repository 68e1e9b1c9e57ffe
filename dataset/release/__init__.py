"""A release: a directory that `load_dataset` reads, with a card, a manifest and a changelog.

Read in this order: `model` (what goes in and out), `rows` (each config's rows), `shards` (the files), `check`
(what a release must hold), `build` (all of it in order, whole or not at all). The manifest, the logical hash
and the comparison of two releases are in `schemas.release`, for validation reads releases, too.

`build` is not imported here: it needs the card, and this needs parts of the package.
"""

from dataset.release.check import check_release
from dataset.release.model import Release, ReleaseInfo, ReleaseTables

__all__ = ["Release", "ReleaseInfo", "ReleaseTables", "check_release"]
