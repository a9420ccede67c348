"""Documents of the API: landing page, conformance, collections, and what may be asked of each."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from queries.published.collections import GEOMETRY, Collection, Property
from queries.published.store import Published
from queries.published.systems import STORED, SYSTEMS
from service.http.ogc.negotiation import GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from service.http.ogc.requests import ApiRequest, link

_FEATURES = "http://www.opengis.net/spec/ogcapi-features"
CONFORMS_TO = (
    f"{_FEATURES}-1/1.0/conf/core",
    f"{_FEATURES}-1/1.0/conf/geojson",
    f"{_FEATURES}-1/1.0/conf/html",
    f"{_FEATURES}-1/1.0/conf/oas30",
    f"{_FEATURES}-2/1.0/conf/crs",
    f"{_FEATURES}-3/1.0/conf/queryables",
    f"{_FEATURES}-3/1.0/conf/queryables-query-parameters",
    f"{_FEATURES}-3/1.0/conf/filter",
    f"{_FEATURES}-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
)
_JSON_TYPES = {"text": "string", "integer": "integer", "number": "number", "truth": "boolean", "date": "string"}
_OGC = "http://www.opengis.net/def/rel/ogc/1.0"


def landing(published: Published, request: ApiRequest) -> dict[str, Any]:
    """The landing page."""
    about = published.about
    return {
        "title": f"{about.force_name}: small areas by need",
        "description": f"{about.period}. {about.generation}. The program ranks and shows; a person designates.",
        "marking": about.marking,
        "attribution": "; ".join(about.attributions),
        "links": [
            link(request.address("", f="json"), "self", JSON, "This page as JSON"),
            link(request.address("", f="html"), "alternate", HTML, "This page for people"),
            link(request.address("/api", f="json"), "service-desc", OPENAPI, "The API, as OpenAPI 3.0"),
            link(request.address("/api", f="html"), "service-doc", HTML, "The API, for people"),
            link(request.address("/conformance", f="json"), "conformance", JSON, "What it conforms to"),
            link(request.address("/collections", f="json"), "data", JSON, "The collections"),
        ],
    }


def conformance(published: Published, request: ApiRequest) -> dict[str, Any]:
    """Classes of requirements that are met."""
    return {"conformsTo": list(CONFORMS_TO)}


def collections(published: Published, request: ApiRequest) -> dict[str, Any]:
    """All collections."""
    return {
        "links": [
            link(request.address("/collections", f="json"), "self", JSON, "This page as JSON"),
            link(request.address("/collections", f="html"), "alternate", HTML, "This page for people"),
        ],
        "collections": [collection(request, described) for described in published.collections.values()],
    }


def collection(request: ApiRequest, collection: Collection) -> dict[str, Any]:
    """One collection."""
    path = f"/collections/{collection.name}"
    title = collection.texts.title
    extent: dict[str, Any] = {"spatial": {"bbox": [list(collection.bounds)]}}
    if collection.period:
        extent["temporal"] = {"interval": [interval(collection.period)]}
    return {
        "id": collection.name,
        "title": title,
        "description": collection.purpose,
        "itemType": "feature",
        "extent": extent,
        "crs": list(SYSTEMS),
        "storageCrs": STORED.uri,
        "links": [
            link(request.address(path, f="json"), "self", JSON, f"{title}: about it"),
            link(request.address(path, f="html"), "alternate", HTML, f"{title}: about it, for people"),
            link(request.address(f"{path}/items", f="json"), "items", GEOJSON, f"{title}: its features"),
            link(request.address(f"{path}/items", f="html"), "items", HTML, f"{title}: its features, for people"),
            link(
                request.address(f"{path}/queryables", f="json"), f"{_OGC}/queryables", SCHEMA, "What filters may name"
            ),
            # GDAL up to 3.6 looks for this relation, and sends no filter without it.
            link(request.address(f"{path}/queryables", f="json"), "queryables", SCHEMA, "What filters may name"),
            link(request.address(f"{path}/schema", f="json"), "describedBy", SCHEMA, "Its properties"),
        ],
    }


def interval(period: tuple[date, date]) -> list[str]:
    """First and last moment of a run of months, as RFC 3339."""
    last = period[1].replace(day=calendar.monthrange(period[1].year, period[1].month)[1])
    return [f"{period[0].isoformat()}T00:00:00Z", f"{last.isoformat()}T23:59:59Z"]


def queryables(request: ApiRequest, collection: Collection) -> dict[str, Any]:
    """What filters and parameters may name, as JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": request.address(f"/collections/{collection.name}/queryables"),
        "title": collection.texts.title,
        "type": "object",
        "properties": {
            GEOMETRY: _geometry(collection),
            **{name: property_schema(found) for name, found in collection.properties.items()},
        },
        "additionalProperties": False,
    }


def schema(request: ApiRequest, collection: Collection) -> dict[str, Any]:
    """A feature of the collection as JSON Schema. A property that is not known is null, whatever its type."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": request.address(f"/collections/{collection.name}/schema"),
        "title": collection.texts.title,
        "description": f"{collection.purpose} A value that is not known is null.",
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "id": {"type": "string"},
            "geometry": _geometry(collection),
            "properties": {
                "type": "object",
                "properties": {name: property_schema(found) for name, found in collection.properties.items()},
            },
        },
    }


def _geometry(collection: Collection) -> dict[str, str]:
    return {"title": "Outline", "format": "geometry-point" if collection.is_point else "geometry-any"}


def property_schema(found: Property) -> dict[str, Any]:
    """A property as JSON Schema, with its unit in the description."""
    written: dict[str, Any] = {
        "title": found.column.heading,
        "description": found.meaning,
        "type": _JSON_TYPES[found.kind],
    }
    if found.kind == "date":
        written["format"] = "date"
    return written
