"""Run as a program: publish in a child for each line that comes, say its process id and then how it ended.

A program of its own, without threads until the child is made, because only such a one may fork.
"""

import os
import sys
from pathlib import Path

from dataset.publish import placed, publish, send
from schemas.progress import unseen
from tests.hub.stand_in import TOKEN


def main(release: str, repo_id: str, endpoint: str) -> None:
    placed.check_release = lambda _folder: []
    send.verify_tag = lambda *_: None  # test_publish.py has both
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            status = 1
            try:
                publish(
                    Path(release), repo_id, token=TOKEN, private=False, gated="auto", dry_run=False, phases=unseen,
                    endpoint=endpoint,
                )  # fmt: skip
                status = 0
            finally:
                os._exit(status)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
