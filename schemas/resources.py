"""Files that live at the top of the repository by the owner's decree, found from an installed wheel too."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of `dataset_card.md`, `examples/...` or `docs/guidelines/...`.

    A wheel carries them under `schemas/_resources` (pyproject's force-include); a checkout has them
    at its top.
    """
    packed = _HERE / "_resources" / name
    return packed if packed.exists() else _HERE.parent / name
