"""What a check of releases asks for, and whether it is there."""

from validation.engine.whole import Whole


def lacking(whole: Whole, name: str) -> str | None:
    """Why `releases`, `two releases`, `released splits` or the comparison with the `last release` is not there."""
    if name == "two releases":
        return None if len(whole.releases) > 1 else "no second release yet"
    if name == "released splits":
        path = whole.inputs.released_splits
        remembered = path is not None and path.is_file()
        return None if whole.releases or remembered else "no releases yet"
    if name == "last release":
        return whole.since if isinstance(whole.since, str) else None
    return None if whole.releases else "no releases yet"
