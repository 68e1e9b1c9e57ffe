"""Read a release with the libraries that people have: a table of readers and of ways to read, `ok` or what failed.

    .venv/bin/python -m benchmarks.releases.readers [RELEASE] [--environments FOLDER]

Makes an environment for each reader with uv, old ones as of the days when they were new, and reads every config
and split in each: rows against the logical hashes of the manifest, class names against the features in the
files. RELEASE is a folder; without it the newsroom of the tests is released in a temporary one. Environments
in FOLDER stay and are used again; they take 2 GB.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from schemas.contract import default_contract
from tests.release.samples import newsroom, release

LIMIT_S = 600


@dataclass(frozen=True)
class Environment:
    """`day`: nothing newer is installed."""

    packages: tuple[str, ...]
    day: str | None
    readers: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.packages[0].replace("==", "-").removesuffix(".*")


ENVIRONMENTS = (
    Environment(("datasets==2.21.0",), "2024-09-15", ("datasets",)),
    Environment(("datasets==3.6.0",), "2025-06-01", ("datasets",)),
    Environment(("datasets==4.*",), None, ("datasets",)),
    Environment(
        ("datasets==5.2.*", "pandas", "polars", "duckdb"), None, ("datasets", "pandas", "polars", "duckdb")
    ),
)


def made(environment: Environment, folder: Path) -> Path:
    """The Python of the environment, made where it is not there."""
    home = folder / environment.name
    python = home / "bin/python"
    if not (home / "made").exists():
        uv = [sys.executable, "-m", "uv"]
        day = ["--exclude-newer", environment.day] if environment.day else []
        subprocess.run([*uv, "venv", "-q", "--clear", "--python", sys.executable, home], check=True)
        subprocess.run(
            [*uv, "pip", "install", "-q", "--python", python, *day, *environment.packages], check=True
        )
        (home / "made").touch()
    return python


def read(python: Path, reader: str, folder: Path) -> dict[str, str]:
    """What `read_one.py` told: way to `ok` or what failed, and under `reader` who read."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [python, "-P", Path(__file__).with_name("read_one.py"), reader, folder],
            env={**os.environ, "HF_HOME": home, "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
    if done.returncode:
        return {"reader": reader, "plain": done.stderr.strip().splitlines()[-1]}
    told = json.loads(done.stdout.splitlines()[-1])
    return {"reader": f"{reader} {told['version']}, pyarrow {told['pyarrow']}", **told["told"]}


def show(rows: list[dict[str, str]]) -> None:
    ways = list(dict.fromkeys(way for row in rows for way in row))
    print(f"| {' | '.join(ways)} |\n|{' --- |' * len(ways)}")
    for row in rows:
        print(f"| {' | '.join(row.get(way, '') for way in ways)} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("release", nargs="?", type=Path)
    parser.add_argument("--environments", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.release
        if folder is None:
            contract = default_contract()
            folder = release(contract, Path(temporary) / "releases", newsroom(contract), "1.2.0").folder
        environments = given.environments or Path(temporary) / "environments"
        rows = [
            read(made(environment, environments), reader, folder.absolute())
            for environment in ENVIRONMENTS
            for reader in environment.readers
        ]
    show(rows)


if __name__ == "__main__":
    main()
