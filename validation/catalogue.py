"""All checks, in the order of reports."""

from collections.abc import Iterable

from schemas.contract import Contract, default_contract
from schemas.errors import ConfigError
from validation.check import Check, RowCheck, Setting, WholeCheck
from validation.checks import (
    ann001_overlap,
    ann002_known_annotators,
    ann003_no_open_conflict,
    ann004_agreement,
    ann101_lead_time,
    ann102_empty,
    ann103_label_prior,
    ann104_drift,
    ann105_waiting,
    art001_unique_id,
    art002_safe_id,
    art003_one_url_one_story,
    art004_not_empty,
    art005_nfc,
    art006_control,
    art007_invisible,
    art008_replacement,
    art009_provenance,
    art010_license,
    art011_dates,
    art012_edtf,
    art013_text_sha256,
    art014_paragraphs,
    art015_taken_down,
    art101_length,
    art102_plausible_date,
    art103_language,
    art104_source,
    art105_mojibake,
    art106_diacritics,
    art107_personal,
    art108_furniture,
    cons101_one_label,
    cons102_unlabelled_mention,
    cons103_boundary,
    dup001_exact,
    dup002_cluster_across_splits,
    dup003_clusters_match,
    dup004_splits_match,
    dup101_near,
    dup102_event,
    dup103_torn_cluster,
    gx001_suites,
    gx002_own_suites,
    man001_readable,
    man002_outputs,
    man003_balance,
    man004_lost_rows,
    rel001_honest_version,
    rel002_stable_splits,
    rel003_release_files,
    rel004_release_rows,
    rel005_drift,
    rel101_shift,
    span001_known_article,
    span002_text_pinned,
    span003_offsets,
    span004_surface,
    span005_known_label,
    span006_no_repeat,
    span007_flat,
    span008_edge_space,
    span101_edge_punctuation,
    span102_line_break,
    span103_cut_word,
    span104_cut_grapheme,
    span105_length,
    tab001_whole_file,
    tab002_columns,
    tab003_nulls,
    tab004_values,
    tab005_unique_keys,
    top001_known_topics,
    top002_one_primary,
    top003_not_too_many,
    top004_primary_first,
    top005_no_repeat,
)

CATALOGUE: tuple[Check, ...] = (
    tab001_whole_file.CHECK,
    tab002_columns.CHECK,
    tab003_nulls.CHECK,
    tab004_values.CHECK,
    tab005_unique_keys.CHECK,
    man001_readable.CHECK,
    man002_outputs.CHECK,
    man003_balance.CHECK,
    man004_lost_rows.CHECK,
    art001_unique_id.CHECK,
    art002_safe_id.CHECK,
    art003_one_url_one_story.CHECK,
    art004_not_empty.CHECK,
    art005_nfc.CHECK,
    art006_control.CHECK,
    art007_invisible.CHECK,
    art008_replacement.CHECK,
    art009_provenance.CHECK,
    art010_license.CHECK,
    art011_dates.CHECK,
    art012_edtf.CHECK,
    art013_text_sha256.CHECK,
    art014_paragraphs.CHECK,
    art015_taken_down.CHECK,
    art101_length.CHECK,
    art102_plausible_date.CHECK,
    art103_language.CHECK,
    art104_source.CHECK,
    art105_mojibake.CHECK,
    art106_diacritics.CHECK,
    art107_personal.CHECK,
    art108_furniture.CHECK,
    dup001_exact.CHECK,
    dup002_cluster_across_splits.CHECK,
    dup003_clusters_match.CHECK,
    dup004_splits_match.CHECK,
    dup101_near.CHECK,
    dup102_event.CHECK,
    dup103_torn_cluster.CHECK,
    span001_known_article.CHECK,
    span002_text_pinned.CHECK,
    span003_offsets.CHECK,
    span004_surface.CHECK,
    span005_known_label.CHECK,
    span006_no_repeat.CHECK,
    span007_flat.CHECK,
    span008_edge_space.CHECK,
    span101_edge_punctuation.CHECK,
    span102_line_break.CHECK,
    span103_cut_word.CHECK,
    span104_cut_grapheme.CHECK,
    span105_length.CHECK,
    top001_known_topics.CHECK,
    top002_one_primary.CHECK,
    top003_not_too_many.CHECK,
    top004_primary_first.CHECK,
    top005_no_repeat.CHECK,
    cons101_one_label.CHECK,
    cons102_unlabelled_mention.CHECK,
    cons103_boundary.CHECK,
    ann001_overlap.CHECK,
    ann002_known_annotators.CHECK,
    ann003_no_open_conflict.CHECK,
    ann004_agreement.CHECK,
    ann101_lead_time.CHECK,
    ann102_empty.CHECK,
    ann103_label_prior.CHECK,
    ann104_drift.CHECK,
    ann105_waiting.CHECK,
    rel001_honest_version.CHECK,
    rel002_stable_splits.CHECK,
    rel003_release_files.CHECK,
    rel004_release_rows.CHECK,
    rel005_drift.CHECK,
    rel101_shift.CHECK,
    gx001_suites.CHECK,
    gx002_own_suites.CHECK,
)

NEVER = tuple(
    check.id for check in CATALOGUE if check.id in ("TAB001", "TAB002") or check.id.startswith("MAN")
)
"""Checks that nothing excuses and no contract switches off. What cannot be read, or is not what its stage wrote, was not checked further: excused,
it would hide whatever else is wrong, today and at every later damage."""


def row_checks(scope: str, table: str, checks: Iterable[Check] = CATALOGUE) -> tuple[RowCheck, ...]:
    """Those of one scope that look at a table."""
    return tuple(
        check
        for check in checks
        if isinstance(check, RowCheck) and check.scope == scope and table in check.tables
    )


def whole_checks() -> tuple[WholeCheck, ...]:
    return tuple(check for check in CATALOGUE if isinstance(check, WholeCheck))


def switched_off(contract: Contract) -> frozenset[str]:
    """Checks that the project does without.

    Raises:
        ConfigError: one of `NEVER` is among them.
    """
    off = frozenset(check.id for check in CATALOGUE if setting(contract, check, "").rule.severity == "off")
    for check in sorted(off.intersection(NEVER)):
        raise ConfigError(
            f"{check} cannot be off: what it finds keeps later checks from looking at the data",
            hint="Leave it out of checks in contract.yaml, or make it a warning",
        )
    return off


def setting(contract: Contract, check: Check, table: str) -> Setting:
    """The check's rule from the contract; a contract that leaves it out takes the packaged rule."""
    rule = check.own_rule or contract.checks.get(check.id) or default_contract().checks[check.id]
    return Setting(contract, rule, table)
