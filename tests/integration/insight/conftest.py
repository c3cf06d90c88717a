"""Fixtures of insight: a year of figures takes long to make, so each is made once in a run."""

import pytest

from tests.factories.filled import Filled


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Databases that were filled before."""
    return Filled(tmp_path_factory.mktemp("filled"))
