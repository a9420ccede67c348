"""The sample force, built once for every test that only reads what its configuration gives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from queries.generations import Workspace
from service.pipeline import build

SAMPLE = Path(__file__).parents[2] / "data_samples" / "sample.toml"


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory):
    """The workspace, and what the build said."""
    out = tmp_path_factory.mktemp("sample") / "out"
    summary = build(SAMPLE, out=out, now=datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    return Workspace(out), summary


@pytest.fixture(scope="session")
def sample(sample_build):
    """The generation, opened to read."""
    with sample_build[0].open_current() as con:
        yield con
