"""The release without text, and the text put back from somebody's own crawl.

`build` makes the one from a release with text, `attaching` the other from it: `rows` takes words out of a row and puts
them back, `digest` stands in their place, `crawl` and `store` find them again, `put_back` and `surround` write what
was found. Which columns carry text is marked in the contract.
"""

from dataset.withheld.attaching import Attachment, attach
from dataset.withheld.build import build_without_text

__all__ = ["Attachment", "attach", "build_without_text"]
