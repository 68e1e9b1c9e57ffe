"""Where an explanation is printed before it is shown: a string, in colour where a person will see it."""

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_WIDEST = 160


class Paper:
    """`console` prints onto it; `text` is what stands there."""

    def __init__(self, *, plain: bool) -> None:
        from rich.console import Console as RichConsole

        self._written = io.StringIO()
        coloured = not plain and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
        self.console: Console = RichConsole(
            file=self._written,
            force_terminal=coloured,
            color_system="256" if coloured else None,
            width=width,
            highlight=False,
        )

    @property
    def text(self) -> str:
        return self._written.getvalue().rstrip("\n")
