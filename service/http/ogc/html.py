"""The collections as pages for people: every number with its name, a small map beside every table."""

from __future__ import annotations

from typing import Any

from maps.drawing.browse_map import SmallMap
from maps.pages.collection_pages import (
    BrowsePage,
    Card,
    Cell,
    Choice,
    Content,
    Fact,
    Frame,
    Heading,
    Link,
    Table,
    browse_page,
)
from maps.text.phrases import count_words, day_words
from queries.published.collections import Collection
from queries.published.conditions import EVERYTHING
from queries.published.systems import CRS84, SYSTEMS
from service.http.ogc.documents import CONFORMS_TO
from service.http.ogc.items import Feature, FeatureQuery, Page, feature_path, read_page
from service.http.ogc.page_map import draw_features
from service.http.ogc.phrases import name_of
from service.http.ogc.requests import ApiRequest
from service.http.ogc.resources import OpenedGeneration

_CHOICES = 40
_ON_A_CARD = 700
_HOME = "Collections"


def frame_of(opened: OpenedGeneration) -> Frame:
    """What every page says of the generation that is served."""
    about = opened.published.about
    return Frame(
        force_name=about.force_name,
        marking=about.marking,
        period=about.period,
        run_day=day_words(about.built_at),
        generation=about.generation,
        cautions=about.cautions,
        attributions=about.attributions,
    )


def _page(opened: OpenedGeneration, content: Content) -> BrowsePage:
    return browse_page(frame_of(opened), content)


def fault_page(status: int, words: str) -> BrowsePage:
    """What a browser shows where there is no answer."""
    headline = "There is nothing here" if status == 404 else "This cannot be answered"
    return browse_page(Frame(), Content(title=headline, headline=headline, lead=words))


def landing_page(opened: OpenedGeneration, request: ApiRequest) -> BrowsePage:
    """All collections at a glance, each with its map."""
    published = opened.published
    content = Content(
        title=f"{published.about.force_name}: collections",
        headline=f"{published.about.force_name}: what the maps rest on, to look at and to take along",
        lead="Counts and measures of small areas, never a single incident. A rank is a place to start.",
        cards=tuple(_card(opened, request, described) for described in published.collections.values()),
        code=(
            ("QGIS: Layer, Add Layer, Add WFS / OGC API - Features Layer, New, with this address:", request.root),
            ("GDAL: every collection, then one of them as a file:", f"ogrinfo OAPIF:{request.root}"),
            ("", f"ogr2ogr areas.gpkg OAPIF:{request.root} areas"),
        ),
        forms=(
            Link("This page as JSON", request.address("", f="json")),
            Link("The API", request.address("/api", f="html")),
            Link("What it conforms to", request.address("/conformance", f="html")),
        ),
    )
    return _page(opened, content)


def _card(opened: OpenedGeneration, request: ApiRequest, collection: Collection) -> Card:
    first = read_page(opened.published, FeatureQuery(collection, CRS84, EVERYTHING, _ON_A_CARD, 0))
    return Card(
        title=collection.texts.title,
        href=request.address(f"/collections/{collection.name}/items"),
        count=count_words(collection.count, "feature"),
        sentence=collection.purpose,
        map=_map(opened, request, collection, first.features),
    )


def _map(
    opened: OpenedGeneration, request: ApiRequest, collection: Collection, features: tuple[Feature, ...]
) -> SmallMap:
    return draw_features(
        opened, collection, features, lambda feature: request.address(feature_path(collection, feature.name))
    )


def conformance_page(opened: OpenedGeneration, request: ApiRequest) -> BrowsePage:
    """Classes of requirements that are met."""
    rows = tuple((Cell(uri),) for uri in CONFORMS_TO)
    content = Content(
        title="What it conforms to",
        headline="What it conforms to",
        lead="OGC API - Features, parts 1 to 3. Only what works, and is tested, is listed.",
        crumbs=_crumbs(request),
        tables=(Table("Classes of requirements", (Heading("Class"),), rows),),
        forms=(Link("This page as JSON", request.address(f="json")),),
    )
    return _page(opened, content)


def api_page(opened: OpenedGeneration, request: ApiRequest, document: dict[str, Any]) -> BrowsePage:
    """The API document as tables of paths and parameters."""
    paths = tuple((Cell(path), Cell(methods["get"]["summary"])) for path, methods in document["paths"].items())
    parameters = tuple(
        (Cell(said["name"]), Cell(said.get("description", "")))
        for said in document["components"]["parameters"].values()
        if said["in"] == "query"
    )
    content = Content(
        title="The API",
        headline="The API",
        lead=f"All paths start at {request.root}. Properties of a collection are parameters of its items, too.",
        crumbs=_crumbs(request),
        tables=(
            Table("Paths", (Heading("Path"), Heading("Answer")), paths),
            Table("Parameters", (Heading("Parameter"), Heading("Meaning")), parameters),
        ),
        forms=(Link("The same as OpenAPI 3.0", request.address(f="json")),),
    )
    return _page(opened, content)


def collection_page(opened: OpenedGeneration, request: ApiRequest, collection: Collection) -> BrowsePage:
    """What a collection contains: every property with its unit and meaning."""
    path = f"/collections/{collection.name}"
    rows = tuple(
        (Cell(found.column.heading), Cell(found.name), Cell(found.meaning), Cell(found.kind))
        for found in collection.properties.values()
    )
    first = read_page(opened.published, FeatureQuery(collection, CRS84, EVERYTHING, _ON_A_CARD, 0))
    headings = (Heading("Property"), Heading("Name in filters"), Heading("Meaning and unit"), Heading("Kind"))
    content = Content(
        title=collection.texts.title,
        headline=collection.texts.title,
        lead=collection.purpose,
        crumbs=_crumbs(request),
        map=_map(opened, request, collection, first.features),
        facts=(
            Fact("Features", f"{collection.count:,}"),
            Fact("Coordinates", "; ".join(system.title for system in SYSTEMS.values())),
        ),
        tables=(Table("Properties", headings, rows),),
        pager=(Link("Look at its features", request.address(f"{path}/items")),),
        forms=(
            Link("The collection as JSON", request.address(path, f="json")),
            Link("Features as GeoJSON", request.address(f"{path}/items", f="json")),
            Link("What filters may name", request.address(f"{path}/queryables", f="json")),
        ),
    )
    return _page(opened, content)


def items_page(opened: OpenedGeneration, request: ApiRequest, query: FeatureQuery, page: Page) -> BrowsePage:
    """A page of features: a table, and their map."""
    described = query.collection
    content = Content(
        title=described.texts.title,
        headline=described.texts.title,
        lead=_how_many(query, page),
        crumbs=_crumbs(request, described),
        choices=tuple(_choice(opened, request, described, name) for name in described.texts.narrow_by),
        map=_map(opened, request, described, page.features),
        tables=(_table(opened, request, described, page.features),) if page.features else (),
        pager=_pager(opened, request, query, page),
        forms=(Link("This page as GeoJSON", request.address(f="json")),),
    )
    return _page(opened, content)


def _how_many(query: FeatureQuery, page: Page) -> str:
    if not page.features:
        return "Nothing here meets what was asked. Leave a choice out, or start at the first page."
    first, last = query.offset + 1, query.offset + len(page.features)
    whole = count_words(page.matched, "feature")
    return whole if last - first + 1 == page.matched else f"{first:,} to {last:,} of {whole}"


def _crumbs(request: ApiRequest, collection: Collection | None = None) -> tuple[Link, ...]:
    home = Link(_HOME, request.address(""))
    return (
        (home, Link(collection.texts.title, request.address(f"/collections/{collection.name}")))
        if collection
        else (home,)
    )


def _choice(opened: OpenedGeneration, request: ApiRequest, collection: Collection, name: str) -> Choice:
    """Links to the features that have one value of a property; the present value leads back to all."""
    found = collection.properties[name]
    with opened.published.ask() as cursor:
        sql = f'SELECT DISTINCT "{name}" FROM {collection.name} WHERE "{name}" IS NOT NULL ORDER BY 1 LIMIT ?'
        values = [row[0] for row in cursor.execute(sql, (_CHOICES,)).fetchall()]
    now = dict(request.pairs).get(name)
    whole: dict[str, str | None] = {"offset": None, "generation": None}
    links = [Link("all", request.address(**whole, **{name: None}), current=now is None)]
    links += [
        Link(opened.names.of(found, value), request.address(**whole, **{name: str(value)}), current=str(value) == now)
        for value in values
        if value != ""
    ]
    return Choice(found.column.heading, tuple(links))


def _table(
    opened: OpenedGeneration, request: ApiRequest, collection: Collection, features: tuple[Feature, ...]
) -> Table:
    """The properties that get a column; the first cell leads to the feature."""
    shown = [collection.properties[name] for name in collection.texts.glance]
    at = [list(collection.properties).index(found.name) for found in shown]
    headings = tuple(Heading(found.column.heading, found.kind in ("integer", "number")) for found in shown)
    rows = tuple(
        tuple(
            Cell(
                opened.names.of(found, feature.values[where]),
                found.kind in ("integer", "number"),
                request.address(feature_path(collection, feature.name)) if first == 0 else "",
            )
            for first, (found, where) in enumerate(zip(shown, at, strict=True))
        )
        for feature in features
    )
    return Table(collection.texts.title, headings, rows)


def _pager(opened: OpenedGeneration, request: ApiRequest, query: FeatureQuery, page: Page) -> tuple[Link, ...]:
    pinned: dict[str, str | None] = {"generation": opened.published.about.generation}
    links = []
    if query.offset:
        before = str(max(query.offset - query.limit, 0))
        links.append(Link("Page before", request.address(offset=before, **pinned)))
    if page.features and (after := query.offset + len(page.features)) < page.matched:
        links.append(Link("Next page", request.address(offset=str(after), **pinned)))
    return tuple(links)


def item_page(opened: OpenedGeneration, request: ApiRequest, collection: Collection, feature: Feature) -> BrowsePage:
    """One feature: every property with its meaning, and where it lies."""
    values = dict(zip(collection.properties, feature.values, strict=True))
    title = name_of(collection, values)
    content = Content(
        title=f"{title}: {collection.texts.title}",
        headline=title,
        lead=collection.purpose,
        crumbs=(
            *_crumbs(request, collection),
            Link("Features", request.address(f"/collections/{collection.name}/items")),
        ),
        map=_map(opened, request, collection, (feature,)),
        facts=tuple(
            Fact(found.column.heading, opened.names.of(found, values[found.name]), found.meaning)
            for found in collection.properties.values()
        ),
        forms=(Link("This feature as GeoJSON", request.address(f="json")),),
    )
    return _page(opened, content)
