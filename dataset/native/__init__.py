"""Loops over bytes, in C: what NumPy does in ten passes over memory is one here.

`kernels.h` declares every kernel with its arrays' types and sizes; nothing else states them. A kernel gets
arrays and whole numbers and gives a whole number; it allocates only what it frees, and knows no Python. The
library is built when tinbai is installed (`hatch_build.py`), by the C compiler of the package `ziglang`.
"""

import ctypes
import re
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from schemas.errors import ConfigError

_HERE = Path(__file__).parent
LIBRARY = _HERE / "_kernels.so"
HEADER = _HERE / "kernels.h"
_TYPES = {
    "uint8_t": np.uint8,
    "int16_t": np.int16,
    "int32_t": np.int32,
    "uint32_t": np.uint32,
    "int64_t": np.int64,
    "uint64_t": np.uint64,
    "float": np.float32,
}
_DECLARED = re.compile(r"^int64_t (\w+)\(([^)]*)\);", re.MULTILINE)
_PARAMETER = re.compile(r"(const )?(\w+) (\*?)(\w+)")


class _Parameter:
    """One parameter of a kernel: an array of one type, or a whole number."""

    def __init__(self, declared: str) -> None:
        found = _PARAMETER.fullmatch(declared.strip())
        assert found is not None, declared
        fixed, kind, star, self.name = found.groups()
        self.written = not fixed
        self.dtype = np.dtype(_TYPES[kind]) if star else None

    def passed(self, value: npt.NDArray[np.generic] | int) -> ctypes.c_void_p | ctypes.c_int64:
        """The value as C takes it. What the header does not declare is our fault and raises."""
        if self.dtype is None:
            assert not isinstance(value, np.ndarray), self.name
            return ctypes.c_int64(value)
        assert isinstance(value, np.ndarray), self.name
        given = np.dtype(np.uint8) if value.dtype == np.bool_ else value.dtype
        if given != self.dtype or not value.flags.c_contiguous:
            raise TypeError(f"{self.name} is {value.dtype}, not an unbroken array of {self.dtype}")
        if self.written and not value.flags.writeable:
            raise TypeError(f"{self.name} is written to, and may not be")
        return ctypes.c_void_p(value.ctypes.data)


def call(kernel: str, *values: npt.NDArray[np.generic] | int) -> int:
    """Call a kernel of `kernels.h`, with the GIL released.

    Raises:
        ConfigError: the library was not built.
        TypeError: an array is not of the declared type.
        MemoryError: the kernel got none.
    """
    parameters = _declared()[kernel]
    function = getattr(_library(), kernel)
    function.restype = ctypes.c_int64
    passed = [one.passed(value) for one, value in zip(parameters, values, strict=True)]
    found = int(function(*passed))
    if found < 0:
        raise MemoryError(f"kernel {kernel}")
    return found


@cache
def _declared() -> dict[str, tuple[_Parameter, ...]]:
    text = re.sub(r"//[^\n]*", "", HEADER.read_text(encoding="utf-8"))
    return {
        name: tuple(_Parameter(one) for one in " ".join(listed.split()).split(","))
        for name, listed in _DECLARED.findall(text)
    }


@cache
def _library() -> ctypes.CDLL:
    try:
        return ctypes.CDLL(str(LIBRARY))
    except OSError as error:
        raise ConfigError(
            f"{LIBRARY} was not built or is not for this machine",
            hint="Install tinbai again on this machine; in a checkout, `make demo` builds it",
        ) from error
