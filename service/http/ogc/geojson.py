"""Features as GeoJSON (RFC 7946), axes in the order that the coordinate system says."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

from queries.published.collections import Collection
from queries.published.store import Published
from service.clock import now
from service.http.ogc.items import Feature, FeatureQuery, Page
from service.http.ogc.negotiation import GEOJSON, HTML, JSON
from service.http.ogc.requests import ApiRequest, link


def page_bytes(published: Published, request: ApiRequest, query: FeatureQuery, page: Page) -> bytes:
    """A page of features, with links to the pages before and after it."""
    head = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "timeStamp": f"{now():%Y-%m-%dT%H:%M:%SZ}",
        "generation": published.about.generation,
        "marking": published.about.marking,
        "links": page_links(published, request, query, page),
    }
    features = ",\n".join(_feature_text(query.collection, feature) for feature in page.features)
    return f'{_text(head)[:-1]}, "features": [\n{features}\n]}}\n'.encode()


def page_links(published: Published, request: ApiRequest, query: FeatureQuery, page: Page) -> list[dict[str, str]]:
    """Links to this page in both forms, its collection, and the pages before and after it, pinned to the generation."""
    after, before = query.offset + len(page.features), max(query.offset - query.limit, 0)
    pinned: dict[str, str | None] = {"generation": published.about.generation, "f": "json"}
    links = [
        link(request.address(f="json"), "self", GEOJSON, "This page as GeoJSON"),
        link(request.address(f="html"), "alternate", HTML, "This page for people"),
        link(request.address(f"/collections/{query.collection.name}", f="json"), "collection", JSON, "The collection"),
    ]
    if page.features and after < page.matched:
        links.append(link(request.address(offset=str(after), **pinned), "next", GEOJSON, "Next page"))
    if query.offset:
        links.append(link(request.address(offset=str(before), **pinned), "prev", GEOJSON, "Page before"))
    return links


def feature_bytes(published: Published, request: ApiRequest, collection: Collection, feature: Feature) -> bytes:
    """One feature with its links."""
    tail = {
        "generation": published.about.generation,
        "marking": published.about.marking,
        "links": [
            link(request.address(f="json"), "self", GEOJSON, "This feature as GeoJSON"),
            link(request.address(f="html"), "alternate", HTML, "This feature for people"),
            link(request.address(f"/collections/{collection.name}", f="json"), "collection", JSON, "The collection"),
        ],
    }
    return f"{_feature_text(collection, feature)[:-1]}, {_text(tail)[1:]}\n".encode()


def _feature_text(collection: Collection, feature: Feature) -> str:
    values = dict(zip(collection.properties, map(json_value, feature.values), strict=True))
    return (
        f'{{"type": "Feature", "id": {_text(feature.name)}, "geometry": {feature.outline}, '
        f'"properties": {_text(values)}}}'
    )


def json_value(value: Any) -> Any:
    """A value as JSON has it: days as 2026-06-01, what is no number as null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
