"""Shared fixtures: where the reference material lies, if it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# No test depends on the speed of the machine, and a run can be repeated exactly.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the checkout; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("reference material ../shared is not there")
    return SHARED
