"""What a language pack knows of names: word lists by kind, and one automaton that finds them all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from babel import Locale

from annotation.suggest.fold import fold
from schemas.errors import ConfigError

_PACKS = Path(__file__).resolve().parents[2] / "schemas" / "language"

# Kinds of the gazetteers, whose names keep their capitals; everything in names.yaml is matched in any case.
GAZETTEERS = ("gpe", "gpe_weak", "loc", "org", "event", "doc")

# Babel's territories that are no place with a name: the world, groupings, test locales.
_NO_PLACES = {"001", "EZ", "QO", "ZZ", "XA", "XB", "EU", "UN"}
# ... that are islands, continents or lands which govern nobody.
_LANDFORMS = ("đảo ", "quần đảo ", "châu ", "nam cực", "bắc cực", "các tiểu đảo ", "vùng ")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or word of the pack. `capitals` are places in it that must be upper case in the text too."""

    kind: str
    capitals: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`entries[k]` are the entries that share the k-th pattern of the automaton."""

    automaton: AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]
    surnames: frozenset[str]
    weak_surnames: frozenset[str]
    middle_names: frozenset[str]


@cache
def load_lexicon(language: str) -> Lexicon:
    """The name lists of a language pack, ready to search.

    Raises:
        ConfigError: there is no pack for the language.
    """
    folder = _PACKS / language
    if not (folder / "names.yaml").is_file():
        known = sorted(path.parent.name for path in _PACKS.glob("*/names.yaml"))
        raise ConfigError(
            f"contract: language: no word lists for {language!r}",
            hint=f"Suggestions can be made for: {', '.join(known)}",
        )
    by_pattern: dict[str, dict[Entry, None]] = {}
    for entry in (*_names(folder, language), *_words(folder)):
        by_pattern.setdefault(fold(entry.name), {})[entry] = None
    automaton = AhoCorasick(
        list(by_pattern), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
    )
    lists = folder / "gazetteers"
    return Lexicon(
        automaton=automaton,
        entries=tuple(tuple(entries) for entries in by_pattern.values()),
        surnames=frozenset(map(fold, _lines(lists / "surnames.txt"))),
        weak_surnames=frozenset(map(fold, _lines(lists / "surnames_weak.txt"))),
        middle_names=frozenset(map(fold, _lines(lists / "middle_names.txt"))),
    )


def _names(folder: Path, language: str) -> Iterator[Entry]:
    weak = set(_lines(folder / "gazetteers" / "gpe_weak.txt"))
    for kind in GAZETTEERS:
        for name in _lines(folder / "gazetteers" / f"{kind}.txt"):
            if kind != "gpe" or name not in weak:
                yield _name(kind, name)
    for code, territory in sorted(Locale.parse(language).territories.items()):
        if code in _NO_PLACES:
            continue
        # `Myanmar (Miến Điện)` is two names; `Đặc khu Hành chính Macao, Trung Quốc` is none in print.
        for name in territory.replace(")", "").split(" ("):
            if name in weak:
                yield _name("country", name)
            if "," in name or name in weak:
                continue
            landform = code.isdigit() or name.lower().startswith(_LANDFORMS)
            yield _name("loc" if landform else "gpe", name)
            if not landform:
                yield _name("country", name)


def _words(folder: Path) -> Iterator[Entry]:
    words = yaml.load((folder / "names.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    for kind, names in words.items():
        for name in names:
            yield Entry(kind, (), name)


def _name(kind: str, name: str) -> Entry:
    return Entry(kind, tuple(k for k, char in enumerate(name) if char.isupper()), name)


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
