"""The generation of the sample force, for every test that only reads it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def sample(sample_build):
    """The generation, opened to read."""
    with sample_build[0].open_current() as con:
        yield con
