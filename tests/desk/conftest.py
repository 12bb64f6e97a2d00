"""The small law, once for all tests of the desk."""

from pathlib import Path

import pytest

from tests.desk import toy


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy.packs(tmp_path_factory.mktemp("law"))
