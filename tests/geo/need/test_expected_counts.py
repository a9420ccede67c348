"""Expected counts: by hand, and by truth that was planted."""

import numpy as np
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from geo.need.expected_counts import DEFAULTS, ExpectedCounts, expect_counts, fit_expected_counts

INF = float("inf")


def make_months(rows, first="2024-01-01"):
    columns = pd.date_range(first, periods=len(rows[0]), freq="MS")
    return pd.DataFrame(rows, index=[f"a{at}" for at in range(len(rows))], columns=columns, dtype=float)


def test_all_months_alike_and_no_prior_is_the_mean_month_times_twelve():
    months = make_months([[1, 3, 2], [5, 3, 4]])  # every month has 6 in all
    assert expect_counts(months, ExpectedCounts(INF, 0.0, 0, 0)).tolist() == pytest.approx([12 * 2, 12 * 4])


def test_recent_months_weigh_more_and_few_counts_are_drawn_to_the_mean():
    months = make_months([[1, 3], [5, 3]])
    recent = expect_counts(months, ExpectedCounts(1.0, 0.0, 0, 0))
    assert recent["a0"] == pytest.approx(12 * (0.5 * 1 + 1.0 * 3) / 1.5)
    drawn = expect_counts(months, ExpectedCounts(INF, 2.0, 0, 0))
    assert drawn["a0"] == pytest.approx(12 * (1 + 3 + 2 * 3) / (2 + 2))  # the mean month of an area is 3


def test_a_gap_makes_what_lies_before_it_older():
    months = make_months([[2, 4], [4, 2]])
    months.columns = pd.DatetimeIndex(["2024-01-01", "2024-04-01"])
    assert expect_counts(months, ExpectedCounts(3.0, 0.0, 0, 0))["a0"] == pytest.approx(12 * (0.5 * 2 + 4) / 1.5)


@pytest.mark.parametrize(("moving", "longest"), [(0.0, INF), (0.35, 6.0)])
def test_the_half_life_follows_how_fast_areas_move(moving, longest):
    random = np.random.default_rng(7)
    level = random.normal(2.0, 1.0, (300, 1)) + np.cumsum(random.normal(0, moving, (300, 36)), axis=1)
    months = make_months(random.poisson(np.exp(level)).tolist())
    chosen = fit_expected_counts(months)
    assert chosen.folds > 5
    if moving:
        assert chosen.half_life_months <= longest
    else:
        assert chosen.half_life_months >= 12.0


def test_too_few_months_keep_the_defaults_and_a_negative_count_is_refused():
    assert fit_expected_counts(make_months([[1] * 17, [2] * 17])) == DEFAULTS
    with pytest.raises(InputRefused, match="missing or negative"):
        fit_expected_counts(make_months([[1, -1], [2, 2]]))
