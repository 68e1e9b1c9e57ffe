"""Bring a release to the Hugging Face Hub: one commit, one tag, verified from outside.

`remote` is what stands on the Hub, `faults` its refusals in plain words; `plan` says what would be sent;
`send` sends it; `outside` is the program that reads the published tag back like a stranger, and `verify`
compares what it saw with the release.

For those who read: `place` is a release by what a person calls it, and `check_place` verifies one.
"""

from dataset.publish.plan import Plan
from dataset.publish.send import Published, publish

__all__ = ["Plan", "Published", "publish"]
