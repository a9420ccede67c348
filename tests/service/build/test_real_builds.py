"""The main job on real open data, from files to pages. The data is not committed; without it these tests are skipped."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from queries.workspace.generations import Workspace
from service.build.pipeline import build

SAMPLES = Path(__file__).parents[3] / "data_samples"
DATA = Path(os.environ.get("IMPACT_AREAS_DATA") or Path(__file__).parents[4] / "shared" / "data")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the open data is not here: set IMPACT_AREAS_DATA to its folder"),
]


def assert_pages_are_small(site):
    """The largest unit has 334 areas, each in some sixty layers."""
    pages = {path.name: path.read_bytes() for path in site.glob("npu-*.html")}
    sizes = {name: (len(page), len(gzip.compress(page))) for name, page in pages.items()}
    assert {name: size for name, size in sizes.items() if size[0] > 500_000 or size[1] > 150_000} == {}


def test_leicestershire(tmp_path):
    summary = build(SAMPLES / "leicestershire.toml", data=DATA, out=tmp_path, now=NOW)
    workspace = Workspace(tmp_path)
    assert workspace.manifest()["rows"] == {
        "read": 301_838,
        "placed": 301_838 - 7_463 - 583 - 10,
        "no_location": 7_463,
        "out_of_force": 583,
        "duplicate": 0,
        "quarantined": 0,
        "replaced": 10,
    }
    # One page a unit and the index; one sheet a unit and a place; notes to the sheets, handout, methods and glossary.
    assert (summary.area_count, summary.npu_count, summary.page_count) == (611, 9, 9 + 1 + 9 + 8 + 4)
    # March 2020 lacks nearly all located crime of two districts: 46 of some 433 records, and 42 of some 331.
    assert summary.incomplete_months == ("March 2020",)
    assert_pages_are_small(workspace.site)


def test_west_midlands(tmp_path):
    summary = build(SAMPLES / "west_midlands.toml", data=DATA, out=tmp_path, now=NOW)
    assert (summary.area_count, summary.npu_count, summary.page_count) == (1_719, 8, 8 + 1 + 8 + 16 + 4)
    assert summary.incomplete_months == (
        "May 2023", "June 2023", "July 2023", "August 2023", "September 2024", "October 2024", "March 2025",
    )  # fmt: skip
    assert_pages_are_small(Workspace(tmp_path).site)
    with Workspace(tmp_path).open_current() as con:
        unassessed = con.execute(
            "SELECT area_name FROM ranking JOIN areas USING (area_code) WHERE NOT ranking.assessable ORDER BY ALL"
        ).fetchall()
    assert ("Birmingham 135B",) in unassessed
