import pandas as pd
import pytest

from geo.measures.completeness import absent_months, complete_months, decide_months

# Two districts; D2 all but vanishes in March, April is missing altogether, D1 is doubled in June.
COUNTS = """
month       a1   b1  b2  away
2024-01-01  100  20  20  9
2024-02-01  110  25  15  9
2024-03-01  105  1   -   9
2024-05-01  95   18  22  9
2024-06-01  250  30  10  9
2024-07-01  100  20  21  9
"""
DISTRICTS = pd.Series({"b1": "D2", "b2": "D2", "a1": "D1", "a9": None})


@pytest.fixture
def area_months(table):
    long = table(COUNTS).melt("month", var_name="area_code", value_name="incident_count").dropna()
    return long.assign(month=pd.to_datetime(long["month"]), crime_type="Robbery").sample(frac=1, random_state=1)


def test_each_month_of_each_district_stands_beside_its_median(area_months):
    coverage = complete_months(area_months, DISTRICTS)
    assert list(coverage.columns) == ["month", "district_code", "incident_count", "expected", "complete"]
    assert len(coverage) == 7 * 2  # April is there, with nothing in it
    second = coverage[coverage["district_code"] == "D2"].set_index("month")
    assert second["incident_count"].tolist() == [20 + 20, 25 + 15, 1, 0, 18 + 22, 30 + 10, 20 + 21]
    # The median over the six months in which it has any: 1, 40, 40, 40, 40, 41.
    assert set(second["expected"]) == {40.0}
    assert second["complete"].tolist() == [True, True, False, False, True, True, True]


def test_a_month_is_complete_when_every_district_is(area_months):
    decided = decide_months(complete_months(area_months, DISTRICTS))
    assert decided.index.strftime("%m").tolist() == ["01", "02", "03", "04", "05", "06", "07"]
    assert decided.tolist() == [True, True, False, False, True, False, True]


def test_bounds_are_the_callers(area_months):
    # June in D1 is 250 against a median of 102.5.
    assert decide_months(complete_months(area_months, DISTRICTS, high=2.5))["2024-06-01"]
    assert not decide_months(complete_months(area_months, DISTRICTS, low=0.99))["2024-01-01"]


def test_a_district_that_is_never_seen_leaves_no_month_complete(area_months):
    decided = decide_months(complete_months(area_months, pd.concat([DISTRICTS, pd.Series({"c1": "D3"})])))
    assert not decided.any()


def test_no_rows(area_months):
    coverage = complete_months(area_months.iloc[:0], DISTRICTS)
    assert coverage.empty
    assert decide_months(coverage).empty


def test_a_month_of_which_nothing_was_counted_anywhere_is_absent():
    months = pd.to_datetime(["2024-01-01", "2024-01-01", "2024-02-01", "2024-02-01"])
    coverage = pd.DataFrame({"month": months, "district_code": ["a", "b"] * 2, "incident_count": [0, 4, 0, 0]})
    assert list(absent_months(coverage)) == [pd.Timestamp("2024-02-01")]
    assert absent_months(coverage.drop(columns="incident_count")).empty
