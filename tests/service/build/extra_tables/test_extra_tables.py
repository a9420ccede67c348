"""The further tables on the sample, with everything asked for: what was planted shows, what must be refused is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from geo.points.snap_points import flag_snap_points
from queries.store.points import read_points
from queries.workspace.generations import Workspace
from service.build.pipeline import build

SAMPLE = Path(__file__).parents[4] / "data_samples" / "sample.toml"
ASKED = "near_repeat_draws = 99\nscan_draws = 99\n"
SIX = "burglary_dwelling criminal_damage_dwelling income_deprivation employment_deprivation aged_15_to_24 educational_attainment"
GIVEN = """
[workday_population]
files = ["{file}"]
area_code = "code"
population = "day"
edition = "invented"
[profile]
files = ["{file}"]
area_code = "code"
total = "all"
columns = {{ "under 16" = "young" }}
edition = "invented"
[vulnerable_localities]
files = ["{file}"]
area_code = "code"
columns = {{ {six} }}
per = {{ burglary_dwelling = "all" }}
edition = "invented"
[similar]
covariates = ["income", "under 16", "workday_per_resident"]
[establishment]
edition = "invented"
posts = {{ BE = 80, BW = 70, CV = 60, DY = 50, SH = 40, SW = 30, WS = 20, WV = 10 }}
[harm.beside]
edition = "Another edition"
weights = {{ Robbery = 2.0, Burglary = 1.0 }}
"""
RISING = {f"{pattern} hotspot" for pattern in ("new", "consecutive", "intensifying", "sporadic")}


@pytest.fixture(scope="module")
def con(made_once):
    folder, _ = made_once("further", build_all)
    with Workspace(folder / "out").open_current() as con:
        yield con


def build_all(folder):
    """The sample force with everything that is made on request."""
    text = SAMPLE.read_text(encoding="utf-8")
    codes = pd.read_csv(SAMPLE.parent / "sample" / "truth.csv", keep_default_na=False)["area_code"]
    at = pd.Series(range(1, len(codes) + 1))
    given = pd.DataFrame({"code": codes, "day": 900 + 7 * at, "all": 1500, "young": 200 + at % 90})
    given.assign(**dict.fromkeys(SIX.split(), at % 11 + 1)).to_csv(folder / "given.csv", index=False)
    six = ", ".join(f'{name} = "{name}"' for name in SIX.split())
    asked = text.replace("[statistics]\n", f"[statistics]\n{ASKED}") + GIVEN.format(file=folder / "given.csv", six=six)
    (folder / "all.toml").write_text(asked, encoding="utf-8")
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    build(folder / "all.toml", data=SAMPLE.parent, out=folder / "out", now=now)


@pytest.fixture(scope="module")
def emerging(con):
    truth = pd.read_csv(SAMPLE.parent / "sample" / "truth.csv", keep_default_na=False)
    classes = con.execute("FROM emerging WHERE measure = 'count_rank' AND crime_type = 'All recorded crime'").df()
    return classes.merge(truth, on="area_code", validate="one_to_one")


def notes(con, table):
    return [note for (note,) in con.execute("SELECT note FROM table_notes WHERE table_name = $1", [table]).fetchall()]


def test_planted_emerging_places_rise(emerging):
    planted = emerging[emerging["role"] == "emerging_hotspot"]
    assert set(planted["emerging_class"]) <= RISING | {"no pattern"}
    assert planted["emerging_class"].isin(RISING).sum() >= 3
    assert (planted["trend_z"] > 0).mean() >= 0.8


def test_only_planted_places_are_new_hotspots(emerging):
    assert set(emerging.loc[emerging["emerging_class"] == "new hotspot", "role"]) == {"emerging_hotspot"}


def test_planted_faded_places_were_hot_and_are_not(emerging):
    faded = emerging[emerging["role"] == "faded_hotspot"]
    assert not faded["emerging_class"].isin(RISING | {"persistent hotspot"}).any()
    assert (faded["hot_step_count"] > 0).any()
    assert (faded["trend_z"] < 0).mean() >= 0.8


def test_the_island_cannot_be_assessed(emerging):
    assert emerging.loc[emerging["role"] == "island", "emerging_class"].tolist() == ["cannot be assessed"]


def test_every_strand_with_months_and_every_type_is_classed(con):
    surfaces = con.execute("SELECT DISTINCT measure, crime_type, step FROM emerging").df()
    assert set(surfaces["measure"]) == {"count_rank", "demand_rank", "harm_rank"}
    assert len(surfaces) == 3 + 14
    assert set(surfaces["step"]) == {"quarter"}


def test_concentration_adds_up_to_the_counts(con):
    counted, stored = con.execute(
        """SELECT (SELECT sum(crime_count) FROM area_measures), (SELECT incident_count FROM concentration
        WHERE npu_code = '' AND measure = 'count_rank' AND crime_type = 'All recorded crime')"""
    ).fetchone()
    assert counted == stored
    off = con.execute(
        """SELECT measure, crime_type FROM concentration GROUP BY ALL
        HAVING abs(sum(incident_count) FILTER (npu_code = '') - sum(incident_count) FILTER (npu_code <> '')) > 1e-6
        OR sum(place_count) FILTER (npu_code = '') <> sum(place_count) FILTER (npu_code <> '') OR count(*) <> 1 + 8"""
    ).fetchall()
    assert off == []
    harm = con.execute(
        """SELECT incident_count - (SELECT sum(harm_days) FROM area_measures) FROM concentration
        WHERE npu_code = '' AND measure = 'harm_rank'"""
    ).fetchone()
    assert abs(harm[0]) < 1e-3


def test_the_tenths_are_compared_with_an_interval(con):
    low, ratio, high = con.execute(
        """SELECT decile_ratio_low, decile_ratio, decile_ratio_high FROM concentration
        WHERE npu_code = '' AND crime_type = 'All recorded crime' AND measure = 'count_rank'"""
    ).fetchone()
    assert 1 < low < ratio < high


def test_micro_places_show_no_single_incident_and_lie_in_candidates(con):
    (least,) = con.execute("SELECT min(incident_count) FROM micro_places").fetchone()
    assert least >= 5
    within = {candidate for (candidate,) in con.execute("SELECT DISTINCT within FROM micro_places").fetchall()}
    assert within == {candidate for (candidate,) in con.execute("SELECT candidate_id FROM candidates").fetchall()}


def test_micro_places_hold_no_more_than_their_candidate(con):
    shares = con.execute(
        """SELECT sum(micro_places.incident_count) / any_value(crime_count) FROM micro_places
        JOIN candidates ON within = candidate_id GROUP BY within"""
    ).df()
    assert shares.iloc[:, 0].between(0.7, 1.0).all()


def test_cells_on_one_busy_point_are_flagged(con):
    (flagged,) = con.execute("SELECT min(largest_point_share) FROM micro_places WHERE snap_point").fetchone()
    (spread,) = con.execute(
        "SELECT count(*) FROM micro_places WHERE snap_point AND point_count > 5 AND largest_point_share < 0.5"
    ).fetchone()
    assert flagged > 0.3
    assert spread == 0


def test_the_planted_spike_is_flagged(con):
    truth = pd.read_csv(SAMPLE.parent / "sample" / "truth.csv", keep_default_na=False)
    spiked = truth.loc[truth["role"] == "snap_point_spike", "area_code"]
    months = con.execute("SELECT DISTINCT month FROM month_coverage WHERE complete").fetchall()
    points = read_points(con, months=[month for (month,) in months])
    busiest = points.loc[points["incident_count"].idxmax()]
    assert flag_snap_points(points)["snap_point"][busiest.name]
    assert [busiest["area_code"]] == spiked.tolist()


def test_near_repeats_are_refused_for_snapped_points(con):
    types = {name for (name,) in con.execute("SELECT DISTINCT crime_type FROM near_repeats").fetchall()}
    assert types
    assert all(name.startswith("Call for service") for name in types)
    assert notes(con, "near_repeats")[0].startswith("police_uk_csv: points are snapped to a list")


def test_the_scan_says_how_often_it_drew(con):
    assert con.execute("SELECT DISTINCT draws FROM scan_clusters").fetchall() == [(99,)]
    assert notes(con, "scan_clusters") == ["99 draws, so no p-value below 0.01; residents are at risk"]
    odd = con.execute("SELECT count(*) FROM scan_cluster_areas ANTI JOIN areas USING (area_code)").fetchone()
    assert odd == (0,)


def test_every_note_speaks_of_a_table(con):
    named = {name for (name,) in con.execute("SELECT DISTINCT table_name FROM table_notes").fetchall()}
    assert named <= {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def test_what_a_force_gives_besides_is_stored_and_shown(con):
    priority = con.execute(
        "SELECT count(*), avg(vulnerable_localities_index), min(edition) FROM vulnerable_localities WHERE priority IS NOT NULL"
    ).fetchone()
    assert priority[0] >= 470
    assert priority[1:] == (pytest.approx(100), "invented")
    assert con.execute("SELECT count(workday_population) FROM areas").fetchone() == (480,)
    posts = con.execute("SELECT sum(establishment), sum(establishment_share), sum(share_difference) FROM npu_shares")
    assert posts.fetchone() == (360, pytest.approx(1), pytest.approx(0, abs=1e-9))
    people = con.execute(
        "SELECT count(DISTINCT candidate_id) FROM candidate_evidence WHERE section = 'people'"
    ).fetchone()
    assert people == con.execute("SELECT count(*) FROM candidates").fetchone()
    assert notes(con, "similar_areas") == ["20 for each area, by income, under 16, workday_per_resident"]
    sources = {kind for (kind,) in con.execute("SELECT DISTINCT kind FROM sources").fetchall()}
    assert {"workday residents", "resident profile", "vulnerable localities"} <= sources


def test_harm_by_other_weights_has_columns_of_its_own(con):
    """The weights are 2 for a robbery and 1 for a burglary: counted again from the incidents."""
    off = con.execute(
        """WITH counted AS (
            SELECT area_code, sum(incident_count * CASE crime_type WHEN 'Robbery' THEN 2 ELSE 1 END) AS harm
            FROM area_months WHERE crime_type IN ('Robbery', 'Burglary') GROUP BY ALL)
        SELECT count(*) FROM ranking LEFT JOIN counted USING (area_code)
        WHERE assessable AND harm_beside IS DISTINCT FROM coalesce(harm, 0)::DOUBLE"""
    ).fetchone()
    assert off == (0,)
    ranks = con.execute("SELECT rank, rank_with_harm_beside AS other FROM ranking WHERE assessable").df()
    assert 0 < (ranks["rank"] - ranks["other"]).abs().mean() < 30
    stated = con.execute(
        """SELECT value, (SELECT sum(harm_beside) FROM ranking JOIN candidate_areas USING (area_code)
            WHERE candidate_id = 'BE-1') FROM candidate_evidence
        WHERE candidate_id = 'BE-1' AND item = 'harm by other weights'"""
    ).fetchone()
    assert stated[0] == stated[1] > 0


def test_other_harm_weights_move_ranks_a_little(con):
    moved = con.execute(
        "SELECT mean_rank_change, in_interval FROM rank_sensitivity WHERE alternative = 'Another edition'"
    )
    change, inside = moved.fetchone()
    assert 0 < change < 60
    assert not inside
