"""A force in which nothing rose or fell, with the traps of real files in it: each trap is seen, said, and sprung on nobody.

What :mod:`tests.service.build.trap_force` plants is counted here from its own list of crimes, not from the build.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import openpyxl
import pandas as pd
import pytest

from geo.exceptions import InputRefused
from queries.catalogue.catalogue import run_named
from queries.workspace.generations import Workspace
from service.build.pipeline import build, check
from service.evaluation.evaluate import evaluate
from tests.service.build.trap_force import COPIED, NO_FILE, REPEATED, SEEN_AGAIN, make_trap_force

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
# The calendar months that have a file in both years: February and March have not.
AFTER = pd.date_range("2021-11-01", periods=12, freq="MS").drop(pd.to_datetime(["2022-02-01", "2022-03-01"]))
BEFORE = AFTER - pd.DateOffset(years=1)
THEN_NOW = "not comparable: 26% were without a location then, 6% now"


@pytest.fixture(scope="module")
def force(tmp_path_factory):
    return make_trap_force(tmp_path_factory.mktemp("trapshire"))


@pytest.fixture(scope="module")
def built(force, tmp_path_factory):
    out = tmp_path_factory.mktemp("trapshire-out")
    return Workspace(out), build(force.configuration, out=out, now=NOW)


@pytest.fixture(scope="module")
def con(built):
    with built[0].open_current() as opened:
        yield opened


def counted(incidents, months, crime_type):
    return incidents[incidents["month"].isin(months) & (incidents["crime_type"] == crime_type)]


def ask(con, name, **parameters):
    found = pd.DataFrame(run_named(con, name, parameters).records())
    return found.assign(month=pd.to_datetime(found["month"])) if "month" in found else found


def test_the_placed_burglaries_seem_to_rise_though_nothing_rose(force):
    """The trap itself: a quarter more of them have a place, and as many happened."""
    before, after = (counted(force.incidents, months, "Burglary") for months in (BEFORE, AFTER))
    assert after["located"].sum() / before["located"].sum() > 1.2
    assert len(after) / len(before) == pytest.approx(1, abs=0.05)


def test_the_force_counts_every_burglary_and_no_unit_is_compared(force, con):
    rows = con.sql("FROM period_changes WHERE crime_type = 'Burglary' ORDER BY npu_code").df().set_index("npu_code")
    whole = rows.loc[""]
    assert whole["before_count"] == len(counted(force.incidents, BEFORE, "Burglary"))
    assert whole["after_count"] == len(counted(force.incidents, AFTER, "Burglary"))
    units = rows.drop("")
    assert set(units["change_class"]) == {THEN_NOW}
    assert (units["change_ratio"] > 1.15).all()  # the placed rows, which say that burglary rose
    assert units[["p_value", "against_force", "change_low"]].isna().all(axis=None)


def test_every_comparison_of_places_says_so(con):
    for level in ("npu", "ward", "area"):
        found = ask(con, "change_by_place", level=level, crime_type="Burglary")
        assert set(found["change_class"]) == {THEN_NOW}
        assert (
            found[["against_force", "against_low", "against_high", "change_low", "change_high"]].isna().all(axis=None)
        )
    overview = ask(con, "place_overview", crime_type="Burglary")
    assert set(overview["change_class"]) == {THEN_NOW}
    assert overview["change_share"].isna().all()
    by_type = ask(con, "change_by_type", npu="N").set_index("crime_type")
    assert by_type.loc["Burglary", "change_class"] == THEN_NOW
    assert by_type.loc["Vehicle crime", "change_class"] == "moved with the force"
    assert set(ask(con, "changes_in_a_year", npu="N", crime_type="Burglary")["change_class"]) == {THEN_NOW}


def test_the_force_by_type_counts_every_incident_where_the_share_moved(force, con):
    row = ask(con, "change_by_type").set_index("crime_type").loc["Burglary"]
    assert (row["before_count"], row["after_count"]) == tuple(
        len(counted(force.incidents, months, "Burglary")) for months in (BEFORE, AFTER)
    )


def test_a_type_whose_share_stayed_is_compared(con):
    rows = con.sql("FROM period_changes WHERE crime_type = 'Vehicle crime' AND npu_code <> ''").df()
    assert set(rows["change_class"]) == {"moved with the force"}
    assert rows["p_value"].notna().all()


def test_the_share_of_each_month_is_in_the_store(force, con):
    shares = ask(con, "located_share", crime_type="Burglary").set_index("month")
    planted = force.incidents[force.incidents["crime_type"] == "Burglary"].groupby("month")["located"]
    assert shares["located_share"].to_dict() == pytest.approx(planted.mean().to_dict())
    assert shares["located_share"].loc["2021-04":"2021-08"].is_monotonic_decreasing
    by_district = ask(con, "located_share", crime_type="Burglary", level="district")
    assert by_district["located_share"].isna().all()  # rows without a location name no district
    nameless = by_district["district_code"].isna()
    assert by_district.loc[nameless, "unlocated_count"].sum() == shares["unlocated_count"].sum()
    assert by_district.loc[~nameless, "unlocated_count"].sum() == 0


def test_candidates_and_types_of_area_claim_no_change(con):
    said = con.sql("SELECT section, value, words FROM candidate_evidence WHERE item = 'falling already'").df()
    assert set(said["section"]) == {"checked"}
    assert said["value"].isna().all()
    assert (
        said["words"]
        .str.match(
            r"Recorded crime here is not comparable: 8% were without a location then, 5% now"
            r" \(November 2021 to October 2022 against November 2020 to October 2021, 10 months of each\)\."
            r" In the force it rose by 2%, counted with and without a location$"
        )
        .all()
    )
    types = con.sql("FROM area_types").df()
    assert types["crime_change"].isna().all()
    assert not types["type_name"].str.contains("rising|falling").any()


def test_an_evaluation_is_refused_with_both_shares_and_the_force_beside_them(built):
    with pytest.raises(InputRefused) as refused:
        evaluate(built[0].root, ["N-1"], before="2020-11:2021-10", after="2021-11:2022-10")
    assert refused.value.problem == (
        "Recorded crime of places is not comparable: 8% were without a location then, 5% now. In the whole force, with"
        " and without a location, it rose by 2%"
    )


def test_an_evaluation_of_months_that_compare_leaves_out_no_type(built):
    """The months after the fall: nine in ten burglaries had a location in each."""
    found = evaluate(built[0].root, ["N-1"], before="2020-11:2021-01", after="2021-11:2022-01")
    assert found.not_comparable == {}
    assert "Burglary" in found.result.by_type.index


def test_a_month_without_a_file_is_called_so_everywhere(built, con, force):
    workspace, summary = built
    assert summary.absent_months == ("February 2021", "March 2022")
    assert "No file of incidents: February 2021, March 2022." in summary.lines()
    assert not any("far from its usual count" in line for line in summary.lines())
    assert "No file of incidents: February 2021, March 2022." in check(force.configuration, now=NOW).lines()
    coverage = ask(con, "month_coverage")
    assert set(coverage.loc[coverage["why"] == "no file", "month"]) == set(NO_FILE)
    assert coverage.loc[coverage["why"].isna(), "complete"].all()
    for page in ("index.html", "npu-N.html", "briefing-N-1.html"):
        text = (workspace.site / page).read_text(encoding="utf-8")
        assert (
            "Two months are left out because data is missing: February 2021 (no file) and March 2022 (no file)." in text
        )


def test_every_page_sheet_and_workbook_says_22_of_24_months(built, force):
    workspace, summary = built
    assert summary.period == "November 2020 to October 2022, 22 of 24 months"
    assert "November 2020 to October 2022, 22 of 24 months." in check(force.configuration, now=NOW).lines()
    for page in workspace.site.glob("*.html"):
        if page.name != "methods.html":
            text = page.read_text(encoding="utf-8")
            assert "22 of 24 months, November 2020 to October 2022" in text, page.name
            assert "22 complete months" not in text, page.name
    notes = openpyxl.load_workbook(workspace.exports / "ranking.xlsx")["Notes"]
    facts = {row[0]: row[1] for row in notes.iter_rows(values_only=True)}
    assert facts["Period"] == "November 2020 to October 2022, 22 of 24 months"
    assert facts["Months left out as incomplete"] == "February 2021 (no file), March 2022 (no file)"


def test_pages_say_how_much_has_no_location_and_what_is_not_compared(built):
    said = (
        "8% of recorded crime in November 2020 to October 2021 had no location, and 5% in November 2021 to October 2022."
        " Places are not compared between these two years for all recorded crime and burglary; figures of the force count"
        " every incident."
    )
    for page in ("index.html", "npu-N.html"):
        assert said in (built[0].site / page).read_text(encoding="utf-8")


def test_a_gap_is_a_step_of_its_own_with_its_reason(built):
    text = (built[0].site / "npu-N.html").read_text(encoding="utf-8")
    found = re.search(r'"steps":\s*(\[\["2020-11".*?\]\])', text)
    steps = json.loads(found[1])
    assert len(steps) == 24
    assert steps[3] == ["2021-02", "February 2021", "February 2021: no file"]
    assert steps[16] == ["2022-03", "March 2022", "March 2022: no file"]
    sheet = (built[0].site / "briefing-N-1.html").read_text(encoding="utf-8")
    assert sheet.count('class="trend-gap"') == 2
    assert (
        " in October 2022. The year before is not comparable: 8% were without a location then, 5% now. Hatched" in sheet
    )
    assert "Hatched: no complete data." in sheet


def test_a_crime_that_stands_twice_counts_once_where_it_was_seen_last(built, con, force):
    rows = built[0].manifest()["rows"]
    located = int(force.incidents["located"].sum())
    assert rows == {
        "read": force.rows_written,
        "placed": located + REPEATED,  # an id on two different crimes: both count
        "no_location": len(force.incidents) - located,
        "out_of_force": 0,
        "duplicate": COPIED,
        "quarantined": 0,
        "replaced": SEEN_AGAIN,
    }
    reasons = con.sql("SELECT reason, count(*) AS row_count FROM rejects GROUP BY reason ORDER BY 1").fetchall()
    assert reasons == [
        ("is a copy of another row", COPIED),
        ("is an earlier record of a crime that stands on a later row", SEEN_AGAIN),
    ]
    listed = ask(con, "reject_reasons")
    assert listed["row_count"].sum() == COPIED + SEEN_AGAIN
    assert (
        f"{SEEN_AGAIN} rows were replaced: their {SEEN_AGAIN} crimes come again with a later month or outcome, which"
        in ("\n".join(built[1].notes))
    )
    assert f"{REPEATED} ids are on {2 * REPEATED} rows that are different crimes; all are kept." in built[1].notes


def test_the_rule_for_a_crime_seen_again_can_be_switched_off(force, tmp_path):
    keep_all = force.configuration.with_name("keep_all.toml")
    text = force.configuration.read_text(encoding="utf-8") + '[seen_again]\nkeep = "all"\n'
    keep_all.write_text(text, encoding="utf-8")
    rows = check(keep_all, now=NOW).rows
    assert rows["replaced"] == 0
    assert rows["placed"] == int(force.incidents["located"].sum()) + REPEATED + SEEN_AGAIN


def test_a_code_without_a_point_places_an_incident(con):
    sql = "SELECT count(*) FROM incidents WHERE easting_m IS NULL AND placed_by = 'stated code'"
    assert con.execute(sql).fetchone()[0] == 40
