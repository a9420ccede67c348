"""A workspace in Python: frames with their coordinate system, answers and maps that draw themselves and fetch nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from geo.exceptions import NotAllowed, NothingFound, WrongUsage
from queries.catalogue.catalogue import named_query, query_names
from service.workspace import open_workspace

FETCHES = re.compile(r"<script|<link|<img|<iframe|@import|url\(|http", re.IGNORECASE)


@pytest.fixture(scope="module")
def workspace(two_generations):
    with open_workspace(two_generations.root) as opened:
        yield opened


def well_formed(html: str) -> ElementTree.Element:
    """The fragment as a tree; text that was not escaped would break it."""
    return ElementTree.fromstring(f"<div>{html}</div>")


class TestFrames:
    def test_areas_are_indexed_with_outlines_in_metres(self, workspace):
        areas = workspace.areas
        assert isinstance(areas, gpd.GeoDataFrame)
        assert areas.crs.to_epsg() == 27700
        assert areas.index.name == "area_code"
        assert areas.geometry.area.tolist() == [1000.0 * 1000.0] * 6
        assert areas.loc["a1", "need_score"] == (100 + 90 + 80 + 70) / 4

    def test_whole_numbers_stay_whole_where_some_are_missing(self, workspace):
        assert str(workspace.areas["rank"].dtype) == "Int32"
        assert workspace.areas.loc["b2", "rank"] is pd.NA

    def test_candidates_and_units(self, workspace):
        assert workspace.candidates.geometry.area.tolist() == [2 * 1000.0 * 1000.0]
        assert workspace.candidates.crs.to_epsg() == workspace.npus.crs.to_epsg() == 27700
        assert workspace.npus.index.tolist() == ["AA", "BB"]

    def test_every_table_is_a_frame(self, workspace):
        for name in workspace.tables:
            frame = workspace.table(name)
            assert isinstance(frame, gpd.GeoDataFrame) == ("geometry" in frame.columns)

    def test_a_table_that_is_not_there(self, workspace):
        with pytest.raises(NothingFound, match=r"There is no table 'rankin'\. Did you mean 'ranking'"):
            workspace.table("rankin")

    def test_nothing_built(self, tmp_path):
        with pytest.raises(NothingFound, match="Nothing has been built"):
            open_workspace(tmp_path)


class TestRun:
    def test_parameters_are_python_values(self, workspace):
        assert workspace.run("top_areas", strand="crime", npu=None, limit=2).frame["area_code"].tolist() == ["a1", "a2"]
        assert workspace.run("month_coverage", from_=date(2024, 3, 1)).frame["incident_count"].tolist() == [900]
        assert len(workspace.run("share_in_top_areas", share=0.3)) == 7

    def test_the_generation_before_is_at_hand(self, workspace):
        assert len(workspace.run("changed_since_last_generation")) == 0
        assert workspace.run("candidates_since_last_generation").frame["what_changed"].tolist() == ["the same"]

    def test_slips_are_refused(self, workspace):
        with pytest.raises(WrongUsage, match="has no parameter 'strnd'"):
            workspace.run("top_areas", strnd="crime")
        with pytest.raises(NothingFound, match="Did you mean 'top_areas'"):
            workspace.run("top_arias")

    def test_the_catalogue(self, workspace):
        assert [query.name for query in workspace.queries] == query_names()

    def test_another_version_is_said(self, workspace, monkeypatch):
        query = named_query("runs")
        monkeypatch.setattr(
            "queries.catalogue.catalogue.parse",
            lambda name, text: query.__class__(**{**vars(query), "text": "SELECT gone FROM runs"}),
        )
        with pytest.raises(NothingFound, match="another version of the program made it"):
            workspace.run("runs")


class TestSql:
    def test_values_are_bound(self, workspace):
        asked = workspace.sql("SELECT area_code FROM areas WHERE area_name = $name", name='=HYPERLINK("x")')
        assert asked.frame["area_code"].tolist() == ["a2"]

    def test_a_geometry_makes_a_geodataframe(self, workspace):
        found = workspace.sql("SELECT area_code, geometry, ST_Centroid(geometry) AS middle FROM areas").frame
        assert found.crs.to_epsg() == 27700
        assert found["middle"].crs.to_epsg() == 27700

    def test_nothing_can_be_changed(self, workspace):
        with pytest.raises(NotAllowed):
            workspace.sql("DELETE FROM areas")


class TestInANotebook:
    def test_answers_are_tables_with_headings_and_escaped_text(self, workspace):
        html = workspace.run("top_areas")._repr_html_()
        table = well_formed(html).find(".//table")
        assert [cell.text for cell in table.findall(".//th")][:3] == ["Place", "Area", "Name"]
        assert "<b>" not in html
        assert not FETCHES.search(html)

    def test_an_empty_answer_says_what_that_means(self, workspace):
        assert "No source gives the time of day here" in workspace.run("hour_weekday")._repr_html_()

    def test_long_answers_are_cut_and_say_so(self, workspace):
        html = workspace.sql("SELECT n, n / 3 AS third FROM range(100) r(n)")._repr_html_()
        assert "The first 20 of 100 rows; .frame has all of them." in html

    def test_a_map_draws_every_area_and_names_it(self, workspace):
        html = workspace.map("need_score", title="Need <here>")._repr_html_()
        tree = well_formed(html)
        assert len(tree.findall(".//path")) == 6
        told = [title.text for title in tree.findall(".//path/title")]
        assert "Ash One: 85" in told
        assert "Beech Two: cannot be assessed" in told
        assert "OFFICIAL &amp; TEST" in html or "OFFICIAL &#38; TEST" in html
        assert "generation-20261120T090000Z-0123abcd" in html
        assert not FETCHES.search(html)

    def test_two_maps_share_no_id(self, workspace):
        ids = re.findall(r' id="([^"]+)"', workspace.map()._repr_html_() + workspace.map()._repr_html_())
        assert len(set(ids)) == 2

    def test_a_map_of_what_is_not_there(self, workspace):
        with pytest.raises(WrongUsage, match=r"'need' is not a column of numbers\. Did you mean 'need_score'"):
            workspace.map("need")
        with pytest.raises(NothingFound, match="There is no unit 'ZZ'"):
            workspace.map(npu="ZZ")

    def test_the_workspace_introduces_itself(self, workspace):
        html = workspace._repr_html_()
        well_formed(html)
        assert "Little Force" in html
        assert "This force is made up." in html
