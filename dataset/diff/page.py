"""diff.html: one page that needs nothing else, for people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dataset.diff.difference import Difference
from dataset.diff.examples import DERIVED, KINDS, Example, in_order
from schemas.contract import Contract
from schemas.inline_page import render_page
from schemas.release.compare import Comparison, ConfigChange
from schemas.release.versions import BUMPS, Bump

LISTED = 200
"""Ids of a kind that the page names; it counts the others."""
_OTHER_TEXT = "their article has another text, under articles"
_HERE = Path(__file__).resolve().parent
_ABOUT = {
    "relabelled": "The text is the same, and labels differ.",
    "rewritten": "The text itself differs, so every offset may.",
    "amended": "Text and labels are the same, and another column differs.",
    "moved": "what was trained on may be tested on now",
    "gone": "nothing of them but the id is shown here",
    "new": "",
}


@dataclass(frozen=True, slots=True)
class Group:
    """What happened to ids of a config in one way. `ids` are the first of them, `more` the number of the others; `notes`
    say something of each, of those that moved where from and where to. `said` counts spans or topics; `elsewhere` are configs that show the
    examples."""

    kind: str
    about: str
    count: int
    said: str
    ids: tuple[str, ...]
    notes: tuple[str, ...]
    more: int
    examples: tuple[Example, ...]
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Why:
    """What asks for the step in a config, or in the whole release where `config` is empty: the greatest first."""

    config: str
    bump: Bump
    reasons: tuple[tuple[Bump, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is stated once a release."""

    name: str
    old: str
    new: str


def diff_html(difference: Difference, contract: Contract) -> str:
    """The page. Everything that comes from data is escaped, and the page's policy allows no script at all."""
    comparison = difference.comparison
    changes = {config: comparison.configs[config] for config in in_order(comparison.configs)}
    return render_page(
        _HERE,
        "page.html.j2",
        it=difference,
        comparison=comparison,
        changes=changes,
        why=tuple(_why(comparison)),
        configs={config: tuple(_groups(config, one, difference)) for config, one in changes.items()},
        facts=tuple(_facts(difference)),
        articles=_articles(difference),
        colours={label.name: label.colour for label in contract.entities},
        names={label.name: label.name_vi for label in contract.entities}
        | {topic.code: topic.name_vi for topic in contract.topics},
        columns=tuple((config, column) for config, one in changes.items() for column in _columns(one)),
        mix=difference.mix,
        language=contract.language,
    )


def _why(comparison: Comparison) -> Iterator[Why]:
    for config in ("", *in_order(comparison.configs)):
        reasons = [one for one in comparison.reasons if one.config == config]
        if reasons:
            told = [(one.bump, replace(one, config="").short) for one in reasons]
            told.sort(key=lambda one: -BUMPS.index(one[0]))
            yield Why(config, told[0][0], tuple(told))


def _groups(config: str, change: ConfigChange, difference: Difference) -> Iterator[Group]:
    here = [one for one in difference.examples if one.config == config]
    test, held = set(change.test_added), set(difference.new.held_out)
    moves = [f"{move.old} → {move.new}" for move in change.moved]
    listed: tuple[tuple[str, Sequence[str], Sequence[str]], ...] = (
        *((kind, getattr(change, kind), ()) for kind in KINDS),
        ("moved", [move.id for move in change.moved], moves),
        ("gone", change.removed, ["held out" if one in held else "" for one in change.removed[:LISTED]]),
        ("new", change.added, ["in test" if one in test else "" for one in change.added[:LISTED]]),
    )
    for kind, ids, notes in listed:
        if ids:
            counted = "; ".join(str(one) for one in (change.spans, change.topics) if one)
            some = tuple(one for one in here if one.kind == kind)
            yield Group(
                kind=kind,
                about=_OTHER_TEXT if (config, kind) == ("annotations", "rewritten") else _ABOUT[kind],
                count=len(ids),
                said=counted if kind == "relabelled" else "",
                ids=tuple(ids[:LISTED]),
                notes=tuple(notes[:LISTED]) or ("",) * len(ids[:LISTED]),
                more=max(len(ids) - LISTED, 0),
                examples=some,
                elsewhere="" if some else _elsewhere(config, kind, difference.examples),
            )


def _elsewhere(config: str, kind: str, examples: Sequence[Example]) -> str:
    """The configs that this one is made from and that have the examples."""
    shown = {one.config for one in examples if one.kind == kind}
    return " and ".join(name for name in DERIVED.get(config, ()) if name in shown)


def _articles(difference: Difference) -> tuple[tuple[str, int], ...]:
    """How many texts each thing happened to, in whichever config."""
    configs = difference.comparison.configs
    keyed = {name: difference.new.configs.get(name) or difference.old.configs[name] for name in configs}
    changes = [change for name, change in configs.items() if keyed[name].key == "id"]
    articles = configs.get("articles")
    ends = [("new", articles.added), ("gone", articles.removed)] if articles else []
    several: list[tuple[str, list[Sequence[str]]]] = [
        *((kind, [getattr(one, kind) for one in changes]) for kind in KINDS)
    ]
    several.append(("moved", [[move.id for move in one.moved] for one in changes]))
    union = [(kind, {one for ids in lists for one in ids}) for kind, lists in several]
    return tuple((kind, len(ids)) for kind, ids in [*ends, *union])


def _facts(difference: Difference) -> Iterator[Fact]:
    old, new = difference.old, difference.new
    for name, was, now in (
        ("name", old.name, new.name),
        ("guidelines", old.guideline_version, new.guideline_version),
        ("contract", old.contract_version, new.contract_version),
        ("contract's hash", old.contract_sha256[:12], new.contract_sha256[:12]),
        ("text rules", ", ".join(old.norm_versions), ", ".join(new.norm_versions)),
    ):
        yield Fact(name, was, now)


def _columns(change: ConfigChange) -> Iterator[tuple[str, str]]:
    """Each column that is another, with what is."""
    yield from ((column, "new") for column in change.columns_added)
    yield from ((column, "gone") for column in change.columns_removed)
    for one in change.column_changes:
        parts = [
            *(f"label {name} is new" for name in one.came),
            *(f"label {name} is gone" for name in one.went),
        ]
        fallback = "the same labels in another order" if one.reordered else "another type"
        yield one.name, ", ".join(parts) or fallback
