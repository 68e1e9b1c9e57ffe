"""The contract: the one place where a field, label, topic, colour, hotkey, severity or limit is stated."""

import hashlib
import json
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

PACKAGED = Path(__file__).resolve().parent / "contract.yaml"

Severity = Literal["error", "warning"]
Level = Severity | Literal["off"]
Scalar = Literal["string", "large_string", "int32", "int64", "float64", "bool", "date32", "timestamp"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class EntityLabel(Frozen):
    """A kind of named span. `hotkey` is the key an annotator presses; colours are `#rrggbb`."""

    name: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,31}$")]
    name_vi: str
    name_en: str
    hotkey: Annotated[str, Field(min_length=1, max_length=1)]
    colour: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
    definition: str
    definition_vi: str
    vlsp2016: str | None = None
    vlsp2021: str | None = None
    ontonotes: str | None = None


class Topic(Frozen):
    """A topic. `parent` is the code of another topic of this contract, or none."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._:-]{0,127}$")]
    name_vi: str
    name_en: str
    definition: str
    parent: str | None = None
    wikidata: str | None = None
    keywords: tuple[str, ...] = ()


class TopicRules(Frozen):
    primary: Annotated[int, Field(ge=0)] = 1
    max_secondary: Annotated[int, Field(ge=0)] = 3


class FieldType(Frozen):
    """A scalar, a list of one type, or a struct of fields: exactly one of the three."""

    scalar: Scalar | None = None
    list: "FieldType | None" = None
    struct: "tuple[TableField, ...] | None" = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"scalar": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of_three(self) -> "FieldType":
        if sum(part is not None for part in (self.scalar, self.list, self.struct)) != 1:
            raise ValueError("a type is a scalar's name, {list: TYPE} or {struct: [FIELD, ...]}")
        return self


class TableField(Frozen):
    """A column or a struct's member. `values` closes the set: a list, or the names of the labels or topics.

    `carries_text`: it holds words of the page, so a release without text leaves it out (`schemas.without_text`).
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: FieldType
    nullable: bool = False
    description: str
    values: tuple[str, ...] | Literal["entities", "topics", "bio"] | None = None
    pattern: str | None = None
    carries_text: bool = False


class Table(Frozen):
    """A Parquet table that one part leaves for the next, or a config of a release."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    description: str
    key: tuple[str, ...] = ()
    released: bool = False
    fields: tuple[TableField, ...]

    def field(self, name: str) -> TableField:
        return next(field for field in self.fields if field.name == name)


def _off(value: object) -> object:
    """YAML reads a bare `off` as false."""
    return "off" if value is False else value


class CheckRule(Frozen):
    """How much a check of the catalogue matters in this project, and its threshold where it has one.

    `off`: the check does not run, and reports say so.
    """

    severity: Annotated[Level, BeforeValidator(_off)]
    limit: float | None = None


class Split(Frozen):
    name: Literal["train", "validation", "test"]
    percent: Annotated[int, Field(ge=0, le=100)]


class Limits(Frozen):
    """Sizes in code points unless the name says otherwise."""

    min_article_chars: Annotated[int, Field(ge=0)]
    max_article_chars: Annotated[int, Field(ge=1)]
    max_page_bytes: Annotated[int, Field(ge=1)]
    near_jaccard: Annotated[float, Field(gt=0, le=1)]
    near_containment: Annotated[float, Field(gt=0, le=1)]
    related_jaccard: Annotated[float, Field(gt=0, le=1)]


def _stringify(value: object) -> object:
    return str(value)


class Contract(Frozen):
    """The whole contract, valid in itself: `load_contract` refuses one that is not."""

    contract_version: Annotated[str, BeforeValidator(_stringify), Field(pattern=r"^\d+\.\d+\.\d+$")]
    guideline_version: Annotated[str, BeforeValidator(_stringify)]
    language: str
    topics_source: str
    entities: tuple[EntityLabel, ...]
    topics: tuple[Topic, ...]
    topic_rules: TopicRules
    limits: Limits
    splits: tuple[Split, ...]
    checks: dict[str, CheckRule]
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)

    @property
    def entity_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.entities)

    @property
    def topic_codes(self) -> tuple[str, ...]:
        return tuple(topic.code for topic in self.topics)

    @property
    def bio_names(self) -> tuple[str, ...]:
        """`O` is 0, then B- and I- of each label in the contract's order."""
        return ("O", *(f"{prefix}-{name}" for name in self.entity_names for prefix in "BI"))

    @cached_property
    def sha256(self) -> str:
        """Hash of the meaning: comments and layout of the file do not count."""
        body = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(body.encode()).hexdigest()

    def __copy__(self) -> Self:
        """What `model_copy` begins with. It may get other values, and then has another hash."""
        copied = super().__copy__()
        copied.__dict__.pop("sha256", None)
        return copied

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        copied = super().__deepcopy__(memo)
        copied.__dict__.pop("sha256", None)
        return copied

    def values_of(self, field: TableField) -> tuple[str, ...] | None:
        """The closed set of a field's values, or None where it is open."""
        named = {"entities": self.entity_names, "topics": self.topic_codes, "bio": self.bio_names}
        return named[field.values] if isinstance(field.values, str) else field.values


@cache
def default_contract() -> Contract:
    """The contract that ships with tinbai."""
    from schemas.contract_file import load_contract

    return load_contract(None)
