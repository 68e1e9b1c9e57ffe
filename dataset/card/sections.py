"""The card's sections, in order, and how a user's own text goes into them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """`worded`: it has sentences of tinbai's, which a user may replace. `own`: it stands only where a user fills it.

    `rai` is the property of Croissant's vocabulary for responsible AI that says the same.
    """

    name: str
    worded: bool = False
    own: bool = False
    rai: str | None = None


SECTIONS = (
    Section("How to load it", worded=True),
    Section("Why it was made", own=True),
    Section("Intended use", own=True, rai="dataUseCases"),
    Section("Configurations and splits"),
    Section("How the pages were collected", worded=True, rai="dataCollection"),
    Section("How the text was cleaned", worded=True, rai="dataPreprocessingProtocol"),
    Section("How it was labelled", rai="dataAnnotationProtocol"),
    Section("Who labelled it", own=True, rai="annotatorDemographics"),
    Section("Agreement"),
    Section("Entity labels"),
    Section("Topics"),
    Section("Columns"),
    Section("Personal information", worded=True, rai="personalSensitiveInformation"),
    Section("Biases", worded=True, rai="dataBiases"),
    Section("Known limits", worded=True, rai="dataLimitations"),
    Section("Social impact", own=True, rai="dataSocialImpact"),
    Section("Versions", rai="dataReleaseMaintenancePlan"),
    Section("Licence", worded=True),
    Section("How to cite", worded=True),
    Section("Removal", worded=True),
    Section("Thanks", own=True),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A user's Markdown for one section; `instead` of tinbai's sentences, or after all that stands there."""

    text: str
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """What a user says in the card: under its title, and by the section's name."""

    opening: str = ""
    passages: Mapping[str, Passage] = field(default_factory=dict)


NO_PROSE = Prose()


def placing(prose: Prose, rendered: dict[str, str]) -> Callable[..., str]:
    """The template's `section`: a heading, tinbai's sentences, its figures, and the user's own text.

    Figures are what the data say. They stay, whatever a user writes. A section with nothing in it is left out.
    What each section says goes to `rendered` as well.
    """

    def section(name: str, figures: str = "", *, caller: Callable[[], str]) -> str:
        passage = prose.passages.get(name, Passage(""))
        parts = [_tidy(caller()), _tidy(figures), passage.text]
        if passage.instead:
            parts = [passage.text, _tidy(figures)]
        body = ""
        for part in filter(None, parts):
            body += _between(body, part) + part
        if not body:
            return ""
        rendered[name] = body
        return f"## {name}\n\n{body}\n\n"

    return section


def _between(above: str, below: str) -> str:
    """A blank line; none between two lists, which read as one."""
    if not above:
        return ""
    return "\n" if above.split("\n")[-1].startswith("- ") and below.startswith("- ") else "\n\n"


def _tidy(text: str) -> str:
    """What a template's conditions leave of blank lines, taken away. A user's own text is never touched."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()
