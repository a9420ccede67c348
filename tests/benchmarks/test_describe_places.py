"""The page on places and need is what the kept results make; unusual results are said in words."""

from __future__ import annotations

import copy
import json

from benchmarks import describe_places
from benchmarks.describe import DOCS
from benchmarks.measure import RESULTS

KEPT = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))}


def test_the_page_is_made_from_the_kept_results_of_all_three_forces():
    page = (DOCS / "places-measured.md").read_text(encoding="utf-8")
    assert page == describe_places.describe(KEPT)
    for title in describe_places.FORCES.values():
        assert page.count(f"**{title}**") >= 1


def test_a_unit_that_is_not_proven_and_a_place_that_is_gone_are_said():
    kept = copy.deepcopy(KEPT)
    result = kept["proportion_west_midlands"]
    result["after"]["units"][0] |= {"proven": False, "gap": 0.0213}
    gone = result["after"]["places"].pop()["candidate_id"]
    page = describe_places.describe(kept)
    assert "at most 2.1% below the best" in page
    assert any(line.startswith(f"| {gone} |") and "| none |" in line for line in page.splitlines())


def test_the_same_areas_as_last_year_have_no_interval():
    row = {"chosen_by": "crime strand", "difference": 0.0, "difference_low": 0.0, "difference_high": 0.0}
    assert describe_places._points(row) == "the same areas"
    moved = row | {"difference": -0.082, "difference_low": -0.1371, "difference_high": -0.0338}
    assert describe_places._points(moved) == "-8.2 (-13.7 to -3.4)"
