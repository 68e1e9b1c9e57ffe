"""The kernels again, with gcc looking at every address and every sum.

Making examples takes longer than what they are for, and each run makes others: a quarter of them is tried here.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dataset import native

HERE = Path(__file__).parent
USERS = ["test_words.py", "test_same_lines.py", "test_neighbours.py", "test_evidence.py"]
RUN = """
import sys
from pathlib import Path
import pytest
from dataset import native
native.LIBRARY = Path(sys.argv[1])
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-n", "0", "--hypothesis-profile=again", *sys.argv[2:]]))
"""


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc, whose sanitizers this asks for")
def test_no_kernel_looks_beyond_its_arrays(tmp_path: Path) -> None:
    library = tmp_path / "checked.so"
    sources = sorted(map(str, native.HEADER.parent.glob("*.c")))
    checks = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-O1", "-g", "-std=c11"]
    flags = ["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-Wno-psabi", "-Wno-unknown-pragmas"]
    flags += ["-mavx2", "-mfma"] * (os.uname().machine == "x86_64")
    subprocess.run(["gcc", *checks, *flags, *sources, "-o", library], check=True)
    preload = subprocess.run(
        ["gcc", "-print-file-name=libasan.so"], check=True, capture_output=True, text=True
    )
    tests = [
        path for path in HERE.glob("test_*.py") if path.name not in (Path(__file__).name, "test_call.py")
    ]
    tests += [HERE.parent / "normalize" / name for name in USERS]
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(library), *map(str, sorted(tests))],
        env=os.environ | {"LD_PRELOAD": preload.stdout.strip(), "ASAN_OPTIONS": "detect_leaks=0"},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-5_000:]
    assert " passed" in done.stdout
