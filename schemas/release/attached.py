"""How a release without text, or one with its text put back, stands to the full release."""

from collections.abc import Mapping

from schemas.release.manifest import Manifest

Logical = Mapping[str, Mapping[str, str]]
"""Config to split to the logical hash of its rows."""


def differing(manifest: Manifest) -> tuple[str, ...]:
    """`config/split` of a release with text put back that does not say what the full release says, by logical hash."""
    return _differing(manifest, manifest.attached.full.logical_sha256) if manifest.attached else ()


def against_published(manifest: Manifest, published: Manifest, sha256: str) -> tuple[str, ...] | None:
    """What a release with text put back says otherwise than what was published; None where it was not made from that.

    Args:
        published: the manifest, with this `sha256`, of the release without text, or of the full one.
    """
    if manifest.attached is None:
        return None
    if published.without_text is not None and manifest.attached.manifest_sha256 == sha256:
        full: Logical = published.without_text.full.logical_sha256
    elif manifest.attached.full.manifest_sha256 == sha256:
        full = _logical(published)
    else:
        return None
    return tuple(f"{name} does not say what the full release says" for name in _differing(manifest, full))


def _differing(manifest: Manifest, full: Logical) -> tuple[str, ...]:
    here = _logical(manifest)
    names = dict.fromkeys((config, split) for one in (full, here) for config in one for split in one[config])
    return tuple(
        f"{config}/{split}"
        for config, split in names
        if here.get(config, {}).get(split) != full.get(config, {}).get(split)
    )


def _logical(manifest: Manifest) -> Logical:
    return {
        config: {split: one.logical_sha256 for split, one in entry.splits.items()}
        for config, entry in manifest.configs.items()
    }


def told_of_full(manifest: Manifest) -> tuple[str, ...]:
    """For a person who verifies: lines on the release with text that this one was made from."""
    if manifest.without_text is not None:
        return (
            f"without text; with text it is the release of manifest sha256 {manifest.without_text.full.manifest_sha256}",
        )
    if manifest.attached is None:
        return ()
    full = f"the full release, of manifest sha256 {manifest.attached.full.manifest_sha256}"
    other = differing(manifest)
    if not other:
        return (f"text was put back, and every row says what it says in {full}",)
    left = ", ".join(f"{reason} {count}" for reason, count in manifest.attached.unattached.items())
    return (
        f"text was put back, and not everything is here as in {full}: {', '.join(other)}",
        f"not put back: {left or 'nothing is said of that'}",
    )
