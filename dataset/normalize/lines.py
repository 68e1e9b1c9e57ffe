"""A line of a page and what it turned out to be."""

from dataclasses import dataclass

# Kinds whose lines are the story (or a listing's entries). Everything else is furniture.
STORY_KINDS = frozenset({"lead", "body", "subheading", "teaser"})
KEPT_KINDS = STORY_KINDS | {"title"}


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts raw lines from 1; `text` is cleaned; `rule` names the rule that decided `kind`."""

    number: int
    text: str
    kind: str
    rule: str

    @property
    def keep(self) -> bool:
        return self.kind in KEPT_KINDS
