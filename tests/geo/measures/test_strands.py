import numpy as np
import pandas as pd
import pytest

from geo.areas.neighbours import build_neighbours
from geo.exceptions import InputRefused
from geo.measures.harm import HarmWeights
from geo.measures.strands import NO_DEPRIVATION_REASON, NO_INCIDENT_REASON, counts_assessable, measure_strands

TYPES = """
crime_type              kind                    harm_days  police_generated  demand_weight
Anti-social behaviour   anti-social behaviour   0          False             1
Robbery                 crime                   365        False             1
Drugs                   crime                   3.41       True              0
Call for service P1     call                    0          False             3
Call for service P6     call                    0          False             0.5
"""
COUNTED = """
area_code  month       crime_type             incident_count
a2         2024-01-01  Robbery                2
a2         2024-02-01  Drugs                  40
a2         2024-02-01  Anti-social behaviour  5
a2         2024-03-01  Robbery                1000
b1         2024-01-01  Call for service P1    4
b1         2024-02-01  Call for service P6    6
nowhere    2024-01-01  Robbery                77
"""


@pytest.fixture
def measure(make_areas, table):
    areas = make_areas(3, 2)
    deprivation = pd.Series([10.0, 20, 30, 40, 50, 60], index=areas.index)

    def run(counted, months=("2024-01-01", "2024-02-01"), **changes):
        given = {"areas": areas, "deprivation_score": deprivation, "graph": build_neighbours(areas)} | changes
        return measure_strands(
            counted.assign(month=pd.to_datetime(counted["month"])),
            **given,
            imd_decile=pd.Series({"a1": 1, "a2": 10}),
            complete_months=pd.to_datetime(list(months)),
            crime_types=table(TYPES),
            harm_weights=HarmWeights(),
        )

    return run


def test_the_four_strands_over_the_complete_months(measure, table, same_index):
    measures = measure(table(COUNTED))
    same_index(measures, ["a1", "a2", "a3", "b1", "b2", "b3"])
    # March is not complete, so its thousand robberies do not count; demand is no robbery, whatever its weight says.
    assert measures.loc["a2", ["crime_count", "demand_count", "harm_days"]].tolist() == [2 + 40, 5, 2 * 365]
    assert measures.loc["b1", ["crime_count", "demand_count", "harm_days"]].tolist() == [0, 4 * 3 + 6 * 0.5, 0]
    assert measures.loc["a1", ["crime_count", "demand_count", "harm_days"]].tolist() == [0, 0, 0]
    assert measures["crime_count"].dtype == "int64"
    assert measures.loc["a2", "crime_rate_per_1000"] == pytest.approx(42)
    assert measures.loc["a2", "harm_days_per_1000"] == pytest.approx(730)
    assert 0 < measures.loc["a1", "crime_rate_eb_per_1000"] < measures.loc["a2", "crime_rate_eb_per_1000"] < 42
    assert measures["imd_decile"].tolist()[:2] == [1, 10]
    assert measures["assessable"].all()
    assert set(measures["not_assessable_reason"]) == {""}


def test_zero_is_not_missing_but_nothing_at_all_beside_busy_areas_is(measure):
    months = [f"2024-{month:02d}-01" for month in range(1, 7)]
    rows = [(code, month, "Robbery", 5) for month in months for code in ("a1", "a2", "b1", "b3")]
    counted = pd.DataFrame(rows, columns=["area_code", "month", "crime_type", "incident_count"])
    counted.loc[counted["area_code"] == "b3", "incident_count"] = 1
    # a1 30  a2 30  a3 0     a3 has 30, 0 and 6 around it: median 6, the force's 18: merely quiet.
    # b1 30  b2 0   b3 6     b2 has 30, 30, 0, 30 and 6: median 30, above 18.
    measures = measure(counted, months)
    assert measures["not_assessable_reason"].to_dict() == {
        "a1": "", "a2": "", "a3": "", "b1": "", "b2": NO_INCIDENT_REASON, "b3": ""
    }  # fmt: skip
    assert measures.index[~measures["assessable"]].tolist() == ["b2"]
    # Five months are too few to say so.
    assert measure(counted, months[:5])["assessable"].all()


def test_an_area_with_nothing_beside_areas_like_most_is_merely_quiet(measure):
    months = [f"2024-{month:02d}-01" for month in range(1, 7)]
    rows = [(code, month, "Robbery", 5) for month in months for code in ("a1", "a3", "b1", "b2", "b3")]
    counted = pd.DataFrame(rows, columns=["area_code", "month", "crime_type", "incident_count"])
    assert measure(counted, months)["assessable"].all()  # around a2 the median is 30, and so is the force's


def test_missing_deprivation_stops_the_ranking_but_not_the_hotspots(measure, table):
    measures = measure(table(COUNTED), deprivation_score=pd.Series({"a1": 10.0, "a2": np.nan, "a3": 5.0}))
    assert measures["not_assessable_reason"].tolist() == ["", NO_DEPRIVATION_REASON, "", *[NO_DEPRIVATION_REASON] * 3]
    assert measures["assessable"].tolist() == [True, False, True, False, False, False]
    assert counts_assessable(measures).all()


def test_no_residents(measure, table, make_areas):
    areas = make_areas(3, 2).assign(population=[0.0, np.nan, 400, 500, 1000, 1000])
    measures = measure(table(COUNTED), areas=areas)
    assert measures["small_population"].tolist() == [True, True, True, False, False, False]
    assert measures["crime_rate_per_1000"].isna().tolist() == [True, True, False, False, False, False]
    assert measures.loc["a2", "crime_count"] == 42


def test_an_unknown_type_is_refused_by_name(measure, table):
    counted = table(COUNTED)
    counted.loc[0, "crime_type"] = "Robery"
    with pytest.raises(InputRefused, match="'Robery' are not known"):
        measure(counted)


def test_no_incidents_at_all(measure, table):
    measures = measure(table(COUNTED).iloc[:0])
    assert (measures[["crime_count", "demand_count", "harm_days"]] == 0).all(axis=None)
    assert measures["assessable"].all()


def test_one_area_without_neighbours(measure, table, make_areas):
    areas = make_areas(1, 1)
    months = [f"2024-{month:02d}-01" for month in range(1, 9)]
    measures = measure(table(COUNTED), months, areas=areas, graph=build_neighbours(areas))
    assert measures["assessable"].tolist() == [True]


def test_inputs_are_not_changed(measure, table):
    counted = table(COUNTED)
    before = counted.copy()
    measure(counted)
    pd.testing.assert_frame_equal(counted, before)
