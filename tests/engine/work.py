"""Units of work that engines run in other processes."""

import os
import signal
import time
from pathlib import Path


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def fail(number: int) -> int:
    if number == 1:
        raise ValueError("as it should")
    return number


def die_once(number: int, folder: Path) -> int:
    """The first time that 3 comes, the process is killed."""
    mark = folder / str(number)
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(number: int) -> int:
    time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def start_a_child(number: int) -> int:
    """As hostile HTML is read: in a process that can be killed."""
    import multiprocessing

    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(0,))
    child.start()
    child.join()
    return child.exitcode or number


def listening() -> set[str]:
    """Addresses that this process and those below it listen on, as the kernel has them: hex address:port."""
    sockets = {link for pid in _below(os.getpid()) for link in _links(Path("/proc", str(pid), "fd"))}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.add(fields[1])
    return found


def _links(folder: Path) -> set[str]:
    try:
        return {str(link.readlink()) for link in folder.iterdir()}
    except OSError:
        return set()


def _below(pid: int) -> list[int]:
    children = [
        int(child)
        for listed in Path(f"/proc/{pid}/task").glob("*/children")
        for child in listed.read_text().split()
    ]
    return [pid, *(below for child in children for below in _below(child))]
