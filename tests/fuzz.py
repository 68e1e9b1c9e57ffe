"""How much is tried: little in `make test` and the same each time, much in `make fuzz` and something else each time."""

from hypothesis import HealthCheck, settings

LONG = "fuzz"
settings.register_profile(LONG, max_examples=4_000, deadline=None, print_blob=True)


def budget(examples: int) -> settings:
    """So many examples of the profile's hundred: under `--hypothesis-profile=fuzz` forty times as many."""
    profile = settings.default
    assert profile is not None
    long = profile.max_examples > 100
    return settings(
        max_examples=examples * 40 if long else examples,
        deadline=None,
        derandomize=not long,
        suppress_health_check=list(HealthCheck),
    )
