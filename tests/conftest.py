"""What every test may use: the Hypothesis profiles and the neighbouring data folder.

`HYPOTHESIS_PROFILE=default` finds the same examples on every run; `soak` looks further, differently each time.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("default", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("soak", derandomize=False, deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True, scope="session")
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home folder that stays empty: no test sees what its user keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPRIEVE_HOME", str(tmp_path_factory.mktemp("nobodys-home")))
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own, for commands too."""
    folder = tmp_path / "reprieve-home"
    monkeypatch.setenv("REPRIEVE_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared` beside the repository; a test that asks for it is skipped where there is none."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the repository")
    return folder
