"""Answer requests for features: what was asked, the matching rows, and links to the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from geo.exceptions import NothingFound, WrongUsage
from queries.published.collections import Collection
from queries.published.conditions import Condition, all_of, equals, in_box, in_time
from queries.published.cql2 import read_filter
from queries.published.store import Published
from queries.published.systems import CRS84, System, find_system
from service.http.ogc.requests import ApiRequest

FEWEST, USUAL, MOST = 1, 100, 1000
FARTHEST = 10_000_000
FILTER_LANGUAGES = ("cql2-text", "cql-text")
GENERAL = ("f", "limit", "offset", "generation", "bbox", "bbox-crs", "crs", "datetime")
FILTERS = ("filter", "filter-lang", "filter-crs")


@dataclass(frozen=True)
class FeatureQuery:
    """Features requested: which, in which system, and which part of them."""

    collection: Collection
    system: System
    condition: Condition
    limit: int
    offset: int


@dataclass(frozen=True)
class Feature:
    """One feature: its values in the order of the collection's properties, and its outline as GeoJSON."""

    name: str
    shape: str
    outline: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """A part of an answer, and how many features the whole of it has."""

    features: tuple[Feature, ...]
    matched: int


def read_feature_query(collection: Collection, request: ApiRequest) -> FeatureQuery:
    """Read a request for features.

    Raises
    ------
    WrongUsage
        A parameter is unknown, or its value is none.
    """
    parameters = request.parameters({*GENERAL, *FILTERS, *collection.properties})
    return FeatureQuery(
        collection=collection,
        system=find_system(parameters.get("crs", CRS84.uri), "crs"),
        condition=_condition(collection, parameters),
        limit=min(_read_integer(parameters, "limit", USUAL, FEWEST), MOST),
        offset=min(_read_integer(parameters, "offset", 0, 0), FARTHEST),
    )


def _read_integer(parameters: dict[str, str], name: str, usual: int, least: int) -> int:
    text = parameters.get(name, str(usual))
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) >= least):
        raise WrongUsage(f"{name} is '{text[:40]}'", f"Give a whole number from {least}")
    return int(text)


def _condition(collection: Collection, parameters: dict[str, str]) -> Condition:
    """Return the condition that features must meet; systems are checked even if nothing needs them."""
    box_system = find_system(parameters.get("bbox-crs", CRS84.uri), "bbox-crs")
    filter_system = find_system(parameters.get("filter-crs", CRS84.uri), "filter-crs")
    if (language := parameters.get("filter-lang", FILTER_LANGUAGES[0])) not in FILTER_LANGUAGES:
        raise WrongUsage(f"filter-lang is '{language[:40]}'", f"Give {' or '.join(FILTER_LANGUAGES)}")
    conditions = [
        equals(collection.find(name), parameters[name]) for name in parameters if name in collection.properties
    ]
    if "bbox" in parameters:
        conditions.append(in_box(parameters["bbox"], box_system))
    if "datetime" in parameters:
        conditions.append(in_time(collection, parameters["datetime"]))
    if "filter" in parameters:
        conditions.append(read_filter(parameters["filter"], collection, filter_system))
    return all_of(conditions)


def read_page(published: Published, query: FeatureQuery) -> Page:
    """Read the features of one page, in the collection's order."""
    name, condition = query.collection.name, query.condition
    with published.ask() as cursor:
        counted = cursor.execute(f"SELECT count(*) FROM {name} WHERE {condition.sql}", condition.values).fetchone()
        rows = cursor.execute(
            f"{_select(query.collection, query.system)} WHERE {condition.sql} ORDER BY position LIMIT ? OFFSET ?",
            (*condition.values, query.limit, query.offset),
        ).fetchall()
    return Page(tuple(_feature(row) for row in rows), counted[0] if counted else 0)


def read_feature(published: Published, collection: Collection, name: str, system: System) -> Feature:
    """Read one feature by its name.

    Raises
    ------
    NothingFound
        There is none of that name.
    """
    with published.ask() as cursor:
        row = cursor.execute(f"{_select(collection, system)} WHERE feature_id = ?", (name,)).fetchone()
    if row is None:
        raise NothingFound(f"There is no feature '{name[:80]}' in '{collection.name}'", "Look at its list of items")
    return _feature(row)


def _select(collection: Collection, system: System) -> str:
    columns = ", ".join(f'"{name}"' for name in collection.properties)
    return f"SELECT feature_id, shape, {system.text}, {columns} FROM {collection.name} JOIN shapes USING (shape)"


def _feature(row: tuple[Any, ...]) -> Feature:
    return Feature(row[0], row[1], row[2], row[3:])


def feature_path(collection: Collection, name: str) -> str:
    """Path of a feature under the landing page."""
    return f"/collections/{collection.name}/items/{quote(name, safe='')}"
