"""The machine and the versions that figures were taken with: `.venv/bin/python -m benchmarks.machine`."""

import importlib.metadata
import os
import platform
from pathlib import Path

_LIBRARIES = (
    "numpy",
    "polars",
    "pyarrow",
    "trafilatura",
    "jusText",
    "ahocorasick-rs",
    "python-crfsuite",
)


def machine(peers: tuple[str, ...] = ()) -> str:
    """One line: processor, cores, memory, Python, the libraries that do the work, and any `peers`."""
    processor, memory = platform.processor(), 0.0
    if Path("/proc/cpuinfo").exists():
        names = [
            line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")
        ]
        processor = names[0].partition(":")[2].strip() if names else processor
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in (*_LIBRARIES, *peers))
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB; Python {platform.python_version()}, {versions}"


if __name__ == "__main__":
    print(machine())
