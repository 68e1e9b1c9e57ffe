"""How much is tried: little in `make test` and the same each time, much in `make fuzz` and something else each time."""

from hypothesis import HealthCheck, settings

_LONG = 4_000
_SHORT = 100  # Hypothesis' own
_AGAIN = 50


def register_profiles() -> None:
    """`fuzz` and `others` are those of `make fuzz`; under `again` a test that has run already runs in other surroundings.

    What is usual is the same each time: what falls, falls for whoever broke it, and not for the next one. There is no
    deadline: beside other work any example may take 200 ms.
    """
    settings.register_profile("usual", deadline=None, derandomize=True)
    settings.load_profile("usual")
    settings.register_profile("fuzz", max_examples=_LONG, deadline=None, derandomize=False, print_blob=True)
    settings.register_profile("others", deadline=None, derandomize=False, print_blob=True)
    settings.register_profile("again", max_examples=_AGAIN, deadline=None, derandomize=True)


def tried(examples: int) -> settings:
    """So many examples; under `again` a quarter of them, and fifty at least."""
    profile = settings.default
    assert profile is not None
    again = profile.max_examples == _AGAIN
    return settings(max_examples=max(_AGAIN, examples // 4) if again else examples, deadline=None)


def budget(examples: int) -> settings:
    """So many examples; under `--hypothesis-profile=fuzz` forty times as many."""
    profile = settings.default
    assert profile is not None
    long = profile.max_examples == _LONG
    return settings(
        max_examples=examples * _LONG // _SHORT if long else examples,
        deadline=None,
        derandomize=profile.derandomize,
        suppress_health_check=list(HealthCheck),
    )
