"""Entry, exit and the wait between them, by hand."""

from __future__ import annotations

from datetime import date
from math import nan

import pandas as pd
import pytest

from geo.candidates.designation_rules import (
    STATUSES,
    DesignationRules,
    Standing,
    builds_below,
    judge_designation,
    measure_standings,
)

RULES = DesignationRules(enters_above=80, leaves_below=70, for_builds=2, proposed_share=0.5)
TODAY = date(2026, 11, 20)


def known(**changes) -> Standing:
    usual = {
        "standings": [90.0],
        "now": 90.0,
        "area_count": 4,
        "proposed_area_count": 4,
        "lost_area_count": 0,
        "review_date": date(2027, 5, 1),
        "ended": False,
    }
    return Standing(**{**usual, **changes})


class TestStandings:
    RANKING = pd.DataFrame({"area_code": list("abcde"), "need_score": [10.0, 20.0, 60.0, 80.0, nan]})

    def test_by_hand(self):
        members = pd.DataFrame({"designation_id": ["D1", "D1", "D2", "D3"], "area_code": ["c", "d", "e", "a"]})
        measured = measure_standings(self.RANKING, members)
        assert measured.loc["D1"].tolist() == [(60 + 80) / 2, 100 * 3 / 4]  # a, b and c of four have less than 70
        assert measured.loc["D2"].isna().all()  # not assessable is never low
        assert measured.loc["D3", "standing"] == 0

    def test_the_order_of_rows_does_not_matter_and_nothing_is_changed(self):
        members = pd.DataFrame({"designation_id": ["D2", "D1"], "area_code": ["d", "unknown"]})
        before = members.copy()
        measured = measure_standings(self.RANKING.sample(frac=1, random_state=1), members)
        assert measured["standing"].to_dict() == pytest.approx({"D1": nan, "D2": 75.0}, nan_ok=True)
        pd.testing.assert_frame_equal(members, before)

    def test_an_empty_force(self):
        none = pd.DataFrame({"area_code": ["a"], "need_score": [nan]})
        assert (
            measure_standings(none, pd.DataFrame({"designation_id": ["D1"], "area_code": ["a"]})).isna().all(axis=None)
        )


@pytest.mark.parametrize(
    ("standings", "count"), [([], 0), ([90], 0), ([60], 1), ([60, 65], 2), ([60, 90, 65], 1), ([60, nan], 0), ([70], 0)]
)
def test_only_the_latest_builds_in_a_row_count(standings, count):
    assert builds_below(standings, RULES) == count


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({}, "stable", "It ranks above 90 of 100 areas, and all its 4 areas lie in places proposed now"),
        ({"now": 75.0, "standings": [75.0]}, "stable", "above 75 of 100"),  # under the entry line, over the exit line
        ({"now": 60.0, "standings": [90.0, 60.0]}, "drifting", "under the exit line of 70"),
        ({"now": 60.0, "standings": [60.0, 60.0]}, "ready to review", "below 70 of 100 areas in the last 2 builds"),
        ({"now": 60.0, "standings": []}, "drifting", "so far there is none"),  # decided on this very build
        ({"review_date": date(2026, 11, 21)}, "stable", "above 90 of 100"),  # tomorrow
        ({"now": 70.0, "standings": [70.0, 70.0]}, "stable", "above 70 of 100"),  # on the exit line, not under it
        ({"review_date": TODAY}, "ready to review", "The date set for its review has come"),
        ({"proposed_area_count": 0}, "drifting", "None of its 4 areas lies in a place proposed now"),
        (
            {"area_count": 1, "proposed_area_count": 0, "now": 60.0, "standings": [60.0]},
            "drifting",
            "of 70; the exit rule asks for 2 builds with later months, and so far there is 1; its only area lies in no"
            " place proposed now",
        ),
        ({"proposed_area_count": 1}, "drifting", "Only 1 of its 4 areas lies in places proposed now"),
        ({"proposed_area_count": 2}, "stable", "2 of its 4"),
        ({"lost_area_count": 1}, "drifting", "Areas of it that are not in this generation: 1"),
        (
            {"now": nan, "standings": [nan], "area_count": 0, "lost_area_count": 2},
            "cannot be assessed",
            "None of its areas",
        ),
        ({"ended": True, "now": 10.0, "review_date": TODAY}, "ended", "A person has ended it"),
    ],
)
def test_status_and_reason(changes, status, said):
    found, why = judge_designation(known(**changes), rules=RULES, today=TODAY)
    assert found == status
    assert found in STATUSES
    assert said in why


def test_a_place_near_one_line_does_not_come_and_go():
    """Standings that cross 75 back and forth meet neither rule: that is what two lines are for."""
    standings = [82.0, 74.0, 78.0, 73.0, 79.0, 71.0]
    for last in range(1, len(standings) + 1):
        held = known(standings=standings[:last], now=standings[last - 1])
        assert judge_designation(held, rules=RULES, today=TODAY)[0] == "stable"


def test_one_build_is_enough_where_the_rules_say_so():
    rules = DesignationRules(leaves_below=70, for_builds=1)
    found = judge_designation(known(now=60.0, standings=[90.0, 60.0]), rules=rules, today=TODAY)
    assert found == ("ready to review", "It meets the exit rule: below 70 of 100 areas in the last build")


def test_several_reasons_are_one_sentence():
    held = known(review_date=TODAY, now=60.0, standings=[60.0, 60.0], proposed_area_count=1, lost_area_count=2)
    assert judge_designation(held, rules=RULES, today=TODAY)[1] == (
        "The date set for its review has come; it meets the exit rule: below 70 of 100 areas in the last 2 builds in a"
        " row; areas of it that are not in this generation: 2; only 1 of its 4 areas lies in places proposed now"
    )


@pytest.mark.parametrize(
    ("count", "proposed", "words"),
    [
        (1, 1, "its only area lies in a place proposed now"),
        (4, 4, "all its 4 areas lie in places proposed now"),
        (4, 2, "2 of its 4 areas lie in places proposed now"),
    ],
)
def test_how_much_is_proposed_now_in_words(count, proposed, words):
    held = known(area_count=count, proposed_area_count=proposed)
    assert judge_designation(held, rules=RULES, today=TODAY) == (
        "stable",
        f"It ranks above 90 of 100 areas, and {words}",
    )


def test_what_is_not_ranked_cannot_be_assessed():
    held = known(now=nan, standings=[nan], area_count=0, proposed_area_count=0, lost_area_count=2)
    assert judge_designation(held, rules=RULES, today=TODAY) == (
        "cannot be assessed",
        "None of its areas is ranked in this generation; areas of it that are not in this generation: 2",
    )
