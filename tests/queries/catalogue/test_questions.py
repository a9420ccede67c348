"""What the queries of the catalogue compute, each against a second way: arithmetic, other libraries, planted truth."""

from __future__ import annotations

from datetime import date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.evaluation.spread_table import judge_by_table
from geo.measures.dispersion import area_month_table, estimate_dispersion
from geo.trends.count_change import change_between_periods
from queries.catalogue.catalogue import run_named
from queries.store.connection import connect, create_tables, write_frame

MONTHS = pd.date_range("2022-01-01", "2023-12-01", freq="MS")
SUMMER = {6: 3.0, 7: 3.0, 8: 3.0}


def make_areas() -> gpd.GeoDataFrame:
    """Four squares of one kilometre in a row: c1 c2 in AA, c3 c4 in BB."""
    codes = ["c1", "c2", "c3", "c4"]
    frame = pd.DataFrame({"area_code": codes, "area_name": codes, "npu_code": ["AA", "AA", "BB", "BB"]}).assign(
        ward_code=["w1", "w1", "w2", None], ward_name=["One", "One", "Two", None], district_code="D", population=1000.0
    )
    squares = [shapely.box(400_000 + 1000 * i, 300_000, 401_000 + 1000 * i, 301_000) for i in range(4)]
    middle = gpd.GeoSeries(squares).centroid
    return gpd.GeoDataFrame(frame.assign(easting_m=middle.x, northing_m=middle.y), geometry=squares, crs=27700)


def make_area_months() -> pd.DataFrame:
    """Burglary with a summer and a second year twice the first in c3; March 2022 is not complete."""
    random = np.random.default_rng(3)
    rows = []
    for month in MONTHS:
        for code, mean in {"c1": 20, "c2": 10, "c3": 12, "c4": 6}.items():
            rise = 2.0 if code == "c3" and month.year == 2023 else 1.0
            count = int(random.negative_binomial(6, 6 / (6 + mean * rise * SUMMER.get(month.month, 1.0))))
            rows.append((code, month.date(), "Burglary", count))
    rows.append(("c4", date(2023, 5, 1), "Drugs", 40))
    frame = pd.DataFrame(rows, columns=["area_code", "month", "crime_type", "incident_count"])
    return frame[frame["incident_count"] > 0]


def make_incidents() -> pd.DataFrame:
    """Six at one point of c1, three and four metres from it another, one in c4 on a Friday evening, one with no place."""
    points = [(400_500, 300_500)] * 6 + [(400_503, 300_504), (403_500, 300_500), (None, None)]
    return pd.DataFrame(points, columns=["easting_m", "northing_m"]).assign(
        source_id=1,
        row_number=range(2, 11),
        area_code=["c1"] * 7 + ["c4", None],
        placed_by=["stated code"] * 7 + ["polygon", "none"],
        crime_type="Burglary",
        occurred_month=[date(2022, 1, 1)] * 3 + [date(2022, 2, 1)] * 5 + [date(2022, 1, 1)],
        occurred_at=[None] * 7 + [datetime(2022, 2, 4, 18, 30), None],
        location_name="Here Street",
        outcome=["Under investigation"] * 3 + [None] * 6,
    )


SPREADS = pd.DataFrame(
    {
        "area_count": [1, 3],
        "effective_count": [10.0, 5.0],
        "drift_variance": [0.01, 0.5],
        "dispersion": [1.5, 1.5],
        "reach": [2.262, 2.776],
    }
)


@pytest.fixture(scope="module")
def con():
    with connect() as opened:
        create_tables(opened)
        areas = make_areas()
        npus = (
            areas.dissolve("npu_code", aggfunc={"population": "sum"}).reset_index().assign(npu_name=["Alder", "Birch"])
        )
        coverage = pd.DataFrame({"month": MONTHS.date, "district_code": "D", "complete": MONTHS != "2022-03-01"})
        measures = pd.DataFrame(
            {"area_code": areas["area_code"], "crime_count": [60, 20, 15, 5], "harm_days": [10.0, 70, 15, 5]}
        )
        ranking = pd.DataFrame({"area_code": areas["area_code"], "rank": [1, 2, 3, 4], "assessable": True})
        ranking = ranking.assign(
            need_score=[90.0, 80, 70, 60], crime_score=[100.0, 75, 50, 25], harm_score=[50.0, 100, 75, 25]
        )
        tables = {
            "areas": areas,
            "npus": npus,
            "area_months": make_area_months(),
            "month_coverage": coverage,
            "incidents": make_incidents(),
            "crime_types": pd.DataFrame(
                {"crime_type": ["Burglary", "Drugs"], "kind": "crime", "harm_days": [5.0, 1.0]}
            ),
            "area_measures": measures,
            "ranking": ranking,
            "placebo_spreads": SPREADS.assign(crime_type="Burglary"),
            "candidates": pd.DataFrame({"candidate_id": ["AA-1"], "npu_code": "AA", "candidate_name": "One"}),
            "candidate_areas": pd.DataFrame({"candidate_id": ["AA-1"], "area_code": ["c1"]}),
        }
        for name, frame in tables.items():
            write_frame(opened, name, frame)
        yield opened


def ask(con, name: str, **given: object) -> pd.DataFrame:
    result = run_named(con, name, {key: str(value) for key, value in given.items()})
    return pd.DataFrame(list(result.rows), columns=list(result.columns))


@pytest.fixture(scope="module")
def years():
    """Burglary by area and month, of the eleven pairs of complete months, laid out by geo's own functions."""
    burglary = make_area_months().query("crime_type == 'Burglary'").assign(month=lambda f: pd.to_datetime(f["month"]))
    kept = MONTHS[MONTHS.month != 3]
    return area_month_table(burglary, area_codes=pd.Index(["c1", "c2", "c3", "c4"]), months=kept)


class TestChange:
    def test_dispersion_is_that_of_geo(self, con, years):
        told = ask(con, "change_by_place", level="area", crime_type="Burglary")
        assert told["dispersion"].to_list() == pytest.approx([estimate_dispersion(years).widening] * 4, rel=1e-9)
        by_type = ask(con, "change_by_type").set_index("crime_type")
        assert by_type.loc["Burglary", "dispersion"] == pytest.approx(estimate_dispersion(years).widening, rel=1e-9)

    def test_intervals_are_those_of_geo_a_little_narrower(self, con, years):
        told = ask(con, "change_by_place", level="area", crime_type="Burglary").set_index("place_code").sort_index()
        counts = pd.DataFrame(
            {
                "before_count": years.loc[:, years.columns.year == 2022].sum(axis=1),
                "after_count": years.loc[:, years.columns.year == 2023].sum(axis=1),
            }
        )
        exact = change_between_periods(
            counts, before_months=11, after_months=11, dispersion=estimate_dispersion(years).widening
        )
        assert told["months_compared"].unique().tolist() == [11]
        assert told["before_count"].tolist() == counts["before_count"].tolist()
        assert told["change_ratio"].tolist() == pytest.approx(exact["change_ratio"].tolist())
        # Wilson's interval lies within Clopper and Pearson's, and close to it.
        assert (told["change_low"].to_numpy() >= exact["change_low"].to_numpy()).all()
        assert (told["change_high"].to_numpy() <= exact["change_high"].to_numpy()).all()
        assert told["change_low"].to_numpy() == pytest.approx(exact["change_low"].to_numpy(), rel=0.08)
        assert told["change_high"].to_numpy() == pytest.approx(exact["change_high"].to_numpy(), rel=0.08)

    def test_changes_are_judged_as_geo_judges_them(self, con, years):
        told = ask(con, "change_by_place", level="area", crime_type="Burglary").set_index("place_code").sort_index()
        counts = told[["before_count", "after_count"]].astype(float)
        rest = (counts.sum() - counts).set_axis(["rest_before", "rest_after"], axis=1)
        exact = judge_by_table(counts.join(rest).assign(area_count=1), SPREADS)
        for column in ("against_force", "against_low", "against_high"):
            assert told[column].to_numpy() == pytest.approx(exact[column].to_numpy(), rel=1e-6)
        assert told["change_class"].tolist() == exact["change_class"].tolist()
        assert told.loc["c3", "change_class"] == "rose against the force"
        overview = ask(con, "place_overview", level="district", crime_type="Burglary")
        assert "change_class" in overview

    def test_none_before_and_none_after(self, con):
        drugs = ask(con, "change_by_place", level="npu", crime_type="Drugs")
        assert drugs[["place_code", "before_count", "after_count"]].to_numpy().tolist() == [["BB", 0, 40]]
        assert drugs["change_high"].tolist() == [float("inf")]

    def test_an_area_in_no_ward_stands_under_its_own_code(self, con):
        told = ask(con, "change_by_place", level="ward", crime_type="Burglary")
        assert sorted(told["place_name"]) == ["One", "Two", "c4"]


class TestTime:
    def test_seasons_are_found(self, con):
        season = ask(con, "seasonality", crime_type="Burglary").set_index("month_name")["season_ratio"]
        # A year around these reaches March 2022, which is not complete, or beyond the last month.
        assert season.index[season.isna()].tolist() == ["July", "August", "September"]
        assert season.idxmax() == "June"
        assert season["June"] > 1.3

    def test_the_running_year_needs_twelve_complete_months(self, con):
        months = ask(con, "monthly_counts", crime_type="Burglary").set_index("month")
        assert not months.loc[date(2022, 3, 1), "complete"]
        assert months["twelve_months"].first_valid_index() == date(2023, 3, 1)
        last = months["incident_count"].iloc[-12:].sum()
        assert months["twelve_months"].iloc[-1] == last

    def test_hours_and_weekdays(self, con):
        week = ask(con, "hour_weekday")
        assert len(week) == 7 * 24
        assert week.loc[0, ["weekday", "hour", "incident_count", "times_usual"]].tolist() == ["Friday", 18, 1, 168.0]
        assert week["incident_count"].sum() == 1

    def test_steady_areas_count_whole_years_back_from_the_last_month(self, con):
        told = ask(con, "steady_areas", crime_type="Burglary", top=1)
        assert told["year_count"].unique().tolist() == [1]
        assert told["years_in_top"].tolist() == [1]


class TestPlaces:
    def test_repeat_locations(self, con):
        told = ask(con, "repeat_locations")
        assert told[["easting_m", "northing_m", "incident_count", "month_count"]].to_numpy().tolist() == [
            [400_500, 300_500, 6, 2]
        ]
        assert told["force_share"].tolist() == [6 / 8]
        assert ask(con, "repeat_locations", npu="BB").empty

    def test_near_a_point_is_by_pythagoras(self, con):
        def near(distance_m):
            told = ask(con, "incidents_near_point", easting_m=400_500, northing_m=300_500, distance_m=distance_m)
            return told["incident_count"].sum()

        assert [near(4.9), near(5), near(3000)] == [6, 6 + 1, 6 + 1 + 1]

    def test_longitude_and_latitude_are_never_swapped(self, con):
        # A corner of the OS grid, in round numbers: the true origin of eastings lies on 2 degrees west.
        told = ask(con, "incidents_near_point", longitude=-2, latitude=52.6, distance_m=10_000)
        assert told["near_easting_m"].tolist() == pytest.approx([400_000], abs=110)
        assert 290_000 < told["near_northing_m"].iloc[0] < 310_000

    def test_near_a_line(self, con):
        line = "LINESTRING (400000 300600, 404000 300600)"
        told = ask(con, "incidents_near_line", line=line, distance_m=97)
        assert told["incident_count"].tolist() == [1]
        assert told["line_km"].tolist() == [4.0]
        assert ask(con, "incidents_near_line", line=line, distance_m=100)["incident_count"].tolist() == [8]

    def test_near_a_layer(self, con):
        told = ask(con, "incidents_near_layer", layer="candidates", distance_m=2600)
        assert told[["inside_count", "around_count"]].to_numpy().tolist() == [[7, 1]]
        assert told["inside_per_hectare"].tolist() == [7 / 100]
        assert ask(con, "incidents_near_layer", distance_m=100)["around_count"].tolist() == [0]

    def test_nearest_candidates(self, con):
        told = ask(con, "nearest_candidates", area="c4")
        assert told[["candidate_id", "distance_m", "is_part", "same_npu"]].to_numpy().tolist() == [
            ["AA-1", 2000.0, False, False]
        ]
        assert ask(con, "nearest_candidates", area="c1")["is_part"].tolist() == [True]

    def test_placement_by_code_and_by_point(self, con):
        told = ask(con, "placement_quality")
        assert told[["incident_count", "stated_share", "polygon_share", "point_count"]].to_numpy().tolist() == [
            [8, 7 / 8, 1 / 8, 3]
        ]


class TestShares:
    def test_share_in_the_top(self, con):
        told = ask(con, "share_in_top_areas", measure="harm", share=0.25).set_index("area_share")
        assert told.loc[0.25, ["area_count", "measured_share", "resident_share"]].tolist() == [1, 0.7, 0.25]
        assert told.loc[0.5, "measured_share"] == 0.7 + 0.15

    def test_overlap(self, con):
        told = ask(con, "overlap_of_sets", first="candidates", second="top_crime", share=0.25)
        assert told[["first_count", "second_count", "both_count", "times_chance"]].to_numpy().tolist() == [
            [1, 1, 1, 4.0]
        ]
        assert told["both_crime_share"].tolist() == [60 / 100]

    def test_top_areas_by_strand(self, con):
        assert ask(con, "top_areas", strand="harm")["area_code"].tolist() == ["c2", "c3", "c1", "c4"]
        assert ask(con, "top_areas", strand="crime", npu="BB")["place"].tolist() == [3, 4]

    def test_outcomes(self, con):
        told = ask(con, "incidents_by_outcome", crime_type="Burglary").set_index("outcome")
        assert told["incident_count"].to_dict() == {"Under investigation": 3, "none stated": 5}
        assert told["outcome_share"].to_dict() == {"Under investigation": 3 / 8, "none stated": 5 / 8}
