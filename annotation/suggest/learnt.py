"""What was learnt from people's labels: trained when they changed, kept in the workspace, and which stage speaks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotation.suggest.crf import train
from annotation.suggest.crossed import Crossed, cross_validate
from annotation.suggest.folds import sample
from annotation.suggest.labelled import Labelled
from annotation.suggest.prepared import Prepared, prepare
from annotation.suggest.stages import ARM_OF, Ask, Stage, asking, topics_trained, trained
from annotation.suggest.tables import SUGGESTER_VERSION
from annotation.suggest.topic_model import TopicModel
from schemas.contract import Contract
from schemas.files import file_sha256, text_sha256, whole_file, write_text
from schemas.progress import Progress, silent

# Of memory, model and topic model together. It goes up with every change that changes what is learnt.
LEARNER_VERSION = "1.0.0"

# The stage is chosen on this many articles at most, for it takes five more trainings: the 167,541 syllables of
# PhoNER_COVID19 train in about 20 s of CPU, and 200 stories of our length are half of that. There the model
# speaks from 10 sentences on (docs/benchmarks.md), so what 200 articles do not show is not there yet.
CHOSEN_ON = 200

MODEL, CHOICE = "model.crf", "learnt.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which stage speaks on spans, and whether the model does on topics; `saved` are the actions that told."""

    stage: Stage
    topics_by_model: bool
    saved: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A suggester ready to be asked. `digest` names what it was trained on and the code; `seen` the articles.

    `arm` is `model` where a model speaks on spans, topics or both, whoever speaks on the other.
    """

    digest: str
    choice: Choice
    ask: Ask
    topics: TopicModel | None
    seen: frozenset[str]

    @property
    def arm(self) -> str:
        return "model" if self.topics is not None else ARM_OF[self.choice.stage]

    @property
    def version(self) -> str:
        """`rules-...` where nothing learnt speaks, else the arm with the hash of its training."""
        return (
            SUGGESTER_VERSION if self.arm == "rules" else f"{self.arm}-{LEARNER_VERSION}-{self.digest[:12]}"
        )


def training_digest(labelled: Sequence[Labelled], clusters: Mapping[str, str], contract: Contract) -> str:
    """sha256 of all that training depends on: labels, texts, the contract, the versions of the code."""
    told = [
        (
            one.id,
            clusters.get(one.id, one.id),
            text_sha256(f"{one.title}\n{one.text}"),
            [(span.start, span.end, span.label) for span in one.spans],
            one.disputed,
            one.topics,
        )
        for one in labelled
    ]
    body = json.dumps([LEARNER_VERSION, SUGGESTER_VERSION, contract.sha256, told], ensure_ascii=False)
    return text_sha256(body)


def learn(
    labelled: Sequence[Labelled],
    clusters: Mapping[str, str],
    contract: Contract,
    folder: Path,
    *,
    progress: Progress = silent,
) -> Learnt | None:
    """Train on labelled articles, in their order, and choose the stage that saves most actions; None without any.

    Model and choice stay in `folder`; they are used again while labels, contract and code are the same.

    Raises:
        ConfigError: the contract's language has no word lists.
        StorageError: the disk is full, read-only or broken.
    """
    if not labelled:
        return None
    digest = training_digest(labelled, clusters, contract)
    prepared = prepare(labelled, contract)
    choice = _kept(folder, digest)
    if choice is None:
        choice = choose(prepared, clusters, contract, progress=progress)
        modelled = _write_model(prepared, folder)
        body = {
            "digest": digest,
            "stage": choice.stage,
            "topics_by_model": choice.topics_by_model,
            "saved": dict(choice.saved),
            "model_sha256": file_sha256(folder / MODEL) if modelled else None,
        }
        write_text(folder / CHOICE, json.dumps(body, indent=1, sort_keys=True) + "\n")
    most = contract.topic_rules.primary + contract.topic_rules.max_secondary
    ask = (
        asking(folder / MODEL)
        if choice.stage == "rules+crf"
        else trained(choice.stage, prepared, folder / MODEL)
    )
    topics = topics_trained(prepared, contract.topic_codes, most) if choice.topics_by_model else None
    return Learnt(digest, choice, ask, topics, frozenset(one.id for one in labelled))


def choose(
    prepared: Sequence[Prepared],
    clusters: Mapping[str, str],
    contract: Contract,
    *,
    progress: Progress = silent,
) -> Choice:
    """By cross-validation; the simplest where two save as much, and the rules where there is one cluster alone."""
    names = [one.article.id for one in prepared]
    told = [prepared[place] for place in sample(names, CHOSEN_ON)]
    if len({clusters.get(one.article.id, one.article.id) for one in told}) < 2:
        return Choice("rules", False, {})
    return choice_of(cross_validate(told, clusters, contract, tuple(ARM_OF), progress=progress))


def choice_of(crossed: Crossed) -> Choice:
    saved: dict[Stage, int] = {stage: crossed.spans[stage][None].saved for stage in ARM_OF}
    topics = {stage: scores[None].saved for stage, scores in crossed.topics.items()}
    return Choice(
        # max takes the first of equals.
        max(saved, key=lambda stage: saved[stage]),
        topics["model"] > topics["rules"],
        {str(stage): count for stage, count in saved.items()}
        | {f"topics by {stage}": count for stage, count in topics.items()},
    )


def _write_model(prepared: Sequence[Prepared], folder: Path) -> bool:
    """The model's file, which also orders tasks by uncertainty where it does not speak; False without a span."""
    (folder / CHOICE).unlink(missing_ok=True)
    with whole_file(folder / MODEL) as part:
        if train([one.article for one in prepared], [one.proposed for one in prepared], part):
            return True
        part.touch()
    (folder / MODEL).unlink()
    return False


def model_in(folder: Path) -> Path | None:
    """The model that `learn` left in `folder`, as it left it; None where there is none, or another file."""
    try:
        wanted = json.loads((folder / CHOICE).read_text(encoding="utf-8"))["model_sha256"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return folder / MODEL if wanted is not None and _sha256(folder / MODEL) == wanted else None


def _kept(folder: Path, digest: str) -> Choice | None:
    """The choice made before on the same labels by the same code, if its model is whole."""
    try:
        body = json.loads((folder / CHOICE).read_text(encoding="utf-8"))
        choice = Choice(body["stage"], body["topics_by_model"], body["saved"])
        model = body["model_sha256"]
        same = body["digest"] == digest and choice.stage in ARM_OF
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    if not same or (model is not None and model_in(folder) is None):
        return None
    return choice


def _sha256(path: Path) -> str | None:
    return file_sha256(path) if path.exists() else None
