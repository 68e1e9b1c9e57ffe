"""Many surveys made one as they come: those of a large corpus are many times what is kept of them."""

import pyarrow as pa

from dataset.normalize.evidence import EVIDENCE, merge

_BYTES = 16 << 20


class Surveys:
    """Holds no more than twice what is kept of all, or 16 MB; what is kept does not depend on the order."""

    def __init__(self) -> None:
        self._kept = EVIDENCE.empty_table()
        self._waiting: list[pa.Table] = []

    def add(self, evidence: pa.Table) -> None:
        self._waiting.append(evidence)
        if sum(table.nbytes for table in self._waiting) >= max(_BYTES, self._kept.nbytes):
            self._merge()

    def whole(self) -> pa.Table:
        self._merge()
        return self._kept

    def _merge(self) -> None:
        self._kept, self._waiting = merge([self._kept, *self._waiting]), []
