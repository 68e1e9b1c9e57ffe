"""One corpus for all tests here; what a test changes it copies first."""

import pytest

from tests.hub.conftest import hub as hub
from tests.withheld.corpus import Corpus, corpus_of


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus_of(tmp_path_factory.mktemp("corpus"))
