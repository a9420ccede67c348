"""Declared is exactly what works: each requirement has a test, each class of filters has one, the document is true."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("ogc_requirements", HERE / "requirements.py")
requirements = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(requirements)


def shown() -> set[str]:
    """Every requirement that some test names."""
    marks = re.compile(r"@requirement\(([^)]*)\)", re.DOTALL)
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("test_*.py")))
    return {name for mark in marks.findall(text) for name in re.findall(r'"(/req/[^"]+)"', mark)}


def test_every_requirement_of_a_declared_class_has_a_test():
    required = set().union(*requirements.REQUIREMENTS.values())
    assert shown() == required


def test_every_class_of_parts_1_and_2_that_is_declared_is_in_the_table(client):
    declared = [uri.partition("/spec/")[2] for uri in client.get("conformance").json()["conformsTo"]]
    of_parts = {name for name in declared if name.startswith(("ogcapi-features-1", "ogcapi-features-2"))}
    assert of_parts == set(requirements.REQUIREMENTS)


# One filter for each thing that the declared classes of part 3 and of CQL2 ask for, and how many areas it must give.
PART3 = {
    "basic-cql2": ["rank = 1 AND NOT (area_code = 'x' OR rank IS NULL)", "assessable = TRUE AND rank = 1"],
    "advanced-comparison-operators": ["rank IN (1) AND rank BETWEEN 1 AND 1 AND area_code LIKE 'S%'"],
    "basic-spatial-functions": ["S_INTERSECTS(geometry, BBOX(-8,49,2,61)) AND rank = 1"],
    "basic-spatial-functions-plus": [
        "S_INTERSECTS(geometry, MULTIPOLYGON(((-8 49,2 49,2 61,-8 61,-8 49)))) AND rank = 1",
        "rank = 1 OR S_INTERSECTS(geometry, LINESTRING(0 0,1 1))",
    ],
}


@pytest.mark.parametrize(("name", "filters"), PART3.items())
def test_each_declared_class_of_cql2_is_understood(client, name, filters):
    declared = client.get("conformance").json()["conformsTo"]
    assert f"http://www.opengis.net/spec/cql2/1.0/conf/{name}" in declared
    for language in ("cql2-text", "cql-text"):
        for text in filters:
            answer = client.get("collections/areas/items", params={"filter": text, "filter-lang": language})
            assert answer.json()["numberMatched"] == 1, text


def test_queryables_are_a_schema_that_names_every_property_with_its_unit(client):
    for one in client.get("collections").json()["collections"]:
        link = next(link for link in one["links"] if link["rel"].endswith("ogc/1.0/queryables"))
        answer = client.get(link["href"])
        assert answer.headers["content-type"] == link["type"] == "application/schema+json"
        schema = answer.json()
        assert schema["$id"] == link["href"].partition("?")[0]
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        feature = client.get(f"collections/{one['id']}/items", params={"limit": 1}).json()["features"][0]
        assert set(schema["properties"]) == {"geometry", *feature["properties"]}
        assert all(said["title"] and said.get("description", "x") for said in schema["properties"].values())


def test_gdal_finds_what_makes_it_push_filters(client):
    """It looks for ``cql-text`` among the values of ``filter-lang``, and for a link to queryables."""
    api = client.get("api").json()
    assert "cql-text" in api["components"]["parameters"]["filter-lang"]["schema"]["enum"]
    listed = api["paths"]["/collections/areas/items"]["get"]["parameters"]
    assert {"$ref": "#/components/parameters/filter-lang"} in listed
    assert any(link["rel"] == "queryables" for link in client.get("collections/areas").json()["links"])
