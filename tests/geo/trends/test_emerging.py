"""Emerging hotspots: a series for each class, the order where two fit, gaps, and the traps seen in peers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import ConfigurationRefused, InputRefused
from geo.trends.emerging import EMERGING_CLASSES, EmergingRules, classify_emerging

Q = {"h": 0.01, "c": 0.01, ".": 0.6, "_": np.nan}
Z = {"h": 3.0, "c": -3.0, ".": 0.2, "_": np.nan}


def steps(pattern, *, z=None, area="a1", start="2024-01-01", months=1):
    """One letter a step: h hot, c cold, . neither, _ not assessable, a blank no row at all."""
    starts = pd.date_range(start, periods=len(pattern), freq=pd.DateOffset(months=months))
    flat = 0.001 * np.array([0, 1] * len(pattern))[: len(pattern)]  # keeps z from being constant without a trend
    scores = [Z[letter] + wobble if letter != " " else np.nan for letter, wobble in zip(pattern, flat, strict=True)]
    frame = pd.DataFrame(
        {
            "area_code": area,
            "period_start": starts,
            "gi_star_z": scores if z is None else z,
            "q_value": [Q.get(letter, np.nan) for letter in pattern],
        }
    )
    return frame[[letter != " " for letter in pattern]]


def classify(pattern, *, z=None, **options):
    return classify_emerging(steps(pattern, z=z), step="month", **options).iloc[0]


RISING, FALLING = np.linspace(2.5, 5.0, 12), np.linspace(5.0, 2.5, 12)

CASES = {
    "new hotspot": ("...........h", None),
    "consecutive hotspot": (".......hhhhh", None),
    "intensifying hotspot": ("h" * 12, RISING),
    "diminishing hotspot": ("h" * 12, FALLING),
    "historical hotspot": ("h" * 11 + ".", None),
    "persistent hotspot": ("h" * 12, None),
    "oscillating hotspot": ("..h.cc...h.h", None),
    "sporadic hotspot": ("..h.....h.hh", None),
    "new coldspot": ("...........c", None),
    "consecutive coldspot": (".......ccccc", None),
    "intensifying coldspot": ("c" * 12, -RISING),
    "diminishing coldspot": ("c" * 12, -FALLING),
    "historical coldspot": ("c" * 11 + ".", None),
    "persistent coldspot": ("c" * 12, None),
    "oscillating coldspot": ("..c.hh...c.c", None),
    "sporadic coldspot": ("..c.....c.cc", None),
    "no pattern": ("..hh...h....", None),
}


def test_there_are_seventeen_and_each_has_a_case():
    assert len(EMERGING_CLASSES) == 8 * 2 + 1
    assert set(CASES) == set(EMERGING_CLASSES)


@pytest.mark.parametrize("expected", CASES)
def test_a_series_for_each_class(expected):
    pattern, z = CASES[expected]
    assert classify(pattern, z=z)["emerging_class"] == expected


def by_words(pattern, trend):
    """The definitions written out one by one on a string: a second way to the same class."""
    known = pattern.replace("_", "").replace(" ", "")
    n, last = len(known), known[-1]

    def fits(name, own, other, direction):
        share, hot_last = known.count(own) / n, last == own
        runs = [run for run in "".join(x if x == own else " " for x in pattern.rstrip("_ ")).split(" ") if run]
        return {
            "new": hot_last and known.count(own) == 1,
            "consecutive": hot_last and len(runs) == 1 and len(runs[0]) >= 2 and share < 0.9,
            "intensifying": hot_last and share >= 0.9 and trend == direction,
            "diminishing": hot_last and share >= 0.9 and trend == -direction,
            "historical": not hot_last and share >= 0.9,
            "persistent": hot_last and share >= 0.9,
            "oscillating": hot_last and share < 0.9 and other in known,
            "sporadic": hot_last and share < 0.9,
        }[name]

    for name in (
        "new",
        "consecutive",
        "intensifying",
        "diminishing",
        "historical",
        "persistent",
        "oscillating",
        "sporadic",
    ):
        for kind, own, other, direction in (("hotspot", "h", "c", 1), ("coldspot", "c", "h", -1)):
            if fits(name, own, other, direction):
                return f"{name} {kind}"
    return "no pattern"


def test_against_the_definitions_in_words_on_random_series():
    rng = np.random.default_rng(2)
    weights = rng.dirichlet([0.4, 0.2, 0.4, 0.1], size=2500)
    patterns = ["".join(rng.choice(list("hc._"), size=12, p=w)) for w in weights]
    letters = list("".join(patterns))
    frame = pd.DataFrame(
        {
            "area_code": np.repeat([f"a{i:04d}" for i in range(len(patterns))], 12),
            "period_start": np.tile(pd.date_range("2024-01-01", periods=12, freq="MS"), len(patterns)),
            "gi_star_z": [Z[letter] for letter in letters],
            "q_value": [Q[letter] for letter in letters],
        }
    )
    found = classify_emerging(frame, step="month")
    seen = set()
    for (_, row), pattern in zip(found.iterrows(), patterns, strict=True):
        if sum(letter != "_" for letter in pattern) < 10:
            assert row["emerging_class"] == "cannot be assessed"
            continue
        trend = np.sign(row["trend_z"]) if row["trend_p_value"] <= 0.05 else 0
        assert row["emerging_class"] == by_words(pattern, trend), pattern
        seen.add(row["emerging_class"])
    assert len(seen) == 17 - 2 * 2  # random letters hold no trend


class TestTrapsSeenInPeers:
    def test_cold_steps_do_not_make_a_place_intensify(self):
        """Some packages count any significant step: eleven cold and one hot is not an intensifying hotspot."""
        z = np.append(np.linspace(-5, -2.5, 11), 3.0)
        assert classify("c" * 11 + "h", z=z)["emerging_class"] == "new hotspot"

    def test_rising_z_of_a_cold_place_is_diminishing(self):
        assert classify("c" * 12, z=-FALLING)["emerging_class"] == "diminishing coldspot"

    def test_the_final_step_is_one_step(self):
        """Some packages look one period too far back: hot in the last but one step is not hot now."""
        assert classify("..........h.")["emerging_class"] == "no pattern"
        assert classify(".........h.h")["emerging_class"] == "sporadic hotspot"

    def test_two_hot_steps_are_consecutive_and_one_is_new(self):
        assert classify("..........hh")["emerging_class"] == "consecutive hotspot"

    def test_ninety_per_cent_is_reached_by_nine_of_ten(self):
        assert classify("." + "h" * 9)["emerging_class"] == "persistent hotspot"
        assert classify(".." + "h" * 9)["emerging_class"] == "consecutive hotspot"
        assert classify("h" * 18 + "..")["emerging_class"] == "historical hotspot"

    def test_new_comes_before_historical(self):
        assert classify("h" * 9 + "c")["emerging_class"] == "new coldspot"

    def test_beside_a_hotspot_is_not_hot(self):
        frame = steps("h" * 12).assign(hotspot_class=["hotspot 95%"] * 11 + ["beside a hotspot"])
        assert classify_emerging(frame, step="month")["emerging_class"].iloc[0] == "historical hotspot"

    def test_constant_z_has_no_trend(self):
        row = classify("h" * 12, z=np.full(12, 3.0))
        assert row["emerging_class"] == "persistent hotspot"
        assert np.isnan(row["trend_p_value"])


class TestGaps:
    @pytest.mark.parametrize("gap", ["_", " "])
    def test_a_gap_ends_a_run(self, gap):
        assert classify(f"........h{gap}hhh")["emerging_class"] == "sporadic hotspot"
        assert classify(f"........{gap}hhhh")["emerging_class"] == "consecutive hotspot"

    def test_a_gap_is_not_a_quiet_step(self):
        assert classify("hh__hhh__hhhhh")["emerging_class"] == "persistent hotspot"
        assert classify("hh..hhh..hhhhh")["emerging_class"] == "sporadic hotspot"

    def test_the_final_step_is_the_last_assessable_one(self):
        row = classify("...........h__")
        assert row["emerging_class"] == "new hotspot"
        assert row["final_step"] == pd.Timestamp("2024-12-01")
        assert row["step_count"] == 12

    @pytest.mark.parametrize("pattern", ["h" * 9, "h" * 9 + "_____", "_" * 12])
    def test_under_ten_assessable_steps_cannot_be_assessed(self, pattern):
        assert classify(pattern)["emerging_class"] == "cannot be assessed"

    def test_a_score_without_a_q_value_is_not_assessable(self):
        frame = steps("h" * 12)
        frame.loc[frame.index[-1], "q_value"] = np.nan
        row = classify_emerging(frame, step="month").iloc[0]
        assert (row["step_count"], row["final_step"]) == (11, pd.Timestamp("2024-11-01"))

    def test_the_least_number_is_a_rule(self):
        assert classify("h" * 4, rules=EmergingRules(least_steps=4))["emerging_class"] == "persistent hotspot"
        assert classify("h" * 4, rules=EmergingRules(least_steps=5))["emerging_class"] == "cannot be assessed"

    def test_ten_assessable_steps_are_enough(self):
        assert classify("_" + "h" * 10)["emerging_class"] == "persistent hotspot"

    def test_a_step_or_a_trend_at_the_limit_itself_is_named(self):
        assert classify("h" * 12, alpha=Q["h"])["hot_step_count"] == 12
        assert classify("c" * 12, alpha=Q["c"])["cold_step_count"] == 12
        rising = classify("h" * 12, z=RISING)
        at = EmergingRules(trend_alpha=rising["trend_p_value"])
        assert classify("h" * 12, z=RISING, rules=at)["emerging_class"] == "intensifying hotspot"
        under = EmergingRules(trend_alpha=np.nextafter(rising["trend_p_value"], 0))
        assert classify("h" * 12, z=RISING, rules=under)["emerging_class"] == "persistent hotspot"


class TestFrames:
    def test_quarters(self):
        found = classify_emerging(steps("..........hh", months=3), step="quarter")
        assert found["emerging_class"].iloc[0] == "consecutive hotspot"

    def test_rows_in_any_order_give_the_same(self):
        frame = pd.concat([steps(p, z=z, area=f"a{i}") for i, (p, z) in enumerate(CASES.values())])
        found = classify_emerging(frame, step="month")
        shuffled = classify_emerging(frame.sample(frac=1, random_state=4), step="month")
        pd.testing.assert_frame_equal(found, shuffled)
        assert found["emerging_class"].tolist() == [list(CASES)[int(code[1:])] for code in found.index]
        assert found.index.is_monotonic_increasing

    def test_steps_are_counted_for_each_place_by_itself(self):
        frame = pd.concat([steps("ccc.....h...", area="a1"), steps("_c..hh......", area="a2")])
        found = classify_emerging(frame, step="month")
        assert found["step_count"].to_dict() == {"a1": 12, "a2": 11}
        assert found["hot_step_count"].to_dict() == {"a1": 1, "a2": 2}
        assert found["cold_step_count"].to_dict() == {"a1": 3, "a2": 1}

    def test_empty_frame(self):
        assert classify_emerging(steps("h").iloc[:0], step="month").empty

    def test_one_row_per_place_and_step(self):
        with pytest.raises(InputRefused, match="repeat a place"):
            classify_emerging(pd.concat([steps("hh"), steps("hh")]), step="month")

    def test_months_are_no_quarters(self):
        with pytest.raises(InputRefused, match="2024-02-01"):
            classify_emerging(steps("hhhh"), step="quarter")

    def test_unknown_step(self):
        with pytest.raises(ConfigurationRefused, match="'week'"):
            classify_emerging(steps("hhhh"), step="week")
