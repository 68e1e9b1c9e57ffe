"""How much is tried: little in `make test` and the same each time, much in `make fuzz` and something else each time."""

from hypothesis import HealthCheck, settings

_LONG = 4_000
_SHORT = 100  # Hypothesis' own


def register_long() -> None:
    """The profile of `make fuzz`."""
    settings.register_profile("fuzz", max_examples=_LONG, deadline=None, print_blob=True)


def budget(examples: int) -> settings:
    """So many examples; under `--hypothesis-profile=fuzz` forty times as many."""
    profile = settings.default
    assert profile is not None
    long = profile.max_examples == _LONG
    return settings(
        max_examples=examples * _LONG // _SHORT if long else examples,
        deadline=None,
        derandomize=not long,
        suppress_health_check=list(HealthCheck),
    )
