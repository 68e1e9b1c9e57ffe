"""Every released column is decided on: it carries words of the pages and goes, or it does not and stays."""

from collections.abc import Iterator

from schemas.contract import Contract, TableField
from schemas.features import features, release_schema
from schemas.without_text import members_of, withheld_columns, without_text

# Strings that no page's words can come in by, and those that stay although a site or a crawler may have put some
# there: a page must be found again (docs/without-text.md).
STAY = {
    "articles": {"id", "kind", "parent_id", "url", "source", "text_sha256", "language", "published_precision"}
    | {"event_date", "license", "source_path", "source_sha256", "norm_version"},
    "annotations": {"annotation_id", "id", "text_sha256", "migrated_from", "annotator", "entities.label"}
    | {
        "entities.origin",
        "topics",
        "primary_topic",
        "suggestion_arm",
        "guideline_version",
        "contract_version",
    },
    "entities": {"id", "text_sha256", "entities.label", "status"},
    "ner": {"id", "ner_tags"},
    "topics": {"id", "topics", "primary"},
}


def strings(fields: tuple[TableField, ...], prefix: str = "") -> Iterator[str]:
    for field in fields:
        kind = field.type.list or field.type
        if kind.scalar in {"string", "large_string"}:
            yield prefix + field.name
        yield from strings(members_of(field), f"{prefix}{field.name}.")


def test_a_new_column_is_decided_on(contract: Contract) -> None:
    released = [table for table in contract.tables if table.released]
    assert {table.name for table in released} == STAY.keys()
    for table in released:
        assert set(strings(table.fields)) == STAY[table.name] | set(withheld_columns(table)), table.name
        assert not STAY[table.name] & set(withheld_columns(table)), table.name


def test_the_columns_without_text(contract: Contract) -> None:
    lean = without_text(contract)
    assert features(lean, "articles").keys() == (
        features(contract, "articles").keys() - {"text", "title", "author", "section", "captions"}
    ) | {"title_digest", "author_digest", "section_digest", "captions_digest"}
    assert list(features(lean, "topics"))[:2] == ["id", "text_sha256"]
    span = features(lean, "entities")["entities"].feature
    assert list(span) == ["start", "end", "label", "text_digest"]
    assert span["label"] == features(contract, "entities")["entities"].feature["label"]
    assert "tokens" not in features(lean, "ner")
    schema = release_schema(lean, "articles")
    assert (schema.field("title_digest").nullable, schema.field("captions_digest").nullable) == (True, False)
    assert not any(withheld_columns(table) for table in lean.tables if table.released)
