"""The API as an OpenAPI 3.0 document: every path, every parameter, every answer."""

from __future__ import annotations

from importlib import metadata
from typing import Any

from queries.published.collections import Collection
from queries.published.cql2 import LONGEST
from queries.published.store import Published
from queries.published.systems import CRS84, SYSTEMS
from service.http.ogc.documents import property_schema
from service.http.ogc.items import FILTER_LANGUAGES, FILTERS, GENERAL, MOST, USUAL
from service.http.ogc.negotiation import FORMS, GEOJSON, HTML, JSON, OPENAPI, SCHEMA
from service.http.ogc.requests import ApiRequest

_TEXT = {"type": "string"}
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
_PAGES = {
    "": ("landing", "Landing page", JSON),
    "/conformance": ("conformance", "Classes of requirements that are met", JSON),
    "/api": ("api", "This document", OPENAPI),
    "/collections": ("collections", "Every collection", JSON),
}


def api_document(published: Published, request: ApiRequest) -> dict[str, Any]:
    """The document, for this address and this generation."""
    about = published.about
    paths: dict[str, Any] = {path or "/": _page(*said) for path, said in _PAGES.items()}
    for described in published.collections.values():
        paths.update(_collection_paths(described))
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"{about.force_name}: small areas by need",
            "version": metadata_version(),
            "description": f"{about.period}. {about.generation}. Counts and measures; never a single incident.",
            "license": {"name": "; ".join(about.attributions) or "as the sources say"},
        },
        "servers": [{"url": request.root}],
        "tags": [{"name": "about"}, *({"name": name} for name in published.collections)],
        "paths": paths,
        "components": {
            "schemas": _schemas(published),
            "parameters": _parameters(published),
            "responses": _faults(),
        },
    }


def metadata_version() -> str:
    """Version of the program; 0 where it runs from its source without being installed."""
    try:
        return metadata.version("impact-areas")
    except metadata.PackageNotFoundError:
        return "0"


def _page(name: str, summary: str, media: str) -> dict[str, Any]:
    return {"get": _operation(f"get_{name}", "about", summary, media, f"#/components/schemas/{name}", ["f"])}


def _collection_paths(collection: Collection) -> dict[str, Any]:
    name, title = collection.name, collection.texts.title
    path = f"/collections/{name}"
    about = {
        path: ("collection", f"{title}: about it", JSON),
        f"{path}/queryables": ("queryables", f"{title}: what filters may name", SCHEMA),
        f"{path}/schema": ("schema", f"{title}: its properties", SCHEMA),
    }
    paths = {
        under: {"get": _operation(f"get_{name}_{kind}", name, summary, media, f"#/components/schemas/{kind}", ["f"])}
        for under, (kind, summary, media) in about.items()
    }
    return {
        **paths,
        f"{path}/items": {"get": _items(collection)},
        f"{path}/items/{{featureId}}": {"get": _item(collection)},
    }


def _items(collection: Collection) -> dict[str, Any]:
    """Features of a collection; each property is a parameter."""
    name, summary = collection.name, f"{collection.texts.title}: features"
    listed = _operation(
        f"get_{name}_items", name, summary, GEOJSON, f"#/components/schemas/{name}", [*GENERAL, *FILTERS]
    )
    listed["parameters"] += [
        {
            "name": found.name,
            "in": "query",
            "required": False,
            "description": f"Only features whose value is this. {found.meaning}",
            "schema": _parameter_schema(found.kind),
        }
        for found in collection.properties.values()
    ]
    return listed


def _item(collection: Collection) -> dict[str, Any]:
    """One feature of a collection."""
    name, summary = collection.name, f"{collection.texts.title}: one feature"
    return _operation(
        f"get_{name}_item", name, summary, GEOJSON, f"#/components/schemas/{name}_feature", ["f", "crs", "featureId"]
    )


def _operation(name: str, tag: str, summary: str, media: str, schema: str, parameters: list[str]) -> dict[str, Any]:
    geo = media == GEOJSON
    answer: dict[str, Any] = {
        "description": summary,
        "content": {media.partition(";")[0]: {"schema": {"$ref": schema}}, HTML: {"schema": _TEXT}},
    }
    if media == SCHEMA:
        answer["content"][JSON] = {"schema": {"$ref": schema}}
    if geo:
        answer["headers"] = {"Content-Crs": {"description": "System of the coordinates", "schema": _TEXT}}
    return {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{parameter}"} for parameter in parameters],
        "responses": {
            "200": answer,
            "304": {"description": "The answer is the one that the client has (If-None-Match)"},
            **{code: {"$ref": f"#/components/responses/{code}"} for code in ("400", "404", "500", "503")},
        },
    }


def _faults() -> dict[str, Any]:
    said = {
        "400": "A parameter is unknown, or its value cannot be used",
        "404": "There is no such thing, or its generation is not served any more",
        "500": "A fault of the program",
        "503": "The answer took too long",
    }
    content = {JSON: {"schema": {"$ref": "#/components/schemas/exception"}}, HTML: {"schema": _TEXT}}
    return {code: {"description": words, "content": content} for code, words in said.items()}


def _parameter_schema(kind: str) -> dict[str, Any]:
    if kind == "date":
        return {"type": "string", "format": "date"}
    return {"type": {"text": "string", "truth": "boolean"}.get(kind, kind)}


def _parameters(published: Published) -> dict[str, Any]:
    system = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84.uri}
    whole = {"type": "integer", "minimum": 0, "default": 0, "maximum": 1_000_000}
    made = {
        "f": ({"type": "string", "enum": list(FORMS)}, "Form of the answer; the Accept header decides without it"),
        "limit": (
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            "Features at most; more than the maximum gives the maximum",
        ),
        "offset": (whole, "Features to leave out at the start; the links to other pages use it"),
        "generation": (
            {"type": "string", "enum": [published.about.generation]},
            "Generation that the first page came from; 404 where another is served by now",
        ),
        "bbox": (
            {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
            "Only features that meet this box: lowest corner, then highest, axes as bbox-crs says",
        ),
        "bbox-crs": (system, "System of bbox"),
        "crs": (system, "System of the outlines in the answer"),
        "datetime": (_TEXT, "Only features whose months meet a moment, or an interval start/end; '..' leaves it open"),
        "filter": ({"type": "string", "maxLength": LONGEST}, "Only features for which this CQL2 text is true"),
        "filter-lang": (
            {"type": "string", "enum": list(FILTER_LANGUAGES), "default": FILTER_LANGUAGES[0]},
            "Language of filter; cql-text is its older name",
        ),
        "filter-crs": (system, "System of the shapes in filter"),
    }
    parameters: dict[str, Any] = {
        name: {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
        for name, (schema, words) in made.items()
    }
    parameters["bbox"] |= {"style": "form", "explode": False}
    parameters["featureId"] = {"name": "featureId", "in": "path", "required": True, "schema": _TEXT}
    return parameters


def _schemas(published: Published) -> dict[str, Any]:
    named = {
        "link": _object(["href", "rel"], href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
        "exception": _object(["code", "description"], code=_TEXT, description=_TEXT),
        "landing": _object(["links"], title=_TEXT, description=_TEXT, links=_LINKS),
        "conformance": _object(["conformsTo"], conformsTo={"type": "array", "items": _TEXT}),
        "api": _object(["openapi", "info", "paths"]),
        "collections": _object(
            ["links", "collections"],
            links=_LINKS,
            collections={"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
        ),
        "collection": _object(
            ["id", "links", "extent", "crs", "storageCrs"],
            id=_TEXT,
            title=_TEXT,
            description=_TEXT,
            links=_LINKS,
            crs={"type": "array", "items": _TEXT},
            storageCrs=_TEXT,
        ),
        "queryables": _object(["properties", "additionalProperties"]),
        "schema": _object(["properties"]),
        "geometry": _object(["type", "coordinates"], type=_TEXT, coordinates={"type": "array", "items": {}}),
    }
    for described in published.collections.values():
        named.update(_feature_schemas(described))
    return named


def _feature_schemas(collection: Collection) -> dict[str, Any]:
    values = {name: {**property_schema(found), "nullable": True} for name, found in collection.properties.items()}
    feature = _object(
        ["type", "id", "geometry", "properties"],
        type={"type": "string", "enum": ["Feature"]},
        id=_TEXT,
        geometry={"$ref": "#/components/schemas/geometry"},
        properties={**_object(list(values), **values), "additionalProperties": False},
    )
    page = _object(
        ["type", "features", "links", "numberReturned", "numberMatched", "timeStamp"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        features={"type": "array", "items": {"$ref": f"#/components/schemas/{collection.name}_feature"}},
        links=_LINKS,
        numberMatched={"type": "integer", "minimum": 0},
        numberReturned={"type": "integer", "minimum": 0, "maximum": MOST},
        timeStamp={"type": "string", "format": "date-time"},
        generation=_TEXT,
        marking=_TEXT,
    )
    return {f"{collection.name}_feature": feature, collection.name: page}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}
