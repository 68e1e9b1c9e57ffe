"""Builds `dataset/native` when tinbai is installed, as a wheel or editable: hatchling calls this."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Any machine since 2013, as Polars asks for, whatever this one could do besides.
_CPU = {"x86_64": "x86_64_v3"}


class NativeBuildHook(BuildHookInterface):
    """Compiles every C file into one library, which is no Python module: it fits every Python."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        here = Path(self.root, "dataset", "native")
        library = here / "_kernels.so"
        sources = sorted(here.glob("*.c"))
        cpu = _CPU.get(os.uname().machine)
        part = library.with_suffix(f".{os.getpid()}.part")
        command = [sys.executable, "-m", "ziglang", "cc", "-O3", "-g0", "-w", "-std=c11", "-shared", "-fPIC"]
        command += [f"-mcpu={cpu}"] if cpu else []
        subprocess.run([*command, *map(str, sources), "-o", str(part)], check=True)
        part.replace(library)
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
        build_data["artifacts"].append(str(library.relative_to(self.root)))
