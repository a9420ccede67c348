"""The published Police Now table from its counts, and windows that cannot be compared."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geo.evaluation.before_after import (
    CAUTIONS,
    COLUMNS,
    add_total,
    compare_before_after,
    pair_complete_months,
    same_calendar_months,
)
from geo.exceptions import InputRefused

# Police Now, West Midlands evaluation brief: recorded incidents, 22 months before and after; the last two columns are
# the published changes in per cent, of the comparison and of the Police Now areas.
POLICE_NOW = """
crime_type                    comparison_before  comparison_after  place_before  place_after  comparison  place
Anti-social behaviour         71180   64404   21620  17134  -10  -21
Bicycle theft                 4039    4149    1149   1112   3    -3
Burglary                      27861   35726   5321   6525   28   23
Criminal damage and arson     30027   32300   6460   6771   8    5
Drugs                         6208    4454    2314   1789   -28  -23
Other crime                   3153    4185    753    761    33   1
Other theft                   21958   27743   7096   7909   26   11
Possession of weapons         1546    2081    585    687    35   17
Public order                  9255    13196   2964   4126   43   39
Robbery                       5322    8077    2336   3190   52   37
Shoplifting                   21048   22897   8143   7344   9    -10
Theft from the person         2394    2433    2438   2400   2    -2
Vehicle crime                 31918   44687   7373   10269  40   39
Violence and sexual offences  54849   76105   14680  19600  39   34
Total                         290758  342437  83232  89617  18   8
"""


def police_now() -> pd.DataFrame:
    return pd.read_csv(io.StringIO(POLICE_NOW.strip()), sep=r"\s{2,}", engine="python", index_col=0)


def test_every_published_percentage_is_reproduced():
    published = police_now()
    found = compare_before_after(add_total(published.drop(index="Total").iloc[:, :4]))
    assert found.loc["Total", published.columns[:4]].tolist() == published.loc["Total"].iloc[:4].tolist()
    assert (100 * found["comparison_change"]).round().astype(int).tolist() == published["comparison"].tolist()
    assert (100 * found["place_change"]).round().astype(int).tolist() == published["place"].tolist()
    total = found.loc["Total"]
    assert total["ratio_of_ratios"] == pytest.approx((89617 / 83232) / (342437 / 290758))


def test_its_cautions_are_printed():
    said = " ".join(CAUTIONS)
    assert all(word in said for word in ("random", "recording", "abstraction"))


def test_nothing_before_has_no_change():
    counts = pd.DataFrame({"place_before": [0], "place_after": [3], "comparison_before": [2], "comparison_after": [4]})
    found = compare_before_after(counts)
    assert found["place_change"].isna().all()
    assert found["comparison_change"].tolist() == [1.0]
    with pytest.raises(InputRefused, match="1 counts are missing or negative"):
        compare_before_after(counts.assign(place_after=-1))


def test_one_incident_before_is_enough_for_a_change():
    found = compare_before_after(pd.DataFrame([[1, 3, 2, 4]], columns=list(COLUMNS)))
    assert found[["place_change", "comparison_change", "ratio_of_ratios"]].to_numpy().tolist() == [[2.0, 1.0, 1.5]]


def test_only_months_complete_in_both_windows_are_paired():
    months = pd.date_range("2020-01-01", "2021-12-01", freq="MS")
    complete = months.drop(pd.Timestamp("2020-03-01"))
    before, after = pair_complete_months(months[:12], months[12:], complete)
    assert len(before) == len(after) == 11
    assert pd.Timestamp("2021-03-01") not in after
    crossed = pair_complete_months(months[:6], months[12:18], complete)
    assert [month.month for month in crossed[0]] == [1, 2, 4, 5, 6]


def test_windows_of_other_seasons_are_refused():
    months = pd.date_range("2020-01-01", "2021-12-01", freq="MS")
    with pytest.raises(InputRefused, match="they differ in"):
        pair_complete_months(months[:6], months[6:12], months)
    with pytest.raises(InputRefused, match="6 and 12 months"):
        pair_complete_months(months[:6], months[12:], months)
    with pytest.raises(InputRefused, match="complete in both"):
        pair_complete_months(months[:6], months[12:18], months[:6])


@pytest.mark.parametrize("windows", [([], [pd.Timestamp("2024-01-01")]), ([pd.Timestamp("2024-01-01")], []), ([], [])])
def test_a_window_without_a_complete_month_is_refused(windows):
    with pytest.raises(InputRefused, match="A window has no complete month"):
        same_calendar_months(*windows)
