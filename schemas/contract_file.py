"""Read a contract from YAML; refuse one that contradicts itself, with the line where it does."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

import yaml
from pydantic import ValidationError

from schemas.contract import PACKAGED, Contract
from schemas.errors import ContractError
from schemas.hub_vocabulary import hub_vocabulary

# libyaml reads the contract in 0.03 s, the loader in Python in 0.4 s; both construct plain values alone.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What a project changes piece by piece, and what a piece is called; every other key it replaces whole.
_MERGED = {"checks": "check", "limits": "limit", "topic_rules": "topic rule"}

_Place = tuple[str | int, ...]


def load_contract(project: Path | None) -> Contract:
    """Load the packaged contract, overridden by the top-level keys of a project's `contract.yaml`.

    Of checks, limits and topic rules a project states only those that it changes.

    Raises:
        ContractError: it does not parse, has an unknown key, or contradicts itself. All problems are
            reported at once, each as `file:line: what`.
    """
    packaged = _Document(PACKAGED)
    documents = [packaged]
    body = dict(packaged.body)
    if project is not None:
        overlay = _Document(project)
        if "tables" in overlay.body:
            raise ContractError(
                f"{overlay.where(('tables',))}: a project cannot redefine tables",
                hint="Remove the key; labels, topics, checks, limits and splits are yours to change",
            )
        body.update(overlay.body)
        body.update({key: _merged(packaged, overlay, key) for key in _MERGED if key in overlay.body})
        documents.append(overlay)

    def where(place: _Place) -> str:
        owner = next((d for d in reversed(documents) if place and place[0] in d.body), documents[-1])
        return owner.where(place)

    try:
        contract = Contract.model_validate(body)
    except ValidationError as error:
        raise _refusal(
            f"{where(tuple(e['loc']))}: {_said(e['msg'], e['loc'])}" for e in error.errors()
        ) from None
    problems = [f"{where(place)}: {what}" for place, what in _contradictions(contract)]
    if problems:
        raise _refusal(problems)
    return contract


def _merged(packaged: "_Document", overlay: "_Document", key: str) -> dict[str, object]:
    """The packaged values under the project's own: a project states only what it changes."""
    known, own = packaged.body[key], overlay.body[key]
    assert isinstance(known, dict)
    if not isinstance(own, dict):
        raise ContractError(
            f"{overlay.where((key,))}: {key} is no mapping of names to values",
            hint=f"Write them like this: {key}: {{{next(iter(known))}: ...}}",
        )
    problems = []
    for name in own:
        if name not in known:
            near = get_close_matches(str(name), known, n=1) or sorted(known)[:1]
            problems.append(
                f"{overlay.where((key, name))}: there is no {_MERGED[key]} {name!r}; the nearest is {near[0]}"
            )
    if problems:
        raise _refusal(problems)
    return {**known, **own}


def _refusal(problems: Iterable[str]) -> ContractError:
    return ContractError("\n".join(problems), hint="Correct the contract and run the same command again")


def _said(message: str, place: tuple[str | int, ...]) -> str:
    name = ".".join(str(part) for part in place)
    return f"{name}: {message[0].lower()}{message[1:]}"


def _contradictions(contract: Contract) -> Iterator[tuple[_Place, str]]:
    labels = contract.entities
    for attribute in ("name", "hotkey", "colour"):
        seen: dict[str, str] = {}
        for index, label in enumerate(labels):
            value = getattr(label, attribute)
            if value.casefold() in seen:
                yield (
                    ("entities", index, attribute),
                    f"{label.name} has the {attribute} {value!r} of {seen[value.casefold()]}",
                )
            seen.setdefault(value.casefold(), label.name)
    codes = Counter(topic.code for topic in contract.topics)
    parents = {topic.code: topic.parent for topic in contract.topics}
    for index, topic in enumerate(contract.topics):
        if codes[topic.code] > 1:
            yield ("topics", index, "code"), f"topic {topic.code} is listed {codes[topic.code]} times"
        if topic.parent is not None and topic.parent not in parents:
            yield ("topics", index, "parent"), f"topic {topic.code} has the unknown parent {topic.parent}"
        elif _is_own_ancestor(topic.code, parents):
            yield ("topics", index, "parent"), f"topic {topic.code} is its own ancestor"
    for what, names in (
        ("name_vi", [topic.name_vi for topic in contract.topics]),
        ("name_en", [topic.name_en for topic in contract.topics]),
    ):
        for index, name in enumerate(names):
            if name in names[:index]:
                yield ("topics", index, what), f"two topics are called {name!r}"
    if unknown := hub_vocabulary().problem("language", contract.language):
        yield ("language",), unknown
    if not labels:
        yield ("entities",), "no entity label"
    if sum(split.percent for split in contract.splits) != 100:
        yield ("splits",), "the splits' percentages do not add up to 100"
    if len({split.name for split in contract.splits}) != len(contract.splits):
        yield ("splits",), "a split is listed twice"
    if contract.limits.min_article_chars > contract.limits.max_article_chars:
        yield ("limits", "min_article_chars"), "the shortest article is longer than the longest"
    for number, table in enumerate(contract.tables):
        fields = [field.name for field in table.fields]
        if len(set(fields)) != len(fields):
            yield ("tables", number), f"table {table.name} has a field twice"
        if not set(table.key) <= set(fields):
            yield ("tables", number, "key"), f"table {table.name} has an unknown key field"


def _is_own_ancestor(code: str, parents: dict[str, str | None]) -> bool:
    walked: set[str] = set()
    parent = parents[code]
    while parent is not None and parent not in walked:
        if parent == code:
            return True
        walked.add(parent)
        parent = parents.get(parent)
    return False


class _Document:
    """A YAML file's plain body, and the line of every node in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: dict[_Place, int] = {}
        try:
            text = path.read_text(encoding="utf-8")
            root = yaml.compose(text, Loader=_Loader)
            loaded = yaml.load(text, Loader=_Loader)
        except OSError as error:
            raise ContractError(
                f"{path}: cannot be read ({error.strerror})", hint="Check the path"
            ) from error
        except (yaml.YAMLError, ValueError, AttributeError) as error:
            # The loader lets through what Python says of 2024-02-30, !!int x, !!timestamp x and 5,000 digits.
            reason = " ".join(str(error).split())
            raise ContractError(f"{path}: is not YAML: {reason}", hint="Correct the file") from error
        if loaded is None:
            loaded = {}
        if not isinstance(loaded, dict):
            raise ContractError(
                f"{path}:1: a contract is a mapping of keys", hint="See schemas/contract.yaml"
            )
        self.body: dict[str, object] = loaded
        try:
            if root is not None:
                self._walk(root, ())
        except RecursionError:
            raise ContractError(
                f"{path}: is nested too deep, or holds itself", hint="Correct the file"
            ) from None

    def _walk(self, node: yaml.Node, place: _Place) -> None:
        self._lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    raise ContractError(
                        f"{self.path}:{key.start_mark.line + 1}: the key {key.value!r} stands twice",
                        hint="Keep one of them",
                    )
                seen.add(key.value)
                self._walk(value, (*place, key.value))
                self._lines[(*place, key.value)] = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._walk(value, (*place, index))

    def where(self, place: _Place) -> str:
        while place and place not in self._lines:
            place = place[:-1]
        return f"{self.path}:{self._lines.get(place, 1)}"
