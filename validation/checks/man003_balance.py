"""MAN003: counts balance."""

from collections.abc import Iterable

from validation.check import Flaw, Setting, WholeCheck
from validation.engine.whole import Whole

_PARTS = ("articles", "listings", "rejected", "folded")


def _find(whole: Whole, _setting: Setting) -> Iterable[Flaw]:
    for manifest in whole.manifests.read:
        if manifest.stage != "normalize":
            continue
        lacking = [name for name in ("pages", *_PARTS) if name not in manifest.counts]
        if lacking:
            yield Flaw(f"normalize counted no {', '.join(lacking)}", table="manifests")
            continue
        parts = [manifest.counts[name] for name in _PARTS]
        pages = manifest.counts["pages"]
        if sum(parts) != pages:
            told = " + ".join(f"{count} {name}" for name, count in zip(_PARTS, parts, strict=True))
            yield Flaw(f"{pages} pages went in; {told} is {sum(parts)}", table="manifests")


CHECK = WholeCheck(
    id="MAN003",
    title="Counts balance",
    scope="workspace",
    tables=("manifests",),
    meaning="Each page that was read became an article, a listing, a row of quarantine, or was folded into its "
    "exact duplicate. Nothing vanishes on the way.",
    example="100 pages went in; 90 articles + 2 listings + 5 rejected + 2 folded is 99.",
    fix="Run tinbai normalize again; if it stays, report it as a fault of tinbai.",
    requires=("manifests",),
    find=_find,
)
