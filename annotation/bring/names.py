"""Labels and topics as the file calls them, and as the contract does."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from annotation.formats.labelled import Labelled
from schemas.contract import Contract
from schemas.errors import UsageError

Names = Mapping[str, str | None]
"""The contract's label or topic for each name of the file; None: it is dropped on purpose."""


def names_of(contract: Contract, mapped: Sequence[str], dropped: Sequence[str]) -> dict[str, str | None]:
    """What `--map OLD=NEW` and `--drop OLD` say.

    Raises:
        UsageError: one of them is not of that form, or names no label and no topic of the contract.
    """
    known = {*contract.entity_names, *contract.topic_codes}
    names: dict[str, str | None] = dict.fromkeys(dropped)
    for one in mapped:
        old, _, new = one.rpartition("=")
        if not old:
            raise UsageError(f"--map {one} is not OLD=NEW", hint="For example --map PERSON=PER")
        if new not in known:
            near = _near(contract, new)
            raise UsageError(
                f"--map {one}: the contract has no {new}",
                hint=f"Nearest: {', '.join(near)}" if near else f"Labels: {', '.join(contract.entity_names)}",
            )
        if old in names:
            raise UsageError(f"{old} is named twice", hint="Map it once, or drop it")
        names[old] = new
    return names


def require_known(documents: Iterable[Labelled], contract: Contract, names: Names) -> None:
    """Every name of the documents is the contract's, mapped or dropped, so that nothing is lost unsaid.

    Raises:
        UsageError: names all that are not, with how often each stands there and what is nearest.
    """
    labels, topics = set(contract.entity_names), set(contract.topic_codes)
    odd: Counter[str] = Counter()
    for document in documents:
        said = [(span.label, labels) for span in document.spans]
        said += [(topic, topics) for topic in document.all_topics]
        odd.update(name for name, known in said if names.get(name, name) not in {*known, None})
    if odd:
        listed = ", ".join(f"{name} ({count})" for name, count in sorted(odd.items()))
        hints = [f"--map {_quoted(name)}={(_near(contract, name) or ['LABEL'])[0]}" for name in sorted(odd)]
        raise UsageError(
            f"the contract does not have {listed}",
            hint=f"Map each, for example {' '.join(hints)}, or leave it out with --drop; nothing was imported",
        )


def _quoted(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() else f"'{name}'"


def _near(contract: Contract, name: str) -> list[str]:
    """Labels and topics that other schemes call so, or that are spelt nearly so."""
    called: dict[str, str] = {}
    for topic in contract.topics:
        called |= {spelt.casefold(): topic.code for spelt in (topic.code, topic.name_en, topic.name_vi)}
    for label in contract.entities:
        others = [label.vlsp2016, label.vlsp2021, label.ontonotes, label.name_en, label.name_vi]
        for spelt in (part for other in others if other for part in other.split("/")):
            called.setdefault(spelt.casefold(), label.name)
    called |= {label.name.casefold(): label.name for label in contract.entities}
    return list(dict.fromkeys(called[spelt] for spelt in get_close_matches(name.casefold(), called, n=3)))
