"""REL001: the last release's number says how much changed since the one before."""

from collections.abc import Iterable

from schemas.errors import DataError
from schemas.release.compare import Comparison, compare_releases
from schemas.visible import quoted
from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole
from validation.releases.found import Release

_REASONS = 3


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    old, new = whole.releases[-2:]
    # Any change fits into a major step, and files that are not as listed are REL003's: neither needs a comparison.
    if new.version.major > old.version.major or any(one.manifest is None or one.faults for one in (old, new)):
        return
    try:
        comparison = compare_releases(old.folder, new.folder)
    except DataError as error:
        yield _flaw(new, f"cannot be compared with {old.tag}: {quoted(error.message, 160)}")
        return
    if not comparison.honest:
        yield _flaw(new, _told(comparison))


def _told(comparison: Comparison) -> str:
    wide = [quoted(one.text, 160) for one in comparison.reasons if one.bump == comparison.bump]
    more = f" and {len(wide) - _REASONS} more" if len(wide) > _REASONS else ""
    said = "; ".join(wide[:_REASONS]) + more
    return f"is too small a step from v{comparison.old_version}, at least {comparison.least.tag} is asked for: {said}"


def _flaw(release: Release, said: str) -> Flaw:
    return Flaw(f"{release.tag} {said}", table="releases", record_id=release.tag)


CHECK = WholeCheck(
    id="REL001",
    title="The version says how much changed",
    scope="workspace",
    tables=("releases",),
    meaning="Between the last release and the one before, new rows or columns ask for a minor step. A row that "
    "went, moved, was relabelled or rewritten, a column that went or changed, other labels or guidelines, and "
    "a test split that grew ask for a major one: whoever reads the number must know what a score still means.",
    example="v1.1.0 has 40 relabelled articles of v1.0.0.",
    fix="If nobody has it yet, remove the folder and run tinbai release, which finds the number; tinbai diff "
    "shows every id. If it was published, release the same again under the greater number and say so on the card.",
    requires=("two releases",),
    find=_find,
)
