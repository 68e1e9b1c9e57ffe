"""Run tinbai as a user does: the installed command, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Tinbai:
    """`tinbai(...)` gives the JSON of a command that must succeed; `run` gives whatever came."""

    workspace: Path

    def __call__(self, *arguments: str, exit_code: int = 0) -> dict[str, Any]:
        result = self.run(*arguments, "--json")
        assert result.returncode == exit_code, result.stdout + result.stderr
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    def run(
        self, *arguments: str, environment: Mapping[str, str] | None = None, timeout: float = 300
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tinbai", *arguments, "--workspace", str(self.workspace)]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            env=dict(environment) if environment is not None else None,
        )
