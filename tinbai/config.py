"""`tinbai.toml`, read into frozen models; what it does not know it refuses, with the place and the nearest name."""

import shlex
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator

from schemas.hub_vocabulary import hub_vocabulary
from schemas.settings_file import Section, read_settings

LONGEST_NAME = 96  # of the Hub's repositories
NAME = r"^([A-Za-z0-9][A-Za-z0-9._-]{0,95}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,95}$"


class FieldsConfig(Section):
    """What fields of JSONL, CSV and Parquet are called in this project's crawl, where the usual names fail."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    source: str | None = None
    section: str | None = None
    published: str | None = None
    crawled: str | None = None
    license: str | None = None


class NormalizeConfig(Section):
    """`license` is written to every article whose page does not state its own. `delimiter` is that of CSV files.

    A page of HTML that takes more than `page_seconds` of processor time is set aside.
    """

    license: str | None = None
    jobs: Annotated[int, Field(ge=1)] | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    page_seconds: Annotated[float, Field(gt=0, le=3600)] = 10.0
    fields: FieldsConfig = FieldsConfig()


class LabelStudioConfig(Section):
    """`url` of any Label Studio; empty means the one that `tinbai serve` runs for this workspace."""

    url: str = ""
    project: str = ""
    overlap: Annotated[int, Field(ge=1)] = 2


class SuggestConfig(Section):
    """A suggester of one's own (docs/suggesters.md): a `command`, or an `endpoint` and its `model`.

    Without either nothing is started and nothing leaves the machine. `rules = false` puts it in the place of
    tinbai's own suggestions. The key of an endpoint is in the environment, under the name `key_env`.
    """

    command: str | tuple[str, ...] | None = None
    endpoint: str | None = None
    model: str = ""
    key_env: str = "OPENAI_API_KEY"
    version: str = ""
    rules: bool = True
    article_seconds: Annotated[float, Field(gt=0, le=86_400)] = 120.0
    total_seconds: Annotated[float, Field(gt=0)] | None = None
    concurrency: Annotated[int, Field(ge=1, le=64)] = 4
    max_chars: Annotated[int, Field(ge=500)] = 4_000

    @model_validator(mode="after")
    def _one_at_most(self) -> "SuggestConfig":
        if self.command is not None and self.endpoint is not None:
            raise ValueError("command and endpoint are both set: keep one")
        if self.endpoint is not None:
            url = urlsplit(self.endpoint)
            odd = "@" in url.netloc or url.query or url.port == 0
            if url.scheme not in ("http", "https") or not url.hostname or odd:
                raise ValueError(
                    "endpoint is no address like https://host/v1, without a name, key or question mark"
                )
            if not self.model:
                raise ValueError("endpoint needs a model")
        if self.command is not None and not self.argv:
            raise ValueError("command is empty, or has a quotation mark that nothing closes")
        if not self.rules and self.command is None and self.endpoint is None:
            raise ValueError("rules = false needs a command or an endpoint, or nothing is suggested")
        return self

    @property
    def argv(self) -> tuple[str, ...]:
        """The words of the command; a string is split as a shell would, and no shell runs it."""
        if not isinstance(self.command, str):
            return self.command or ()
        try:
            return tuple(shlex.split(self.command))
        except ValueError:
            return ()


class AssignmentConfig(Section):
    """Batches of annotators' own (`tinbai push --annotator NAME`).

    `[labelstudio] overlap` people label `share` of the articles, always the same ones, and one person the rest.
    Nobody has more than `batch` unanswered tasks of work. `checks` is the share of a batch whose answer is known,
    `training` how many such tasks a newcomer answers first. `known` is a Parquet file with the columns of
    gold, below the workspace; without it what is settled in gold by agreement or an adjudicator counts.
    """

    share: Annotated[float, Field(ge=0, le=1)] = 1.0
    batch: Annotated[int, Field(ge=1)] = 50
    checks: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    training: Annotated[int, Field(ge=0)] = 0
    known: str = ""


class PushConfig(Section):
    """What goes to annotators besides whole, distinct stories."""

    teasers: bool = False
    duplicates: bool = False


class AgreementConfig(Section):
    """Size and seed of the document-level bootstrap."""

    resamples: Annotated[int, Field(ge=100, le=100_000)] = 1_000
    seed: int = 0


class ReleaseConfig(Section):
    """What the card says besides the figures; its prose is in `card.md` (docs/card.md).

    `license`, `annotations_creators` and `language_creators` are words of the Hub's lists
    (schemas/hub_vocabulary.yaml). `license_name` and `license_link` go with the licence `other`. Who labels is
    left out of the metadata unless it is stated: the tables know how many people, and not whether they are experts.
    `gated`: crawled news is not ours to give to everybody, so a new repository asks who comes.
    `without_text`: every release is also made without text, and that alone is published; the card gives the
    `without_text_reason`.
    """

    license: str = "other"
    license_name: str = ""
    license_link: str = ""
    annotations_creators: tuple[str, ...] = ()
    language_creators: tuple[str, ...] = ("found",)
    authors: tuple[str, ...] = ()
    organization: str = ""
    homepage: str = ""
    description: str = ""
    text_license_note: str = ""
    citation: str = ""
    contact: str = ""
    gated: Literal["auto", "manual", "none"] = "auto"
    sample_labels: bool = False
    without_text: bool = False
    without_text_reason: str = ""

    @field_validator("license", "annotations_creators", "language_creators")
    @classmethod
    def _known_to_the_hub(cls, value: str | tuple[str, ...], field: ValidationInfo) -> str | tuple[str, ...]:
        vocabulary = hub_vocabulary()
        for word in (value,) if isinstance(value, str) else value:
            if problem := vocabulary.problem(str(field.field_name), word):
                raise ValueError(problem)
        return value


class Config(Section):
    """A project's settings. `name` is the dataset's, as `name` or, for the Hub, `owner/name`."""

    name: Annotated[str, Field(pattern=NAME)] = "tinbai-dataset"
    pretty_name: str = ""
    normalize: NormalizeConfig = NormalizeConfig()
    labelstudio: LabelStudioConfig = LabelStudioConfig()
    suggest: SuggestConfig = SuggestConfig()
    assignment: AssignmentConfig = AssignmentConfig()
    push: PushConfig = PushConfig()
    agreement: AgreementConfig = AgreementConfig()
    release: ReleaseConfig = ReleaseConfig()


def load_config(path: Path) -> Config:
    """Read `path`; an absent file is the defaults.

    Raises:
        ConfigError: it is not TOML, has an unknown key, or a value that cannot be. All are told at once.
    """
    return read_settings(path, Config)[0]
