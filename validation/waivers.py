"""`waivers.toml`: breaches that somebody answers for, with a reason and a last day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from schemas.settings_file import Section, array_of_tables, line_of, nearest, read_settings
from validation.catalogue import CATALOGUE, NEVER
from validation.verdict import WaiverState

SOON = timedelta(days=14)
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Waiver(Section):
    """One `[[waiver]]`. Without `table`, `record`, `article` or `fingerprint` it is of the whole check.

    The four narrow it to violations with exactly these values in the columns of reports/violations.parquet.
    `expires` is the last day that it holds on, in UTC.
    """

    check: str
    reason: Said
    expires: date
    by: Said | None = None
    table: Said | None = None
    record: Said | None = None
    article: Said | None = None
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = None

    @field_validator("check")
    @classmethod
    def _of_the_catalogue(cls, check: str) -> str:
        known = [one.id for one in CATALOGUE]
        if check not in known and not re.fullmatch(r"OWN\d{3}", check):  # checks.toml is another file
            raise ValueError(f"there is no check {check!r}; {nearest(check, known, 'the checks are')}")
        if check in NEVER:
            raise ValueError(
                f"it cannot be waived: what {check} finds keeps later checks from looking at the data"
            )
        return check

    @field_validator("expires", mode="before")
    @classmethod
    def _a_day(cls, value: object) -> object:
        if type(value) is not date:
            raise ValueError("it is no day like 2027-03-01, without quotation marks and without a time")
        return value

    @property
    def narrowed(self) -> dict[str, str]:
        """The columns of violations that must hold these values, besides the check."""
        columns = {
            "table": "table",
            "record": "record_id",
            "article": "article_id",
            "fingerprint": "fingerprint",
        }
        return {
            column: value for name, column in columns.items() if (value := getattr(self, name)) is not None
        }


class _File(Section):
    waiver: tuple[Waiver, ...] = ()

    @field_validator("waiver", mode="before")
    @classmethod
    def _a_list(cls, value: object) -> object:
        return array_of_tables(value, "waiver")


@dataclass(frozen=True, slots=True)
class Standing:
    """A waiver as it stands on a day. `line` is that of its file."""

    waiver: Waiver
    line: int
    state: WaiverState


def load_waivers(path: Path, today: date) -> tuple[Standing, ...]:
    """The waivers of a file in its order, as they stand on the day `today`; an absent file has none.

    Reports depend on the file and on the states that come of it, and on `today` in no other way.

    Raises:
        ConfigError: it is not TOML, has an unknown key, or a value that cannot be. All are told at once.
    """
    body, text = read_settings(path, _File)
    return tuple(
        Standing(one, line_of(text, ("waiver", place)), _state(one, today))
        for place, one in enumerate(body.waiver)
    )


def _state(waiver: Waiver, today: date) -> WaiverState:
    if today > waiver.expires:
        return "expired"
    return "ends soon" if waiver.expires - today <= SOON else "holds"
