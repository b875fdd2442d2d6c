"""Lets test files say `from program.… import …`, however pytest was started; object code is thrown away."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = str(Path(__file__).resolve().parents[1])
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)


@pytest.fixture(scope="package", autouse=True)
def own_objects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A place for the machine code of made-up models, so that it does not fill the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
