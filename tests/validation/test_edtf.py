import pytest

from validation.edtf import is_edtf

GOOD = [
    "2024", "2024-09", "2024-09-22", "XXXX-07-01", "2024-09-XX", "2024-XX-XX", "202X", "20XX", "2024-21",
    "2024-02-29", "XXXX-02-29", "2024-09-22?", "1984~", "2004-06-11%",
    "2024-09-22/2024-09-26", "2024/..", "../2024", "2024/", "/2024", "2024-09/2024-10-02", "XXXX-07-01/XXXX-07-03",
]  # fmt: skip
BAD = [
    "", "/", "../..", "24", "2024-13", "2024-00", "2024-9-2", "2024-02-30", "2023-02-29", "2024-04-31", "X024",
    "XXXX", "2024-21-03", "2024-09-22/2024-09-21", "2024/2023", "chiều 7/11", "7/11/2024", "2024-09-22T10:00",
    "٢٠٢٤", "2024-0X-31/2024/2025", "2024\n",
]  # fmt: skip


@pytest.mark.parametrize("value", GOOD)
def test_dates_as_tinbai_writes_them(value: str) -> None:
    assert is_edtf(value)


@pytest.mark.parametrize("value", BAD)
def test_what_is_no_date(value: str) -> None:
    assert not is_edtf(value)
