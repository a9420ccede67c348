"""Awkward inputs: shuffled rows, an area in two NPUs or in none, a forgotten district, a national file, no names."""

from __future__ import annotations

import io
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely

from geo.exceptions import ConfigurationRefused, InputRefused, Refusal, SeveralRefused
from queries.loaders.assemble_areas import AREA_COLUMNS, NpuRule, assemble_areas, assign_npus

LOOKUP = """
area_code ward_code ward_name district_code district_name place
E03       W2        Beech     D2            Durham        South
E01       W1        Ash       D1            Derby         North
E02       W1        Ash       D1            Derby         South
"""
NPUS: list[NpuRule] = [("DE", "Derby", {"district_code": ["D1"]}), ("DU", "Durham", {"district_code": ["D2"]})]
PEOPLE = pd.Series({"E01": 1500.0, "E02": 1600.0, "E03": 1700.0, "E99": 9.0})


def table(text: str = LOOKUP) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), sep=r"\s+", dtype="str").set_index("area_code")


def outlines(*codes: str) -> geopandas.GeoDataFrame:
    """A row of squares of 200 m by 200 m."""
    return geopandas.GeoDataFrame(
        {"area_name": [f"Name of {code}" for code in codes]},
        geometry=[shapely.box(200 * i, 0, 200 * i + 200, 200) for i in range(len(codes))],
        index=pd.Index(codes, name="area_code"),
        crs=27700,
    )


def told(caught: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [str(r) for r in caught.value.refusals] if isinstance(caught.value, SeveralRefused) else [str(caught.value)]


def refusals_of(lookup: pd.DataFrame, npus: list[NpuRule]) -> list[str]:
    with pytest.raises(Refusal) as caught:
        assign_npus(lookup, npus)
    return told(caught)


def assemble(*codes: str, **options: Any) -> Any:
    given = {"lookup": table(), "npus": NPUS, "population": PEOPLE} | options
    return assemble_areas(outlines(*codes), given.pop("lookup"), given.pop("npus"), given.pop("population"), **given)


def test_areas_have_the_agreed_columns_sorted_by_code() -> None:
    areas, npus, notes = assemble("E03", "E01", "E02")
    assert areas.columns.tolist() == AREA_COLUMNS
    assert areas.index.tolist() == ["E01", "E02", "E03"]
    assert areas.index.name == "area_code"
    assert areas["npu_code"].to_dict() == {"E01": "DE", "E02": "DE", "E03": "DU"}
    assert areas["population"].tolist() == [1500, 1600, 1700]
    assert areas["hectares"].tolist() == [200 * 200 / 10_000] * 3
    assert areas["area_name"].tolist() == ["Name of E01", "Name of E02", "Name of E03"]
    assert npus["npu_name"].to_dict() == {"DE": "Derby", "DU": "Durham"}
    assert notes == ["No neighbourhood teams are given: wards are used as teams"]


def test_wards_stand_in_for_teams() -> None:
    areas = assemble("E01", "E02", "E03").areas
    assert areas["team_code"].tolist() == areas["ward_code"].tolist() == ["W1", "W1", "W2"]
    assert areas["team_name"].tolist() == ["Ash", "Ash", "Beech"]


def test_given_teams_are_kept_and_lacking_names_are_their_codes() -> None:
    lookup = table().assign(team_code=["T3", "T1", None], ward_name=[None, "Ash", "Ash"])
    areas, _, notes = assemble("E01", "E02", "E03", lookup=lookup)
    assert areas["team_name"].fillna("?").to_dict() == {"E01": "T1", "E02": "?", "E03": "T3"}
    assert areas["ward_name"].to_dict() == {"E01": "Ash", "E02": "Ash", "E03": "W2"}
    assert notes == [
        "1 area in a ward without a name; its code is used instead",
        "No team is known for 1 of 3 areas",
    ]


def test_a_team_given_by_name_only_has_its_name_as_code() -> None:
    lookup = table().assign(team_name=["South", "North", "North"])
    assert assemble("E01", "E02", "E03", lookup=lookup).areas["team_code"].tolist() == ["North", "North", "South"]


def test_unknown_places_are_missing_and_told() -> None:
    lookup = table()[["district_code"]]
    areas, _, notes = assemble("E01", "E02", "E03", lookup=lookup)
    assert areas[["ward_code", "ward_name", "team_code"]].isna().all(axis=None)
    assert areas["district_name"].tolist() == ["D1", "D1", "D2"]
    assert notes == [
        "No ward is known for 3 of 3 areas",
        "No neighbourhood teams are given: wards are used as teams",
        "No names of wards or places are given, so places are called after the names of areas: add a lookup with "
        "ward_name or place_name, as the MSOA names of the House of Commons Library, or give names in "
        "[candidates.names]",
    ]


def test_missing_residents_stay_missing_and_are_told() -> None:
    areas, _, notes = assemble("E01", "E02", "E03", population=PEOPLE.drop("E02"))
    assert areas["population"].isna().tolist() == [False, True, False]
    assert "Residents are not known for 1 area: E02" in notes


def test_residents_of_other_areas_altogether_are_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        assemble("E01", "E02", "E03", population=PEOPLE[["E99"]])
    assert str(caught.value) == (
        "The population file has none of the 3 areas of the force. "
        "Give residents for areas of the boundaries' census, or the lookup between the two in [code_changes]."
    )


def test_an_area_of_the_force_s_own_file_in_no_npu_is_refused() -> None:
    with pytest.raises(ConfigurationRefused) as caught:
        assemble("E01", "E02", "E03", "X1", "X2", "X3", "X4", "X5", "X6")
    assert str(caught.value) == (
        "6 areas of the boundary files in no NPU: X1, X2, X3, X4, X5 and 1 more. "
        "Add their district to an NPU; for files that reach beyond the force, set whole_country = true."
    )


def test_a_national_file_is_cut_to_the_members_and_that_is_told() -> None:
    areas, _, notes = assemble("E01", "E02", "E03", "X1", "X2", restrict_to_members=True)
    assert areas.index.tolist() == ["E01", "E02", "E03"]
    assert notes[0] == "2 areas of the boundary files left out as in no NPU, as configured"


@pytest.mark.parametrize("restrict", [False, True])
def test_a_member_without_an_outline_is_refused(restrict: bool) -> None:
    with pytest.raises(InputRefused) as caught:
        assemble("E01", "E02", restrict_to_members=restrict)
    assert str(caught.value) == (
        "1 area in an NPU but without an outline in the boundary files: E03. "
        "Add the file that has them; if there are many, boundaries and lookups may be of 2011 and of 2021."
    )


def test_both_faults_of_cover_are_told_together() -> None:
    with pytest.raises(SeveralRefused) as caught:
        assemble("E01", "E02", "X1")
    assert len(caught.value.refusals) == 2


def test_an_area_must_suit_every_column_of_a_rule() -> None:
    south: NpuRule = ("SO", "South", {"place": ["South"], "district_code": ["D1"]})
    assert assign_npus(table(), [south]).fillna("").to_dict() == {"E03": "", "E01": "", "E02": "SO"}


def test_lookups_may_give_the_npu_themselves() -> None:
    lookup = table().assign(npu_code=["B", "A", None])
    assert assign_npus(lookup, [("A", "Alder", {}), ("B", "Birch", {})]).fillna("").tolist() == ["B", "A", ""]


def test_an_unknown_npu_is_refused_with_the_nearest() -> None:
    lookup = table().assign(npu_code=["NPX1", "NPX1", "NPX2"])
    assert refusals_of(lookup, [("NPX1", "One", {})]) == [
        "Unknown NPU 'NPX2': the lookups give it to 1 area; nearest: 'NPX1'. "
        "Declare it in [[npus]], or correct the lookup."
    ]
    assert refusals_of(table().assign(npu_code="ZZ"), [("A", "Alder", {"district_code": ["D1"]})]) == [
        "Unknown NPU 'ZZ': the lookups give it to 3 areas. Declare it in [[npus]], or correct the lookup."
    ]


def test_an_area_in_two_npus_is_refused_by_name() -> None:
    assert refusals_of(table(), [("A", "Alder", {"district_code": ["D1"]}), ("B", "Birch", {"place": ["South"]})]) == [
        "1 area in two NPUs: E02 (A and B). Let each area belong to one NPU."
    ]


def test_members_that_match_nothing_are_refused_together() -> None:
    npus: list[NpuRule] = [
        ("A", "Alder", {"district_name": ["Derbi"]}),
        ("B", "Birch", {"borough": ["Durham"]}),
        ("C", "Cedar", {"district_code": ["D1"], "place": ["North"], "ward_code": ["W2"]}),
    ]
    assert refusals_of(table(), npus) == [
        "NPU A: no area has the district_name 'Derbi'; nearest: 'Derby'. Correct the members of A.",
        "NPU B is described by 'borough', which no lookup gives. "
        "Use one of ward_code, ward_name, district_code, district_name, place.",
        "No area belongs to NPU C. Mend the members of C, or remove it.",
    ]


def test_an_npu_without_members_needs_lookups_that_name_it() -> None:
    assert refusals_of(table(), [("A", "Alder", {})]) == [
        "No area belongs to NPU A. Mend the members of A, or remove it."
    ]


def test_nothing_given_is_changed() -> None:
    boundaries, lookup = outlines("E01", "E02", "E03"), table()
    before = (boundaries.copy(), lookup.copy())
    assemble_areas(boundaries, lookup, NPUS, PEOPLE)
    pd.testing.assert_frame_equal(boundaries, before[0])
    pd.testing.assert_frame_equal(lookup, before[1])


@pytest.mark.parametrize("missing", [4, 5])
def test_residents_of_another_census_are_refused(missing: int) -> None:
    codes = [f"E{i:02}" for i in range(1, 41)]
    rule: list[NpuRule] = [("A", "All", {"district_code": ["D"]})]
    lookup = pd.DataFrame({"district_code": "D", "ward_code": "W", "ward_name": "Ward"}, index=codes)
    people = pd.Series(1500.0, index=codes[missing:])
    given = (outlines(*codes), lookup, rule, people)
    if missing == 4:
        assert "Residents are not known for 4 areas: E01, E02, E03, E04" in assemble_areas(*given).notes
        return
    with pytest.raises(InputRefused, match=r"lacks 5 of 40 areas of the force: .*another census"):
        assemble_areas(*given)
