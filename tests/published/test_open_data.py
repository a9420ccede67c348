"""What the open data must show. It is not committed: set IMPACT_AREAS_DATA, or keep it in ../shared/data."""

import os
from pathlib import Path

import pandas as pd
import pytest

from geo.measures.completeness import complete_months, decide_months
from geo.measures.deprivation import DOMAIN_WEIGHTS, rebuild_imd_score

DATA = Path(os.environ.get("IMPACT_AREAS_DATA") or Path(__file__).parents[3] / "shared" / "data")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the open data is not here: set IMPACT_AREAS_DATA to its folder"),
]


def incomplete(area_months, district_of_area):
    decided = decide_months(complete_months(area_months, district_of_area))
    return len(decided), decided.index[~decided].strftime("%Y-%m").tolist()


def test_the_seven_incomplete_months_of_the_west_midlands():
    files = sorted((DATA / "lsoa_month_counts" / "west-midlands").glob("*.csv.gz"))
    counts = pd.concat([pd.read_csv(file) for file in files])
    area_months = pd.DataFrame(
        {
            "area_code": counts["lsoa_code"],
            "month": pd.to_datetime(counts[["year", "month"]].assign(day=1)),
            "crime_type": counts["category"],
            "incident_count": counts["crime_count"],
        }
    )
    lookup = pd.read_csv(DATA / "areas" / "lookup_lsoa21_ward24_ltla24.csv.gz").set_index("lsoa21_code")["ltla24_code"]
    districts = lookup[lookup.isin([f"E080000{number}" for number in range(25, 32)])]
    # data/README.md names these from the sources' failed queries, not from any rule.
    expected = ["2023-05", "2023-06", "2023-07", "2023-08", "2024-09", "2024-10", "2025-03"]
    assert incomplete(area_months, districts) == (26, expected)


def test_the_one_incomplete_month_of_leicestershire():
    files = sorted((DATA / "police_uk").glob("*/*-leicestershire-street.csv.gz"))
    rows = pd.concat([pd.read_csv(file, usecols=["Month", "LSOA code", "Crime type"]) for file in files])
    area_months = rows.value_counts().rename("incident_count").reset_index()
    area_months.columns = ["month", "area_code", "crime_type", "incident_count"]
    area_months["month"] = pd.to_datetime(area_months["month"], format="%Y-%m")
    lookup = pd.read_csv(DATA / "areas" / "lookup_lsoa11_ltla21.csv.gz").set_index("lsoa11_code")["ltla21_code"]
    districts = lookup[lookup.isin(["E06000016", "E06000017", *(f"E070001{number}" for number in range(29, 36))])]
    # In March 2020 Oadby and Wigston (E07000135) has 42 incidents against a median of 331: its anti-social behaviour is
    # there, its recorded crimes are not.
    assert incomplete(area_months, districts) == (35, ["2020-03"])


def test_deprivation_scores_of_2025():
    published = pd.read_csv(DATA / "deprivation" / "imd2025_england_lsoa21.csv.gz")
    names = {domain: domain.capitalize() for domain in DOMAIN_WEIGHTS} | {"barriers": "Housing_and_Services"}
    ranks = pd.DataFrame({f"{domain}_rank": published[f"{name}_rank"] for domain, name in names.items()})
    rebuilt = rebuild_imd_score(ranks, area_count=33_755)
    # Ministry of Housing, Communities and Local Government, Indices of Deprivation 2025; scores to three decimals.
    assert (rebuilt - published["IMD_score"]).abs().max() < 0.001


def test_deprivation_ranks_of_2019():
    files = (DATA / "deprivation").glob("File_2*")
    published = pd.read_csv(next(files))
    headings = {
        "income": "Income", "employment": "Employment", "education": "Education", "health": "Health", "crime": "Crime",
        "barriers": "Barriers", "environment": "Living",
    }  # fmt: skip
    ranks = pd.DataFrame({f"{domain}_rank": _rank_column(published, start) for domain, start in headings.items()})
    rank = rebuild_imd_score(ranks, area_count=32_844).rank(ascending=False, method="first")
    off = (rank - _rank_column(published, "Index of Multiple Deprivation")).abs()
    # Ministry of Housing, Communities and Local Government, Indices of Deprivation 2019, file 2: ranks only.
    assert off.max() <= 2
    assert (off == 0).mean() > 0.996


def _rank_column(published, start):
    (heading,) = [name for name in published.columns if name.startswith(start) and "Rank" in name]
    return published[heading]
