"""Memory: a name that annotators accepted is suggested wherever it stands again, and one they refused is not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from annotation.suggest.labelled import Labelled
from annotation.suggest.reading import Candidate
from annotation.suggest.syllables import Line, key_of, lines_of

SOURCE = "memory"

# A surface whose commonest outcome (one label, or unmarked) has a smaller share of its occurrences is
# ambiguous: nobody is told anything. After 100 sentences of PhoNER_COVID19, memory saves on 1,000 of its
# development part 197, 232, 239, 239 and 190 actions at 0.5, 0.6, 0.7, 0.8 and 0.9.
CLEAR = 0.7

_EDGE = "\n"


@dataclass(frozen=True, slots=True)
class Surface:
    """How often a surface was accepted under each label, and how often it stood there unmarked (key None)."""

    outcomes: tuple[tuple[str | None, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.outcomes)

    @property
    def verdict(self) -> tuple[str | None, float] | None:
        """The outcome to expect and how sure it is (a rule of succession); None where the surface is ambiguous."""
        outcome, most = max(self.outcomes, key=lambda one: (one[1], one[0] or ""))
        return (outcome, (most + 1) / (self.count + 2)) if most >= CLEAR * self.count else None


@dataclass(frozen=True, slots=True)
class Memory:
    """`surfaces[k]` is what is known of the k-th pattern of the automaton."""

    automaton: AhoCorasick
    keys: tuple[str, ...]
    surfaces: tuple[Surface, ...]

    def find(self, text: str) -> Iterator[tuple[int, int, Surface]]:
        """Every place where a remembered surface stands, token by token; places may overlap."""
        for line in lines_of(text):
            for pattern, first, last in _matches(self.automaton, line):
                yield line.starts[first], line.ends[last - 1], self.surfaces[pattern]

    def candidates(self, text: str) -> list[Candidate]:
        """What memory alone would suggest."""
        found = []
        for start, end, surface in self.find(text):
            verdict = surface.verdict
            if verdict is not None and verdict[0] is not None:
                found.append(Candidate(start, end, verdict[0], SOURCE, verdict[1]))
        return found

    def correct(self, text: str, proposed: Sequence[Candidate]) -> list[Candidate]:
        """What rules proposed without what people refused, relabelled as people did, and with what they added."""
        known = {(start, end): surface for start, end, surface in self.find(text)}
        kept = [one for one in proposed if (one.start, one.end) not in known]
        for one in proposed:
            surface = known.get((one.start, one.end))
            if surface is not None and surface.verdict is None:
                # People say now this, now that: the rule, which sees the sentence, knows better than counts.
                kept.append(one)
        return kept + self.candidates(text)


def remember(articles: Iterable[Labelled], proposed: Iterable[Sequence[Candidate]] = ()) -> Memory:
    """Count what became of every surface that people marked in `articles`, or that rules `proposed` there.

    `proposed`, where given, runs along `articles`. An occurrence that lies within a longer span, or touches
    what people dispute, says nothing; one that overlaps a span otherwise counts as unmarked.
    """
    learnt = list(articles)
    keys: dict[str, None] = {}
    for article in learnt:
        for line in lines_of(article.text):
            for span in article.spans:
                _add(keys, line, span.start, span.end)
    for article, candidates in zip(learnt, proposed, strict=False):
        for line in lines_of(article.text):
            for one in candidates:
                _add(keys, line, one.start, one.end)
    automaton = _automaton(keys)
    counts: list[Counter[str | None]] = [Counter() for _ in keys]
    for article in learnt:
        for line in lines_of(article.text):
            for pattern, first, last in _matches(automaton, line):
                outcome = _outcome(article, line.starts[first], line.ends[last - 1])
                if outcome is not None:
                    counts[pattern][outcome or None] += 1
    told = [(key, count) for key, count in zip(keys, counts, strict=True) if count]
    return Memory(
        automaton=_automaton([key for key, _ in told]),
        keys=tuple(key for key, _ in told),
        surfaces=tuple(
            Surface(tuple(sorted(count.items(), key=lambda one: one[0] or ""))) for _, count in told
        ),
    )


def _outcome(article: Labelled, start: int, end: int) -> str | None:
    """The label of an occurrence, empty where it is unmarked, None where it says nothing."""
    if any(left < end and start < right for left, right in article.disputed):
        return None
    for span in article.spans:
        if (span.start, span.end) == (start, end):
            return span.label
        if span.start <= start and end <= span.end:
            return None
    return ""


def _add(keys: dict[str, None], line: Line, start: int, end: int) -> None:
    tokens = line.tokens(start, end)
    if tokens is not None:
        keys.setdefault(_EDGE + "".join(key_of(word) + _EDGE for word in line.words[slice(*tokens)]))


def _automaton(keys: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(list(keys), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)


def _matches(automaton: AhoCorasick, line: Line) -> Iterator[tuple[int, int, int]]:
    """Patterns in a line, as pattern, first token, one past the last. An edge on both sides: never half a syllable."""
    places, text = {0: 0}, _EDGE
    for token, word in enumerate(line.words, 1):
        text += key_of(word) + _EDGE
        places[len(text) - 1] = token
    for pattern, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        yield pattern, places[start], places[end - 1]
