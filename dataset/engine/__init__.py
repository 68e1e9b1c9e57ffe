"""Where units of work run: in processes of this machine, or on a Dask cluster.

A unit is a function that reads files and writes files. Only its arguments and its small result travel, so
it runs as well on another machine that sees the same folders, and a unit that was lost with its process is
simply run again.
"""

from dataset.engine.engine import Engine
from dataset.engine.open import ENGINES, open_engine

__all__ = ["ENGINES", "Engine", "open_engine"]
