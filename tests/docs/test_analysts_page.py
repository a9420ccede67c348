"""The Python and SQL that ``docs/how-to/analysts.md`` shows, run on the sample as they are there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from service.workspace import open_workspace

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "analysts.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def beside_the_sample(sample_build, tmp_path, monkeypatch):
    """A working folder with the sample's workspace under its usual name, and a file of schools."""
    (tmp_path / "impact-areas-out").symlink_to(sample_build[0].root)
    with open_workspace(sample_build[0].root) as workspace:
        place = workspace.sql(
            "SELECT ST_Transform(ST_Point(easting_m, northing_m), 'EPSG:27700', 'EPSG:4326',"
            " always_xy := true) AS place FROM areas ORDER BY area_code LIMIT 1"
        ).frame
    point = place.geometry.iloc[0]
    school = {
        "type": "Feature",
        "properties": {"name": "One"},
        "geometry": {"type": "Point", "coordinates": [point.x, point.y]},
    }
    (tmp_path / "schools.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [school]}))
    monkeypatch.chdir(tmp_path)


def test_the_page_shows_both():
    assert (len(blocks("python")), len(blocks("sql"))) == (2, 1)


@pytest.mark.parametrize("code", blocks("python"))
def test_python_on_the_page_runs(code, beside_the_sample):
    found: dict[str, object] = {}
    exec(compile(code, "analysts.md", "exec"), found)
    frames = [value for value in found.values() if hasattr(value, "columns")]
    assert frames
    assert all(len(frame) for frame in frames)


@pytest.mark.parametrize("statement", blocks("sql"))
def test_sql_on_the_page_runs(statement, beside_the_sample):
    with open_workspace(trusted=True) as workspace:
        assert workspace.sql(statement).frame["name"].tolist() == ["One"]
