"""Bring a release to the Hugging Face Hub: one commit, one tag, verified from outside.

`remote` is the Hub as we use it, with its faults in plain words; `plan` says what would be sent; `send`
sends it; `outside` is the program that reads the published tag back like a stranger, and `verify`
compares what it saw with the release.
"""

from dataset.publish.plan import Plan
from dataset.publish.send import Published, publish

__all__ = ["Plan", "Published", "publish"]
