"""Bring a release to the Hugging Face Hub, to a folder, or to an object store, and read it back from there.

The Hub: `remote` is what stands there, `faults` its refusals in plain words, `patience` how long we wait for it; `plan`
says what would be sent, `send` sends it: one commit, read back, one tag. `verify` looks from outside, with `outside`, a
program that loads the published tag like a stranger.

Elsewhere: `to_folder` copies and renames; `to_store` sends the manifest last, since `objects`, a store through fsspec, can
do neither. `placed` is what both plan and did.

For those who read: `place` is a release by what a person calls it, and `check_place` verifies one.
"""

from dataset.publish.placed import Placed
from dataset.publish.plan import Plan
from dataset.publish.send import Published, publish
from dataset.publish.to_folder import publish_to_folder
from dataset.publish.to_store import publish_to_store

__all__ = ["Placed", "Plan", "Published", "publish", "publish_to_folder", "publish_to_store"]
