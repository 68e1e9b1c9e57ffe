"""The words of the Hub's own lists: what the metadata of a dataset card may say, checked without network.

The lists, their sources and their days are in `hub_vocabulary.yaml`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).resolve().parent / "hub_vocabulary.yaml"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class HubVocabulary:
    """`words` maps a key of the card's metadata to what may stand there, in the Hub's order.

    `tasks` maps each task to its subtasks; `spdx` each licence to its SPDX identifier, where it has one.
    """

    words: Mapping[str, tuple[str, ...]]
    tasks: Mapping[str, tuple[str, ...]]
    spdx: Mapping[str, str | None]

    def problem(self, key: str, value: object) -> str | None:
        """What is wrong with one value of a key, with the nearest words that the Hub knows."""
        known = self.words[key]
        if value in known:
            return None
        return f"the Hub knows no {key} {value!r}; {_nearest(str(value), known)}"

    def license_url(self, license: str) -> str | None:
        """The page of a licence in SPDX's list."""
        name = self.spdx.get(license)
        return f"https://spdx.org/licenses/{name}" if name else None


@cache
def hub_vocabulary() -> HubVocabulary:
    """The lists that ship with tinbai."""
    lists = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=_Loader)
    tasks = {task: tuple(subtasks) for task, subtasks in lists["tasks"].items()}
    named = ("annotations_creators", "language_creators", "multilinguality", "size_categories")
    words = {
        "license": tuple(lists["licenses"]),
        "task_categories": tuple(tasks),
        "task_ids": tuple(dict.fromkeys(subtask for subtasks in tasks.values() for subtask in subtasks)),
        "language": tuple(lists["language"].split()),
        **{key: tuple(lists[key]) for key in named},
    }
    return HubVocabulary(words, tasks, lists["licenses"])


def metadata_problems(card: Mapping[str, object]) -> Iterator[str]:
    """What a card's metadata say that the Hub does not know, and subtasks of no task that the card names.

    Keys that have no closed list pass.
    """
    vocabulary = hub_vocabulary()
    for key in vocabulary.words:
        for value in _values(card.get(key)):
            problem = vocabulary.problem(key, value)
            if problem is not None:
                yield problem
    named = set(_values(card.get("task_categories")))
    for subtask in _values(card.get("task_ids")):
        tasks = [task for task, subtasks in vocabulary.tasks.items() if subtask in subtasks]
        if tasks and named.isdisjoint(tasks):
            yield f"task_ids has {subtask!r} and task_categories not its task, {' or '.join(tasks)}"


def _values(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word.lower(), known, n=3)
    if near:
        return f"nearest: {', '.join(near)}"
    return f"it knows {', '.join(known)}" if len(known) <= 12 else "it has no word like it"
